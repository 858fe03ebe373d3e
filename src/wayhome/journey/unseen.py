"""A report of a child who is known here, by an agency that may not know of the child.

The report is taken, joins or opens an episode of the child, and reaches those who answer for
them. It gives its agency no part and changes nothing in the child's record. It is checked and
answered as if nobody knew the child, and a person looks at what a name and a date of birth
matched.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from wayhome.journey import joining, opening
from wayhome.journey.acting import Contradiction, NotNow, unless
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import protocols
from wayhome.records.children import queries as children
from wayhome.records.children.models import Child
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.episodes.models import Episode
from wayhome.rules import access, factors, facts, matching, sentences, told
from wayhome.stages.intake import actions as intake
from wayhome.stages.intake import queries as intake_queries

if TYPE_CHECKING:
    from wayhome.stages.intake.models import MissingReport

TIE = access.Tie.OTHERS
MOST = 120  # letters of an agency's name that a reason holds


def place_of(
    child: Child,
    said: told.MissingReport,
    *,
    others: Iterable[matching.Record],
    by: facts.Viewer,
    now: datetime,
) -> joining.Place | None:
    """Where the report belongs; None where nobody could lead an episode of this child.

    Then it makes a record of its own, as of a child nobody knows. What is refused here would be
    refused of such a child, or of one the agency reported before: raises Contradiction, NotNow
    or NoProtocol. An agency that reports again is answered with the reference it has,
    whichever of the records of that name, this one or `others`, its word was of before.
    """
    seen = visibility.episodes(by)
    named = [child.id, *(one.child_id for one in others)]
    before = intake_queries.first_told(by, named, apart_from=seen)
    first, received = before.received_at if before else None, said.received_at or now
    unless(joining.problems_in(said, born=None, first_reported=first, received=received, now=now))
    if before is None:
        opening.would_open(said, by=by, now=now)
    absence = joining.absence_to_join(child, reported_at=received, by=by, now=now)
    look = why(by) if child.id not in by.kept_from else sentences.FROM_KEPT_FROM % _named(by)
    episode = absence.episode if absence else None
    if episode is None:
        earlier = episodes.reports_of(child.id)
        back = opening.last_back(earlier)
        if back is not None and back > received:
            said = replace(said, received_at=max(now, back))
            look = sentences.FROM_OUTSIDE_EARLIER % _named(by)
        episode = _opened(child, said, earlier=earlier, by=by, now=now)
    if episode is None:
        return None
    reference = before.episode.reference if before else episode.reference
    return joining.Place(episode, absence, TIE, reference, before is not None, look)


def why(by: facts.Viewer) -> str:
    """Why a person must look at a child who was matched, and not chosen, by this agency."""
    return sentences.FROM_OUTSIDE % _named(by)


def _named(by: facts.Viewer) -> dict[str, str]:
    return {"agency": by.agency_name[:MOST]}


def _opened(
    child: Child,
    said: told.MissingReport,
    *,
    earlier: Sequence[Episode],
    by: facts.Viewer,
    now: datetime,
) -> Episode | None:
    """A new episode of the child, by the care that is known; None where that leads nowhere."""
    known = children.known(child.id)
    if known.arrangement is None:
        return None
    try:
        with transactions.step():
            return opening.open_episode(
                known,
                said,
                earlier=earlier,
                reporters=access.PART_BY_REPORTING[TIE],
                by=by,
                now=now,
            )
    except (Contradiction, NotNow, protocols.NoProtocol):
        return None


def keep_what_was_said(
    report: "MissingReport", said: told.Child, *, by: facts.Viewer, now: datetime
) -> None:
    """Keep who the child is, as the reporter said it, with the report and not in the record."""
    answers = (
        told.TopicAnswer(topic.code, str(value))
        for topic in factors.SAID_OF_CHILD
        if (value := getattr(said, topic.code)) not in ("", None)
    )
    intake.record_answers(report, tuple(answers), by=by, at=now)
