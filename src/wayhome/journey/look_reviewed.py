"""A look is reviewed by somebody of another agency: explained, or not and then told on.

What was not explained stands from then on before those who govern information in the looker's own
agency. To learn which child it was is a look of its own, with its reason.
"""

from datetime import datetime
from uuid import UUID

from wayhome.journey import acting
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import visibility
from wayhome.records.looks import actions as looks
from wayhome.records.looks import queries
from wayhome.rules import access, facts
from wayhome.rules.vocabulary import ReviewOutcome

DEED = access.Deed.REVIEW_LOOKS
ANSWERED = "You have reviewed this look already: what you found stands."
HOW = "Say how you know"
WHY = "Say why you need to know which child it was"
OPEN = "learn which child a look was at"
NOT_TOLD = (
    "Which child this was is not told here. Review the look without it: ask whoever looked, or "
    "those who govern information in their agency."
)


def record(
    review_id: UUID, outcome: ReviewOutcome, *, explanation: str, by: facts.Viewer, now: datetime
) -> None:
    """Say what was found. Raises Refused, NoSuchLook, or NotNow for one answered already.

    One that has passed to another reviewer meanwhile is theirs to answer.
    """
    access.require(by, DEED)
    with transactions.step():
        review = queries.review(by, review_id)
        acting.unless(acting.said(explanation, field="explanation", or_else=HOW))
        try:
            looks.answer(review, outcome, explanation=explanation, by=by.practitioner_id, at=now)
        except looks.AlreadyAnswered as answered:
            raise acting.NotNow(ANSWERED) from answered
        ledger.write(Verb.ALTER, by=by, at=now, deed=DEED, object_id=review.id)


def open_child(review_id: UUID, *, why: str, by: facts.Viewer, now: datetime) -> None:
    """Learn which child it was, for this reason. Raises Refused, NoSuchLook or Contradiction.

    Of a sealed record nobody learns it who is not on the list: the look is reviewed without.
    """
    access.require(by, DEED)
    with transactions.step():
        review = queries.review(by, review_id)
        if review.child_id and not visibility.exist_for(by, [review.child_id]):
            raise access.Refused(NOT_TOLD)
        acting.unless(acting.said(why, field="why", or_else=WHY))
        looks.open_child(queries.given_to(by, review), why=why, at=now)
        ledger.write(
            Verb.CONSULT,
            by=by,
            at=now,
            deed=OPEN,
            child_id=review.child_id,
            object_id=review.id,
            reason=why,
        )
