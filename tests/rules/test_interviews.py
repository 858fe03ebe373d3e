"""The return home interview: who may hold it, and what one answer leads to."""

import pytest

from tests.rules import situations as s
from wayhome.rules import facts, interviews, protocol
from wayhome.rules.vocabulary import AgencyKind, Capacity, DutyKind, Jurisdiction, OfferAnswer

SAM, WORKER = s.somebody("Sam"), s.somebody("the social worker")
CHARITY, HOME = s.somebody("Lantern"), s.somebody("Alder House")
CARE = interviews.Care(placement_id=HOME, social_worker_id=WORKER)


def refusal(person=SAM, agency=CHARITY, kind=AgencyKind.INTERVIEW_PROVIDER, care=CARE):
    """Why this person may not hold the interview."""
    return interviews.refusal_of(interviews.Interviewer(person, agency, kind), care=care)


def test_somebody_from_the_charity_may_hold_the_interview():
    assert refusal() is None


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"agency": HOME}, "cares for the child"),
        ({"kind": AgencyKind.CARE_HOME}, "cares for the child"),
        ({"person": WORKER, "kind": AgencyKind.LOCAL_AUTHORITY}, "social worker"),
        ({"kind": AgencyKind.POLICE}, "independent of them"),
    ],
    ids=["the placement itself", "another children's home", "the child's own worker", "police"],
)
def test_nobody_who_cares_for_the_child_or_holds_the_record_may_hold_it(asked, words):
    found = refusal(**asked)

    assert words in found.reason
    assert found.source.binding.value == "statutory guidance"


def test_a_child_with_no_placement_and_no_worker_has_nobody_ruled_out_by_them():
    assert refusal(care=interviews.Care()) is None


@pytest.mark.parametrize(
    ("agency", "active", "words"),
    [
        ("Lantern", True, None),
        ("Alder House", True, "Ask that agency to record the interview"),
        ("Alder House", False, "Ask that agency to record the interview"),
        ("Lantern", False, "account is closed"),
    ],
    ids=["of the same agency", "of another", "of another, and closed", "closed"],
)
def test_an_interviewer_is_named_by_their_own_agency_while_they_sign_in_there(
    agency, active, words
):
    named = interviews.Interviewer(
        SAM, s.somebody(agency), AgencyKind.INTERVIEW_PROVIDER, active=active
    )

    found = interviews.refusal_to_name(named, by=s.viewer(agency="Lantern"))

    assert (found is None) if words is None else (words in found.reason)


OFFERS = {
    "nothing offered": ((), False),
    "an offer waits for its answer": ((s.unanswered(),), False),
    "accepted": ((s.accepted(),), False),
    "declined": ((s.declined(),), True),
    "declined, offered again, no answer": ((s.declined(), s.unanswered(40)), False),
    "no answer, then declined": ((s.unanswered(), s.declined(40)), True),
    "declined twice": ((s.declined(), s.declined(40)), False),
    "declined, then accepted": ((s.declined(), s.accepted(40)), False),
    "accepted, then declined": ((s.accepted(), s.declined(40)), True),
    "declined, no answer, declined": (
        (s.declined(), s.unanswered(40), s.declined(60)),
        False,
    ),
}


@pytest.mark.parametrize(("offers", "expected"), OFFERS.values(), ids=OFFERS)
def test_one_decline_never_ends_the_story(offers, expected):
    assert interviews.second_offer_owed(s.home(offers=offers)) is expected


@pytest.mark.parametrize("settled", [{"interview": s.moment(50)}, {"not_offered": s.moment(50)}])
def test_nothing_more_is_owed_once_the_interview_is_settled(settled):
    account = s.home(offers=(s.declined(),), **settled)

    assert not interviews.second_offer_owed(account)
    assert interviews.next_offer_due(protocol.DEFAULT, account=account) is None


@pytest.mark.parametrize(
    ("offers", "due"),
    [
        ((), None),
        ((s.accepted(),), None),
        ((s.declined(12),), s.at(13 + 72)),
        ((s.unanswered(12),), s.at(12 + 72)),
        ((s.declined(12), s.unanswered(40)), s.at(40 + 72)),
        ((s.declined(12), s.declined(40)), None),
    ],
    ids=[
        "nothing offered",
        "accepted",
        "from the decline",
        "from an offer without answer",
        "offered again without answer",
        "declined twice",
    ],
)
def test_silence_is_not_an_answer_and_another_offer_falls_due(offers, due):
    account = s.home(offers=offers)

    assert interviews.next_offer_due(protocol.DEFAULT, account=account) == due


def test_the_newest_offer_is_the_one_recorded_last():
    late_entry = facts.Offer(s.at(11), s.at(50), OfferAnswer.ACCEPTED, s.at(50))

    assert not interviews.second_offer_owed(s.home(offers=(late_entry, s.declined(12))))


@pytest.mark.parametrize("nation", Jurisdiction)
def test_each_nation_has_its_name_for_the_interview_and_its_source(nation):
    naming = interviews.NAMING[nation]

    assert naming.name
    assert (naming.source.binding.value == "statutory guidance") is (nation is Jurisdiction.ENGLAND)


@pytest.mark.parametrize(
    ("known", "finished"),
    [
        ({}, False),
        ({"offers": (s.unanswered(101),)}, False),
        ({"offers": (s.accepted(101),)}, False),
        ({"offers": (s.declined(10), s.declined(20))}, False),
        ({"offers": (s.declined(101),)}, True),
        ({"offers": (s.declined(101),), "duties": (s.duty(DutyKind.SECOND_OFFER),)}, False),
        ({"interview": s.moment(110), "duties": (s.duty(DutyKind.RELEASE_FINDINGS),)}, False),
        ({"interview": s.moment(110), "duties": (s.duty(DutyKind.RELEASE_FINDINGS, met=9),)}, True),
    ],
    ids=[
        "asked",
        "offered",
        "accepted",
        "declined before it was asked",
        "declined",
        "declined, to be offered again",
        "heard",
        "heard and decided",
    ],
)
def test_a_provider_asked_again_has_finished_when_the_child_was_heard_or_said_no(known, finished):
    part = facts.Party(s.somebody("Lantern"), Capacity.INTERVIEW_PROVIDER, began_at=s.at(100))
    account = s.home(closed=s.moment(90), **known)

    assert interviews.provider_has_finished(account, part) is finished
