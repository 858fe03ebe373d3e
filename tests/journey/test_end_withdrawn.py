"""A find, a return or a death recorded by mistake is withdrawn, and the absence goes on."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.journey import oracle

from wayhome.interfaces.rehearsal import answers, cast, endings, hearings, scenes, situations, verbs
from wayhome.journey import (
    account,
    acting,
    child_introduced,
    correcting,
    end_withdrawn,
    family_told,
)
from wayhome.platform.audit.models import LedgerEntry
from wayhome.records.children import queries as known_children
from wayhome.records.episodes import queries as episodes
from wayhome.rules import access, withdrawing
from wayhome.rules import told as told_as
from wayhome.rules.vocabulary import EpisodeState, NoticeReason, PostKind, ReturnedTo
from wayhome.stages.response.models import Step

# A Tuesday morning: office hours, so that the council's duty is the social worker's.
START = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
WHY = "It was her sister"


@pytest.fixture
def scene(db):  # noqa: ARG001  # a fixture is asked for by its name
    return scenes.begin(cast.assemble(now=START), at=START)


def withdraw(scene, missing, step=end_withdrawn.returned, *, by="tomas", why=WHY, **more):
    return step(missing.episode_id, why=why, by=scene.person(by), now=scene.now, **more)


def whole(scene, missing, at=None):
    return account.whole_of(episodes.locked(missing.episode_id), as_of=at or scene.now)


def waiting(whole, kind):
    return oracle.still_open(whole, kind)


def told(whole, reason):
    return {notice.post_id for notice in whole.response.notices if notice.reason == reason}


def check(whole):
    oracle.check_no_dead_end(whole)
    oracle.check_what_is_stored(whole)
    oracle.check_level(whole)
    oracle.check_clocks(whole)


def back_by_mistake(scene, to=ReturnedTo.PLACEMENT):
    missing = situations.reported_just_now(scene)
    scene.later(hours=2)
    endings.return_home(scene, missing, to=to)
    scene.later(hours=1)
    return missing


@pytest.mark.parametrize("to", ReturnedTo)
def test_after_a_mistaken_end_the_absence_goes_on_as_if_it_had_never_ended(scene, to):
    missing = situations.reported_just_now(scene)
    scene.later(hours=2)
    before = whole(scene, missing)
    endings.return_home(scene, missing, to=to)
    scene.later(hours=1)
    meanwhile = scene.now

    withdraw(scene, missing)
    now = whole(scene, missing)

    check(now)
    assert now.episode.absent_until is None
    assert now.state is before.state
    assert now.level is before.level
    assert whole(scene, missing, at=meanwhile - timedelta(minutes=1)).account.returned
    assert not now.account.located
    for kind in ("offer_interview", "prevention_interview", "finalise_episode"):
        assert not waiting(now, kind)
    asked = ("assess_police", "assess_childrens_services", "agree_level")
    for kind in asked:
        assert len(waiting(now, kind)) == len(waiting(before, kind)) == 1
    assert len(waiting(now, "reassess")) == 2
    undone = {step.title for step in before.response.steps if not step.done_at}
    again = {s.title for s in now.response.steps if not s.done_at and not s.stood_down_at}
    assert again == undone


def test_what_was_recorded_is_kept_and_says_who_withdrew_it_and_why(scene):
    missing = back_by_mistake(scene)

    withdraw(scene, missing, by="ines")

    first, withdrawn = whole(scene, missing).found.returned
    assert withdrawn.corrects_id == first.id
    assert (withdrawn.withdrawn, withdrawn.why_corrected) == (True, WHY)
    assert withdrawn.recorded_by_id == scene.person("ines").practitioner_id
    assert not first.withdrawn


def test_as_it_was_known_before_the_withdrawal_the_child_was_back(scene):
    missing = back_by_mistake(scene)
    then = scene.now
    stood = whole(scene, missing).state
    scene.later(minutes=5)

    withdraw(scene, missing)

    assert stood is EpisodeState.RETURNED
    assert whole(scene, missing, at=then).state is EpisodeState.RETURNED
    assert whole(scene, missing).state is EpisodeState.REPORTED


def test_the_ledger_keeps_who_withdrew_it_and_why(scene, as_owner):
    missing = back_by_mistake(scene)

    withdraw(scene, missing)

    with as_owner():
        entry = LedgerEntry.objects.filter(reason__startswith="Withdrawn").get()
    assert entry.reason == f"Withdrawn: {WHY}"
    assert entry.deed == access.Deed.RECORD_RETURN


def test_a_withdrawal_says_why(scene):
    missing = back_by_mistake(scene)

    with pytest.raises(acting.Contradiction, match="Say what was wrong"):
        withdraw(scene, missing, why=" ")


@pytest.mark.parametrize("step", ["located", "returned", "seen"])
def test_what_is_not_recorded_is_not_withdrawn(scene, step):
    missing = situations.reported_just_now(scene)

    with pytest.raises(acting.NotNow, match="not recorded yet"):
        withdraw(scene, missing, getattr(end_withdrawn, step))


def test_what_somebody_else_withdrew_meanwhile_is_looked_at_again(scene):
    missing = back_by_mistake(scene)
    [looked_at] = whole(scene, missing).found.returned
    withdraw(scene, missing)
    scene.later(hours=1)
    endings.return_home(scene, missing)

    with pytest.raises(correcting.CorrectedAlready):
        withdraw(scene, missing, instead_of=looked_at.id)


# ------------------------------------------------------------- who may


@pytest.mark.parametrize("who", ["ben", "gwen"])
def test_who_may_not_record_an_end_may_not_withdraw_one(scene, who):
    missing = back_by_mistake(scene)

    with pytest.raises(access.Refused):
        withdraw(scene, missing, by=who)


# ------------------------------------------------------------- duties and reviews


def test_reviews_run_from_the_report_again_and_not_from_the_mistake(scene):
    missing = back_by_mistake(scene)
    [after_return] = [
        duty
        for duty in waiting(whole(scene, missing), "review")
        if duty.due_at - duty.recorded_at == oracle.AFTER_RETURN
    ] or [None]

    withdraw(scene, missing)

    now = whole(scene, missing)
    reviews = waiting(now, "review")
    assert after_return is None or after_return.id not in {duty.id for duty in reviews}
    assert {(duty.due_at - now.episode.reported_at) % timedelta(hours=3) for duty in reviews} == {
        timedelta(0)
    }


def test_a_review_held_while_the_child_was_thought_back_sets_none_after_the_mistake(scene):
    missing = back_by_mistake(scene)
    verbs.review(scene, missing)
    scene.later(minutes=5)

    withdraw(scene, missing)

    now = whole(scene, missing)
    check(now)
    [review] = waiting(now, "review")
    assert review.due_at - review.recorded_at < oracle.AFTER_RETURN


def test_both_sides_are_told_to_assess_again_and_everybody_told_of_the_end_of_the_mistake(scene):
    missing = back_by_mistake(scene)
    hearings.refer(scene, missing)

    withdraw(scene, missing)

    now = whole(scene, missing)
    ended = told(now, NoticeReason.RETURNED) | told(now, NoticeReason.INTERVIEW_REFERRED)
    assert ended
    assert ended <= told(now, NoticeReason.END_WITHDRAWN)
    assert told(now, NoticeReason.REASSESS)


def test_the_nation_is_told_of_the_mistake_when_it_was_told_of_the_absence(scene):
    missing = situations.away_three_days(scene)
    endings.return_home(scene, missing)
    scene.later(hours=1)

    withdraw(scene, missing)

    now = whole(scene, missing)
    national = told(now, NoticeReason.MISSING_48_HOURS) | told(now, NoticeReason.MISSING_72_HOURS)
    assert national
    assert national <= told(now, NoticeReason.END_WITHDRAWN)


def test_a_difference_that_the_mistake_settled_goes_up_the_ladder_again(scene):
    missing = situations.assessed_apart_by_two_levels(scene)
    endings.return_home(scene, missing)
    scene.later(hours=1)

    withdraw(scene, missing)

    now = whole(scene, missing)
    check(now)
    assert [challenge.settled_at is None for challenge in now.risk.challenges] == [False, True]
    assert waiting(now, "answer_challenge")


def test_a_step_of_an_agency_that_has_no_part_now_is_the_owners(scene, as_owner):
    missing = situations.reported_just_now(scene)
    scene.later(hours=2)
    endings.return_home(scene, missing)
    [step, *_] = whole(scene, missing).response.steps
    elsewhere = scene.cast.post("Eastvale Police", PostKind.DUTY_INSPECTOR)
    with as_owner():
        Step.objects.filter(id=step.id).update(
            owner_post=elsewhere, owner_agency=scene.cast.agencies["Eastvale Police"]
        )
    scene.later(hours=1)

    withdraw(scene, missing)

    now = whole(scene, missing)
    again = [one for one in now.response.steps if one.title == step.title and one.id != step.id]
    assert [one.owner_post_id for one in again] == [now.episode.owner_post_id]


def test_a_return_that_is_true_after_a_mistaken_one_starts_everything_once_more(scene):
    missing = back_by_mistake(scene)
    hearings.refer(scene, missing)
    offer = hearings.offer(scene, missing)
    withdraw(scene, missing)
    scene.later(hours=2)
    back = endings.return_home(scene, missing)
    scene.later(hours=1)

    now = whole(scene, missing)

    check(now)
    assert back.made_id
    for kind in ("offer_interview", "prevention_interview"):
        assert len(waiting(now, kind)) == 1
    keys = {(n.post_id, n.key) for n in now.response.notices if n.reason == NoticeReason.RETURNED}
    posts = {post for post, _key in keys}
    assert len(keys) == 2 * len(posts)
    assert now.account.offers == ()
    with pytest.raises(acting.NotNow, match="recorded by mistake"):
        hearings.accept(scene, missing, offer)


def test_support_that_was_not_needed_for_a_mistaken_return_is_asked_about_after_the_true_one(scene):
    missing = back_by_mistake(scene)
    endings.support_not_needed(scene, missing)
    scene.later(hours=1)
    withdraw(scene, missing)
    assert whole(scene, missing).account.support_not_needed is None
    scene.later(hours=1)
    endings.return_home(scene, missing)
    scene.later(hours=1)

    endings.agree_support(scene, missing)

    now = whole(scene, missing).account
    assert now.support_agreed
    assert not now.support_not_needed


# ------------------------------------------------------------- what stands on what


def test_a_find_that_was_recorded_before_a_mistaken_return_still_stands(scene):
    missing = situations.located_not_returned(scene)
    endings.return_home(scene, missing)
    scene.later(hours=1)

    withdraw(scene, missing)

    now = whole(scene, missing)
    check(now)
    assert now.state is EpisodeState.LOCATED
    assert len(waiting(now, "prevention_interview")) == 1


def test_a_find_is_withdrawn_after_the_return_and_the_search_goes_on(scene):
    missing = situations.located_not_returned(scene)
    endings.return_home(scene, missing)
    scene.later(hours=1)
    with pytest.raises(acting.NotNow, match="withdraw it first"):
        withdraw(scene, missing, end_withdrawn.located)
    withdraw(scene, missing)
    scene.later(hours=1)

    withdraw(scene, missing, end_withdrawn.located, by="joss")

    now = whole(scene, missing)
    check(now)
    assert not waiting(now, "prevention_interview")
    assert [step for step in now.response.steps if not step.done_at and not step.stood_down_at]
    located = told(now, NoticeReason.LOCATED)
    assert located
    assert located <= told(now, NoticeReason.END_WITHDRAWN)

    scene.later(hours=1)
    endings.locate(scene, missing)
    scene.later(hours=1)
    again = whole(scene, missing)
    check(again)
    assert len(waiting(again, "prevention_interview")) == 1


def test_police_are_asked_again_to_see_a_child_they_saw_by_mistake(scene):
    missing = situations.located_not_returned(scene)
    found = whole(scene, missing).account.located.at
    endings.see(scene, missing)
    scene.later(hours=1)
    with pytest.raises(acting.NotNow, match="police have seen"):
        withdraw(scene, missing, end_withdrawn.located)

    withdraw(scene, missing, end_withdrawn.seen)

    now = whole(scene, missing)
    check(now)
    [owed] = waiting(now, "prevention_interview")
    assert owed.started_at == found
    assert not waiting(now, "close_police_record")
    endings.see(scene, missing)
    assert whole(scene, missing).account.seen_by_police


def test_a_child_whom_police_saw_stays_located_though_not_back(scene):
    missing = back_by_mistake(scene)
    endings.see(scene, missing)
    endings.close_police(scene, missing)
    scene.later(hours=1)
    with pytest.raises(acting.NotNow, match="record is closed"):
        withdraw(scene, missing, end_withdrawn.seen)

    withdraw(scene, missing)

    now = whole(scene, missing)
    check(now)
    assert now.state is EpisodeState.LOCATED
    assert now.account.police_closed is None
    assert len(waiting(now, "close_police_record")) == 1
    scene.later(hours=1)
    endings.return_home(scene, missing)
    endings.close_police(scene, missing)
    assert whole(scene, missing).account.police_closed


def test_records_that_ended_with_a_mistaken_death_are_open_again(scene):
    missing = situations.located_not_returned(scene)
    endings.return_home(scene, missing, to=ReturnedTo.DIED)
    endings.close_police(scene, missing)
    endings.finalise(scene, missing)
    scene.later(hours=1)

    withdraw(scene, missing)

    now = whole(scene, missing)
    check(now)
    assert now.account.police_closed is now.account.finalised is None
    assert not waiting(now, "finalise_episode")
    assert len(waiting(now, "prevention_interview")) == 1


def test_nobody_is_asked_to_see_a_child_who_has_died_though_a_sight_was_a_mistake(scene):
    missing = situations.located_not_returned(scene)
    endings.see(scene, missing)
    endings.return_home(scene, missing, to=ReturnedTo.DIED)
    scene.later(hours=1)

    withdraw(scene, missing, end_withdrawn.seen)

    now = whole(scene, missing)
    check(now)
    assert not waiting(now, "prevention_interview")
    assert len(waiting(now, "close_police_record")) == 1


@pytest.mark.parametrize("made", ["interview_accepted", "interview_held_not_released"])
def test_a_return_of_a_child_who_was_heard_is_not_withdrawn(scene, made):
    missing = getattr(situations, made)(scene)

    with pytest.raises(acting.NotNow, match="make a new report"):
        withdraw(scene, missing)


def test_a_return_is_not_withdrawn_once_the_child_is_missing_again(scene):
    missing = back_by_mistake(scene)
    again = verbs.report(scene, scenes.Known("", missing.child_id))
    assert not again.joined

    with pytest.raises(acting.NotNow) as refused:
        withdraw(scene, missing)

    assert str(refused.value) == withdrawing.AWAY_AGAIN


def test_a_closed_episode_says_to_make_a_new_report(scene):
    missing = situations.closed(scene)

    with pytest.raises(acting.EpisodeIsClosed, match="Make a new report"):
        withdraw(scene, missing)


# ------------------------------------------------------------- the family


def to_tell(whole):
    return [duty.reason for duty in waiting(whole, "tell_family")]


def test_a_parent_who_was_told_is_to_be_told_of_the_mistake(scene):
    missing = situations.reported_just_now(scene)
    answers.tell_family(scene, missing)
    scene.later(hours=2)
    endings.return_home(scene, missing, to=ReturnedTo.DIED)
    answers.tell_family(scene, missing)
    scene.later(hours=1)

    withdraw(scene, missing)

    [asked] = to_tell(whole(scene, missing))
    assert asked.endswith("it was a mistake: the child is not known to be back")


def test_a_parent_who_was_not_told_yet_is_not_told_at_all(scene):
    missing = situations.reported_just_now(scene)
    answers.tell_family(scene, missing)
    scene.later(hours=2)
    endings.return_home(scene, missing)
    scene.later(hours=1)

    withdraw(scene, missing)

    assert to_tell(whole(scene, missing)) == []


def contact_of(missing):
    return known_children.contacts_of(known_children.known(missing.child_id))


def learn(scene, missing, name):
    child_introduced.learned(
        missing.child_id,
        told_as.Child(),
        supplied_by="a carer",
        contact=told_as.Contact(name, "father"),
        by=scene.person("joss"),
        now=scene.now,
    )


def test_nobody_unsafe_or_whom_it_was_decided_not_to_tell_is_told_of_the_mistake(scene):
    missing = situations.unsafe_parent(scene)
    scene.later(hours=2)
    endings.return_home(scene, missing)
    answers.tell_family(scene, missing)
    for contact in contact_of(missing):
        if not contact.unsafe_to_tell:
            family_told.not_told(
                missing.episode_id,
                contact.contact_id,
                reason="The child asks us not to",
                by=scene.person("tomas"),
                now=scene.now,
            )
    scene.later(hours=1)

    withdraw(scene, missing)

    assert to_tell(whole(scene, missing)) == []


def test_a_parent_who_became_known_meanwhile_is_to_be_told_of_the_absence(scene):
    missing = back_by_mistake(scene)
    learn(scene, missing, "Idris Sample")
    scene.later(hours=1)
    withdraw(scene, missing)

    assert "Tell Idris Sample (father)" in to_tell(whole(scene, missing))
