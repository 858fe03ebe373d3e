"""The numbers a local partnership may set, with the default that is shipped.

A protocol is dated, versioned data with two named owners (see records/agencies/protocols.py,
which finds the one in force on a day). Here is its shape and what its numbers mean. Every
duration is elapsed time. National limits are not here: see clocks.py. A rule is given a
protocol; it never looks one up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import timedelta

from wayhome.rules import default_protocol, sources
from wayhome.rules.vocabulary import (
    Capacity,
    EpisodeType,
    Jurisdiction,
    Level,
    Marker,
    PostKind,
)

SOURCE = sources.TWO_OWNERS
ADDED_LATER = frozenset({"jurisdiction", "climb_within_minutes"})
HOURS_IN_A_DAY = 24
_MARKERS = ("high_markers", "strategy_markers")
_LADDERS = ("challenge_ladder", "police_ladder", "council_ladder")
_BY_LEVEL = (
    "assess_within_minutes",
    "review_every_minutes",
    "acknowledge_within_minutes",
    "climb_within_minutes",
)

StepTemplate = default_protocol.StepTemplate
Rung = default_protocol.Rung
Trigger = default_protocol.Trigger


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
        default_factory=lambda: default_protocol.by_level(240, 240, 120, 60)
    )
    agree_within_minutes: int = 240
    blind_for_minutes: int = 240
    reassess_within_minutes: int = 120
    review_every_minutes: Mapping[Level, int] = field(
        default_factory=lambda: default_protocol.by_level(720, 720, 360, 180)
    )
    acknowledge_within_minutes: Mapping[Level, int] = field(
        default_factory=lambda: default_protocol.by_level(60, 60, 30, 5)
    )
    climb_within_minutes: Mapping[Level, int] = field(
        default_factory=lambda: default_protocol.by_level(120, 120, 60, 10)
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
    review_after_return_minutes: int = 4320
    repeat_within_days: int = 30
    strategy_repeats: tuple[Trigger, ...] = (Trigger(3, 30), Trigger(3, 90))
    strategy_after_minutes: int = 1440
    strategy_markers: frozenset[Marker] = frozenset(
        {Marker.SEXUAL_EXPLOITATION, Marker.CRIMINAL_EXPLOITATION, Marker.TRAFFICKING}
    )
    out_of_hours_from: int = 17
    out_of_hours_until: int = 9
    low_repeats: int = 3
    steps: Mapping[Level, tuple[StepTemplate, ...]] = field(default_factory=default_protocol.steps)
    challenge_ladder: tuple[Rung, ...] = field(default_factory=default_protocol.challenge_ladder)
    police_ladder: tuple[Rung, ...] = field(default_factory=default_protocol.police_ladder)
    council_ladder: tuple[Rung, ...] = field(default_factory=default_protocol.council_ladder)
    very_low_allowed: bool = False
    jurisdiction: Jurisdiction = Jurisdiction.ENGLAND

    def __post_init__(self) -> None:
        """Refuse numbers no partnership can mean. Raises ValueError, saying all that is wrong."""
        wrong = _impossible(self)
        if wrong:
            raise ValueError("; ".join(wrong))


def _impossible(protocol: Protocol) -> list[str]:
    checks = {
        "very low may not be the starting level where it is not allowed": (
            protocol.starting_level is Level.VERY_LOW and not protocol.very_low_allowed
        ),
        "every level needs its times and at least one step": any(
            set(table) != set(Level) for table in _tables(protocol)
        )
        or not all(protocol.steps.values()),
        "a time limit is at least one minute": any(limit < 1 for limit in _limits(protocol)),
        "a ladder needs somebody on it": not all(getattr(protocol, name) for name in _LADDERS),
        "office hours are hours of one day, the opening before the closing": not (
            0 <= protocol.out_of_hours_until < protocol.out_of_hours_from <= HOURS_IN_A_DAY
        ),
    }
    return [words for words, is_wrong in checks.items() if is_wrong]


def _tables(protocol: Protocol) -> list[Mapping[Level, object]]:
    return [protocol.steps, *(getattr(protocol, name) for name in _BY_LEVEL)]


def _limits(protocol: Protocol) -> list[int]:
    single = [
        getattr(protocol, known.name)
        for known in fields(protocol)
        if known.name.endswith("_minutes") and known.name not in _BY_LEVEL
    ]
    by_level = [limit for name in _BY_LEVEL for limit in getattr(protocol, name).values()]
    return single + by_level


DEFAULT = Protocol()


def steps_for(protocol: Protocol, *, level: Level, type_: EpisodeType) -> tuple[StepTemplate, ...]:
    """The first steps this protocol asks for. Every type carries the same steps for its level."""
    del type_  # a type is not a risk level: an absence by any name carries the same duties
    return protocol.steps[level]


def minutes(count: int) -> timedelta:
    """A protocol's number as elapsed time."""
    return timedelta(minutes=count)


