"""A child is reported missing: one report, one episode, nobody left untold.

The episode has its type, level, owner, steps and review before anybody is answered. A report
of an absence already known joins it. The same submission arriving again gets the same answer.
Nobody learns from the answer what is on record of a child they may not know of.
"""

from dataclasses import asdict, replace
from datetime import datetime
from typing import TypedDict

from wayhome.journey import joining, parts, same_child, unseen
from wayhome.journey.acting import unless
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.platform.submissions import once
from wayhome.rules import access, facts, told
from wayhome.rules.vocabulary import Channel
from wayhome.stages.intake import actions as intake

ALREADY_REPORTED = (
    "This child had already been reported missing. Your report has been added to the open episode."
)
_KEYED_LATER = "keyed in later from paper"


class Answer(TypedDict):
    """What a report is answered: the reference, whether the report joined, and any warning.

    To an agency that may not know of the child, a report joined only what that agency itself
    reported before, and the reference is the one it was given then. `episode_id` is for the
    service alone: it tells when the episode was opened.
    """

    reference: str
    episode_id: str
    report_id: str
    joined: bool
    warnings: list[str]


def record(
    said: told.MissingReport,
    *,
    key: str,
    by: facts.Viewer,
    now: datetime,
    arrived_at: datetime | None = None,
) -> Answer:
    """Take a missing report once per `key`; the answer to a repeat is identical to the first.

    `arrived_at` is when it reached us, where the database could not take it then. Raises Refused,
    Contradiction, EpisodeIsClosed, NotNow, NoSuchChild, NoProtocol or KeyUsedForSomethingElse;
    and at the commit NotYetDurable, after which the answer is not to be given yet.
    """
    access.require(by, access.Deed.REPORT)
    received_at = said.received_at or arrived_at or now
    answer, _ = once.once(
        key,
        practitioner_id=by.practitioner_id,
        content=asdict(said),
        at=now,
        do=lambda: _receive(replace(said, received_at=received_at), by=by, now=now),
    )
    return answer


def _receive(said: told.MissingReport, *, by: facts.Viewer, now: datetime) -> Answer:
    with transactions.step(savepoint=False):  # what is refused here undoes the whole submission
        unless(parts.problems_with_council(said))
        meant = same_child.meant_by(said, by=by)
        place = _place(meant, said, by=by, now=now)
        now = place.absence.now if place.absence else now
        joined = place.absence is not None
        report = intake.record_report(place.episode, said, joined=joined, by=by, at=now)
        intake.record_answers(report, said.answers, by=by, at=now)
        if place.tie is unseen.TIE:
            unseen.keep_what_was_said(report, said.child, by=by, now=now)
        joining.follow(place, others=meant.others, by=by, now=now)
        ledger.write(
            _verb(meant, said),
            by=by,
            at=now,
            deed=access.Deed.REPORT,
            child_id=place.episode.child_id,
            episode_id=place.episode.id,
            object_id=report.id,
            reason=_KEYED_LATER if said.channel is Channel.KEYED_LATER else "",
        )
    return Answer(
        reference=place.reference,
        episode_id=str(place.episode.id),
        report_id=str(report.id),
        joined=place.is_told,
        warnings=[ALREADY_REPORTED] if place.is_told else [],
    )


def _verb(meant: same_child.Meant, said: told.MissingReport) -> Verb:
    """Collected; and where what was said was matched to a record nobody chose, combined with it."""
    is_matched = meant.child is not None and said.child_id is None
    return Verb.COMBINE if is_matched else Verb.COLLECT


def _place(
    meant: same_child.Meant, said: told.MissingReport, *, by: facts.Viewer, now: datetime
) -> joining.Place:
    """Where the report belongs. Of a child others know, nothing is checked against the record."""
    if meant.child is None or meant.tie is not unseen.TIE:
        return joining.place_of(meant.child, said, by=by, now=now)
    place = unseen.place_of(meant.child, said, others=meant.others, by=by, now=now)
    return place or joining.place_of(None, said, by=by, now=now)
