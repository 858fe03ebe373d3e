"""Filling a database: past episodes by the import, open ones by the journey, one of them long.

Every row goes through the same steps and constraints as the service's own. Nobody is real.
"""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from uuid import UUID

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import (
    hypothesis_recorded,
    past,
    past_episode_imported,
    report_received,
    response_agreed,
    risk_assessed,
    sighting_received,
)
from wayhome.rules import told
from wayhome.rules.vocabulary import Answer, Certainty, FoundBy, Level, PostKind

PER_CHILD = 10 / 3  # 100,000 episodes of 30,000 children
AT_ONCE = 500
OPEN = 300
FORCES = (
    ("callum", "Harrowfell Council"),
    ("callum", "Millbrook Council"),
    ("bea", "Eastvale County Council"),
)
GIVEN = ("Ada", "Bram", "Cleo", "Dev", "Esme", "Finn", "Gwen", "Hari", "Iris", "Jude")
FAMILY = ("Example", "Sample", "Fictional", "Pretend", "Imaginary")
LABELS = ("Low", "Medium", "Medium", "High", "Absent")
FIRST_DAY = datetime(2016, 1, 1, tzinfo=UTC)


def history(cast: casting.Cast, *, first: int, until: int, now: datetime) -> None:
    """Closed episodes numbered `first` to `until`, brought in as an import brings them in."""
    for turn, (who, council) in enumerate(FORCES):
        by = cast.viewer(who, now=now)
        share = (number for number in range(first, until) if number % len(FORCES) == turn)
        rows = (_past(number, turn=turn, council_id=cast.agencies[council]) for number in share)
        while batch := list(islice(rows, AT_ONCE)):
            results = past_episode_imported.record(batch, by=by, now=now)
            refused = [one for one in results if one.reference == ""]
            if refused:
                raise RuntimeError(refused[0].reason)


def _past(number: int, *, turn: int, council_id: UUID) -> past.PastEpisode:
    """One past episode; the same number always makes the same one."""
    chance = random.Random(number)  # noqa: S311  # repeatable, not secret
    nth = number // len(FORCES)
    child = int(nth / PER_CHILD)
    began = FIRST_DAY + timedelta(days=(nth % 4) * 400 + child % 300, hours=chance.random() * 24)
    found = began + timedelta(hours=1 + chance.random() * 40)
    born = date(2003, 1, 1) + timedelta(days=(child * 7) % 3000)
    label = past.Label(LABELS[number % len(LABELS)], "As the officer wrote it at the time")
    return past.PastEpisode(
        line=number,
        key=f"bench:{number}",
        scheme="nominal",
        number=f"B{turn}-{child}",
        child=told.Child(
            given_name=f"{GIVEN[child % 10]}{child}",
            family_name=f"{FAMILY[child % 5]}{turn}",
            date_of_birth=born,
            sex="F" if child % 2 else "M",
        ),
        began_at=began,
        ended_at=found,
        reference=f"B/{number}",
        type_code="missing",
        labels=(label,),
        last_seen_place="Beckside bus station",
        located=told.Located(found, "A friend's house", FoundBy.POLICE, "How found: patrol"),
        police_closed_at=found + timedelta(days=1),
        council_id=council_id,
        words="Imported record. Worried because out of character.",
    )


def open_episodes(cast: casting.Cast, *, count: int, now: datetime) -> str:
    """Open episodes as people report them; the reference of the one with most facts."""
    references = []
    for number in range(count):
        at = now - timedelta(minutes=20 + number * 7)
        who, council = FORCES[number % len(FORCES)]
        handler = "asha" if who == "callum" else "marek"
        answer = report_received.record(
            _report(number, council_id=cast.agencies[council], at=at),
            key=f"bench-open-{number}",
            by=cast.viewer(handler, now=now),
            now=at,
        )
        references.append(answer["reference"])
        if number == 0:
            make_long(answer["episode_id"], cast=cast, at=at, now=now)
    return references[0]


def _report(number: int, *, council_id: UUID, at: datetime) -> told.MissingReport:
    return told.MissingReport(
        reporter=told.Reporter("Sam Sample", "01632 960001", relationship="parent"),
        why_worried="Not home, and the telephone is off.",
        child=told.Child(
            given_name=f"Open{number}", family_name=FAMILY[number % 5], age_stated=13 + number % 5
        ),
        last_seen_at=at - timedelta(hours=2),
        last_seen_place="Town square",
        council_id=council_id,
    )


def make_long(episode_id: UUID, *, cast: casting.Cast, at: datetime, now: datetime) -> None:
    """Add facts to an episode until it has as many as a long search has."""
    police, council = cast.viewer("tomas", now=now), cast.viewer("nadia", now=now)
    post = cast.post("Northmoor Police", PostKind.DUTY_SERGEANT)
    factors = tuple(told.Factor(code, Answer.NOT_KNOWN) for code in ("bullying", "debt", "health"))
    for by, level in ((police, Level.MEDIUM), (council, Level.HIGH), (police, Level.HIGH)):
        said = told.Assessment(level, "Out of character, and nobody has heard.", factors=factors)
        at += timedelta(seconds=10)
        risk_assessed.record(episode_id, said, by=by, now=at)
    for number in range(8):
        at += timedelta(seconds=10)
        seen = told.Sighting(at, f"Stop {number}", Certainty.POSSIBLE, "A bus driver")
        sighting_received.record(episode_id, seen, by=police, now=at)
        step = told.Step(f"Ask at stop {number}", post, now + timedelta(hours=2))
        response_agreed.add(episode_id, step, by=police, now=at)
    for number in range(4):
        idea = told.Hypothesis(f"House {number}", "Has been found there before.")
        hypothesis_recorded.record(episode_id, idea, by=police, now=at)
