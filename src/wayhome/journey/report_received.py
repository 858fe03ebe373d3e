"""A child is reported missing: one report, one episode, nobody left untold.

The episode has its type, level, owner, steps and review before anybody is answered. A report
of an absence already known joins it. The same submission arriving again gets the same answer.
"""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from wayhome.journey import account as accounts
from wayhome.journey import opening
from wayhome.journey.acting import Acting, unless
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.submissions import once
from wayhome.records.agencies import protocols
from wayhome.records.children import actions as child_actions
from wayhome.records.children import queries as children
from wayhome.records.children.models import Child
from wayhome.records.episodes import actions as episodes
from wayhome.records.episodes import queries as episode_queries
from wayhome.records.episodes import visibility
from wayhome.records.episodes.models import Episode
from wayhome.rules import access, facts, matching, moments, told
from wayhome.rules.vocabulary import Capacity, NoticeReason
from wayhome.stages.intake import actions as intake

ALREADY_REPORTED = (
    "This child had already been reported missing. Your report has been added to the open episode."
)


def record(
    said: told.MissingReport, *, key: str, by: facts.Viewer, now: datetime
) -> dict[str, Any]:
    """Take a missing report once per `key`; the answer to a repeat is identical to the first.

    The answer gives the episode's reference and id, whether the report joined an open episode,
    and any warning. Raises Refused, Contradiction, NoSuchChild or KeyUsedForSomethingElse.
    """
    access.require(by, access.Deed.REPORT)
    received = said.received_at or now
    unless(
        moments.check_report(
            last_seen_at=said.last_seen_at,
            reported_at=received,
            date_of_birth=said.child.date_of_birth,
            age_stated=said.child.age_stated,
            now=now,
        )
    )
    answer, _ = once.once(
        key,
        practitioner_id=by.practitioner_id,
        content=asdict(said),
        at=now,
        do=lambda: _receive(replace(said, received_at=received), by=by, now=now),
    )
    return answer


def _receive(said: told.MissingReport, *, by: facts.Viewer, now: datetime) -> dict[str, Any]:
    with transaction.atomic():
        child = _child(said, by=by, now=now)
        child_actions.learn(
            child,
            said.child,
            supplied_by=said.reporter.name,
            supplier_contact=said.reporter.telephone or said.reporter.email,
            by=by,
            at=now,
        )
        known_absence = episode_queries.open_absence_of(child.id)
        episode = known_absence or opening.open_episode(child, said, by=by, now=now)
        report = intake.record_report(
            episode, said, joined=known_absence is not None, by=by, at=now
        )
        intake.record_answers(report, said.answers, by=by, at=now)
        if known_absence:
            _join(episode, by=by, now=now)
        ledger.write(
            Verb.COLLECT,
            by=by,
            at=now,
            deed=access.Deed.REPORT,
            child_id=child.id,
            episode_id=episode.id,
            object_id=report.id,
        )
    return _answer(episode, joined=known_absence is not None, report_id=str(report.id))


def _child(said: told.MissingReport, *, by: facts.Viewer, now: datetime) -> Child:
    """The child this is about, locked: the one chosen, the one the rule calls the same, or new."""
    if said.child_id is not None:
        return children.locked(visibility.children(by), said.child_id)
    identity = matching.Identity(
        said.child.given_name, said.child.family_name, said.child.date_of_birth
    )
    same = children.same_children(identity)
    if len(same) == 1:
        return children.locked(Child.objects.all(), same[0].id)
    return child_actions.introduce(at=now)


def _join(episode: Episode, *, by: facts.Viewer, now: datetime) -> None:
    """Tell the owner of another report of the same absence, and ask for the risk again."""
    episodes.add_parties(episode, [(by.agency_id, Capacity.REPORTER)], by=by, at=now)
    account = accounts.account_of(episode, as_of=now)
    acting = Acting(episode, account, protocols.read(episode.protocol_id), by, now)
    acting.tell(NoticeReason.SECOND_REPORT, key=now.isoformat())
    acting.ask_again(why="Another report of the same absence")
    acting.restated()


def _answer(episode: Episode, *, joined: bool, report_id: str) -> dict[str, Any]:
    return {
        "reference": episode.reference,
        "episode_id": str(episode.id),
        "report_id": report_id,
        "joined": joined,
        "warnings": [ALREADY_REPORTED] if joined else [],
    }
