"""Periods, bands and groups, at their edges."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.rules import breakdowns
from wayhome.rules.breakdowns import AgeBand, DurationBand, Ethnicity, Period, Sex

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (date(2026, 3, 31), Period(2025, 4)),
        (date(2026, 4, 1), Period(2026, 1)),
        (date(2026, 6, 30), Period(2026, 1)),
        (date(2026, 7, 1), Period(2026, 2)),
        (date(2026, 12, 31), Period(2026, 3)),
        (date(2027, 1, 1), Period(2026, 4)),
    ],
)
def test_a_year_begins_on_the_first_of_april(day, period):
    assert breakdowns.quarter_of(day) == period
    assert breakdowns.year_of(day) == Period(period.year)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_day_lies_in_its_quarter_and_its_quarter_in_its_year(day):
    quarter, year = breakdowns.quarter_of(day), breakdowns.year_of(day)

    assert breakdowns.first_day(year) <= breakdowns.first_day(quarter) <= day
    assert day < breakdowns.first_day(Period(year.year + 1))
    assert breakdowns.quarter_of(breakdowns.first_day(quarter)) == quarter


@pytest.mark.parametrize(
    ("away", "band"),
    [
        (None, DurationBand.NOT_KNOWN),
        (timedelta(0), DurationBand.EIGHT_HOURS),
        (8 * HOUR, DurationBand.EIGHT_HOURS),
        (8 * HOUR + SECOND, DurationBand.ONE_DAY),
        (72 * HOUR, DurationBand.THREE_DAYS),
        (72 * HOUR + SECOND, DurationBand.ONE_WEEK),
        (28 * 24 * HOUR, DurationBand.FOUR_WEEKS),
        (28 * 24 * HOUR + SECOND, DurationBand.LONGER),
    ],
)
def test_an_absence_is_in_the_band_of_its_last_second(away, band):
    assert breakdowns.duration_band(away) is band


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (None, AgeBand.NOT_KNOWN),
        (-1, AgeBand.NOT_KNOWN),
        (0, AgeBand.UNDER_FIVE),
        (4, AgeBand.UNDER_FIVE),
        (5, AgeBand.FIVE_TO_NINE),
        (15, AgeBand.TEN_TO_FIFTEEN),
        (16, AgeBand.OLDER),
        (17, AgeBand.OLDER),
    ],
)
def test_an_age_is_in_the_bands_of_the_national_statistics(age, band):
    assert breakdowns.age_band(age) is band


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("White British", Ethnicity.WHITE),
        ("W1", Ethnicity.WHITE),
        ("WBRI", Ethnicity.WHITE),
        ("Welsh/English/Scottish/Northern Irish/British", Ethnicity.WHITE),
        ("White Irish Traveller", Ethnicity.WHITE),
        ("White and Black Caribbean", Ethnicity.MIXED),
        ("M1", Ethnicity.MIXED),
        ("Mixed white", Ethnicity.MIXED),
        ("Black or Black British - African", Ethnicity.BLACK),
        ("Black British", Ethnicity.BLACK),
        ("BAFR", Ethnicity.BLACK),
        ("Asian British", Ethnicity.ASIAN),
        ("Pakistani", Ethnicity.ASIAN),
        ("Chinese", Ethnicity.ASIAN),
        ("any other ethnic group", Ethnicity.OTHER),
        ("Any other White background", Ethnicity.WHITE),
        ("Any other Asian background", Ethnicity.ASIAN),
        ("Martian", Ethnicity.OTHER),
        ("", Ethnicity.NOT_KNOWN),
        ("  Not Stated ", Ethnicity.NOT_KNOWN),
        ("NS", Ethnicity.NOT_KNOWN),
    ],
)
def test_an_ethnic_group_is_read_from_words_or_codes(said, group):
    assert breakdowns.ethnicity_of(said) is group


@pytest.mark.parametrize(
    ("said", "sex"),
    [
        ("Female", Sex.FEMALE),
        ("girl", Sex.FEMALE),
        ("F", Sex.FEMALE),
        ("Male", Sex.MALE),
        ("1", Sex.MALE),
        ("intersex", Sex.OTHER),
        ("unknown", Sex.NOT_KNOWN),
        ("", Sex.NOT_KNOWN),
    ],
)
def test_a_sex_is_read_from_words_or_codes(said, sex):
    assert breakdowns.sex_of(said) is sex
