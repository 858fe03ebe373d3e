"""The gate of planted bugs: each is caught by the matrix, and without one nothing is found."""

import random
from itertools import islice, product

import pytest
from django.db import connection, transaction

from tests.canary import planted
from tests.canary.asking import Cell
from tests.canary.conftest import owner

MOST = 200


def cells_of(matrix, bug):
    """Who asks for what to find this bug, in an order that is always the same."""
    readers = bug.readers or sorted(matrix.ways)
    is_about_one = any("<" in route for route in bug.routes)
    children = matrix.objects.children if is_about_one else matrix.objects.children[:1]
    found = [
        Cell(who, route, child, bug.method)
        for child, who, route in product(children, readers, bug.routes)
        if not is_about_one or bug.of in {"any", _is_known(matrix, who, route, child)}
    ]
    random.Random(7).shuffle(found)  # noqa: S311  # the same order every time
    return found


def _is_known(matrix, who, route, child):
    """Whether the reader may know of the record that the address names."""
    reader, oracle = matrix.ways[who].reader, matrix.oracle
    if "children/" in route:
        return "known" if oracle.may_know_child(reader, child) else "unknown"
    episode = matrix.objects.episode_id(child)
    return "known" if episode and oracle.may_know_episode(reader, episode) else "unknown"


def findings(matrix, bug):
    """What the matrix finds of this kind, until it has found something."""
    verdicts = matrix.verdicts()
    for _answer in matrix.ask_each(islice(cells_of(matrix, bug), MOST), verdicts):
        if kinds := [each for each in verdicts.findings if each.kind == bug.caught]:
            return kinds
    return []


@pytest.mark.parametrize("bug", planted.BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_caught(matrix, bug, monkeypatch):
    with transaction.atomic():
        take_down_the_second_wall()
        bug.plant(monkeypatch)
        caught = findings(matrix, bug)
        monkeypatch.undo()
        transaction.set_rollback(True)

    assert caught, "this bug would not have been noticed"


def take_down_the_second_wall():
    """What one wall lets through the other keeps: each is tried alone, so that both are known."""
    with owner(), connection.cursor() as cursor:
        cursor.execute("SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity")
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


def test_without_a_planted_bug_nothing_is_found(matrix):
    """The same cells, and the second wall down: the first wall alone lets nothing through."""
    verdicts = matrix.verdicts()
    with transaction.atomic():
        take_down_the_second_wall()
        for bug in planted.BUGS:
            for _answer in matrix.ask_each(islice(cells_of(matrix, bug), 6), verdicts):
                pass
        transaction.set_rollback(True)

    assert [str(each) for each in verdicts.findings] == []


def test_there_are_forty_bugs_and_no_two_alike():
    assert len({bug.name for bug in planted.BUGS}) == len(planted.BUGS) >= 40
