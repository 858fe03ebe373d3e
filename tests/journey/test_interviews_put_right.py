"""Offers, tries, answers and refusals to offer of a return home interview are put right."""

import pytest
from tests.journey import heard, world

from wayhome.journey import (
    acting,
    correcting,
    correction_made,
    duty_answered,
    interview_corrected,
    interview_not_offered,
    interview_offered,
)
from wayhome.rules import access, told
from wayhome.rules.reasons import DeclineReason, NotOfferedReason
from wayhome.rules.vocabulary import EpisodeState, OfferAnswer, ReturnedTo
from wayhome.stages.response.models import Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(cast):
    return lambda name: cast.viewer(name, now=world.START)


@pytest.fixture
def episode_id(cast, who):
    made = world.open_episode(cast, last_seen_at=world.after(-3))
    heard.come_home(made, who("joss"))
    return made


def correct_offer(episode_id, offer_id, by, hours, *, at, why="Entered as now"):
    said = told.Offer(world.after(at), "by letter")
    return interview_corrected.offer(
        episode_id, offer_id, said, why=why, by=by, now=world.after(hours)
    ).made_id


def correct_answer(episode_id, offer_id, by, hours, said, *, reason=None, why="Another child"):
    answered = told.Answered(said, reason)
    return interview_corrected.answer(
        episode_id, offer_id, answered, why=why, by=by, now=world.after(hours)
    ).made_id


def test_an_offer_entered_at_the_wrong_time_is_corrected_and_its_clocks_counted_again(
    episode_id, who
):
    council = who("priya")
    made = heard.offer(episode_id, council, 90)  # really made at 20, inside the 72 hours
    with pytest.raises(acting.Contradiction, match="held before it was first offered"):
        heard.hold(episode_id, council, 40)

    right = correct_offer(episode_id, made, council, 91, at=20)

    [met] = Duty.objects.filter(kind="offer_interview", declined_at=None)
    assert (met.met_at, met.due_at) == (world.after(20), world.after(heard.BACK + 72))
    [again] = heard.waiting(episode_id, "second_offer")
    assert again.started_at == world.after(20)
    [standing] = heard.whole(episode_id).account.offers
    assert standing.at == world.after(20)
    assert len(heard.whole(episode_id).interviews.offers) == 2
    with pytest.raises(correcting.CorrectedAlready):
        correct_offer(episode_id, made, council, 92, at=21)
    with pytest.raises(correcting.CorrectedAlready):
        heard.answer(episode_id, made, council, 92)
    heard.answer(episode_id, right, council, 92, OfferAnswer.ACCEPTED)
    heard.hold(episode_id, council, 40)


def test_an_offer_is_not_corrected_past_what_followed_it(episode_id, who):
    council = who("priya")
    made = heard.offer(episode_id, council, 20)
    with pytest.raises(acting.Contradiction, match="Say what was wrong"):
        correct_offer(episode_id, made, council, 21, at=19, why=" ")
    with pytest.raises(acting.Contradiction, match="before the child returned"):
        correct_offer(episode_id, made, council, 21, at=1)
    heard.answer(episode_id, made, council, 22, OfferAnswer.ACCEPTED)
    with pytest.raises(acting.Contradiction, match="came before the offer"):
        correct_offer(episode_id, made, council, 30, at=23)
    heard.hold(episode_id, council, 25)
    with pytest.raises(acting.Contradiction, match="held before it was first offered"):
        correct_offer(episode_id, made, council, 30, at=26)

    correct_offer(episode_id, made, council, 30, at=21)

    assert heard.whole(episode_id).account.offers[0].answered_at == world.after(22)


def test_an_older_offer_that_is_corrected_stays_the_older(episode_id, who):
    council = who("priya")
    first = heard.offer(episode_id, council, 10)
    heard.offer(episode_id, council, 20)
    [before] = heard.waiting(episode_id, "second_offer")

    correct_offer(episode_id, first, council, 21, at=9)

    assert [each.at for each in heard.whole(episode_id).account.offers] == [
        world.after(9),
        world.after(20),
    ]
    assert heard.waiting(episode_id, "second_offer") == [before]


