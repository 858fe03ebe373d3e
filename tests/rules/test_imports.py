"""What an older record's words mean here."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.rules import imports, protocol
from wayhome.rules.vocabulary import EpisodeType, Level


def read(label):
    """A label of risk under the default protocol."""
    return imports.level_of(label, agreed=protocol.DEFAULT)


@pytest.mark.parametrize(
    "label",
    [
        "absent",
        "ABSENT",
        "A",
        "no apparent risk",
        "No Apparent Risk (Absent)",
        "Missing – no apparent risk",
        "NAR",
        "missing/absent",
    ],
)
def test_there_is_no_absent_the_words_are_kept_and_a_person_looks_at_once(label):
    found = read(label)

    assert (found.as_recorded, found.level, found.review_at_once) == (label, Level.MEDIUM, True)


@pytest.mark.parametrize("label", ["", "  ", "unknown", "Not recorded"])
def test_a_label_never_given_starts_where_the_protocol_starts(label):
    assert (read(label).level, read(label).review_at_once) == (Level.MEDIUM, True)


@pytest.mark.parametrize(
    ("label", "level"),
    [("high", Level.HIGH), ("Medium Risk", Level.MEDIUM), ("L", Level.LOW), ("LOW", Level.LOW)],
)
def test_a_level_of_today_is_read_as_recorded(label, level):
    assert (read(label).level, read(label).review_at_once) == (level, False)


def test_very_low_is_looked_at_where_the_protocol_does_not_allow_it():
    allowing = replace(protocol.DEFAULT, very_low_allowed=True)

    assert (read("very low").level, read("very low").review_at_once) == (Level.MEDIUM, True)
    assert imports.level_of("Very Low", agreed=allowing).level is Level.VERY_LOW


@pytest.mark.parametrize("label", ["amber", "standard", "highish", "5"])
def test_a_label_nobody_knows_is_refused_and_never_guessed(label):
    with pytest.raises(imports.UnknownLabel, match="not a known label"):
        read(label)


@pytest.mark.parametrize(
    ("code", "type_"),
    [
        ("M", EpisodeType.MISSING),
        ("m", EpisodeType.MISSING),
        ("A", EpisodeType.AWAY_WITHOUT_AUTHORISATION),
        ("Away", EpisodeType.AWAY_WITHOUT_AUTHORISATION),
        ("away_without_authorisation", EpisodeType.AWAY_WITHOUT_AUTHORISATION),
        ("Unauthorised absence", EpisodeType.UNAUTHORISED_ABSENCE),
    ],
)
def test_the_codes_of_the_looked_after_return_are_types(code, type_):
    assert (imports.type_of(code).type, imports.type_of(code).review_at_once) == (type_, False)


@pytest.mark.parametrize("code", ["Absent", ""])
def test_a_type_of_absent_is_read_as_missing_and_looked_at_once(code):
    found = imports.type_of(code)

    assert (found.as_recorded, found.type, found.review_at_once) == (
        code,
        EpisodeType.MISSING,
        True,
    )


def test_a_type_nobody_knows_is_refused():
    with pytest.raises(imports.UnknownLabel, match="not a known type"):
        imports.type_of("X")


@given(st.text(max_size=30))
def test_any_label_is_read_with_its_words_kept_or_refused_by_name(label):
    try:
        assert read(label).as_recorded == label
    except imports.UnknownLabel as refusal:
        assert label in str(refusal)  # noqa: PT017 - either answer is right, each in its way


@pytest.mark.parametrize(
    ("labels", "code", "word"),
    [
        (("Medium", "No apparent risk (absent)"), "missing", "No apparent risk (absent)"),
        (("Medium", ""), "Absent", "Absent"),
        (("Medium", "unknown", "very low"), "A", ""),
    ],
)
def test_the_word_that_let_nobody_look_is_found_among_a_records_words(labels, code, word):
    assert imports.withdrawn(labels, type_code=code) == word