def to_content(protocol: Protocol) -> dict[str, object]:
    """The protocol as plain JSON values, for storage; `from_content` reads it back equal."""
    content: dict[str, object] = asdict(protocol)
    for name in _MARKERS:
        content[name] = sorted(getattr(protocol, name))
    return content


def from_content(content: Mapping[str, object]) -> Protocol:
    """A protocol from its stored values.

    Raises KeyError where a value is missing and ValueError where one is unknown, of the wrong
    kind or impossible: a protocol that cannot be read whole must not be used in part.
    """
    unknown = set(content) - {known.name for known in fields(Protocol)}
    if unknown:
        raise ValueError(f"this protocol has values no rule knows: {', '.join(sorted(unknown))}")
    try:
        values = {
            known.name: _read(known.name, content[known.name])
            for known in fields(Protocol)
            if known.name in content or known.name not in ADDED_LATER
        }
    except TypeError as mistake:
        raise ValueError(f"this protocol has a value of the wrong kind: {mistake}") from mistake
    return Protocol(**values)  # type: ignore[arg-type] # each was read by its own reader


def _read(name: str, stored: object) -> object:
    if name in READERS:
        return READERS[name](stored)
    if type(stored) is not type(getattr(DEFAULT, name)):
        raise TypeError(f"{name} is {stored!r}")
    return stored


def _by_stored_level(stored: object) -> dict[Level, int]:
    return {Level(level): _whole(value) for level, value in _mapping(stored).items()}


def _stored_steps(stored: object) -> dict[Level, tuple[StepTemplate, ...]]:
    return {
        Level(level): tuple(_step(_mapping(step)) for step in _listed(steps))
        for level, steps in _mapping(stored).items()
    }


def _markers(stored: object) -> frozenset[Marker]:
    return frozenset(Marker(str(marker)) for marker in _listed(stored))


def _ladder(stored: object) -> tuple[Rung, ...]:
    return tuple(_rung(_mapping(rung)) for rung in _listed(stored))


def _triggers(stored: object) -> tuple[Trigger, ...]:
    found = (_mapping(trigger) for trigger in _listed(stored))
    return tuple(Trigger(_whole(each["episodes"]), _whole(each["days"])) for each in found)


def _rung(stored: Mapping[str, object]) -> Rung:
    return Rung(
        Capacity(str(stored["capacity"])),
        PostKind(str(stored["post"])),
        _whole(stored["after_minutes"]),
    )


def _step(stored: Mapping[str, object]) -> StepTemplate:
    return StepTemplate(
        str(stored["title"]),
        Capacity(str(stored["capacity"])),
        PostKind(str(stored["post"])),
        _whole(stored["within_minutes"]),
    )


def _mapping(stored: object) -> Mapping[str, object]:
    if not isinstance(stored, Mapping):
        raise TypeError(f"{stored!r} is not a table")
    return stored


def _listed(stored: object) -> Sequence[object]:
    if isinstance(stored, str) or not isinstance(stored, Sequence):
        raise TypeError(f"{stored!r} is not a list")
    return stored


def _whole(stored: object) -> int:
    if isinstance(stored, bool) or not isinstance(stored, int):
        raise TypeError(f"{stored!r} is not a whole number")
    return stored


READERS: Mapping[str, Callable[[object], object]] = {
    "jurisdiction": lambda stored: Jurisdiction(str(stored)),
    "starting_level": lambda stored: Level(str(stored)),
    "first_owner": lambda stored: PostKind(str(stored)),
    "strategy_repeats": _triggers,
    "steps": _stored_steps,
    **dict.fromkeys(_MARKERS, _markers),
    **dict.fromkeys(_LADDERS, _ladder),
    **dict.fromkeys(_BY_LEVEL, _by_stored_level),
}
