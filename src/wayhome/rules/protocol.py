"""The numbers a local partnership may set, with the default that is shipped.

A protocol is dated, versioned data with two named owners (see records/agencies/protocols.py,
which finds the one in force on a day). Here is its shape and what its numbers mean. Every
duration is elapsed time. National limits are not here: see clocks.py. A rule is given a
protocol; it never looks one up.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from wayhome.rules.vocabulary import (
    Capacity,
    EpisodeType,
    Level,
    Marker,
    PostKind,
)


@dataclass(frozen=True, slots=True)
class StepTemplate:
    """A first step that follows from a level: what, whose, and within how many minutes."""

    title: str
    capacity: Capacity
    post: PostKind
    within_minutes: int


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of a ladder: who is turned to, and how long after the one before."""

    capacity: Capacity
    post: PostKind
    after_minutes: int


@dataclass(frozen=True, slots=True)
class Trigger:
    """So many episodes within so many days ask for a strategy discussion."""

    episodes: int
    days: int


def _by_level(very_low: int, low: int, medium: int, high: int) -> dict[Level, int]:
    return {Level.VERY_LOW: very_low, Level.LOW: low, Level.MEDIUM: medium, Level.HIGH: high}


def _default_steps() -> dict[Level, tuple[StepTemplate, ...]]:
    force, council, home = (
        Capacity.HOME_FORCE,
        Capacity.RESPONSIBLE_AUTHORITY,
        Capacity.PLACEMENT,
    )
    call_home = StepTemplate(
        "Call the child, and friends and family who may know where they are",
        force,
        PostKind.DUTY_SERGEANT,
        60,
    )
    tell_worker = StepTemplate(
        "Share what is known of the child and check for recent worries",
        council,
        PostKind.SOCIAL_WORK_TEAM,
        120,
    )
    visit = StepTemplate(
        "Go to the place the child was last seen and to home; search home with consent",
        force,
        PostKind.DUTY_SERGEANT,
        60,
    )
    deploy = StepTemplate(
        "Send officers now and name a lead for the search", force, PostKind.DUTY_INSPECTOR, 15
    )
    coordinator = StepTemplate(
        "Check earlier episodes for places and people",
        force,
        PostKind.MISSING_PERSON_COORDINATOR,
        120,
    )
    ready = StepTemplate(
        "Keep trying the child's phone and be ready to welcome them back",
        home,
        PostKind.PLACEMENT_STAFF,
        60,
    )
    return {
        Level.VERY_LOW: (call_home, tell_worker, ready),
        Level.LOW: (call_home, tell_worker, ready),
        Level.MEDIUM: (visit, coordinator, tell_worker, ready),
        Level.HIGH: (deploy, visit, coordinator, tell_worker, ready),
    }


def _default_challenge() -> tuple[Rung, ...]:
    return (
        Rung(Capacity.HOME_FORCE, PostKind.DUTY_INSPECTOR, 0),
        Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.TEAM_MANAGER, 0),
        Rung(Capacity.HOME_FORCE, PostKind.DETECTIVE_INSPECTOR, 60),
        Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.SERVICE_MANAGER, 60),
        Rung(Capacity.HOME_FORCE, PostKind.SUPERINTENDENT, 180),
        Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.DIRECTOR, 180),
    )


def _default_police_ladder() -> tuple[Rung, ...]:
    return (
        Rung(Capacity.HOME_FORCE, PostKind.DUTY_INSPECTOR, 15),
        Rung(Capacity.HOME_FORCE, PostKind.DETECTIVE_INSPECTOR, 45),
        Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.TEAM_MANAGER, 60),
        Rung(Capacity.HOME_FORCE, PostKind.SUPERINTENDENT, 180),
    )


def _default_council_ladder() -> tuple[Rung, ...]:
    return (
        Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.TEAM_MANAGER, 30),
        Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.SERVICE_MANAGER, 120),
        Rung(Capacity.HOME_FORCE, PostKind.DUTY_INSPECTOR, 180),
        Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.DIRECTOR, 480),
    )


