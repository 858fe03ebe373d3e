"""A child is reported missing: one report, one episode, nobody left untold.

The episode has its type, level, owner, steps and review before anybody is answered. A report
of an absence already known joins it. The same submission arriving again gets the same answer.
"""

from dataclasses import asdict, replace
from datetime import datetime
from typing import TypedDict

from django.db import transaction

from wayhome.journey import joining, opening
from wayhome.journey.acting import unless
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.submissions import once
from wayhome.records.children import actions as child_actions
from wayhome.records.children import queries as children
from wayhome.records.children.models import Child
from wayhome.records.episodes import visibility
from wayhome.rules import access, facts, matching, told
from wayhome.stages.intake import actions as intake

ALREADY_REPORTED = (
    "This child had already been reported missing. Your report has been added to the open episode."
)


class Answer(TypedDict):
    """What a report is answered: the episode, whether the report joined it, and any warning."""

    reference: str
    episode_id: str
    report_id: str
    joined: bool
    warnings: list[str]


def record(said: told.MissingReport, *, key: str, by: facts.Viewer, now: datetime) -> Answer:
    """Take a missing report once per `key`; the answer to a repeat is identical to the first.

    Raises Refused, Contradiction, EpisodeIsClosed, NoSuchChild, NoSuchAgency, NoProtocol or
    KeyUsedForSomethingElse.
    """
    access.require(by, access.Deed.REPORT)
    answer, _ = once.once(
        key,
        practitioner_id=by.practitioner_id,
        content=asdict(said),
        at=now,
        do=lambda: _receive(said, by=by, now=now),
    )
    return answer


def _receive(said: told.MissingReport, *, by: facts.Viewer, now: datetime) -> Answer:
    received = said.received_at or now
    with transaction.atomic():
        child = _child(said, by=by)
        absence = joining.absence_of(child, reported_at=received, by=by, now=now) if child else None
        unless(joining.problems_in(said, child=child, absence=absence, received=received, now=now))
        now = absence.now if absence else now
        child = child or child_actions.introduce(at=now)
        child_actions.learn(
            child,
            said.child,
            supplied_by=said.reporter.name,
            supplier_contact=said.reporter.telephone or said.reporter.email,
            by=by,
            at=now,
        )
        said = replace(said, received_at=received)
        episode = absence.episode if absence else opening.open_episode(child, said, by=by, now=now)
        joined = absence is not None
        report = intake.record_report(episode, said, joined=joined, by=by, at=now)
        intake.record_answers(report, said.answers, by=by, at=now)
        if absence is not None:
            joining.join(absence)
        ledger.write(
            Verb.COLLECT,
            by=by,
            at=now,
            deed=access.Deed.REPORT,
            child_id=child.id,
            episode_id=episode.id,
            object_id=report.id,
        )
    return Answer(
        reference=episode.reference,
        episode_id=str(episode.id),
        report_id=str(report.id),
        joined=joined,
        warnings=[ALREADY_REPORTED] if joined else [],
    )


def _child(said: told.MissingReport, *, by: facts.Viewer) -> Child | None:
    """The child this is about, locked: the one chosen, or the one the rule calls the same.

    None for a child nobody knows yet. Two first reports of one child wait for each other here.
    """
    if said.child_id is not None:
        return children.locked(visibility.children(by), said.child_id)
    identity = matching.Identity(
        said.child.given_name, said.child.family_name, said.child.date_of_birth
    )
    children.take_turns(identity)
    same = children.same_children(identity)
    return children.locked(Child.objects.all(), same[0].id) if len(same) == 1 else None
