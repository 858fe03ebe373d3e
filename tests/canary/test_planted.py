"""The gate of planted bugs: each is caught by the matrix, and without one nothing is found."""

import random
from itertools import islice, product

import pytest

from tests.canary import planted
from tests.canary.asking import Cell

MOST = 150


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
    bug.plant(monkeypatch)

    assert findings(matrix, bug), "this bug would not have been noticed"


def test_there_are_forty_bugs_and_no_two_alike():
    assert len({bug.name for bug in planted.BUGS}) == len(planted.BUGS) >= 40