def test_a_decline_that_was_an_acceptance_asks_for_the_interview(episode_id, who):
    council = who("priya")
    made = heard.answer(episode_id, heard.offer(episode_id, council, 10), council, 11)

    correct_answer(episode_id, made, council, 12, OfferAnswer.ACCEPTED)

    assert not heard.waiting(episode_id, "second_offer")
    [held] = heard.waiting(episode_id, "hold_interview")
    assert held.started_at == world.after(11)


def test_an_acceptance_that_was_a_decline_is_offered_again(episode_id, who):
    council = who("priya")
    made = heard.answer(
        episode_id, heard.offer(episode_id, council, 10), council, 11, OfferAnswer.ACCEPTED
    )
    with pytest.raises(acting.NotNow, match="Say why the child declined"):
        correct_answer(episode_id, made, council, 12, OfferAnswer.DECLINED)

    correct_answer(
        episode_id, made, council, 12, OfferAnswer.DECLINED, reason=DeclineReason.NOT_NOW
    )

    assert not heard.waiting(episode_id, "hold_interview")
    [again] = heard.waiting(episode_id, "second_offer")
    assert again.reason == "One decline does not end it: offer again"
    assert again.key.endswith(":declined")  # what the board of interviews tells them by


def test_an_answer_recorded_to_the_wrong_offer_is_no_answer_yet(episode_id, who):
    council = who("priya")
    made = heard.offer(episode_id, council, 10)
    with pytest.raises(acting.NotNow, match="no answer"):
        correct_answer(episode_id, made, council, 12, OfferAnswer.ACCEPTED)
    heard.answer(episode_id, made, council, 11)

    right = correct_answer(episode_id, made, council, 12, OfferAnswer.NO_ANSWER)

    [again] = heard.waiting(episode_id, "second_offer")
    assert (again.started_at, again.reason) == (
        world.after(10),
        "The offer has had no answer: offer again",
    )
    heard.answer(episode_id, right, council, 13, OfferAnswer.ACCEPTED)


def test_a_second_decline_that_was_none_unsettles_what_had_settled_and_settles_again(
    episode_id, who
):
    council = who("priya")
    heard.answer(episode_id, heard.offer(episode_id, council, 10), council, 11)
    last = heard.answer(episode_id, heard.offer(episode_id, council, 20), council, 21)
    assert heard.waiting(episode_id, "support_plan")

    right = correct_answer(episode_id, last, council, 22, OfferAnswer.NO_ANSWER)
    assert not heard.waiting(episode_id, "support_plan")
    assert not heard.waiting(episode_id, "finalise_episode")
    assert heard.waiting(episode_id, "second_offer")
    heard.answer(episode_id, right, council, 23)

    assert len(heard.waiting(episode_id, "support_plan")) == 1
    assert len(heard.waiting(episode_id, "finalise_episode")) == 1
    assert not heard.waiting(episode_id, "second_offer")


def test_one_of_three_declines_corrected_leaves_it_settled(episode_id, who):
    council = who("priya")
    answers = [
        heard.answer(episode_id, heard.offer(episode_id, council, at), council, at + 1)
        for at in (10, 20, 30)
    ]

    correct_answer(episode_id, answers[0], council, 40, OfferAnswer.NO_ANSWER)

    assert heard.whole(episode_id).state is EpisodeState.INTERVIEW_SETTLED
    assert len(heard.waiting(episode_id, "support_plan")) == 1


def test_why_none_was_offered_is_corrected_and_both_are_kept(episode_id, who):
    heard.not_offered(episode_id, who("leon"), 10)
    said = told.NotOffered(NotOfferedReason.IN_HOSPITAL, "On the ward until Friday")

    interview_not_offered.corrected(
        episode_id, said, why="Another reason", by=who("leon"), now=world.after(11)
    )

    rows = heard.whole(episode_id).interviews.not_offered
    assert [row.explanation for row in rows] == ["In hospital", "On the ward until Friday"]
    assert heard.whole(episode_id).state is EpisodeState.INTERVIEW_SETTLED


