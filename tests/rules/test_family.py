"""Who may be a person it is not safe to tell: a name, a number or an address is enough."""

import pytest

from tests.rules import situations as s
from wayhome.rules import facts, family, told


def dale(**known):
    named = {"name": "Dale Vale", "relationship": "father", "unsafe_reason": "Court order"} | known
    return facts.Contact(s.somebody("dale"), unsafe_to_tell=True, **named)


def other(name="Robin Vale", **known):
    return told.Contact(name, "uncle", **known)


@pytest.mark.parametrize(
    ("unsafe", "given"),
    [
        (dale(), other("dale  VALE")),
        (dale(telephone="07000 666666"), other(telephone="(07000) 666-666")),
        (dale(telephone="07000 666666"), other(telephone="0044 7000 666666")),
        (dale(telephone="+44 (0)7000 666666"), other(telephone="01632 960001 or 07000666666")),
        (dale(email="dale@example.org "), other(email="DALE@example.org")),
        (dale(name="🙂", email="dale@example.org"), other("🙂", email="dale@example.org")),
    ],
)
def test_a_name_a_number_or_an_address_in_common_is_enough(unsafe, given):
    assert family.may_be_one_of(given, [dale(name="Somebody else"), unsafe]) is unsafe


@pytest.mark.parametrize(
    ("unsafe", "given"),
    [
        (dale(), other()),
        (dale(name=""), other("")),
        (dale(name="🙂"), other("🙂")),
        (dale(telephone="none"), other(telephone="none")),
        (dale(telephone="ext 12"), other(telephone="12")),
        (dale(telephone="07000 666666"), other(telephone="07000 666667")),
        (dale(email="dale@example.org"), other(email="vale@example.org")),
    ],
)
def test_what_is_not_known_of_two_people_is_not_in_common(unsafe, given):
    assert family.may_be_one_of(given, [unsafe]) is None


def test_nobody_may_be_an_unsafe_person_where_there_is_none():
    assert family.may_be_one_of(other(), []) is None


def said(*, told=False, **known):
    ids = {"told_id": s.somebody("row"), "episode_id": s.somebody("episode")}
    return facts.Telling(**ids, contact_id=s.somebody("dale"), told=told, **known)


NO, YES, BACK = said(reason="no"), said(told=True), said(is_taken_back=True)


@pytest.mark.parametrize(
    ("recorded", "stands"),
    [
        ([], None),
        ([YES], None),
        ([NO], NO),
        ([YES, NO], NO),
        ([NO, YES], None),
        ([BACK], None),
        ([NO, BACK], NO),
        ([BACK, YES], None),
    ],
)
def test_the_last_word_stands_unless_it_was_taken_back(recorded, stands):
    assert family.decision_that_stands(recorded) == stands
