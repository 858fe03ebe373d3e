"""Somebody of another agency reviews an emergency look."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from wayhome.journey.acting import NotNow, said, unless
from wayhome.platform import keyset
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.emergency import actions
from wayhome.records.emergency import queries as looks
from wayhome.records.emergency.models import BreakGlass
from wayhome.records.episodes import visibility
from wayhome.records.safety import queries as safety
from wayhome.rules import access, emergency, facts
from wayhome.rules.vocabulary import Finding

REVIEW = access.Deed.REVIEW_BREAK_GLASS
NOT_FOR_YOU = "This look is reviewed by somebody else: another agency, and not whoever looked."


def review(
    look_id: UUID, finding: Finding, *, findings: str, by: facts.Viewer, now: datetime
) -> None:
    """Somebody of another agency, with a part in the child, says what they found of the look.

    Raises NoSuchEmergencyLook where they may not know of the child, Refused and NotNow.
    """
    with transactions.step():
        look = reviewable(look_id, by=by)
        unless(said(findings, field="findings", or_else="Say what you found."))
        accounts = safety.accounts_of_person(look.practitioner_id)
        if not emergency.may_review(
            by, agency_id=look.agency_id, looked=accounts, now=now, look=looks.as_look(look)
        ):
            raise NotNow(NOT_FOR_YOU)
        actions.review(look, finding, findings=findings, by=by, at=now)
        ledger.write(
            Verb.ALTER, by=by, at=now, deed=REVIEW, child_id=look.child_id, object_id=look.id
        )


def waiting(
    *, by: facts.Viewer, after: keyset.Place | None = None, most: int = 51
) -> list[BreakGlass]:
    """The looks this manager may review, soonest due first.

    They are at children for whom this manager's agency answers, or such as they were named to
    review without knowing of whom; and by another person.
    """
    with transactions.step():
        mine = safety.accounts_of_person(by.practitioner_id)
        known = Q(Exists(visibility.children_led(by).filter(pk=OuterRef("child_id"))))
        named = Q(id__in=looks.named_to(by).values("look"))
        others = looks.to_review(by).filter(known | named).exclude(practitioner_id__in=mine)
        found = list(keyset.ordered(others, by="opened_at", after=after)[:most])
        return as_shown(found, by=by)


def as_shown(rows: list[BreakGlass], *, by: facts.Viewer) -> list[BreakGlass]:
    """The same looks, without the child and the words about one who is not to be known to them."""
    asked = [row.child_id for row in rows if row.child_id]
    known = set(visibility.children_led(by).filter(id__in=asked).values_list("id", flat=True))
    for row in rows:
        if row.child_id not in known:
            row.child, row.live_reference, row.statement = None, "", ""
    return rows


def reviewable(look_id: UUID, *, by: facts.Viewer) -> BreakGlass:
    """A look at a child the viewer may know of, or was named to review, for whoever may review it.

    Raises NoSuchEmergencyLook.
    """
    look = looks.of(look_id)
    if look.child_id is None or look.agency_id == by.agency_id:
        raise looks.NoSuchEmergencyLook(str(look_id))
    if looks.named_to(by).filter(look=look).exists() and by.posts & access.MAY[REVIEW]:
        return look
    if not visibility.children(by).filter(id=look.child_id).exists():
        raise looks.NoSuchEmergencyLook(str(look_id))
    parties = visibility.parties_to_child(look.child_id)
    access.require(by, REVIEW, parties=parties, child_id=look.child_id)
    return look


def to_be_reviewed(look_id: UUID, *, by: facts.Viewer) -> BreakGlass:
    """As `reviewable`, for a page that shows it."""
    with transactions.step():
        [look] = as_shown([reviewable(look_id, by=by)], by=by)
        return look


def is_named(look_id: UUID, *, by: facts.Viewer) -> bool:
    """Whether the viewer was named to review this look, and it waits."""
    with transactions.step():
        return looks.named_to(by).filter(look_id=look_id, look__reviewed_at=None).exists()
