"""Closed lists, questions and codes: complete, worded and without doubles."""

from enum import Enum

import pytest

from tests.rules import situations as s
from wayhome.rules import contents, exports, factors, facts, files, imports, reasons, vocabulary
from wayhome.rules.vocabulary import EpisodeType

LISTS = [
    each
    for module in (vocabulary, reasons, exports, files)
    for each in vars(module).values()
    if isinstance(each, type) and issubclass(each, vocabulary.Labelled) and len(each)
]


@pytest.mark.parametrize("closed", LISTS, ids=lambda closed: closed.__name__)
def test_every_code_is_lower_snake_and_has_words_of_its_own(closed):
    assert issubclass(closed, Enum)
    assert all(member.value == member.value.lower().replace(" ", "_") for member in closed)
    assert all(member.label for member in closed)
    assert len({member.label for member in closed}) == len(closed)


@pytest.mark.parametrize("closed", LISTS, ids=lambda closed: closed.__name__)
def test_a_code_is_read_back_from_what_is_stored(closed):
    assert [closed(str(member.value)) for member in closed] == list(closed)


def test_the_call_handler_asks_twelve_topics_each_once():
    assert len(factors.TOPICS) == len({topic.code for topic in factors.TOPICS}) == 12


def test_every_factor_is_a_question_asked_once():
    assert all(factor.question.endswith("?") for factor in factors.FACTORS)
    assert len({factor.code for factor in factors.FACTORS}) == len(factors.FACTORS)


def test_every_type_can_come_from_an_import():
    assert set(imports.TYPES.values()) == set(EpisodeType)


def test_an_episode_has_the_type_it_was_given_last():

    changed = s.missing(
        types=(
            facts.TypeGiven(EpisodeType.AWAY_WITHOUT_AUTHORISATION, s.at()),
            facts.TypeGiven(EpisodeType.MISSING, s.at(3)),
        )
    )

    assert changed.type is EpisodeType.MISSING


def test_the_list_of_rules_names_each_rule_once_and_the_module_it_lives_in():
    places = [rule.where for rule in contents.RULES]

    assert len(places) == len(set(places))
    assert all(rule.where.startswith(f"{rule.module}.") for rule in contents.RULES)
