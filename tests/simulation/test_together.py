"""Children of one ring go missing together, and nothing else about their absences changes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayhome.simulation import together
from wayhome.simulation.lives import DAY, HOUR, Absences, counted

CHILDREN = 8


@st.composite
def lives(draw):
    """Absences of eight children, none of one child at once with another, and their rings."""
    rows = []
    for child in range(CHILDREN):
        at = draw(st.integers(0, 10 * DAY))
        for _nth in range(draw(st.integers(1, 6))):
            lasts, gap = draw(st.integers(900, DAY)), draw(st.integers(HOUR, 8 * DAY))
            rows.append((child, at, at + lasts))
            at += lasts + gap
    rows.sort(key=lambda row: (row[1], row[0]))
    child, began, ended = (np.array(each, np.int64) for each in zip(*rows, strict=True))
    ring = np.array(draw(st.lists(st.integers(-1, 2), min_size=CHILDREN, max_size=CHILDREN)))
    return Absences(child, began, ended, counted(child)), ring


@settings(max_examples=300)
@given(lives(), st.integers(0, 50))
def test_nobody_is_away_twice_at_once_and_each_absence_lasts_as_long(made, seed):
    absences, ring = made
    moved, party = together.together(absences, ring, seed=seed)

    assert (np.diff(moved.began) >= 0).all()
    assert (moved.nth == counted(moved.child)).all()
    for child in range(CHILDREN):
        was, now = absences.child == child, moved.child == child
        lasted = absences.ended[was] - absences.began[was]
        assert (moved.ended[now] - moved.began[now] == lasted).all()
        assert (moved.began[now][1:] >= moved.ended[now][:-1] + HOUR).all()
        assert moved.began[now][0] == absences.began[was][0]
    assert set(ring[moved.child[party != together.ALONE]]) <= {0, 1, 2}


@settings(max_examples=300)
@given(lives(), st.integers(0, 50))
def test_two_of_one_ring_begin_within_a_while_of_each_other(made, seed):
    absences, ring = made
    moved, party = together.together(absences, ring, seed=seed)

    for number in set(party.tolist()) - {together.ALONE}:
        one, other = np.flatnonzero(party == number)
        assert ring[moved.child[one]] == ring[moved.child[other]]
        assert moved.child[one] != moved.child[other]
        assert 0 <= moved.began[other] - moved.began[one] <= together.WITHIN


def test_some_do():
    child = np.tile(np.arange(4), 200)
    began = np.arange(len(child)) * 6 * HOUR
    absences = Absences(child, began, began + HOUR, counted(child))

    _moved, party = together.together(absences, np.array([0, 0, 1, 1]), seed=1)

    assert (party != together.ALONE).mean() == pytest.approx(2 * together.OFTEN, abs=0.2)
