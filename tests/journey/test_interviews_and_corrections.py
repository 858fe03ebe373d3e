"""The child is offered, asked again, heard; and what was recorded wrongly is put right."""

import pytest
from tests.journey import oracle, world

from wayhome.journey import (
    account,
    acting,
    child_located,
    child_returned,
    child_seen,
    correcting,
    correction_made,
    duty_answered,
    episode_closed,
    interview_held,
    interview_not_offered,
    interview_offered,
    notice_answered,
    records_ended,
    sighting_received,
    support_agreed,
    support_worked,
    words_corrected,
)
from wayhome.records.agencies import queries as agencies
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.practitioners.models import Practitioner
from wayhome.rules import access, told
from wayhome.rules.reasons import DeclineReason, NotOfferedReason
from wayhome.rules.vocabulary import (
    Certainty,
    FoundBy,
    InterviewPart,
    NoticeReason,
    OfferAnswer,
    PreventionMode,
    ProviderType,
    ReturnedTo,
)
from wayhome.stages.intake import queries as intake
from wayhome.stages.interviews import queries as interviews
from wayhome.stages.interviews.models import Interview
from wayhome.stages.response.models import Duty, Notice
from wayhome.stages.search import queries as search

pytestmark = pytest.mark.django_db
BACK = 6.0


@pytest.fixture
def who(cast):
    return lambda name: cast.viewer(name, now=world.START)


@pytest.fixture
def episode_id(cast, who):
    made = world.open_episode(cast, last_seen_at=world.after(-3))
    come_home(made, who("joss"))
    return made


def come_home(episode_id, by, *, hours=BACK, to=ReturnedTo.PLACEMENT, now=None):
    child_returned.record(
        episode_id, told.Returned(world.after(hours), to), by=by, now=world.after(now or hours)
    )


def offer(episode_id, by, hours, *, recorded=None):
    said = told.Offer(world.after(hours), "by telephone")
    return interview_offered.offered(
        episode_id, said, by=by, now=world.after(recorded or hours)
    ).made_id


def answer(episode_id, offer_id, by, hours, said=OfferAnswer.DECLINED):
    return interview_offered.answered(
        episode_id,
        offer_id,
        said,
        reason=DeclineReason.ALREADY_TALKED,
        by=by,
        now=world.after(hours),
    )


def not_offered(episode_id, by, hours, *, why="In hospital"):
    said = told.NotOffered(next(iter(NotOfferedReason)), why)
    return interview_not_offered.record(episode_id, said, by=by, now=world.after(hours))


def hold(episode_ids, interviewer, hours, *, by=None):
    said = told.Interview(
        world.after(hours),
        interviewer.practitioner_id,
        ProviderType.COMMISSIONED_INDEPENDENT,
        own_words="I went to see my brother.",
    )
    return interview_held.record(episode_ids, said, by=by or interviewer, now=world.after(hours))


def refer(cast, episode_id, by, hours=7.0):
    return interview_offered.refer(
        episode_id, cast.agencies["Homeward Voices"], note="", by=by, now=world.after(hours)
    )


def waiting(episode_id, kind):
    return list(
        Duty.objects.filter(
            episode_id=episode_id, kind=kind, met_at=None, declined_at=None
        ).order_by("due_at")
    )


def whole(episode_id, hours=1000):
    return account.whole_of(episodes.locked(episode_id), as_of=world.after(hours))


# ---------------------------------------------------------------- offered and answered


def test_an_offer_made_in_time_is_in_time_though_it_was_entered_late(episode_id, who):
    offer(episode_id, who("priya"), BACK + 71.9, recorded=BACK + 80)

    [duty] = Duty.objects.filter(kind="offer_interview")
    assert duty.met_at <= duty.due_at == world.after(BACK + 72)
    assert duty.met_recorded_at == world.after(BACK + 80)


def test_an_offer_that_nobody_answers_is_to_be_made_again(episode_id, who):
    offer(episode_id, who("priya"), 10)

    [duty] = waiting(episode_id, "second_offer")
    assert duty.due_at == world.after(10 + 72)


def test_one_decline_is_offered_again_and_a_second_settles_it(episode_id, who):
    council = who("priya")
    answer(episode_id, offer(episode_id, council, 10), council, 11)
    [again] = waiting(episode_id, "second_offer")
    assert again.due_at == world.after(11 + 72)

    answer(episode_id, offer(episode_id, council, 20), council, 21)

    assert not waiting(episode_id, "second_offer")
    assert {duty.kind for duty in waiting(episode_id, "finalise_episode")} == {"finalise_episode"}


