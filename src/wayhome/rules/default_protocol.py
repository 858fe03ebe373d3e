"""The steps and ladders of the protocol that is shipped, and the shape each has.

They are where a partnership starts from. Times are whole minutes of elapsed time.
"""

from dataclasses import dataclass

from wayhome.rules.vocabulary import Capacity, Level, PostKind


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


def by_level(very_low: int, low: int, medium: int, high: int) -> dict[Level, int]:
    """One whole number for each level."""
    return {Level.VERY_LOW: very_low, Level.LOW: low, Level.MEDIUM: medium, Level.HIGH: high}


def steps() -> dict[Level, tuple[StepTemplate, ...]]:
    """The first steps for each level, soonest first."""
    force, council, home = (
        Capacity.HOST_FORCE,
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


def challenge_ladder() -> tuple[Rung, ...]:
    """Who answers a difference between the two sides, in turn."""
    return (
        Rung(Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR, 0),
        Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.TEAM_MANAGER, 0),
        Rung(Capacity.HOST_FORCE, PostKind.DETECTIVE_INSPECTOR, 60),
        Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.SERVICE_MANAGER, 60),
        Rung(Capacity.HOST_FORCE, PostKind.SUPERINTENDENT, 180),
        Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.DIRECTOR, 180),
    )


def police_ladder() -> tuple[Rung, ...]:
    """Who is turned to when a police post does not answer: ours first, then the partner's."""
    return (
        Rung(Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR, 15),
        Rung(Capacity.HOST_FORCE, PostKind.DETECTIVE_INSPECTOR, 45),
        Rung(Capacity.HOST_FORCE, PostKind.SUPERINTENDENT, 60),
        Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.TEAM_MANAGER, 180),
    )


def council_ladder() -> tuple[Rung, ...]:
    """Who is turned to when any other post does not answer."""
    return (
        Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.TEAM_MANAGER, 30),
        Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.SERVICE_MANAGER, 120),
        Rung(Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR, 180),
        Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.DIRECTOR, 480),
    )
