"""Everything a page can say is said in Welsh."""

import pytest

from wayhome.interfaces.pages.shared import catalogue, rule_sentences


def test_every_sentence_has_welsh_with_its_values_in_place():
    missing = catalogue.missing()

    assert not missing, "Run script/messages and write Welsh for:\n" + "\n".join(missing)


def test_the_catalogue_keeps_no_sentence_that_nothing_says():
    wanted = {message.id for message in catalogue.wanted()}

    stale = [message.id for message in catalogue.kept() if message.id not in wanted]

    assert not stale, f"Run script/messages: {stale}"


@pytest.mark.parametrize("words", ["high", "overdue", "It turns a child into an abbreviation."])
def test_the_sentences_of_the_rules_are_found(words):
    assert words in dict(rule_sentences.found())