def test_an_accepted_offer_is_to_be_held_and_one_not_held_is_offered_again(episode_id, who):
    council = who("priya")
    answer(episode_id, offer(episode_id, council, 10), council, 11, OfferAnswer.ACCEPTED)
    assert not waiting(episode_id, "second_offer")
    [duty] = waiting(episode_id, "hold_interview")

    duty_answered.decline(
        episode_id, duty.id, reason="Would not open the door", by=council, now=world.after(20)
    )

    assert len(waiting(episode_id, "second_offer")) == 1


def test_an_interview_not_held_asks_for_nothing_once_it_is_settled(episode_id, who):
    council = who("priya")
    answer(episode_id, offer(episode_id, council, 10), council, 11, OfferAnswer.ACCEPTED)
    later = [answer(episode_id, offer(episode_id, council, at), council, at + 1) for at in (20, 30)]
    assert len(later) == 2

    assert not waiting(episode_id, "hold_interview")
    assert not waiting(episode_id, "second_offer")


def test_a_duty_to_hold_that_is_declined_after_it_was_authorised_not_to_offer(episode_id, who):
    council = who("priya")
    answer(episode_id, offer(episode_id, council, 10), council, 11, OfferAnswer.ACCEPTED)
    [duty] = waiting(episode_id, "hold_interview")
    not_offered(episode_id, who("leon"), 12)

    with pytest.raises(acting.NotNow, match="already been answered"):
        duty_answered.decline(episode_id, duty.id, reason="x", by=council, now=world.after(13))


@pytest.mark.parametrize(
    ("said", "why", "match"),
    [
        (OfferAnswer.NO_ANSWER, None, "Record an answer"),
        (OfferAnswer.DECLINED, None, "why the child declined"),
    ],
)
def test_an_answer_that_is_none_and_a_decline_without_a_reason_are_refused(
    episode_id, who, said, why, match
):
    council = who("priya")
    offered = offer(episode_id, council, 10)

    with pytest.raises(acting.NotNow, match=match):
        interview_offered.answered(
            episode_id, offered, said, reason=why, by=council, now=world.after(11)
        )


def test_an_answer_is_given_once(episode_id, who):
    council = who("priya")
    offered = offer(episode_id, council, 10)
    answer(episode_id, offered, council, 11)

    with pytest.raises(acting.NotNow, match="already been answered"):
        answer(episode_id, offered, council, 12)


def test_not_offering_needs_a_return_a_reason_and_a_manager_and_is_said_once(cast, who):
    episode_id = world.open_episode(cast)
    reason = next(iter(NotOfferedReason))

    def refuse(hours, *, by="leon", why="In hospital"):
        return not_offered(episode_id, who(by), hours, why=why)

    with pytest.raises(acting.Contradiction):
        refuse(1)
    come_home(episode_id, who("joss"))
    with pytest.raises(access.Refused):
        refuse(7, by="priya")
    with pytest.raises(acting.Contradiction, match="Say why"):
        refuse(7, why="")
    refuse(8)
    with pytest.raises(acting.NotNow):
        refuse(9)
    [fallen] = Duty.objects.filter(kind="offer_interview")
    assert fallen.declined_reason == reason.label


def test_only_an_agency_that_holds_interviews_is_referred_to(cast, episode_id, who):
    with pytest.raises(acting.NotNow, match="Choose an agency"):
        interview_offered.refer(
            episode_id, cast.agencies["Larch House"], note="", by=who("priya"), now=world.after(7)
        )


def test_a_provider_that_was_replaced_reads_no_further_and_offers_nothing(cast, episode_id, who):
    refer(cast, episode_id, who("priya"))
    other = cast.agencies["Open Road Interviews"]

    interview_offered.refer(
        episode_id, other, note="No room at the first", by=who("priya"), now=world.after(8)
    )

    assert not visibility.episodes(who("zofia")).filter(id=episode_id).exists()
    assert visibility.episodes(who("mei")).filter(id=episode_id).exists()
    with pytest.raises(access.Refused):
        offer(episode_id, who("zofia"), 9)


def test_a_provider_that_has_heard_the_child_keeps_its_part(cast, episode_id, who):
    refer(cast, episode_id, who("priya"))
    hold([episode_id], who("ben"), 20)

    interview_offered.refer(
        episode_id,
        cast.agencies["Open Road Interviews"],
        note="A talk about school",
        by=who("priya"),
        now=world.after(21),
    )

    release(episode_id, who("ben"), 22)


