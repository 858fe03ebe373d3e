"""The demonstration: about forty invented children whose episodes stand at every stage.

Times are relative to now and the same children are told in the same way every time.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.interfaces.rehearsal import (
    children,
    guarded,
    nights,
    portraits,
    scenes,
    situations,
)
from wayhome.journey import duty_rostered, notice_answered, time_passed
from wayhome.records.practitioners import rotas
from wayhome.rules.vocabulary import Marker, PostKind
from wayhome.stages.response import queries as response

CHILDREN = Path(__file__).with_name("demo_children.yaml")
DELIVERED_WITHIN = timedelta(seconds=20)
STILL_ON_THE_WAY = timedelta(minutes=1)
A_WEEK, EVERY_DAY, CHANGES = timedelta(days=7), frozenset(range(7)), time(7)
ROUND_THE_CLOCK = (  # of which force, who says so, and who is on duty
    ("Northmoor Police", "owen", "ines"),
    ("Eastvale Police", "joan", "femi"),
)

LIVES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "harrowfell": {"council": "Harrowfell Council"},
        "beckside": {
            "council": "Harrowfell Council",
            "school": "Beckside Academy",
            "reporter": "grace",
        },
        "millbrook": {"council": "Millbrook Council"},
        "eastvale": {"council": "Eastvale County Council"},
        "larch": {"council": "Millbrook Council", "home": "Larch House"},
        "tideway": {"council": "Harrowfell Council", "home": "Tideway House"},
    }
)
Situation = Callable[[scenes.Scene, children.Portrait], scenes.Missing]
SITUATIONS: Mapping[str, Situation] = MappingProxyType(
    {
        situation.__name__: situation
        for situation in (
            situations.reported_just_now,
            situations.reported_an_hour_ago,
            situations.reported_and_nobody_acted,
            situations.second_report,
            situations.assessed_by_police_only,
            situations.assessed_apart_by_two_levels,
            situations.joint_level_waits_for_a_signature,
            situations.agreed_high,
            situations.sighted,
            situations.awaiting_handover,
            situations.away_three_days,
            situations.located_not_returned,
            situations.returned_not_seen,
            situations.returned_not_offered_60_hours_ago,
            situations.never_offered,
            situations.offered_and_unanswered,
            situations.declined_once,
            situations.interview_accepted,
            situations.interview_held_not_released,
            situations.findings_released,
            situations.support_agreed,
            situations.closed,
        )
    }
)
NEGLECTED = frozenset(
    {
        situations.reported_and_nobody_acted,
        situations.awaiting_handover,
        situations.never_offered,
    }
)


PICTURED = frozenset({"Amira", "Poppy", "Kofi"})  # whose page shows where a photograph stands


@dataclass(frozen=True, slots=True)
class Sample:
    """One child of the demonstration, in one situation, so many hours before now."""

    portrait: children.Portrait
    situation: Situation
    hours_ago: float


def samples(*, on: date) -> Iterator[Sample]:
    """The children of the demonstration, in order, of their ages on a day."""
    for written in yaml.safe_load(CHILDREN.read_text(encoding="utf-8")):
        yield Sample(
            _portrait(written, on=on), SITUATIONS[written["situation"]], written.get("ago", 0)
        )


def _portrait(written: Mapping[str, Any], *, on: date) -> children.Portrait:
    parents = (
        children.Contact(parent[0], parent[1], unsafe_because=_unsafe(parent))
        for parent in written.get("parents", ())
    )
    return children.Portrait(
        given=written["given"],
        family=written["family"],
        sex=written["sex"],
        contacts=tuple(parents),
        markers=tuple(Marker(marker) for marker in written.get("markers", ())),
        brought_in=tuple(written.get("nights", ())),
        born=_born(written["age"], on=on),
        **LIVES[written["live"]],  # type: ignore[arg-type]  # every place names strings
    )


def _born(age: int, *, on: date) -> date:
    return on - timedelta(days=age * 365 + age // 4 + 120)


def _unsafe(parent: list[str]) -> str:
    return parent[2] if len(parent) > 2 else ""  # noqa: PLR2004  # name, relationship, why unsafe


def play(cast: casting.Cast, *, now: datetime) -> int:
    """Tell every child's story up to `now`, and one of a child nobody knows; how many episodes."""
    scene = scenes.begin(cast, at=now)
    _put_on_duty(cast, now=now)
    told: dict[str, scenes.Missing] = {}
    for sample in samples(on=now.date()):
        attended = None if sample.situation in NEGLECTED else sample.portrait.team
        with nights.earlier(scene, hours=sample.hours_ago), nights.attended(scene, attended):
            told[sample.portrait.given] = sample.situation(scene, sample.portrait)
            if sample.portrait.given in PICTURED:
                portraits.add(scene, scene.reported[-1], by=sample.portrait.team.social_worker)
    situations.unknown_child(scene)
    for given, missing in told.items():
        guarded.add(scene, given, missing)
    time_passed.record(now=now)
    _deliver(scene)
    return len(scene.reported)


def _put_on_duty(cast: casting.Cast, *, now: datetime) -> None:
    """The inspectors of each force are on duty round the clock, as their rota has it."""
    for agency, over, username in ROUND_THE_CLOCK:
        duty_rostered.put_on(
            cast.post(agency, PostKind.DUTY_INSPECTOR),
            rotas.NewShift(cast.people[username], EVERY_DAY, CHANGES, CHANGES, now.date() - A_WEEK),
            by=cast.viewer(over, now=now),
            now=now,
        )


def _deliver(scene: scenes.Scene) -> None:
    """What was told before the last minute arrived when it was told."""
    arrived: dict[datetime, list] = {}
    for username in scene.cast.people:
        for notice in response.notices_to(scene.person(username)):
            if notice.recorded_at < scene.now - STILL_ON_THE_WAY:
                arrived.setdefault(notice.recorded_at, []).append(notice.id)
    for queued_at, notice_ids in sorted(arrived.items()):
        notice_answered.delivered(notice_ids, now=queued_at + DELIVERED_WITHIN)
