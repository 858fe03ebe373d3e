"""The parts of the invented country: chance, seasons, names, models."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.simulation import chance, models, names, seasons, workforce
from wayhome.simulation.areas import england_and_wales

LONDON = ZoneInfo("Europe/London")
FIRST_DAY = date(2015, 4, 1)


def test_streams_of_two_names_differ_and_of_one_do_not():
    one, again, other = (chance.stream(3, name).random(5) for name in ("a", "a", "b"))

    assert (one == again).all()
    assert not (one == other).any()


def test_a_steady_number_depends_on_its_keys_alone():
    keys = np.arange(10_000)

    drawn = chance.steady(3, "a", keys, keys // 7)

    assert (drawn[::-1] == chance.steady(3, "a", keys[::-1], keys[::-1] // 7)).all()
    assert 0 <= drawn.min() < 0.01
    assert 0.99 < drawn.max() < 1
    assert abs(drawn.mean() - 0.5) < 0.02


def test_draws_follow_their_weights():
    drawn = chance.chosen(chance.stream(1, "x"), (1, 0, 3), 40_000)

    assert np.allclose(np.bincount(drawn, minlength=3) / 40_000, (0.25, 0, 0.75), atol=0.01)


@given(st.lists(st.floats(-900, 3650, allow_nan=False), min_size=2, max_size=30), st.booleans())
def test_stretching_time_keeps_the_order(days, is_care):
    even = np.sort(np.array(days))

    stretched = seasons.stretched(even, is_care=np.full(len(even), is_care), first_day=FIRST_DAY)

    # In London's time, where the clocks go back, an hour comes twice.
    assert (np.diff(stretched + seasons.summer_time(stretched)) >= -3600).all()


@given(st.floats(0, 3650, allow_nan=False))
def test_stretching_time_moves_nothing_far(day):
    even = np.array([day])

    moved = seasons.stretched(even, is_care=np.array([True]), first_day=FIRST_DAY)[0] / 86_400

    began = datetime(2015, 4, 1, tzinfo=UTC).timestamp() / 86_400
    assert abs(moved - began - day) < 45


@given(st.integers(1_100_000_000, 2_240_000_000))
def test_summer_time_is_londons(seconds):
    moment = datetime.fromtimestamp(seconds, tz=UTC)

    ahead = seasons.summer_time(np.array([seconds]))[0]

    assert ahead == moment.astimezone(LONDON).utcoffset().seconds


@pytest.mark.parametrize("name", [*names.GIVEN, *names.FAMILY[::40]])
def test_a_name_can_be_written_another_way(name):
    other = names.written(name)

    assert other != name
    assert other
    assert names.written(name) == other


def test_nobodys_name_is_a_family_name_that_is_given():
    assert not set(names.GIVEN) & set(names.FAMILY)


def test_the_area_under_the_curve_is_the_share_of_pairs_told_apart():
    said, outcome = np.array([0.1, 0.4, 0.35, 0.8]), np.array([False, False, True, True])

    assert models.under_the_curve(said, outcome) == pytest.approx(0.75)


def test_a_model_finds_the_weights_that_made_the_outcome():
    drawn = np.random.Generator(np.random.PCG64(1))
    inputs = drawn.standard_normal((60_000, 2))
    likely = 1 / (1 + np.exp(-(-1 + 0.8 * inputs[:, 0] - 0.5 * inputs[:, 1])))

    weights = models.fitted(inputs, drawn.random(60_000) < likely)

    assert weights == pytest.approx([-1, 0.8, -0.5], abs=0.05)


def test_every_area_has_a_force_a_council_a_home_and_a_school():
    areas = england_and_wales()

    made = workforce.of(areas)

    assert len(areas) == 175
    assert len(areas.forces) == 43
    assert len(set(made.names)) == len(made.names)
    for places in (made.homes, made.supported, made.schools):
        assert (places[:, 1] >= 1).all()
    assert workforce.TRANSPORT_POLICE in made.names


def test_a_part_of_the_country_keeps_its_figures():
    whole = england_and_wales()

    part = whole.within(["cleveland", "E10000016"])

    assert set(part.forces) == {"Cleveland", "Kent"}
    assert len(part) == 5
    kent = whole.codes.index("E10000016")
    assert part.children[part.codes.index("E10000016")] == whole.children[kent]