def test_that_none_could_be_offered_is_taken_back_and_the_child_is_owed_one_from_the_return(
    episode_id, who
):
    take_back = {"why": "Better sooner than thought", "by": who("leon")}
    with pytest.raises(acting.NotNow, match="not recorded"):
        interview_not_offered.taken_back(episode_id, **take_back, now=world.after(9))
    heard.not_offered(episode_id, who("leon"), 10)
    assert not heard.waiting(episode_id, "offer_interview")
    with pytest.raises(access.Refused):
        interview_not_offered.taken_back(episode_id, why="x", by=who("priya"), now=world.after(11))

    interview_not_offered.taken_back(episode_id, **take_back, now=world.after(12))

    [owed] = heard.waiting(episode_id, "offer_interview")
    assert owed.due_at == world.after(heard.BACK + 72)
    assert not heard.waiting(episode_id, "support_plan")
    assert heard.whole(episode_id).state is EpisodeState.RETURNED
    with pytest.raises(acting.NotNow, match="not recorded"):
        interview_not_offered.taken_back(episode_id, **take_back, now=world.after(13))
    heard.not_offered(episode_id, who("leon"), 14, why="Ill again")
    assert heard.whole(episode_id).state is EpisodeState.INTERVIEW_SETTLED
    assert len(heard.waiting(episode_id, "support_plan")) == 1


def test_taken_back_while_it_was_already_asked_for_again_it_is_asked_for_once(episode_id, who):
    heard.not_offered(episode_id, who("leon"), 10)
    interview_not_offered.taken_back(episode_id, why="x", by=who("leon"), now=world.after(11))
    back = told.Returned(world.after(heard.BACK - 1), ReturnedTo.PLACEMENT)
    correction_made.returned(episode_id, back, why="x", by=who("joss"), now=world.after(12))

    assert len(heard.waiting(episode_id, "offer_interview")) == 1


def test_taken_back_after_an_acceptance_the_interview_is_to_be_held_after_all(episode_id, who):
    council = who("priya")
    heard.answer(
        episode_id, heard.offer(episode_id, council, 10), council, 11, OfferAnswer.ACCEPTED
    )
    heard.not_offered(episode_id, who("leon"), 12)
    assert not heard.waiting(episode_id, "hold_interview")

    interview_not_offered.taken_back(episode_id, why="x", by=who("leon"), now=world.after(13))

    [held] = heard.waiting(episode_id, "hold_interview")
    assert held.started_at == world.after(11)


def test_an_acceptance_stays_asked_for_when_a_later_offer_is_corrected(episode_id, who):
    council = who("priya")
    heard.answer(
        episode_id, heard.offer(episode_id, council, 10), council, 11, OfferAnswer.ACCEPTED
    )
    [held] = heard.waiting(episode_id, "hold_interview")
    later = heard.offer(episode_id, council, 20)

    correct_offer(episode_id, later, council, 22, at=19)

    assert heard.waiting(episode_id, "hold_interview") == [held]
    [again] = heard.waiting(episode_id, "second_offer")
    assert again.started_at == world.after(19)


def test_an_older_answer_put_right_leaves_what_follows_the_newest_offer(episode_id, who):
    council = who("priya")
    first = heard.answer(episode_id, heard.offer(episode_id, council, 10), council, 11)
    heard.answer(
        episode_id, heard.offer(episode_id, council, 20), council, 21, OfferAnswer.ACCEPTED
    )
    [held] = heard.waiting(episode_id, "hold_interview")
    duty_answered.decline(episode_id, held.id, reason="Ill", by=council, now=world.after(22))
    [again] = heard.waiting(episode_id, "second_offer")

    right = correct_answer(episode_id, first, council, 23, OfferAnswer.NO_ANSWER)
    heard.answer(episode_id, right, council, 24, OfferAnswer.ACCEPTED)
    correct_answer(
        episode_id, right, council, 25, OfferAnswer.DECLINED, reason=DeclineReason.NOT_NOW
    )

    assert again.declined_at is None
    assert not heard.waiting(episode_id, "second_offer")  # the child accepted the newest
    [held] = heard.waiting(episode_id, "hold_interview")
    assert held.started_at == world.after(21)


