"""How times, people, levels and references are said."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from wayhome.interfaces.pages.shared import pattern, presenters

NOW = datetime(2026, 7, 15, 13, 0, tzinfo=UTC)  # Wednesday 14:00 in London


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 7, 15, 8, 5, tzinfo=UTC), "today 09:05"),
        (datetime(2026, 7, 14, 23, 30, tzinfo=UTC), "today 00:30"),
        (datetime(2026, 7, 14, 22, 10, tzinfo=UTC), "yesterday 23:10"),
        (datetime(2026, 7, 16, 7, 0, tzinfo=UTC), "tomorrow 08:00"),
        (datetime(2026, 7, 21, 13, 20, tzinfo=UTC), "Tuesday 14:20"),
        (datetime(2026, 7, 22, 13, 20, tzinfo=UTC), "22 July 14:20"),
        (datetime(2024, 3, 4, 14, 20, tzinfo=UTC), "4 March 2024 14:20"),
    ],
)
def test_a_moment_is_said_in_london_time_and_few_words(at, said):
    assert presenters.moment(at, now=NOW) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=130), "2 hours 10 minutes"),
        (timedelta(hours=76, minutes=5), "3 days 4 hours"),
        (timedelta(hours=-2), "2 hours"),
    ],
)
def test_a_duration_says_its_units(length, said):
    assert presenters.duration(length) == said


def test_the_due_moment_itself_is_in_time():
    assert presenters.left(NOW, now=NOW) == "less than a minute left"
    assert presenters.left(NOW, now=NOW + timedelta(hours=2)) == "2 hours late"


def test_what_is_due_is_said_in_words():
    assert presenters.due(NOW + timedelta(hours=9), now=NOW) == "by today 23:00, 9 hours left"


def test_what_was_done_late_stays_late():
    done = NOW - timedelta(hours=1)

    said = presenters.done(done, due_at=done - timedelta(hours=2), now=NOW)

    assert said == "today 13:00, 2 hours late"


def test_how_far_off_is_said_both_ways():
    assert presenters.from_now(NOW + timedelta(hours=9), now=NOW) == "in 9 hours"
    assert presenters.from_now(NOW - timedelta(hours=2), now=NOW) == "2 hours ago"


def test_a_person_is_named_with_post_and_agency():
    named = presenters.Person("A. Name", "duty inspector", "Northmoor Police")

    assert named.words == "A. Name, duty inspector, Northmoor Police"


def test_a_level_is_words_before_it_is_a_colour():
    assert presenters.risk("high").text == "High risk"


def test_a_level_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="absent"):
        presenters.risk("absent")


def test_a_reference_is_grouped_to_be_read_aloud():
    assert presenters.grouped("7k2q9c4m".upper()) == "7K2Q 9C4M"


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b", "c"], "a, b and c")]
)
def test_several_words_are_listed(words, said):
    assert presenters.listed(words) == said


def test_weekdays_are_said_in_welsh():
    with translation.override("cy"):
        said = presenters.moment(datetime(2026, 7, 21, 13, 20, tzinfo=UTC), now=NOW)

    assert said.endswith("14:20")
    assert "Tuesday" not in said


def test_the_week_is_darkest_in_the_hour_of_most():
    grid = pattern.weekday_hours({(2, 0): 4, (2, 23): 1})

    wednesday = grid.days[2]
    assert wednesday.total == 5
    assert wednesday.parts == (4, 0, 0, 1)
    assert wednesday.squares[0].shade == pattern.SHADES
    assert wednesday.squares[23].shade == 1


def test_a_week_of_nothing_says_so():
    assert "No times" in pattern.weekday_hours({}).summary
