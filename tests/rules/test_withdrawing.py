"""When an end recorded by mistake can be taken back, and what nobody owes once it is."""

from dataclasses import replace

import pytest

from tests.rules import situations as s
from wayhome.rules import facts, withdrawing
from wayhome.rules.vocabulary import DutyKind, OfferAnswer


def offered(answer=OfferAnswer.NO_ANSWER):
    return facts.Offer(s.at(12), s.at(12), answer)


@pytest.mark.parametrize("known", [{}, {"offers": (offered(),)}, {"came_back": False}])
def test_a_return_that_nobody_has_borne_out_can_be_withdrawn(known):
    assert withdrawing.why_not_return(s.home(**known), is_away_again=False) is None


@pytest.mark.parametrize(
    ("known", "away_again", "words"),
    [
        ({}, True, "Add what you know to the newer report"),
        ({"interview": s.moment(20)}, False, "make a new report"),
        ({"offers": (offered(OfferAnswer.ACCEPTED),)}, False, "correct the answer first"),
        ({"offers": (s.declined(), offered())}, False, "correct the answer first"),
        ({"not_offered": s.moment(20)}, False, "take it back first"),
    ],
)
def test_one_that_was_borne_out_or_followed_by_another_absence_cannot(known, away_again, words):
    assert words in withdrawing.why_not_return(s.home(**known), is_away_again=away_again)


def test_a_find_is_withdrawn_after_the_return_and_the_sight_that_rest_on_it():
    found = s.missing(located=s.moment(9))

    assert withdrawing.why_not_find(found) is None
    assert "withdraw it first" in withdrawing.why_not_find(s.home())
    seen = replace(found, seen_by_police=s.moment(11))
    assert "police have seen the child" in withdrawing.why_not_find(seen)


def test_a_sight_by_police_is_not_withdrawn_once_their_record_is_closed_on_it():
    seen = s.home(seen_by_police=s.moment(11))

    assert withdrawing.why_not_seen(seen) is None
    assert "record is closed" in withdrawing.why_not_seen(replace(seen, police_closed=s.moment(12)))


@pytest.mark.parametrize(
    ("account", "owed"),
    [
        (s.missing(), set()),
        (s.missing(located=s.moment(9)), {DutyKind.PREVENTION_INTERVIEW}),
        (
            s.missing(located=s.moment(9), seen_by_police=s.moment(9)),
            {DutyKind.PREVENTION_INTERVIEW, DutyKind.CLOSE_POLICE_RECORD},
        ),
        (
            s.home(),
            {DutyKind.PREVENTION_INTERVIEW, *withdrawing.AFTER_A_RETURN},
        ),
        (
            s.home(came_back=False),
            {
                DutyKind.PREVENTION_INTERVIEW,
                DutyKind.CLOSE_POLICE_RECORD,
                *withdrawing.AFTER_A_RETURN,
            },
        ),
    ],
)
def test_what_is_owed_only_once_a_child_is_found_back_or_seen_falls_away(account, owed):
    after = {
        DutyKind.PREVENTION_INTERVIEW,
        DutyKind.CLOSE_POLICE_RECORD,
        *withdrawing.AFTER_A_RETURN,
    }

    assert after - set(withdrawing.not_owed_now(account)) == owed