def test_a_try_to_reach_the_child_is_kept(episode_id, who):
    said = told.Attempt(world.after(8), "by telephone", "No answer")

    interview_offered.tried(episode_id, said, by=who("priya"), now=world.after(8))

    assert len(whole(episode_id).interviews.attempts) == 1


# ---------------------------------------------------------------- held and released


def test_the_agency_that_held_the_interview_owes_and_decides_its_release(cast, episode_id, who):
    refer(cast, episode_id, who("priya"))
    hold([episode_id], who("ben"), 20, by=who("zofia"))

    [duty] = waiting(episode_id, "release_findings")
    assert duty.owner_agency.name == "Homeward Voices"
    [held] = whole(episode_id).interviews.interviews
    assert held.provider_id == cast.agencies["Homeward Voices"]
    with pytest.raises(access.Refused, match="Only the interviewer, or the coordinator"):
        release(episode_id, who("priya"), 21)
    with pytest.raises(acting.NotNow, match="held back"):
        release(episode_id, who("ben"), 21, released=False, reason=" ")


def release(episode_id, by, hours, *, part=InterviewPart.SHAREABLE, released=True, reason=""):
    return interview_held.release(
        episode_id, part, released=released, reason=reason, by=by, now=world.after(hours)
    )


def test_a_council_that_holds_the_interview_owes_its_release_itself(episode_id, who):
    hold([episode_id], who("priya"), 20)

    [duty] = waiting(episode_id, "release_findings")
    assert duty.owner_post.kind == "missing_coordinator"
    with pytest.raises(access.Refused, match="Only the interviewer, or the coordinator"):
        release(episode_id, who("nadia"), 21)


def test_one_interview_covers_two_absences_and_one_decision_releases_it_for_both(cast, who):
    first = world.open_episode(cast)
    come_home(first, who("joss"))
    child_id = episodes.locked(first).child_id
    answer = world.report(cast, child_id, key="two", now=world.after(8))
    second = episodes.locked(answer["episode_id"]).id
    come_home(second, who("joss"), hours=10)
    for each in (first, second):
        refer(cast, each, who("priya"), 11)

    hold([second, first, second], who("ben"), 20)
    for part in InterviewPart:
        release(
            first, who("ben"), 21, part=part, released=part is InterviewPart.SHAREABLE, reason="x"
        )

    for each in (first, second):
        assert not waiting(each, "release_findings")
        assert Notice.objects.filter(
            episode_id=each, reason=NoticeReason.FINDINGS_RELEASED
        ).exists()
    with pytest.raises(acting.NotNow, match="already covers"):
        hold([first], who("ben"), 30)


def test_an_interview_is_of_one_child_who_is_back_by_somebody_independent_and_referred(cast, who):
    first = world.open_episode(cast)
    come_home(first, who("joss"))
    other = world.report(cast, world.introduce(cast, given_name="Wil"), key="two")
    second = episodes.locked(other["episode_id"]).id

    with pytest.raises(acting.NotNow, match="Choose the episode"):
        hold([], who("nadia"), 20)
    with pytest.raises(acting.NotNow, match="one child"):
        hold([first, second], who("nadia"), 20)
    with pytest.raises(acting.Contradiction):
        hold([second], who("nadia"), 20)
    with pytest.raises(access.Refused):
        hold([first], who("joss"), 20, by=who("nadia"))
    with pytest.raises(access.Refused, match="Ask that agency to record"):
        hold([first], who("mei"), 20, by=who("nadia"))
    said = told.Interview(world.after(20), first, ProviderType.OTHER)
    with pytest.raises(acting.NotNow, match="from the list"):
        interview_held.record([first], said, by=who("nadia"), now=world.after(20))


def test_an_interview_is_not_recorded_in_the_name_of_another_agencys_worker_or_a_closed_account(
    cast, episode_id, who
):
    refer(cast, episode_id, who("priya"))
    with pytest.raises(access.Refused, match="Ask that agency to record"):
        hold([episode_id], who("ben"), 20, by=who("priya"))
    Practitioner.objects.filter(username="ben").update(is_active=False)

    with pytest.raises(access.Refused, match="account is closed"):
        hold([episode_id], who("ben"), 20, by=who("zofia"))

    hold([episode_id], who("zofia"), 20)
    assert Interview.objects.get().recorded_by_id == who("zofia").practitioner_id


def test_what_was_never_held_cannot_be_released(episode_id, who):
    with pytest.raises(interviews.NoSuchOffer):
        release(episode_id, who("priya"), 20)


