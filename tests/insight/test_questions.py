"""Persons in several areas, quarters and years are counted once wherever they are counted."""

import random
from collections import defaultdict
from dataclasses import replace
from statistics import median
from uuid import UUID

import duckdb
import pytest

from wayhome.insight import adding
from wayhome.insight.measures import catalogue, questions
from wayhome.insight.population import lines
from wayhome.insight.population.steps import SECOND
from wayhome.rules import disclosure
from wayhome.rules.breakdowns import Breakdown, Period
from wayhome.rules.disclosure import Behind, Counted
from wayhome.rules.measures import AreaKind, Measure

COLUMNS = (
    "episode BIGINT, person BIGINT, council VARCHAR, force VARCHAR, year INT, quarter INT, "
    "sex VARCHAR, reported_us BIGINT, assessed_us BIGINT, assess_due_us BIGINT"
)
AS_OF = 10_000
C1, C2, C3, F1, F2 = (str(UUID(int=number)) for number in range(1, 6))
EVERYWHERE, COUNCIL, FORCE = AreaKind


def some_lines(seed):
    """Lines of few persons, who move a lot between few areas."""
    chance = random.Random(seed)  # noqa: S311  # chance to be had again
    for episode in range(400):
        reported = chance.randrange(100)
        yield (
            episode,
            chance.randrange(60),
            chance.choice([C1, C2, C3, None]),
            chance.choice([F1, F2, None]),
            chance.choice([2024, 2025]),
            chance.choice([1, 2, 3, 4]),
            chance.choice(["female", "male", None]),
            reported,
            chance.choice([None, reported + chance.randrange(-5, 50)]),
            chance.choice([reported + 20, AS_OF + 1]),
        )


def asked(rows):
    """What was asked of the lines, and how the persons in them are spread."""
    with duckdb.connect() as engine:
        engine.execute(f"CREATE TABLE episodes_told ({COLUMNS})")
        engine.executemany(f"INSERT INTO episodes_told VALUES ({', '.join('?' * 10)})", rows)
        for step in lines.SPREAD:
            engine.execute(f"CREATE TABLE {step.name} AS {step.query}")
        spreads = {row[0] for row in engine.execute("SELECT spread FROM spread").fetchall()}
        each = catalogue.counted(Measure.ASSESSED)
        query = questions.question(each, Breakdown.SEX, as_of_us=AS_OF)
        table = adding.table(each, Breakdown.SEX, engine.sql(query).to_arrow_table())
    return table, spreads


def by_hand(rows):
    """Of each area, period and value: its numbers, and the most that an area of it has of each."""
    held = defaultdict(list)
    pairs = defaultdict(list)
    for _, person, council, force, year, quarter, sex, reported, assessed, due in rows:
        if sex is None or (assessed is None and due >= AS_OF):
            continue
        is_hit = assessed is not None and assessed <= due
        took = None if assessed is None else max(assessed - reported, 0)
        for period in (Period(year, quarter), Period(year)):
            line = (person, is_hit, took)
            for area in [(EVERYWHERE, None), (COUNCIL, council), (FORCE, force)]:
                held[area, period, sex].append(line)
            pairs[force, council, period, sex].append(line)
    counted = {key: numbers(found) for key, found in held.items()}
    of_pairs = {key: numbers(found)[0] for key, found in pairs.items()}
    most = {}
    for kind, name in {area for area, _, _ in held}:
        for period, sex in {key[1:] for key in held}:
            parts = {
                EVERYWHERE: [
                    cell
                    for ((of, _), *key), (cell, _) in counted.items()
                    if of is not EVERYWHERE and key == [period, sex]
                ],
                COUNCIL: [],
                FORCE: [
                    cell
                    for (force, _, *key), cell in of_pairs.items()
                    if force == name and key == [period, sex]
                ],
            }
            most[(kind, name), period, sex] = disclosure.largest(parts[kind])
    return {key: (cell, middle, most[key]) for key, (cell, middle) in counted.items()}


def numbers(found):
    def persons(is_so):
        return len({person for person, hit, took in found if is_so(hit, took)})

    times = [took for _, _, took in found if took is not None]
    cell = Counted(
        number=sum(hit for _, hit, _ in found),
        whole=len(found),
        children=persons(lambda hit, _: hit),
        complete=len(times),
        behind=Behind(
            whole=persons(lambda *_: True),
            rest=persons(lambda hit, _: not hit),
            complete=persons(lambda _, took: took is not None),
            gap=persons(lambda _, took: took is None),
        ),
    )
    return cell, median(times) / SECOND if times else None


def of_table(table):
    """The same of a table, as it was asked."""
    found = {}
    for place, (kind, name) in enumerate(table.areas):
        for (period, value), cell in table.cells(place).items():
            at = (place, table.years.index(period.year), period.quarter, table.values.index(value))
            most = disclosure.Largest(
                *(
                    disclosure.Of(int(of.count[at]), int(of.children[at]))
                    for of in table.most.each()
                )
            )
            middle, plain = cell.middle, replace(cell, middle=None)
            found[(kind, str(name) if name else None), period, value] = (plain, middle, most)
    return found


@pytest.mark.parametrize("seed", range(5))
def test_every_number_of_every_area_and_period_is_as_counted_by_hand(seed):
    rows = list(some_lines(seed))

    table, spreads = asked(rows)

    assert of_table(table) == by_hand(rows)
    assert len(table.areas) == len(set(table.areas))
    assert lines.APART in spreads


def test_persons_of_each_spread_are_counted_once():
    said = (2024, 1, "female", 0, 5, 20)
    rows = [
        (1, 1, C1, F1, *said),  # alone
        (2, 2, C1, F1, *said),  # twice in one area
        (3, 2, C1, F1, *said),
        (4, 3, C1, F1, *said),  # in two councils
        (5, 3, C2, F1, *said),
        (6, 3, C2, F2, *said),
    ]

    table, spreads = asked(rows)

    assert spreads == {lines.ALONE, lines.TOGETHER, lines.APART}
    assert of_table(table) == by_hand(rows)
