"""Each published figure is met within its tolerance, by a country of three years."""

from datetime import date
from functools import cache
from html import escape

import pytest

from wayhome.simulation import calibration, country, drawing, published
from wayhome.simulation.counting import Counted


@cache
def counted():
    """England and Wales for three years, made once."""
    return Counted(country.country(country.Scope(date(2019, 1, 1), 3)))


@pytest.mark.parametrize("row", calibration.TABLE, ids=lambda row: row.name)
def test_what_is_simulated_is_within_the_tolerance_of_what_is_published(row):
    held = calibration.Held(row, row.simulated(counted()))

    assert held.is_within, f"{held.simulated:.3f} is not {row.least} to {row.most}"


@pytest.mark.parametrize("row", calibration.TABLE, ids=lambda row: row.name)
def test_a_tolerance_holds_the_published_figure_and_every_source_is_known(row):
    assert row.least <= row.published <= row.most
    assert row.sources.split()
    assert set(row.sources.split()) <= set(published.SOURCES)


def test_a_figure_outside_its_tolerance_is_not_within():
    row = calibration.TABLE[0]

    assert not calibration.Held(row, row.most + 0.01).is_within
    assert not calibration.Held(row, row.least - 0.01).is_within
    assert calibration.Held(row, row.most).is_within


def test_the_page_says_each_figure_and_draws_the_distributions():
    held = [calibration.Held(row, row.published) for row in calibration.TABLE]
    held[0] = calibration.Held(held[0].row, held[0].row.most + 1)

    page = drawing.page(counted(), held)

    assert page.count("<svg") == len(drawing.drawings(counted()))
    assert page.count("NOT WITHIN") == 1
    for each in held:
        title = published.SOURCES[each.row.sources.split()[0]].title
        assert escape(title) in page
