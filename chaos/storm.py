"""Killing the service at random under load, and the reckoning afterwards.

The control commits without waiting for the disk: then a report that was acknowledged is lost, and a
reckoning that finds none would find none here either.
"""

import math
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field

import psycopg

from chaos import reckoning, setting_up
from chaos.asking import Asker
from chaos.house import BACKEND, House
from chaos.load import COUNCIL_OF, Hand, Inspector, Reported, Reporter, Screen, followed

PAUSES = (0.1, 0.7)  # seconds between two kills
LAZY_PAUSE = 2.0
LONG = 0.1  # of the kills of the database after which it is away for longer than intake waits
AWAY_FOR = 4.5  # seconds
TOLD_WITHIN = 20
ASKED_TO_HEAR = 3
CALM = 2  # reports of each before anything fails
LAZY = (
    "ALTER SYSTEM SET synchronous_commit = off",
    "ALTER SYSTEM SET wal_writer_delay = '10s'",
    "ALTER SYSTEM SET wal_writer_flush_after = '1GB'",
    "ALTER SYSTEM SET bgwriter_lru_maxpages = 0",
    "SELECT pg_reload_conf()",
)


@dataclass(slots=True)
class Storm:
    """What one run did and found."""

    kills: Counter[str] = field(default_factory=Counter)
    received: int = 0
    seconds: float = 0.0
    journal_left: bool = False
    left_by_the_storm: int = 0
    drained_in: float = 0.0
    screens_opened: int = 0
    told_at_the_end: bool = False
    reckoned: reckoning.Reckoned = field(default_factory=reckoning.Reckoned)

    def is_well(self) -> bool:
        """Whether nothing was lost, nothing is there twice, and all works again."""
        return (
            not self.reckoned.faults()
            and self.reckoned.acknowledged > 0
            and not self.journal_left
            and self.told_at_the_end
        )

    def as_dict(self) -> dict[str, object]:
        """For printing."""
        return {
            "kills": sum(self.kills.values()),
            "of": dict(self.kills),
            "seconds": round(self.seconds, 1),
            "received_to_follow": self.received,
            "journal_left": self.journal_left,
            "left_by_the_storm": self.left_by_the_storm,
            "drained_in": round(self.drained_in, 1),
            "screens_opened": self.screens_opened,
            "told_at_the_end": self.told_at_the_end,
        } | asdict(self.reckoned)


@dataclass(slots=True)
class Cast:
    """Everybody who takes part."""

    reporters: list[Reporter]
    inspectors: list[Inspector]
    screen: Screen

    @property
    def made(self) -> list[Reported]:
        """All that was acknowledged."""
        return [each for reporter in self.reporters for each in reporter.made]


def run(
    house: House,
    people: setting_up.People,
    *,
    kills: int,
    seed: int,
    is_control: bool = False,
    minutes: float = math.inf,
) -> Storm:
    """Kill so often, or for so long, let everything come back, and reckon."""
    storm, dice = Storm(), random.Random(seed)  # chance that can be had again
    cast = _cast(house, people)
    calm = _calm(cast)
    if is_control:
        house.database.told(*LAZY)
    began = time.monotonic()
    with _working(cast):
        until = began + minutes * 60
        while sum(storm.kills.values()) < kills and time.monotonic() < until:
            _kill(house, storm, dice=dice, is_control=is_control)
        house.wait_until_up()
    storm.seconds = time.monotonic() - began
    storm.left_by_the_storm = max(len(cast.made) - reckoning.reports(house.database.address()), 0)
    storm.told_at_the_end = _told(cast)
    calm += _calm(cast)
    storm.journal_left = not _drained(house)
    storm.drained_in = time.monotonic() - began - storm.seconds
    made = [each for each in cast.made if each not in calm]
    storm.received = sum(not each.is_recorded for each in made)
    storm.screens_opened = cast.screen.opened
    storm.reckoned = reckoning.reckon(
        house.database.address(), made=made, calm=calm, inspectors=cast.inspectors
    )
    return storm