# ---------------------------------------------------------------- support and closing


def plan(agency_id):
    action = told.PlanAction("See brother", "Nadia", agency_id, world.START.date())
    return told.Plan("Weekly visits", (action,), ("See my brother",))


def close(episode_id, who):
    council = who("priya")
    hold([episode_id], council, 20)
    for part in InterviewPart:
        release(episode_id, council, 21, part=part)
    seen = told.PreventionInterview(world.after(BACK), PreventionMode.FACE_TO_FACE)
    child_seen.record(episode_id, seen, by=who("tomas"), now=world.after(22))
    records_ended.close_police_record(
        episode_id, summary="x", by=who("callum"), now=world.after(24)
    )
    records_ended.finalise(episode_id, summary="x", by=council, now=world.after(25))
    episode_closed.record(episode_id, summary="x", by=council, now=world.after(26))
    world.settle()


def test_support_agreed_before_the_interview_leaves_no_plan_owed_after_it(cast, episode_id, who):
    said = plan(cast.agencies["Harrowfell Council"])
    support_agreed.record(episode_id, said, by=who("nadia"), now=world.after(7))

    close(episode_id, who)

    assert not Duty.objects.filter(kind="support_plan").exists()


def test_what_was_promised_can_be_done_after_the_episode_has_closed(cast, episode_id, who):
    said = plan(cast.agencies["Harrowfell Council"])
    support_agreed.record(episode_id, said, by=who("nadia"), now=world.after(7))
    close(episode_id, who)
    agreed = whole(episode_id).support

    support_worked.done(
        episode_id, agreed.actions[0].id, outcome="x", by=who("nadia"), now=world.after(99)
    )
    support_agreed.we_did(
        episode_id, agreed.asked[0].id, answer="x", by=who("nadia"), now=world.after(99)
    )

    assert episodes.locked(episode_id).state == "closed"
    with pytest.raises(acting.NotNow):
        support_worked.done(
            episode_id, agreed.actions[0].id, outcome="x", by=who("nadia"), now=world.after(100)
        )
    with pytest.raises(acting.NotNow):
        support_agreed.we_did(
            episode_id, agreed.asked[0].id, answer="x", by=who("nadia"), now=world.after(100)
        )
    with pytest.raises(acting.EpisodeIsClosed):
        come_home(episode_id, who("joss"), hours=101)


def test_support_waits_for_the_return_and_is_agreed_by_agencies_that_are_known(cast, who):
    episode_id = world.open_episode(cast)
    council = cast.agencies["Harrowfell Council"]
    support = {"by": who("nadia"), "now": world.after(9)}
    with pytest.raises(acting.NotNow, match="once the child is back"):
        support_agreed.record(episode_id, plan(council), **support)
    come_home(episode_id, who("joss"))
    with pytest.raises(agencies.NoSuchAgency):
        support_agreed.record(episode_id, plan(episode_id), **support)
    with pytest.raises(acting.Contradiction, match="Say why"):
        support_agreed.not_needed(episode_id, because="", **support)

    support_agreed.not_needed(episode_id, because="A lift that was late", **support)

    with pytest.raises(acting.NotNow, match="already"):
        support_agreed.not_needed(episode_id, because="x", **support)


def test_each_record_ends_once_and_not_before_its_time(episode_id, who):
    police, council = who("callum"), who("priya")
    with pytest.raises(acting.NotNow, match="prevention interview"):
        records_ended.close_police_record(episode_id, summary="x", by=police, now=world.after(7))
    with pytest.raises(acting.NotNow, match="Settle"):
        records_ended.finalise(episode_id, summary="x", by=council, now=world.after(7))
    seen = told.PreventionInterview(world.after(BACK), PreventionMode.FACE_TO_FACE)
    child_seen.record(episode_id, seen, by=who("tomas"), now=world.after(8))
    hold([episode_id], council, 9)
    records_ended.close_police_record(episode_id, summary="x", by=police, now=world.after(10))
    records_ended.finalise(episode_id, summary="x", by=council, now=world.after(10))
    with pytest.raises(acting.NotNow, match="already closed"):
        records_ended.close_police_record(episode_id, summary="x", by=police, now=world.after(11))
    with pytest.raises(acting.NotNow, match="already finalised"):
        records_ended.finalise(episode_id, summary="x", by=council, now=world.after(11))


# ---------------------------------------------------------------- notices