def test_an_answer_whose_words_are_corrected_asks_for_nothing_anew(episode_id, who):
    council = who("priya")
    made = heard.answer(episode_id, heard.offer(episode_id, council, 10), council, 11)
    before = heard.waiting(episode_id, "second_offer")

    correct_answer(
        episode_id, made, council, 12, OfferAnswer.DECLINED, reason=DeclineReason.NOT_NOW
    )

    assert heard.waiting(episode_id, "second_offer") == before
    assert heard.whole(episode_id).interviews.offers[-1].decline_reason == "not_now"


def test_an_answer_put_right_after_the_interview_asks_for_none(episode_id, who):
    council = who("priya")
    made = heard.answer(episode_id, heard.offer(episode_id, council, 10), council, 11)
    heard.hold(episode_id, council, 40)

    correct_answer(episode_id, made, council, 101, OfferAnswer.ACCEPTED)

    assert not heard.waiting(episode_id, "hold_interview")
    assert heard.whole(episode_id).state is EpisodeState.INTERVIEW_SETTLED


def test_an_offer_moved_twice_with_its_answer_and_the_return_between_counts_once(episode_id, who):
    council = who("priya")
    made = heard.answer(episode_id, heard.offer(episode_id, council, 90), council, 91)
    made = correct_answer(episode_id, made, council, 92, OfferAnswer.ACCEPTED)
    back = told.Returned(world.after(heard.BACK - 1), ReturnedTo.PLACEMENT)
    correction_made.returned(episode_id, back, why="x", by=who("joss"), now=world.after(93))

    made = correct_offer(episode_id, made, council, 94, at=20)
    correct_offer(episode_id, made, council, 95, at=21)

    [met] = Duty.objects.filter(kind="offer_interview", declined_at=None)
    assert (met.met_at, met.due_at) == (world.after(21), world.after(heard.BACK + 71))


def test_of_two_offers_made_at_once_the_one_that_met_the_duty_moves_it(episode_id, who):
    council = who("priya")
    first = heard.offer(episode_id, council, 10)
    said = told.Offer(world.after(10), "by letter")
    second = interview_offered.offered(episode_id, said, by=council, now=world.after(12)).made_id

    correct_offer(episode_id, second, council, 13, at=11)

    [met] = Duty.objects.filter(kind="offer_interview", declined_at=None)
    assert met.met_at == world.after(10)
    correct_offer(episode_id, first, council, 14, at=9)
    [met] = Duty.objects.filter(kind="offer_interview", declined_at=None)
    assert met.met_at == world.after(9)


def test_a_try_is_corrected_once_and_both_are_kept(episode_id, who):
    council = who("priya")
    tried = told.Attempt(world.after(10), "by telephone", "No reply")
    made = interview_offered.tried(episode_id, tried, by=council, now=world.after(10)).made_id

    def correct(said, *, why="Her brother answered", by=council, hours=11):
        return interview_corrected.attempt(
            episode_id, made, said, why=why, by=by, now=world.after(hours)
        )

    right = told.Attempt(world.after(9), "by telephone", "Her brother answered")
    with pytest.raises(access.Refused):
        correct(right, by=who("tomas"))
    with pytest.raises(acting.Contradiction, match="Say what was wrong"):
        correct(right, why=" ")
    with pytest.raises(acting.Contradiction, match="has not come yet"):
        correct(told.Attempt(world.after(20), "by telephone", "x"))

    correct(right)

    rows = heard.whole(episode_id).interviews.attempts
    assert [row.outcome for row in rows] == ["No reply", "Her brother answered"]
    assert [row.outcome for row in heard.whole(episode_id, 10.5).interviews.attempts] == [
        "No reply"
    ]
    with pytest.raises(correcting.CorrectedAlready):
        correct(right, hours=12)
    with pytest.raises(LookupError):
        interview_corrected.attempt(
            episode_id, episode_id, right, why="x", by=council, now=world.after(13)
        )


def test_what_was_known_then_is_shown_as_it_was_known_then(episode_id, who):
    council = who("priya")
    made = heard.answer(episode_id, heard.offer(episode_id, council, 10), council, 11)
    correct_answer(episode_id, made, council, 20, OfferAnswer.ACCEPTED)

    def answers(hours):
        return [str(each.answer) for each in heard.whole(episode_id, hours).account.offers]

    assert (answers(10.5), answers(15), answers(21)) == (["no_answer"], ["declined"], ["accepted"])