def _cast(house: House, people: setting_up.People) -> Cast:
    reporters = [
        Reporter(name, Asker(house.port, token), people.councils[COUNCIL_OF[name]])
        for name, token in people.callers.items()
    ]
    inspectors = [Inspector(Asker(house.port, token)) for token in people.inspectors.values()]
    return Cast(reporters, inspectors, Screen(house.stream_port, people.cookie))


def _calm(cast: Cast) -> list[Reported]:
    """Some reports of each while nothing fails."""
    for reporter in cast.reporters:
        for _turn in range(CALM):
            reporter.report()
    return [each for reporter in cast.reporters for each in reporter.made[-CALM:]]


@contextmanager
def _working(cast: Cast) -> Iterator[None]:
    hands = [Hand(each.report, pause=0.3) for each in cast.reporters]
    hands += [Hand(each.acknowledge, pause=0.5) for each in cast.inspectors]
    hands.append(Hand(cast.screen.watch, pause=0.2))
    for each in hands:
        each.start()
    try:
        yield
    finally:
        cast.screen.stop()
        for each in hands:
            each.stop()


def _kill(house: House, storm: Storm, *, dice: random.Random, is_control: bool) -> None:
    """Kill one thing that is up, after a while."""
    if is_control or house.is_waited_for:
        house.wait_until_up()
    time.sleep(LAZY_PAUSE if is_control else dice.uniform(*PAUSES))
    name = kill_one(
        house,
        {"database": 1} if is_control else house.targets,
        dice=dice,
        long=0.0 if is_control else LONG,
    )
    if name is not None:
        storm.kills[name] += 1


def kill_one(
    house: House, among: Mapping[str, int], *, dice: random.Random, long: float = 0.0
) -> str | None:
    """Kill one of these that is up, the more likely the higher its number; None if it was down.

    `long` is the share of the kills of the database after which it is away for a while.
    """
    up = {each.name for each in house.programs if each.is_up()} | {BACKEND, "database"}
    names = [each for each in among if each in up]
    name = dice.choices(names, [among[each] for each in names])[0]
    away_for = AWAY_FOR if dice.random() < long else 0.0
    return name if _is_killed(house, name, chosen=dice.random(), away_for=away_for) else None


def _is_killed(house: House, name: str, *, chosen: float, away_for: float) -> bool:
    """Whether there was something there to be killed."""
    if name == BACKEND:
        with suppress(psycopg.OperationalError):
            return house.database.kill_a_backend(chosen)
        return False
    if name == house.database.name:
        is_up = house.database.is_up()
        if is_up:
            house.database.kill(away_for=away_for)
        return is_up
    next(each for each in house.programs if each.name == name).kill()
    return True


def _drained(house: House) -> bool:
    """Whether the worker has recorded all that the journal held.

    A busy machine may be slow, and what it held may be much; but it must not stand still.
    """
    recorded, moved_at = 0, time.monotonic()
    while house.journal.exists():
        found = reckoning.reports(house.database.address())
        if found > recorded:
            recorded, moved_at = found, time.monotonic()
        elif time.monotonic() - moved_at > house.moves_within:
            return False
        time.sleep(0.2)  # a worker that records tells nobody
    return True


def _told(cast: Cast) -> bool:
    """Whether a screen hears of a report once everything is back.

    The report may be received to follow, and is then told of once it is a record. Where the screen
    was told to ask for its whole page instead, since listening has begun anew, it is asked of the
    next report.
    """
    watching = Hand(cast.screen.watch, pause=0.2)
    cast.screen.is_over = False
    watching.start()
    try:
        return any(_hears_of_one(cast) for _time in range(ASKED_TO_HEAR))
    finally:
        cast.screen.stop()
        watching.stop()


def _hears_of_one(cast: Cast) -> bool:
    reporter, screen = cast.reporters[0], cast.screen
    if not screen.is_up_to_date(within=TOLD_WITHIN):
        return False
    screen.told.clear()
    reporter.report()
    said = followed(reporter.asker, reporter.made[-1].key).read()
    reference = str(said["reference"])
    return screen.has_heard(reference, within=TOLD_WITHIN) and reference in screen.told
