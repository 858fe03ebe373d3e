"""Which words about a child are questioned."""

import pytest

from wayhome.rules import sources, wording


@pytest.mark.parametrize(
    "typed",
    [
        "absconder",
        "MISPER",
        "attention-seeking",
        "attention  seeking",
        "attention\nseeking",
        "a lifestyle choice",
        "She keeps putting herself at risk.",
        "“streetwise”",
    ],
)
def test_a_phrase_is_questioned_in_any_case_and_spacing(typed):
    assert len(wording.questions_about(typed)) == 1


@pytest.mark.parametrize(
    "typed", ["", "Went missing after school.", "nonabsconders", "mispers_list"]
)
def test_other_words_are_not_questioned(typed):
    assert wording.questions_about(typed) == ()


def test_the_writers_own_spelling_is_given_back():
    (asked,) = wording.questions_about("An Attention–Seeking child")

    assert asked.phrase == "Attention–Seeking"


def test_questions_come_in_the_order_written():
    asked = wording.questions_about("A streetwise misper with a lifestyle choice")

    assert [one.phrase for one in asked] == ["streetwise", "misper", "lifestyle choice"]


def test_one_reason_is_given_once_at_its_first_phrase():
    asked = wording.questions_about("He absconded. An absconder again.")

    assert [one.phrase for one in asked] == ["absconded"]


def test_the_longer_phrase_is_named_when_two_begin_together():
    (asked,) = wording.questions_about("mispers")

    assert asked.phrase == "mispers"


def test_every_caution_says_why_and_what_instead_and_names_its_source():
    for caution in wording.CAUTIONS:
        assert caution.phrases
        assert caution.reason.endswith(".")
        assert caution.suggestion
        assert isinstance(caution.source, sources.Source)


def test_no_suggestion_is_itself_questioned():
    for caution in wording.CAUTIONS:
        assert wording.questions_about(caution.suggestion) == ()
