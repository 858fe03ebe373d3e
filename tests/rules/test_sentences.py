"""Sentences with a value in them can be taken apart again."""

import re

import pytest

from wayhome.rules import sentences


@pytest.mark.parametrize("sentence", sentences.ALL)
def test_every_sentence_gives_back_the_values_that_were_put_in(sentence):
    names = re.findall(r"%\((\w+)\)s", sentence)
    values = {name: f"some {name}" for name in names}

    apart = sentences.taken_apart(sentence % values)

    assert apart == sentences.TakenApart(sentence, values)


def test_every_sentence_is_in_the_list():
    written = {
        value
        for name, value in vars(sentences).items()
        if name.isupper() and isinstance(value, str) and not name.startswith("_")
    }

    assert written == set(sentences.ALL)


@pytest.mark.parametrize(
    "words",
    ["", "Harmed when missing before", "tell Mum", "%(name)s", "Agreed: ", "Tell a friend)"],
)
def test_other_words_are_not_taken_apart(words):
    assert sentences.taken_apart(words) is None


def test_a_value_may_be_on_several_lines():
    said = sentences.NOT_SAFE_TO_TELL % {"reason": "an order\nof the court"}

    apart = sentences.taken_apart(said)

    assert apart is not None
    assert apart.values == {"reason": "an order\nof the court"}