def test_a_notice_is_opened_and_acknowledged_by_the_post_it_went_to_and_the_first_is_kept(
    episode_id, who
):
    notice = Notice.objects.filter(post__kind="duty_inspector").first()

    notice_answered.delivered([notice.id], now=world.after(6.1))
    for hours in (7, 8):
        notice_answered.opened(notice.id, by=who("ines"), now=world.after(hours))
        notice_answered.acknowledged(notice.id, by=who("ines"), now=world.after(hours))

    notice.refresh_from_db()
    assert episodes.locked(episode_id)
    assert (notice.delivered_at, notice.opened_at, notice.acknowledged_at) == (
        world.after(6.1),
        world.after(7),
        world.after(7),
    )


# ---------------------------------------------------------------- corrections


def corrected_return(episode_id, by, hours, *, now=50.0, to=ReturnedTo.PLACEMENT, why="A slip"):
    said = told.Returned(world.after(hours), to)
    return correction_made.returned(episode_id, said, why=why, by=by, now=world.after(now))


def test_a_corrected_return_moves_the_72_hours_and_keeps_what_was_said_first(episode_id, who):
    corrected_return(episode_id, who("joss"), 4)

    [duty] = waiting(episode_id, "offer_interview")
    assert duty.due_at == world.after(4 + 72)
    first = Duty.objects.filter(kind="offer_interview").exclude(id=duty.id).get()
    assert first.declined_reason == "Corrected: A slip"
    now = whole(episode_id)
    assert now.account.returned.at == now.account.located.at == world.after(4)
    assert len(now.found.returned) == len(now.found.located) == 2
    assert whole(episode_id, 49).account.returned.at == world.after(BACK)
    assert episodes.locked(episode_id).absent_until == world.after(4)
    oracle.check_clocks(now)


def test_an_offer_already_made_is_counted_again_from_the_corrected_return(episode_id, who):
    offer(episode_id, who("priya"), 40)

    corrected_return(episode_id, who("joss"), 4)

    met = Duty.objects.get(kind="offer_interview", declined_at=None)
    assert (met.due_at, met.met_at) == (world.after(76), world.after(40))


def test_a_return_is_not_corrected_past_what_followed_it(cast, episode_id, who):
    offer(episode_id, who("priya"), 10)
    with pytest.raises(acting.Contradiction, match="offered before the child returned"):
        corrected_return(episode_id, who("joss"), 11)
    hold([episode_id], who("priya"), 12)
    with pytest.raises(acting.Contradiction, match="held before the child returned"):
        corrected_return(episode_id, who("joss"), 13)
    child_id = episodes.locked(episode_id).child_id
    world.report(cast, child_id, key="two", now=world.after(8))
    with pytest.raises(acting.Contradiction, match="missing again by then"):
        corrected_return(episode_id, who("joss"), 9)


def test_a_return_cannot_be_corrected_into_an_end_without_one(episode_id, who):
    with pytest.raises(acting.NotNow, match="cannot be changed"):
        corrected_return(episode_id, who("joss"), 5, to=ReturnedTo.DIED)


def test_a_correction_says_why_and_corrects_something(cast, who):
    episode_id = world.open_episode(cast)
    found = told.Located(world.after(1), "A flat", FoundBy.POLICE)
    seen = told.PreventionInterview(world.after(1), PreventionMode.TELEPHONE)
    slip = {"why": "A slip", "by": who("tomas"), "now": world.after(2)}

    with pytest.raises(acting.Contradiction, match="Say what was wrong"):
        correction_made.located(episode_id, found, **(slip | {"why": ""}))
    with pytest.raises(acting.NotNow):
        correction_made.located(episode_id, found, **slip)
    with pytest.raises(acting.NotNow):
        corrected_return(episode_id, who("tomas"), 1)
    with pytest.raises(acting.NotNow):
        correction_made.seen(episode_id, seen, **slip)


def test_a_corrected_find_moves_the_prevention_interview(cast, who):
    episode_id = world.open_episode(cast)
    police = who("tomas")
    found = told.Located(world.after(2), "A flat", FoundBy.POLICE)
    child_located.record(episode_id, found, by=police, now=world.after(2))
    earlier = told.Located(world.after(1), "The park", FoundBy.POLICE)

    correction_made.located(episode_id, earlier, why="x", by=police, now=world.after(3))

    [duty] = waiting(episode_id, "prevention_interview")
    assert duty.due_at == world.after(25)
    assert whole(episode_id).account.located.at == world.after(1)


