"""What is told of a country as it happens: in order, and of each absence its report first."""

from datetime import date

import pytest

from wayhome.simulation import country, live
from wayhome.simulation.live import What


@pytest.fixture(scope="module")
def told():
    return live.happenings(country.country(country.Scope(date(2026, 1, 1), 1, within=("Rutland",))))


def test_the_first_comes_at_once_and_each_after_those_before(told):
    moments = [each.at for each in told]

    assert moments[0] == 0
    assert moments == sorted(moments)


def test_nothing_is_told_of_an_absence_before_it_is_reported(told):
    reported = set()
    for each in told:
        if each.what is What.REPORTED:
            reported.add(each.absence)
        assert each.absence in reported


def test_each_absence_is_reported_once_and_ends_once(told):
    for what in (What.REPORTED, What.RETURNED):
        absences = [each.absence for each in told if each.what is what]
        assert len(absences) == len(set(absences))
        assert set(absences) == {each.absence for each in told}


def test_the_same_scope_is_told_in_the_same_words(told):
    again = live.happenings(
        country.country(country.Scope(date(2026, 1, 1), 1, within=("Rutland",)))
    )

    assert [each.said for each in again] == [each.said for each in told]