@dataclass(frozen=True, slots=True)
class Protocol:
    """One version of a local protocol, as the rules read it."""

    name: str = "Default protocol"
    version: int = 1
    starting_level: Level = Level.MEDIUM
    high_up_to_age: int = 12
    high_markers: frozenset[Marker] = frozenset(
        {Marker.SEXUAL_EXPLOITATION, Marker.CRIMINAL_EXPLOITATION, Marker.TRAFFICKING}
    )
    first_owner: PostKind = PostKind.DUTY_INSPECTOR
    assess_within_minutes: Mapping[Level, int] = field(
        default_factory=lambda: _by_level(240, 240, 120, 60)
    )
    agree_within_minutes: int = 240
    blind_for_minutes: int = 240
    reassess_within_minutes: int = 120
    review_every_minutes: Mapping[Level, int] = field(
        default_factory=lambda: _by_level(720, 720, 360, 180)
    )
    acknowledge_within_minutes: Mapping[Level, int] = field(
        default_factory=lambda: _by_level(60, 60, 30, 5)
    )
    handover_within_minutes: int = 30
    tell_family_within_minutes: int = 60
    prevention_interview_within_minutes: int = 1440
    second_offer_within_minutes: int = 4320
    hold_interview_within_minutes: int = 10080
    release_findings_within_minutes: int = 1440
    support_plan_within_minutes: int = 10080
    strategy_within_minutes: int = 1440
    close_police_within_minutes: int = 2880
    finalise_within_minutes: int = 20160
    repeat_within_days: int = 30
    strategy_repeats: tuple[Trigger, ...] = (Trigger(3, 30), Trigger(3, 90))
    strategy_after_minutes: int = 1440
    strategy_markers: frozenset[Marker] = frozenset(
        {Marker.SEXUAL_EXPLOITATION, Marker.CRIMINAL_EXPLOITATION, Marker.TRAFFICKING}
    )
    out_of_hours_from: int = 17
    out_of_hours_until: int = 9
    low_repeats: int = 3
    steps: Mapping[Level, tuple[StepTemplate, ...]] = field(default_factory=_default_steps)
    challenge_ladder: tuple[Rung, ...] = field(default_factory=_default_challenge)
    police_ladder: tuple[Rung, ...] = field(default_factory=_default_police_ladder)
    council_ladder: tuple[Rung, ...] = field(default_factory=_default_council_ladder)
    very_low_allowed: bool = False


DEFAULT = Protocol()


def steps_for(protocol: Protocol, *, level: Level, type_: EpisodeType) -> tuple[StepTemplate, ...]:
    """The first steps this protocol asks for. Every type carries the same steps for its level."""
    del type_  # a type is not a risk level: an absence by any name carries the same duties
    return protocol.steps[level]


def minutes(count: int) -> timedelta:
    """A protocol's number as elapsed time."""
    return timedelta(minutes=count)


def to_content(protocol: Protocol) -> dict[str, Any]:
    """The protocol as plain JSON values, for storage; `from_content` reads it back equal."""
    content = asdict(protocol)
    for name in ("high_markers", "strategy_markers"):
        content[name] = sorted(content[name])
    return content


def from_content(content: Mapping[str, Any]) -> Protocol:
    """A protocol from its stored values.

    Raises KeyError or ValueError where a value is unknown: a protocol that cannot be read
    whole must not be used in part.
    """
    stored = dict(content)
    ladders = {
        name: tuple(_rung(rung) for rung in stored.pop(name))
        for name in ("challenge_ladder", "police_ladder", "council_ladder")
    }
    by_level = {
        name: {Level(level): int(value) for level, value in stored.pop(name).items()}
        for name in ("assess_within_minutes", "review_every_minutes", "acknowledge_within_minutes")
    }
    markers = {
        name: frozenset(Marker(marker) for marker in stored.pop(name))
        for name in ("high_markers", "strategy_markers")
    }
    steps = {
        Level(level): tuple(_step(step) for step in steps)
        for level, steps in stored.pop("steps").items()
    }
    return Protocol(
        starting_level=Level(stored.pop("starting_level")),
        first_owner=PostKind(stored.pop("first_owner")),
        strategy_repeats=tuple(Trigger(**trigger) for trigger in stored.pop("strategy_repeats")),
        steps=steps,
        **ladders,
        **by_level,
        **markers,
        **stored,
    )


def _rung(stored: Mapping[str, Any]) -> Rung:
    return Rung(Capacity(stored["capacity"]), PostKind(stored["post"]), stored["after_minutes"])


def _step(stored: Mapping[str, Any]) -> StepTemplate:
    return StepTemplate(
        stored["title"],
        Capacity(stored["capacity"]),
        PostKind(stored["post"]),
        stored["within_minutes"],
    )
