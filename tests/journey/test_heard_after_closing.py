"""A child who said no changes their mind once the episode has closed, and is heard after all."""

import pytest
from tests.journey import heard, world

from wayhome.journey import (
    acting,
    child_introduced,
    correction_made,
    duty_answered,
    interview_corrected,
    interview_held,
    time_passed,
)
from wayhome.records.episodes import visibility
from wayhome.records.episodes.models import Episode
from wayhome.rules import access, told
from wayhome.rules.vocabulary import EpisodeState, InterviewPart, NoticeReason, OfferAnswer
from wayhome.stages.interviews import queries as interviews
from wayhome.stages.response import queries as response
from wayhome.stages.response.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(cast):
    return lambda name: cast.viewer(name, now=world.START)


@pytest.fixture
def closed(cast, who):
    """An episode that closed once the child had declined twice."""
    made = world.open_episode(cast, last_seen_at=world.after(-3))
    heard.come_home(made, who("joss"))
    for at in (10, 20):
        heard.answer(made, heard.offer(made, who("priya"), at), who("priya"), at + 1)
    heard.close(made, cast, 90)
    return made


def release_all(episode_id, by, hours):
    for part in InterviewPart:
        interview_held.release(
            episode_id, part, released=True, reason="", by=by, now=world.after(hours)
        )


def test_a_child_who_asks_after_the_episode_closed_is_offered_and_heard(cast, closed, who):
    heard.refer(closed, cast.agencies["Homeward Voices"], who("priya"), 100)
    made = heard.offer(closed, who("ben"), 101)
    assert not heard.waiting(closed, "second_offer")

    heard.answer(closed, made, who("ben"), 102, OfferAnswer.ACCEPTED)
    [hold] = heard.waiting(closed, "hold_interview")
    assert list(response.duties_for(who("priya"))) == [hold]
    heard.hold(closed, who("ben"), 110)

    assert not heard.waiting(closed, "hold_interview")
    assert len(heard.waiting(closed, "release_findings")) == 1
    assert not heard.waiting(closed, "support_plan")
    assert heard.whole(closed).state is EpisodeState.CLOSED
    assert heard.whole(closed).episode.closed_at == world.after(90)
    release_all(closed, who("ben"), 111)
    assert not heard.waiting(closed, "release_findings")


def test_whoever_is_asked_again_after_closing_owes_the_offer_which_climbs_until_it_is_made(
    cast, closed, who
):
    time_passed.record(now=world.after(95))
    for provider in ("Homeward Voices", "Open Road Interviews"):
        heard.refer(closed, cast.agencies[provider], who("priya"), 100)
    [owed] = heard.waiting(closed, "offer_interview")

    assert owed.started_at >= world.after(100)
    time_passed.record(now=world.after(100 + 24 * 30))
    climbed = Notice.objects.filter(episode_id=closed, reason=NoticeReason.DUTY_OVERDUE)
    assert any(str(owed.id) in notice.key for notice in climbed)
    heard.offer(closed, who("mei"), 101 + 24 * 30)
    assert not heard.waiting(closed, "offer_interview")


def test_what_may_be_shared_reaches_the_next_assessment_and_those_with_a_duty_are_told(
    cast, closed, who
):
    heard.refer(closed, cast.agencies["Homeward Voices"], who("priya"), 100)
    heard.hold(closed, who("ben"), 101)
    release_all(closed, who("ben"), 102)

    shared = interviews.last_shareable(heard.whole(closed).episode.child_id)
    assert shared is not None
    assert shared.held_at == world.after(101)
    told_of = Notice.objects.filter(episode_id=closed, reason=NoticeReason.FINDINGS_RELEASED)
    kinds = {notice.post.kind for notice in told_of}
    assert kinds == {"missing_person_coordinator", "emergency_duty_team"}
    assert interviews.covered([closed]) == {closed}


def test_what_was_asked_for_since_it_closed_climbs_and_what_was_before_does_not(closed, who):
    time_passed.record(now=world.after(95))
    made = heard.offer(closed, who("priya"), 101)
    heard.answer(closed, made, who("priya"), 102, OfferAnswer.ACCEPTED)

    assert time_passed.record(now=world.after(102 + 24 * 30)) == 1

    climbed = Notice.objects.filter(episode_id=closed, reason=NoticeReason.DUTY_OVERDUE)
    assert climbed.exists()
    assert time_passed.record(now=world.after(102 + 24 * 30)) == 0


def test_an_interview_accepted_after_closing_may_fall_through_and_is_offered_again(closed, who):
    made = heard.offer(closed, who("priya"), 101)
    heard.answer(closed, made, who("priya"), 102, OfferAnswer.ACCEPTED)
    [hold] = heard.waiting(closed, "hold_interview")

    duty_answered.decline(closed, hold.id, reason="Ill", by=who("priya"), now=world.after(103))

    [again] = heard.waiting(closed, "second_offer")
    assert again.reason == "It was not held: offer again"


