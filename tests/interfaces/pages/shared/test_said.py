"""The words of the rules and the journey, said in the reader's language."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from wayhome.interfaces.pages.shared import presenters, telling
from wayhome.journey import acting, episode_closed
from wayhome.rules import access, episode_state, moments, sentences, sources, vocabulary

JULY = datetime(2026, 7, 19, 12, 0, tzinfo=UTC)


def test_a_sentence_with_a_value_is_said_in_welsh_with_its_value_in_welsh():
    reason = sentences.CONCERN_STARTS_HIGH % {"concern": vocabulary.Marker.TRAFFICKING.label}

    with translation.override("cy"):
        said = presenters.said(reason)

    assert "fasnachu pobl" in said
    assert "Known" not in said


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("words", ["", "Left after tea without a coat.", "Home at last 100%"])
def test_words_that_a_person_wrote_are_left_as_they_are(words, language):
    with translation.override(language):
        assert presenters.said(words) == words


def test_in_english_a_sentence_is_said_as_it_was_written():
    reason = sentences.POST_FORBIDS % {"deed": access.Deed.CLOSE}

    assert presenters.said(reason) == "Your post does not allow you to close an episode"


def test_a_refusal_names_the_deed_in_welsh():
    reason = sentences.POST_FORBIDS % {"deed": access.Deed.CLOSE}

    with translation.override("cy"):
        said = presenters.said(reason)

    assert "close an episode" not in said


def test_each_thing_that_stops_a_closing_is_a_line_of_its_own():
    blockers = (
        episode_state.Blocker("The police record is still open", sources.DEFINITION),
        episode_state.Blocker(sentences.STILL_TO_DO % {"duty": "review"}, sources.DEFINITION),
    )

    lines = telling.lines_of(episode_closed.NotYet(blockers))

    assert lines == [
        "This episode cannot be closed yet.",
        "The police record is still open",
        "Still to do: review",
    ]


def test_what_contradicts_is_said_line_by_line_in_welsh():
    problem = acting.Contradiction((moments.Problem("at", moments.FUTURE),))

    with translation.override("cy"):
        lines = telling.lines_of(problem)

    assert lines == ["Nid yw’r amser hwn wedi dod eto. Gwiriwch y dyddiad a’r amser."]


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 diwrnod"), (2, "2 ddiwrnod"), (3, "3 diwrnod"), (30, "30 diwrnod")]
)
def test_a_number_of_days_takes_the_form_welsh_gives_it(days, said):
    with translation.override("cy"):
        assert presenters.duration(timedelta(days=days)) == said


@pytest.mark.parametrize("month", range(1, 13))
def test_the_names_of_days_and_months_are_welsh(month):
    at = datetime(2026, month, 15, 12, 0, tzinfo=UTC)

    with translation.override("cy"):
        said = presenters.exact(at)

    dydd, _day, _number, name, *_rest = said.split(" ")
    assert name in WELSH_MONTHS
    assert dydd == "dydd"


WELSH_MONTHS = (
    *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin"),
    *("Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
)
