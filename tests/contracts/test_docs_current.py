"""The pages about the rules say what the rules say."""

from dataclasses import fields

import pytest
from tests.contracts import files
from tests.spec import manual, manual_tables

from wayhome.rules import protocol
from wayhome.rules.sources import Binding

FOLDER = files.ROOT / manual.PAGES
WRITTEN = manual.pages()


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_a_page_is_what_the_rules_would_write_today(name):
    page = FOLDER / name

    assert page.exists(), "run script/docs"
    assert page.read_text(encoding="utf-8") == WRITTEN[name], "run script/docs"


@pytest.mark.parametrize("name", ["access.md", "data-map.md"])
def test_a_page_beside_the_rules_is_what_they_would_write_today(name):
    page = files.ROOT / manual.BESIDE / name

    assert page.exists(), "run script/docs"
    assert page.read_text(encoding="utf-8") == manual.beside()[name], "run script/docs"


def test_no_page_is_left_of_rules_that_are_gone():
    assert {page.name for page in FOLDER.glob("*.md")} == set(WRITTEN)


def test_every_number_of_a_protocol_and_every_binding_has_words():
    known = {each.name for each in fields(protocol.Protocol)}

    assert set(manual_tables.IN_WORDS) | manual_tables.APART == known
    assert set(manual_tables.BINDING) == set(Binding)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "at once"),
        (1, "1 minute"),
        (90, "90 minutes"),
        (60, "1 hour"),
        (4320, "72 hours"),
        (10080, "7 days"),
    ],
)
def test_a_duration_is_said_in_its_largest_whole_unit(minutes, words):
    assert manual_tables.duration(minutes) == words