def test_a_decline_that_was_none_is_put_right_after_closing_and_the_child_is_offered_again(
    closed, who
):
    last = heard.whole(closed).interviews.offers[-1]

    interview_corrected.answer(
        closed,
        last.id,
        told.Answered(OfferAnswer.NO_ANSWER),
        why="Another child",
        by=who("priya"),
        now=world.after(100),
    )

    [again] = heard.waiting(closed, "second_offer")
    assert again.started_at == world.after(20)
    assert heard.whole(closed).state is EpisodeState.CLOSED
    heard.not_offered(closed, who("leon"), 101)
    assert not heard.waiting(closed, "second_offer")
    assert not heard.waiting(closed, "support_plan")


def test_once_heard_and_closed_no_other_is_asked(cast, closed, who):
    heard.hold(closed, who("priya"), 101)

    with pytest.raises(acting.NotNow, match="already covers"):
        heard.refer(closed, cast.agencies["Homeward Voices"], who("priya"), 102)


def test_the_wrong_person_is_refused_also_after_closing(closed, who):
    with pytest.raises(access.Refused):
        heard.offer(closed, who("tomas"), 101)
    with pytest.raises(access.Refused):
        heard.offer(closed, who("ben"), 101)  # nobody asked his agency


def test_history_that_was_over_before_it_was_imported_stays_as_it_is(closed, who):
    Episode.objects.filter(id=closed).update(owner_post=None, owner_agency=None, owner=None)

    with pytest.raises(acting.EpisodeIsClosed):
        heard.offer(closed, who("priya"), 101)


def test_everything_else_stays_closed(closed, who):
    with pytest.raises(acting.EpisodeIsClosed):
        correction_made.returned(closed, None, why="x", by=who("joss"), now=world.after(101))


# ---------------------------------------------------------------- who reads the child's record


def knows_the_child(episode_id, by):
    child_id = heard.whole(episode_id).episode.child_id
    return visibility.children(by).filter(id=child_id).exists()


def reads_the_episode(episode_id, by):
    return visibility.episodes(by).filter(id=episode_id).exists()


@pytest.fixture
def asked_before(cast, who):
    """A closed episode in which a charity had been asked, and the child had said no twice."""
    made = world.open_episode(cast, last_seen_at=world.after(-3))
    heard.come_home(made, who("joss"))
    heard.refer(made, cast.agencies["Homeward Voices"], who("priya"))
    for at in (10, 20):
        heard.answer(made, heard.offer(made, who("ben"), at), who("ben"), at + 1)
    heard.close(made, cast, 90)
    return made


@pytest.fixture
def ask(cast, asked_before, who):
    provider = cast.agencies["Homeward Voices"]
    return lambda hours: heard.refer(asked_before, provider, who("priya"), hours)


def test_a_provider_reads_no_more_of_the_child_once_the_episode_has_closed(asked_before, who):
    assert not knows_the_child(asked_before, who("ben"))
    assert reads_the_episode(asked_before, who("ben"))

    made = heard.offer(asked_before, who("ben"), 101)  # the child rang them
    heard.answer(asked_before, made, who("ben"), 102, OfferAnswer.ACCEPTED)

    assert not knows_the_child(asked_before, who("ben"))


def test_a_provider_asked_again_reads_the_record_until_the_child_was_heard(asked_before, ask, who):
    ask(100)
    assert knows_the_child(asked_before, who("ben"))
    heard.hold(asked_before, who("ben"), 101)
    assert knows_the_child(asked_before, who("ben"))

    release_all(asked_before, who("ben"), 103)

    assert not knows_the_child(asked_before, who("ben"))
    assert reads_the_episode(asked_before, who("ben"))
    assert heard.whole(asked_before, 102).account.parties[-1].finished_at is None


def test_a_provider_asked_again_reads_the_record_until_the_child_says_no_and_then_anew(
    asked_before, ask, who
):
    ask(100)
    made = heard.offer(asked_before, who("ben"), 101)
    assert knows_the_child(asked_before, who("ben"))
    heard.answer(asked_before, made, who("ben"), 102)
    assert not knows_the_child(asked_before, who("ben"))

    ask(110)
    assert knows_the_child(asked_before, who("ben"))
    ask(111)  # asked once more while it is still to do: the same part

    own = who("ben").agency_id
    began = [
        party.began_at
        for party in heard.whole(asked_before).account.parties
        if party.agency_id == own
    ]
    assert began == [world.after(110)]


def test_a_councils_part_in_a_closed_episode_stays_while_something_is_left_to_do(cast, closed, who):
    made = heard.offer(closed, who("priya"), 101)
    heard.answer(closed, made, who("priya"), 102, OfferAnswer.ACCEPTED)
    child_id = heard.whole(closed).episode.child_id
    elsewhere = told.Arrangement(
        responsible_authority_id=cast.agencies["Eastvale County Council"],
    )
    child_introduced.learned(
        child_id,
        told.Child(),
        supplied_by="the council",
        arrangement=elsewhere,
        by=who("nadia"),
        now=world.after(103),
    )

    heard.hold(closed, who("priya"), 104)
    assert reads_the_episode(closed, who("priya"))
    release_all(closed, who("priya"), 105)

    assert not reads_the_episode(closed, who("priya"))
