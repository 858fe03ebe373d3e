"""The Welsh catalogue keeps what was said when the English of it is reworded. No database."""

import pytest
from babel.messages.catalog import Catalog

from wayhome.interfaces.pages.shared import catalogue

SENTENCES = {
    "Keep this page open. Your draft is not saved.": "Cadwch y dudalen hon ar agor.",
    "Put “%(name)s” right": "Cywirwch “%(name)s”",
    "A sentence as long as this one goes over the end of a line of the file, where the writer of "
    "the file folds it in two, and what was in the middle is found again.": "Brawddeg hir.",
}
REWORDED = {
    "Keep this page open. Your draft is not saved.": "Keep this page open. A draft is not saved.",
    "Put “%(name)s” right": "Put “%(name)s” right now",
}
LONG = list(SENTENCES)[-1]


@pytest.fixture
def said(tmp_path, monkeypatch):
    """A catalogue of a few sentences; `said(*english)` updates it to say these and no others."""
    file = tmp_path / "django.po"
    file.write_text(
        "\n\n".join(f'msgid "{en}"\nmsgstr "{cy}"' for en, cy in SENTENCES.items()), "utf-8"
    )
    monkeypatch.setattr(catalogue, "WELSH", file)

    def update(*english):
        wanted = Catalog()
        for words in english:
            wanted.add(words, None, [("page.html", 1)])
        monkeypatch.setattr(catalogue, "wanted", lambda: wanted)
        catalogue.update()
        return file.read_text("utf-8")

    return update


@pytest.mark.parametrize(("old", "new"), REWORDED.items())
def test_the_welsh_of_a_reworded_sentence_stays_as_a_hint_that_counts_as_missing(said, old, new):
    file = said(new, LONG)

    hint = catalogue.kept().get(new)
    assert hint.fuzzy
    assert hint.string == SENTENCES[old]
    assert f'#| msgid "{old}"' in file
    assert catalogue.missing() == [f"{new} (page.html)"]


def test_a_hint_keeps_the_english_it_was_written_for_however_often_it_is_read(said):
    new = LONG.replace("folds it", "breaks it")

    first = said(new)
    second = said(new)

    assert second == first
    assert LONG[:80] in second.partition("#| ")[2]


def test_welsh_that_was_put_right_is_missing_no_more(said):
    new = "Put “%(name)s” right now"
    file = said(new)

    catalogue.WELSH.write_text(file.replace("#, fuzzy, python", "#, python"), "utf-8")

    assert catalogue.missing() == []
    assert "#|" not in said(new)


def test_a_sentence_like_no_other_gets_no_hint(said):
    assert "Cadwch" not in said("Sightings appear here.")


def test_the_welsh_of_a_sentence_still_said_is_no_hint_for_another(said):
    old, new = "Put “%(name)s” right", "Put “%(name)s” right now"
    said(old, new)

    assert not catalogue.kept().get(new).string
    assert not catalogue.kept().get(old).fuzzy


@pytest.mark.parametrize(
    ("absent", "words"),
    [(0, "0 sentences have"), (1, "1 sentence has"), (2, "2 sentences have")],
)
def test_how_many_have_no_welsh_is_said_in_good_english(absent, words):
    assert catalogue.counted(absent) == f"{words} no Welsh yet."
