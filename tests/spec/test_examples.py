"""Every worked example comes out as it is written."""

import pytest

from tests.spec import worked
from wayhome.rules import contents


@pytest.mark.parametrize("example", worked.examples(), ids=lambda example: example.name)
def test_the_rule_answers_as_the_example_says(example):
    assert worked.play(example) == example.expect


def test_every_example_is_of_a_rule_in_the_list():
    assert {example.rule for example in worked.examples()} <= {
        rule.where for rule in contents.RULES
    }


def test_every_rule_that_can_be_played_has_an_example():
    assert {example.rule for example in worked.examples()} == set(worked.PLAY)
