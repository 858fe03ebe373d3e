"""The ladder: where an episode stands, and what must be done before it is closed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import situations as s
from wayhome.rules import episode_state
from wayhome.rules.vocabulary import DutyKind, EpisodeState, Level

STATES = {
    "only reported": (s.missing(), EpisodeState.REPORTED),
    "one side has assessed": (
        s.missing(assessments=(s.by_police(Level.LOW),)),
        EpisodeState.ASSESSED,
    ),
    "level agreed": (s.missing(joint=(s.signed(Level.LOW),)), EpisodeState.AGREED),
    "located": (s.missing(located=s.moment(5)), EpisodeState.LOCATED),
    "located and seen, not back": (
        s.missing(located=s.moment(5), seen_by_police=s.moment(6)),
        EpisodeState.LOCATED,
    ),
    "home": (s.home(), EpisodeState.RETURNED),
    "home and seen": (s.home(seen_by_police=s.moment(11)), EpisodeState.SEEN),
    "offered": (s.home(offers=(s.unanswered(),)), EpisodeState.INTERVIEW_OFFERED),
    "declined once": (s.home(offers=(s.declined(),)), EpisodeState.INTERVIEW_OFFERED),
    "declined twice": (
        s.home(offers=(s.declined(), s.declined(40))),
        EpisodeState.INTERVIEW_SETTLED,
    ),
    "held": (
        s.home(offers=(s.accepted(),), interview=s.moment(40)),
        EpisodeState.INTERVIEW_SETTLED,
    ),
    "support agreed before the interview": (
        s.home(offers=(s.unanswered(),), support_agreed=s.moment(30)),
        EpisodeState.INTERVIEW_OFFERED,
    ),
    "support agreed while still away": (
        s.missing(support_agreed=s.moment(3), not_offered=s.moment(3)),
        EpisodeState.REPORTED,
    ),
    "everything done": (s.finished(), EpisodeState.SUPPORT_AGREED),
    "closed": (replace(s.finished(), closed=s.moment(90)), EpisodeState.CLOSED),
}


@pytest.mark.parametrize(("account", "state"), STATES.values(), ids=STATES)
def test_an_episode_stands_where_what_is_recorded_puts_it(account, state):
    assert episode_state.state_of(account) is state


def test_every_state_is_a_rung_of_the_ladder():
    assert {state for state, _ in episode_state.LADDER} == set(EpisodeState)


@given(
    st.fixed_dictionaries(
        {
            name: st.none() | st.just(s.moment(9))
            for name in (
                "located",
                "seen_by_police",
                "not_offered",
                "interview",
                "support_agreed",
                "support_not_needed",
                "police_closed",
                "finalised",
            )
        }
    )
)
def test_a_child_who_is_not_back_is_never_shown_as_back(recorded):
    state = episode_state.state_of(s.missing(**recorded))

    assert state in {EpisodeState.REPORTED, EpisodeState.LOCATED}
    assert episode_state.is_still_away(s.missing(**recorded))


def test_an_absence_ends_with_the_return_or_the_closing():
    assert not episode_state.is_still_away(s.home())
    assert not episode_state.is_still_away(s.missing(closed=s.moment(9)))


@pytest.mark.parametrize("settled", ["support_agreed", "support_not_needed"])
def test_support_is_settled_by_a_plan_or_by_a_reason_for_none(settled):
    assert episode_state.support_is_settled(s.home(**{settled: s.moment(30)}))
    assert not episode_state.support_is_settled(s.home())


def blockers(account):
    """What must be done first, in one string."""
    return " / ".join(blocker.reason for blocker in episode_state.closing_blockers(account))


def test_an_episode_in_which_everything_is_done_may_be_closed():
    assert blockers(s.finished()) == ""


@pytest.mark.parametrize(
    ("undone", "words"),
    [
        ("returned", "return has not been recorded"),
        ("seen_by_police", "prevention interview"),
        ("support_agreed", "support plan"),
        ("police_closed", "police record is still open"),
        ("finalised", "has not finalised"),
    ],
)
def test_whatever_is_undone_is_named(undone, words):
    account = replace(s.finished(), **{undone: None})

    assert words in blockers(account)
    assert len(episode_state.closing_blockers(account)) == 1


@pytest.mark.parametrize(
    "offers",
    [(), (s.declined(),), (s.declined(), s.unanswered(40)), (s.accepted(),)],
    ids=["never offered", "declined once", "offered again, no answer", "accepted, not held"],
)
def test_an_interview_that_is_not_settled_keeps_an_episode_open(offers):
    account = replace(s.finished(), offers=offers, interview=None)

    assert "not settled" in blockers(account)


@pytest.mark.parametrize("kind", DutyKind)
def test_a_duty_is_ended_by_closing_or_must_be_done_first(kind):
    account = replace(s.finished(), duties=(s.duty(kind),))

    assert (blockers(account) == "") is (kind in episode_state.ENDED_BY_CLOSING)


def test_what_the_child_still_needs_is_never_ended_by_closing():
    needed = {
        DutyKind.OFFER_INTERVIEW,
        DutyKind.RELEASE_FINDINGS,
        DutyKind.STRATEGY_DISCUSSION,
        DutyKind.SUPPORT_PLAN,
        DutyKind.TELL_FAMILY,
        DutyKind.PREVENTION_INTERVIEW,
    }

    assert not needed & episode_state.ENDED_BY_CLOSING


def test_a_duty_that_was_met_or_declined_holds_nothing_up():
    done = s.duty(DutyKind.STRATEGY_DISCUSSION, met=5)
    declined = s.duty(DutyKind.TELL_FAMILY, declined_after=5)

    assert blockers(replace(s.finished(), duties=(done, declined))) == ""


def test_an_absence_that_ends_without_a_return_owes_no_interview_and_can_close():
    ended = s.home(came_back=False)

    assert episode_state.state_of(ended) is EpisodeState.ENDED_WITHOUT_RETURN
    assert not episode_state.is_still_away(ended)
    assert {blocker.reason for blocker in episode_state.closing_blockers(ended)} == {
        "The police record is still open",
        "The responsible council has not finalised its record",
    }
    assert episode_state.police_record_may_close(ended)
    assert episode_state.council_record_may_end(ended)


def test_the_police_record_waits_until_a_child_who_came_back_has_been_seen():
    assert not episode_state.police_record_may_close(s.home())
    assert episode_state.police_record_may_close(s.home(seen_by_police=s.moment(11)))
    assert not episode_state.council_record_may_end(s.home())


def test_a_child_who_was_not_heard_may_still_ask_to_be_once_it_has_closed():
    closed = s.moment(90)

    assert episode_state.may_still_talk(s.missing(closed=closed, not_offered=s.moment(5)))
    assert not episode_state.may_still_talk(s.missing(closed=closed, interview=s.moment(5)))
    assert not episode_state.may_still_talk(s.missing())