def test_a_find_is_not_corrected_to_after_the_police_saw_the_child(episode_id, who):
    police = who("tomas")
    seen = told.PreventionInterview(world.after(BACK), PreventionMode.FACE_TO_FACE)
    child_seen.record(episode_id, seen, by=police, now=world.after(7))

    with pytest.raises(acting.Contradiction, match="before the child was located"):
        corrected_return(episode_id, who("joss"), BACK + 1)


def test_a_corrected_prevention_interview_is_in_time_by_when_it_was_held(episode_id, who):
    police = who("tomas")
    late = told.PreventionInterview(world.after(40), PreventionMode.FACE_TO_FACE)
    child_seen.record(episode_id, late, by=police, now=world.after(41))
    held = told.PreventionInterview(world.after(10), PreventionMode.FACE_TO_FACE)

    correction_made.seen(episode_id, held, why="Wrong day", by=police, now=world.after(42))

    duty = Duty.objects.get(kind="prevention_interview", declined_at=None)
    assert duty.met_at == world.after(10)


def test_a_correction_of_words_alone_moves_no_clock(episode_id, who):
    police = who("tomas")
    seen = told.PreventionInterview(world.after(10), PreventionMode.FACE_TO_FACE)
    child_seen.record(episode_id, seen, by=police, now=world.after(10))
    same_time = told.PreventionInterview(world.after(10), PreventionMode.TELEPHONE)

    correction_made.seen(episode_id, same_time, why="By telephone", by=police, now=world.after(11))

    assert Duty.objects.filter(kind="prevention_interview").count() == 1


def test_a_sighting_is_corrected_once_and_both_are_kept(cast, who):
    episode_id = world.open_episode(cast)
    police = who("tomas")
    said = told.Sighting(world.after(1), "Town park", Certainty.POSSIBLE, "A driver")
    made = sighting_received.record(episode_id, said, by=police, now=world.after(1)).made_id
    fix = {"why": "Another park", "by": police, "now": world.after(2)}

    words_corrected.sighting(episode_id, made, said, **fix)

    kept = whole(episode_id).search.sightings
    assert [one.why_corrected for one in kept] == ["", "Another park"]
    with pytest.raises(correcting.CorrectedAlready, match="Look again"):
        words_corrected.sighting(episode_id, made, said, **fix)
    with pytest.raises(search.NoSuchSighting):
        words_corrected.sighting(episode_id, episode_id, said, **fix)


def test_an_answer_given_with_a_report_is_corrected_once_and_both_are_kept(cast, who):
    episode_id = world.open_episode(cast, answers=(told.TopicAnswer("medical", "None"),))
    [wrong] = whole(episode_id).intake.answers
    right = told.TopicAnswer("medical", "Insulin")
    fix = {"why": "The nurse rang", "by": who("joss"), "now": world.after(2)}

    words_corrected.answer(episode_id, wrong.id, right, **fix)

    assert [given.answer for given in whole(episode_id).intake.answers] == ["None", "Insulin"]
    assert whole(episode_id).intake.answers[1].why_corrected == "The nurse rang"
    with pytest.raises(correcting.CorrectedAlready):
        words_corrected.answer(episode_id, wrong.id, right, **fix)
    with pytest.raises(intake.NoSuchAnswer):
        words_corrected.answer(episode_id, episode_id, right, **fix)


def test_what_somebody_else_corrected_meanwhile_is_looked_at_again(episode_id, who):
    [first] = whole(episode_id).found.returned
    fix = {"why": "A slip", "by": who("joss"), "instead_of": first.id}

    def correct(hours, now):
        said = told.Returned(world.after(hours), ReturnedTo.PLACEMENT)
        correction_made.returned(episode_id, said, now=world.after(now), **fix)

    correct(4, 50)
    with pytest.raises(correcting.CorrectedAlready):
        correct(3, 51)

    now = whole(episode_id, 60)
    assert [one.why_corrected for one in now.found.returned] == ["", "A slip"]
    assert [one.why_corrected for one in now.found.located] == ["", "A slip"]
    assert now.account.returned.at == world.after(4)


def test_who_may_not_record_a_thing_may_not_correct_it(episode_id, who):
    with pytest.raises(access.Refused):
        corrected_return(episode_id, who("ben"), 5)


def test_an_offer_made_though_two_declines_have_settled_it_opens_nothing(episode_id, who):
    council = who("priya")
    for at in (10, 20):
        answer(episode_id, offer(episode_id, council, at), council, at + 1)

    offer(episode_id, council, 30)

    assert not waiting(episode_id, "second_offer")
