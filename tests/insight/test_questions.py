"""Persons in several areas, quarters and years are counted once wherever they are counted."""

import random
from collections import defaultdict
from statistics import median

import duckdb
import pytest

from wayhome.insight.measures import catalogue, questions
from wayhome.insight.population import lines
from wayhome.rules.breakdowns import Breakdown
from wayhome.rules.measures import Measure

COLUMNS = (
    "episode BIGINT, person BIGINT, council VARCHAR, force VARCHAR, year INT, quarter INT, "
    "sex VARCHAR, reported_us BIGINT, assessed_us BIGINT, assess_due_us BIGINT"
)
AS_OF = 10_000


def some_lines(seed):
    """Lines of few persons, who move a lot between few areas."""
    chance = random.Random(seed)  # noqa: S311  # chance to be had again
    for episode in range(400):
        reported = chance.randrange(100)
        yield (
            episode,
            chance.randrange(60),
            chance.choice(["c1", "c2", "c3", None]),
            chance.choice(["f1", "f2", None]),
            chance.choice([2024, 2025]),
            chance.choice([1, 2, 3, 4]),
            chance.choice(["female", "male", None]),
            reported,
            chance.choice([None, reported + chance.randrange(-5, 50)]),
            chance.choice([reported + 20, AS_OF + 1]),
        )


def asked(rows):
    with duckdb.connect() as engine:
        engine.execute(f"CREATE TABLE episodes_told ({COLUMNS})")
        engine.executemany(f"INSERT INTO episodes_told VALUES ({', '.join('?' * 10)})", rows)
        for step in lines.SPREAD:
            engine.execute(f"CREATE TABLE {step.name} AS {step.query}")
        spreads = {row[0] for row in engine.execute("SELECT spread FROM spread").fetchall()}
        query = questions.question(
            catalogue.counted(Measure.ASSESSED), Breakdown.SEX, as_of_us=AS_OF
        )
        answer = engine.execute(query).fetchall()
    return {row[:6]: row[6:] for row in answer}, len(answer), spreads


def by_hand(rows):
    held = defaultdict(list)
    for _, person, council, force, year, quarter, sex, reported, assessed, due in rows:
        if sex is None or (assessed is None and due >= AS_OF):
            continue
        is_hit = assessed is not None and assessed <= due
        took = None if assessed is None else max(assessed - reported, 0)
        for areas, of in enumerate(
            [(None, None), (council, None), (None, force), (council, force)]
        ):
            for period in (quarter, 0):
                held[areas, *of, year, period, sex].append((person, is_hit, took))
    return {key: numbers(key[0], found) for key, found in held.items()}


def numbers(areas, found):
    def persons(is_so):
        return len({person for person, hit, took in found if is_so(hit, took)})

    times = [took for _, _, took in found if took is not None]
    return (
        sum(hit for _, hit, _ in found),
        len(found),
        len(times),
        persons(lambda hit, _: hit),
        persons(lambda *_: True),
        persons(lambda hit, _: not hit),
        persons(lambda _, took: took is not None),
        persons(lambda _, took: took is None),
        median(times) if times and areas != questions.BOTH else None,
    )


@pytest.mark.parametrize("seed", range(5))
def test_every_number_of_every_area_and_period_is_as_counted_by_hand(seed):
    rows = list(some_lines(seed))

    answer, count, spreads = asked(rows)

    assert answer == by_hand(rows)
    assert count == len(answer)
    assert lines.APART in spreads


def test_persons_of_each_spread_are_counted_once():
    said = (2024, 1, "female", 0, 5, 20)
    rows = [
        (1, 1, "c1", "f1", *said),  # alone
        (2, 2, "c1", "f1", *said),  # twice in one area
        (3, 2, "c1", "f1", *said),
        (4, 3, "c1", "f1", *said),  # in two councils
        (5, 3, "c2", "f1", *said),
        (6, 3, "c2", "f2", *said),
    ]

    answer, _, spreads = asked(rows)

    assert spreads == {lines.ALONE, lines.TOGETHER, lines.APART}
    assert answer == by_hand(rows)
