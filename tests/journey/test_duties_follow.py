"""Every duty can be met by somebody, none keeps firing, and each is counted from its moment."""

from datetime import timedelta

import pytest
from tests.journey import heard, world

from wayhome.journey import (
    account,
    acting,
    challenge_answered,
    child_introduced,
    child_located,
    child_returned,
    child_seen,
    duty_answered,
    episode_closed,
    family_told,
    handover_offered,
    hypothesis_recorded,
    joint_risk_agreed,
    partnership_formed,
    response_agreed,
    review_held,
    risk_assessed,
    sighting_received,
    time_passed,
    type_changed,
)
from wayhome.records.agencies import queries as agencies
from wayhome.records.children import queries as children
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes.models import Party
from wayhome.records.practitioners import viewers
from wayhome.rules import access, risk, told
from wayhome.rules.vocabulary import (
    Answer,
    Certainty,
    EpisodeType,
    FoundBy,
    Level,
    Marker,
    NoticeReason,
    PostKind,
    PreventionMode,
    ReturnedTo,
)
from wayhome.stages.response.models import Duty, Handover, Notice, Step
from wayhome.stages.risk.models import Challenge

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode_id(cast):
    return world.open_episode(cast)


@pytest.fixture
def who(cast):
    return lambda name: cast.viewer(name, now=world.START)


def assess(episode_id, by, level, hours):
    said = told.Assessment(level, "As seen")
    return risk_assessed.record(episode_id, said, by=by, now=world.after(hours))


def agree(episode_id, who, level, hours):
    said = told.JointAssessment(level, "Both", explanation="Spoke to the child")
    made = joint_risk_agreed.propose(episode_id, said, by=who("tomas"), now=world.after(hours))
    return joint_risk_agreed.sign(
        episode_id, made.made_id, explanation="So did we", by=who("nadia"), now=world.after(hours)
    )


def come_home(episode_id, by, hours, to=ReturnedTo.PLACEMENT):
    said = told.Returned(world.after(hours), to)
    return child_returned.record(episode_id, said, by=by, now=world.after(hours))


def waiting(episode_id, kind):
    return list(
        Duty.objects.filter(
            episode_id=episode_id, kind=kind, met_at=None, declined_at=None
        ).order_by("due_at")
    )


def notices(reason):
    return Notice.objects.filter(reason=reason)


# ---------------------------------------------------------------- levels and reviews


def test_a_level_that_rises_is_told_adds_its_steps_and_brings_the_review_forward(episode_id, who):
    assess(episode_id, who("tomas"), Level.HIGH, 1)

    episode = episodes.locked(episode_id)
    assert episode.level == Level.HIGH
    assert episode.review_due_at == world.after(3)
    assert notices(NoticeReason.LEVEL_CHANGED).exists()
    assert Step.objects.filter(title__startswith="Send officers now").count() == 1


def test_a_level_that_falls_by_both_keys_is_told_and_adds_nothing(episode_id, who):
    for name in ("tomas", "nadia"):
        assess(episode_id, who(name), Level.LOW, 1)
    assert episodes.locked(episode_id).level == Level.MEDIUM
    assert not notices(NoticeReason.LEVEL_CHANGED).exists()

    agree(episode_id, who, Level.LOW, 2)

    assert episodes.locked(episode_id).level == Level.LOW
    assert notices(NoticeReason.LEVEL_CHANGED).exists()
    assert Step.objects.filter(recorded_at__gt=world.START).count() == 0


def test_a_review_held_ahead_of_its_mark_leaves_the_next_mark_open(episode_id, who):
    review_held.record(episode_id, findings="x", by=who("ines"), now=world.after(5.9))

    assert [duty.due_at for duty in waiting(episode_id, "review")] == [world.after(12)]


def test_reviews_cannot_be_held_in_advance_so_that_none_is_left_for_tomorrow(episode_id, who):
    review_held.record(episode_id, findings="x", by=who("ines"), now=world.after(5))

    with pytest.raises(acting.NotNow, match="ahead of its time"):
        review_held.record(episode_id, findings="x", by=who("ines"), now=world.after(5.1))


def test_a_review_after_the_return_is_due_after_the_protocols_time(episode_id, who):
    come_home(episode_id, who("joss"), 1)

    review_held.record(episode_id, findings="x", by=who("ines"), now=world.after(2))

    assert waiting(episode_id, "review")[-1].due_at == world.after(74)
    with pytest.raises(acting.NotNow, match="ahead of its time"):
        review_held.record(episode_id, findings="x", by=who("ines"), now=world.after(2))


# ---------------------------------------------------------------- risk


def test_the_side_that_raised_the_level_is_not_asked_to_assess_again(episode_id, who):
    assess(episode_id, who("tomas"), Level.MEDIUM, 1)
    assess(episode_id, who("tomas"), Level.HIGH, 2)

    keys = [duty.key for duty in waiting(episode_id, "reassess")]
    assert [key.rpartition(":")[2] for key in keys] == ["childrens_services"]


def test_new_information_twice_asks_each_side_once_until_it_answers(episode_id, who):
    seen = told.Sighting(world.after(1), "Town park", Certainty.POSSIBLE, "A driver")
    for hours in (1, 1.5):
        sighting_received.record(episode_id, seen, by=who("joss"), now=world.after(hours))
    assert len(waiting(episode_id, "reassess")) == 2

    assess(episode_id, who("tomas"), Level.MEDIUM, 2)

    assert len(waiting(episode_id, "reassess")) == 1


def test_nobody_is_asked_to_assess_again_once_the_child_is_back(episode_id, who):
    come_home(episode_id, who("joss"), 1)

    type_changed.record(
        episode_id, EpisodeType.UNAUTHORISED_ABSENCE, reason="x", by=who("ines"), now=world.after(2)
    )

    assert not waiting(episode_id, "reassess")


def test_a_type_that_is_the_same_changes_nothing(episode_id, who):
    type_changed.record(
        episode_id, EpisodeType.MISSING, reason="x", by=who("ines"), now=world.after(2)
    )

    whole = account.whole_of(episodes.locked(episode_id), as_of=world.after(3))
    assert len(whole.recorded.types) == 1


def test_what_was_asked_while_the_child_was_away_falls_away_on_the_return_with_its_reason(
    episode_id, who
):
    assess(episode_id, who("tomas"), Level.LOW, 1)
    assess(episode_id, who("nadia"), Level.HIGH, 1)
    assert waiting(episode_id, "answer_challenge")

    come_home(episode_id, who("joss"), 3)

    left = {duty.kind for duty in Duty.objects.filter(met_at=None, declined_at=None)}
    assert left == {"review", "prevention_interview", "offer_interview"}
    assert Challenge.objects.get().settled_at == world.after(3)
    fallen = Duty.objects.get(kind="agree_level")
    assert fallen.declined_reason == NoticeReason.RETURNED.label


def test_a_child_who_died_owes_nobody_a_prevention_interview_and_was_not_located(episode_id, who):
    child_located.record(
        episode_id,
        told.Located(world.after(1), "A place", FoundBy.POLICE),
        by=who("tomas"),
        now=world.after(1),
    )

    come_home(episode_id, who("tomas"), 2, to=ReturnedTo.DIED)

    assert not waiting(episode_id, "prevention_interview")
    assert not Duty.objects.filter(kind="offer_interview").exists()


def test_a_child_who_turned_eighteen_while_missing_is_not_said_to_be_located(episode_id, who):
    come_home(episode_id, who("tomas"), 2, to=ReturnedTo.TURNED_EIGHTEEN)

    whole = account.whole_of(episodes.locked(episode_id), as_of=world.after(3))
    assert whole.account.located is None


def test_a_strategy_discussion_the_sweep_missed_is_asked_for_at_the_return(episode_id, who):
    come_home(episode_id, who("joss"), 30)

    assert [duty.key for duty in waiting(episode_id, "strategy_discussion")] == ["long_absence"]


def test_one_question_is_answered_once_in_an_assessment(episode_id, who):
    twice = (told.Factor("weather", Answer.YES), told.Factor("weather", Answer.NO))
    said = told.Assessment(Level.HIGH, "x", factors=twice)

    with pytest.raises(acting.Contradiction, match="once"):
        risk_assessed.record(episode_id, said, by=who("tomas"), now=world.after(1))


def test_a_factor_is_told_again_with_its_assessment_not_before_it(episode_id, who):
    long_known = told.Factor("weather", Answer.YES, learned_at=world.START)
    said = told.Assessment(Level.HIGH, "x", factors=(long_known,))
    risk_assessed.record(episode_id, said, by=who("tomas"), now=world.after(5))

    def then(hours):
        return account.whole_of(episodes.locked(episode_id), as_of=world.after(hours)).risk.factors

    assert then(4) == []
    assert len(then(5)) == 1


@pytest.mark.parametrize("name", ["joss", "ben"])
def test_who_holds_neither_key_can_neither_assess_nor_agree(episode_id, who, name):
    joint = told.JointAssessment(Level.HIGH, "x")

    with pytest.raises(access.Refused):
        assess(episode_id, who(name), Level.HIGH, 1)
    with pytest.raises(access.Refused):
        joint_risk_agreed.propose(episode_id, joint, by=who(name), now=world.after(1))


@pytest.mark.parametrize("level", [Level.VERY_LOW])
def test_a_level_the_protocol_does_not_use_is_refused_by_either_way(episode_id, who, level):
    with pytest.raises(acting.NotNow, match="very low"):
        assess(episode_id, who("tomas"), level, 1)
    for name in ("tomas", "nadia"):
        assess(episode_id, who(name), Level.LOW, 1)
    with pytest.raises(acting.NotNow, match="very low"):
        joint_risk_agreed.propose(
            episode_id, told.JointAssessment(level, "x"), by=who("tomas"), now=world.after(2)
        )


def test_a_joint_level_needs_both_sides_first_two_signatures_and_reasons_to_go_below(
    episode_id, who
):
    low = told.JointAssessment(Level.LOW, "x")
    police, council = who("tomas"), who("nadia")
    with pytest.raises(acting.NotNow, match="Both sides assess first"):
        joint_risk_agreed.propose(episode_id, low, by=police, now=world.after(1))
    assess(episode_id, police, Level.MEDIUM, 1)
    assess(episode_id, council, Level.MEDIUM, 1)
    with pytest.raises(acting.NotNow, match="Say why"):
        joint_risk_agreed.propose(episode_id, low, by=police, now=world.after(2))
    explained = told.JointAssessment(Level.LOW, "x", explanation="Spoke to the child")
    made = joint_risk_agreed.propose(episode_id, explained, by=police, now=world.after(2))
    sign = {"episode_id": episode_id, "joint_id": made.made_id, "now": world.after(3)}
    with pytest.raises(acting.NotNow, match="Your side"):
        joint_risk_agreed.sign(**sign, explanation="x", by=who("ines"))
    with pytest.raises(acting.NotNow, match="Say why"):
        joint_risk_agreed.sign(**sign, explanation=" ", by=council)

    joint_risk_agreed.sign(**sign, explanation="We spoke too", by=council)

    assert episodes.locked(episode_id).level == Level.LOW
    with pytest.raises(acting.NotNow, match="no joint assessment"):
        joint_risk_agreed.sign(**sign, explanation="x", by=council)


def test_a_joint_level_put_forward_before_another_was_agreed_cannot_be_signed_after_it(
    episode_id, who
):
    police, council = who("tomas"), who("nadia")
    for by in (police, council):
        assess(episode_id, by, Level.MEDIUM, 1)
    low = told.JointAssessment(Level.LOW, "x", explanation="y")
    older = joint_risk_agreed.propose(episode_id, low, by=police, now=world.after(2))
    high = told.JointAssessment(Level.HIGH, "x")
    newer = joint_risk_agreed.propose(episode_id, high, by=council, now=world.after(2.1))
    joint_risk_agreed.sign(episode_id, newer.made_id, explanation="", by=police, now=world.after(3))

    with pytest.raises(acting.NotNow, match="again"):
        joint_risk_agreed.sign(
            episode_id, older.made_id, explanation="z", by=council, now=world.after(4)
        )


def test_a_lower_joint_level_is_not_signed_over_a_sighting_that_came_since(episode_id, who):
    for name in ("tomas", "nadia"):
        assess(episode_id, who(name), Level.MEDIUM, 1)
    low = told.JointAssessment(Level.LOW, "x", explanation="Spoke to the child")
    made = joint_risk_agreed.propose(episode_id, low, by=who("tomas"), now=world.after(2))
    seen = told.Sighting(world.after(2), "Town park", Certainty.PROBABLE, "A driver")
    sighting_received.record(episode_id, seen, by=who("joss"), now=world.after(2.5))

    with pytest.raises(acting.NotNow, match="new information"):
        joint_risk_agreed.sign(
            episode_id, made.made_id, explanation="So did we", by=who("nadia"), now=world.after(3)
        )

    assert episodes.locked(episode_id).level == Level.MEDIUM
    agree(episode_id, who, Level.LOW, 4)
    assert episodes.locked(episode_id).level == Level.LOW


def test_one_level_apart_after_a_joint_level_is_to_be_agreed_again_and_goes_up_when_late(
    episode_id, who
):
    for name in ("tomas", "nadia"):
        assess(episode_id, who(name), Level.MEDIUM, 1)
    agree(episode_id, who, Level.MEDIUM, 2)
    assert not waiting(episode_id, "agree_level")

    assess(episode_id, who("tomas"), Level.HIGH, 10)
    assess(episode_id, who("nadia"), Level.MEDIUM, 11)

    [duty] = waiting(episode_id, "agree_level")
    assert (duty.started_at, duty.due_at) == (world.after(10), world.after(14))
    time_passed.record(now=world.after(14))
    assert not Challenge.objects.exists()
    time_passed.record(now=world.after(14.1))
    assert Challenge.objects.get().reason == "not_agreed_in_time"
    agree(episode_id, who, Level.HIGH, 15)
    assert not waiting(episode_id, "agree_level")


def test_a_difference_after_the_return_is_agreed_or_not_at_leisure(episode_id, who):
    for name in ("tomas", "nadia"):
        assess(episode_id, who(name), Level.MEDIUM, 1)
    agree(episode_id, who, Level.MEDIUM, 2)
    come_home(episode_id, who("joss"), 3)

    assess(episode_id, who("tomas"), Level.HIGH, 4)

    assert not waiting(episode_id, "agree_level")


def test_a_report_entered_hours_after_it_was_taken_is_neither_read_nor_challenged_at_once(
    cast, who
):
    child_id = world.introduce(cast)
    taken = world.after(-6)
    answer = world.report(cast, child_id, received_at=taken)
    episode_id = episodes.locked(answer["episode_id"]).id

    assess(episode_id, who("tomas"), Level.LOW, 0.1)
    time_passed.record(now=world.after(4))

    whole = account.whole_of(episodes.locked(episode_id), as_of=world.after(3.9))
    assert not risk.may_see_other_side(whole.agreed, account=whole.account, now=world.after(3.9))
    assert not Challenge.objects.exists()
    time_passed.record(now=world.after(4.1))
    assert Challenge.objects.get().opened_at == world.after(4.1)


def test_a_challenge_is_answered_by_a_rung_and_settled_by_two_signatures(episode_id, who):
    police, council = who("ines"), who("leon")
    with pytest.raises(acting.NotNow, match="No difference"):
        challenge_answered.record(episode_id, answer="x", level=None, by=police, now=world.after(1))
    assess(episode_id, police, Level.LOW, 1)
    assess(episode_id, council, Level.HIGH, 1)
    challenge_answered.record(
        episode_id, answer="We stand by it", level=Level.LOW, by=police, now=world.after(1.5)
    )
    assert {duty.owner_agency.name for duty in waiting(episode_id, "answer_challenge")} == {
        "Harrowfell Council"
    }
    joint = told.JointAssessment(Level.HIGH, "x")
    made = joint_risk_agreed.propose(episode_id, joint, by=council, now=world.after(2))

    joint_risk_agreed.sign(episode_id, made.made_id, explanation="", by=police, now=world.after(3))

    assert Challenge.objects.get().outcome == "Agreed: high"
    assert not waiting(episode_id, "answer_challenge")


def test_a_challenge_is_not_answered_from_below_the_post_that_was_asked(episode_id, who):
    assess(episode_id, who("tomas"), Level.LOW, 1)
    assess(episode_id, who("nadia"), Level.HIGH, 1)
    with pytest.raises(access.Refused, match="for the duty inspector to answer, or a post above"):
        challenge_answered.record(
            episode_id, answer="x", level=None, by=who("tomas"), now=world.after(1.5)
        )
    time_passed.record(now=world.after(9))

    challenge_answered.record(
        episode_id, answer="x", level=None, by=who("ines"), now=world.after(9)
    )

    left = {duty.owner_post.kind for duty in waiting(episode_id, "answer_challenge")}
    assert PostKind.DUTY_INSPECTOR not in left
    assert PostKind.SUPERINTENDENT in left


def test_somebody_further_up_answers_a_challenge_for_every_post_below(episode_id, who):
    assess(episode_id, who("tomas"), Level.LOW, 1)
    assess(episode_id, who("nadia"), Level.HIGH, 1)
    time_passed.record(now=world.after(9))

    challenge_answered.record(
        episode_id, answer="x", level=None, by=who("owen"), now=world.after(9)
    )

    agencies_left = {duty.owner_agency.name for duty in waiting(episode_id, "answer_challenge")}
    assert agencies_left == {"Harrowfell Council"}


def test_an_agency_that_was_not_asked_does_not_answer_a_challenge(cast, episode_id, who):
    Party.objects.create(
        episode_id=episode_id,
        agency_id=cast.agencies["Eastvale Police"],
        capacity="home_force",
        recorded_at=world.START,
    )
    assess(episode_id, who("tomas"), Level.LOW, 1)
    assess(episode_id, who("nadia"), Level.HIGH, 1)

    with pytest.raises(access.Refused, match="has not been asked"):
        challenge_answered.record(
            episode_id, answer="x", level=None, by=who("femi"), now=world.after(2)
        )


# ---------------------------------------------------------------- steps


def step_of(episode_id, agency):
    return Step.objects.filter(episode_id=episode_id, owner_agency__name=agency).first()


def test_a_step_is_added_taken_and_done_by_the_agency_that_owns_it(cast, episode_id, who):
    post = cast.post("Harrowfell Council", PostKind.TEAM_MANAGER)
    said = told.Step("Call the aunt", post, world.after(5))
    made = response_agreed.add(episode_id, said, by=who("ines"), now=world.after(1)).made_id

    with pytest.raises(access.Refused):
        response_agreed.take(episode_id, made, by=who("tomas"), now=world.after(2))
    response_agreed.take(episode_id, made, by=who("leon"), now=world.after(2))
    with pytest.raises(acting.NotNow):
        response_agreed.take(episode_id, made, by=who("nadia"), now=world.after(3))
    response_agreed.done(episode_id, made, outcome="x", by=who("leon"), now=world.after(4))
    with pytest.raises(acting.NotNow):
        response_agreed.done(episode_id, made, outcome="x", by=who("leon"), now=world.after(5))


def test_a_step_done_at_once_was_taken_by_whoever_did_it(episode_id, who):
    step = step_of(episode_id, "Larch House")

    response_agreed.done(episode_id, step.id, outcome="x", by=who("joss"), now=world.after(1))

    step.refresh_from_db()
    assert step.taken_by_id == who("joss").practitioner_id


def test_a_step_needs_a_post_with_a_part_and_a_time_to_come(cast, episode_id, who):
    here = cast.post("Northmoor Police", PostKind.DUTY_SERGEANT)
    elsewhere = cast.post("Tideway House", PostKind.HOME_MANAGER)

    with pytest.raises(acting.Contradiction, match="time to come"):
        response_agreed.add(
            episode_id, told.Step("x", here, world.START), by=who("ines"), now=world.after(1)
        )
    with pytest.raises(acting.Contradiction, match="has a part"):
        response_agreed.add(
            episode_id, told.Step("x", elsewhere, world.after(9)), by=who("ines"), now=world.START
        )


# ---------------------------------------------------------------- duties answered


def test_a_strategy_discussion_is_met_or_declined_with_a_reason_by_the_agency_that_owes_it(
    episode_id, who
):
    come_home(episode_id, who("joss"), 30)
    [duty] = waiting(episode_id, "strategy_discussion")
    with pytest.raises(access.Refused, match="another agency"):
        duty_answered.meet(episode_id, duty.id, by=who("ines"), now=world.after(31))
    with pytest.raises(access.Refused, match="for the team manager to answer"):
        duty_answered.decline(episode_id, duty.id, reason="x", by=who("nadia"), now=world.after(31))
    with pytest.raises(acting.Contradiction, match="Say why"):
        duty_answered.decline(episode_id, duty.id, reason="", by=who("leon"), now=world.after(31))

    duty_answered.meet(episode_id, duty.id, by=who("leon"), now=world.after(31))

    with pytest.raises(acting.NotNow, match="already"):
        duty_answered.decline(episode_id, duty.id, reason="x", by=who("leon"), now=world.after(32))


def test_a_duty_met_by_doing_it_is_not_met_or_declined_by_saying_so(episode_id, who):
    [duty] = waiting(episode_id, "assess_police")

    with pytest.raises(acting.NotNow, match="recording it"):
        duty_answered.meet(episode_id, duty.id, by=who("tomas"), now=world.after(1))
    with pytest.raises(acting.NotNow, match="cannot be declined"):
        duty_answered.decline(episode_id, duty.id, reason="x", by=who("tomas"), now=world.after(1))


def test_a_duty_is_in_time_by_when_it_was_done_and_replayed_by_when_that_was_known(episode_id, who):
    come_home(episode_id, who("joss"), 1)
    seen = told.PreventionInterview(world.after(20), PreventionMode.FACE_TO_FACE)

    child_seen.record(episode_id, seen, by=who("tomas"), now=world.after(40))

    [duty] = Duty.objects.filter(kind="prevention_interview")
    assert duty.met_at == world.after(20)
    whole = account.whole_of(episodes.locked(episode_id), as_of=world.after(39))
    [then] = [one for one in whole.response.duties if one.id == duty.id]
    assert (then.met_at, then.met_by_id) == (None, None)


# ---------------------------------------------------------------- the family


def contact(name="Sara Example", *, unsafe="", relationship="mother"):
    return told.Contact(name, relationship, unsafe_to_tell=bool(unsafe), unsafe_reason=unsafe)


def learn(cast, child_id, hours, *, by="joss", **what):
    return child_introduced.learned(
        child_id,
        told.Child(),
        supplied_by="a carer",
        by=cast.viewer(by, now=world.START),
        now=world.after(hours),
        **what,
    )


def child_of(episode_id):
    return episodes.locked(episode_id).child_id


def contacts(episode_id):
    return children.contacts_of(children.known(child_of(episode_id)))


def test_a_parent_who_becomes_known_while_the_child_is_away_is_to_be_told(cast, episode_id, who):
    learn(cast, child_of(episode_id), 1, contact=contact())
    assert len(waiting(episode_id, "tell_family")) == 1
    [mother] = contacts(episode_id)

    family_told.told(
        episode_id, mother.contact_id, how="telephone", by=who("tomas"), now=world.after(2)
    )

    assert not waiting(episode_id, "tell_family")


def test_a_parent_who_is_unsafe_to_tell_is_never_to_be_told_and_why_is_kept(cast, episode_id, who):
    learn(cast, child_of(episode_id), 1, contact=contact(unsafe="Has harmed the child"))
    [mother] = contacts(episode_id)

    assert not waiting(episode_id, "tell_family")
    whole = account.whole_of(episodes.locked(episode_id), as_of=world.after(2))
    assert [(row.told, row.reason) for row in whole.response.family_told] == [
        (False, "Has harmed the child")
    ]
    with pytest.raises(acting.NotNow, match="not safe"):
        family_told.told(
            episode_id, mother.contact_id, how="x", by=who("tomas"), now=world.after(3)
        )


@pytest.mark.parametrize("unsafe", ["", "Has harmed the child"])
def test_the_duty_to_tell_a_parent_survives_a_correction_of_who_they_are(
    cast, episode_id, who, unsafe
):
    child_id = child_of(episode_id)
    learn(cast, child_id, 1, contact=contact())
    [first] = contacts(episode_id)
    learn(
        cast,
        child_id,
        2,
        contact=contact("Sara Sample", unsafe=unsafe),
        corrects_contact_id=first.contact_id,
    )
    assert len(waiting(episode_id, "tell_family")) == (0 if unsafe else 1)
    [now] = contacts(episode_id)

    family_told.not_told(
        episode_id, first.contact_id, reason="Away at sea", by=who("tomas"), now=world.after(3)
    )

    assert now.contact_id != first.contact_id
    assert not waiting(episode_id, "tell_family")


def test_a_parent_learned_of_after_the_return_is_to_be_told_of_that(cast, episode_id, who):
    come_home(episode_id, who("joss"), 1)

    learn(cast, child_of(episode_id), 2, contact=contact())

    [duty] = waiting(episode_id, "tell_family")
    assert duty.reason.endswith("that the child is back")


def test_not_telling_needs_a_reason_and_a_person_of_the_family(cast, episode_id, who):
    learn(cast, child_of(episode_id), 1, contact=contact())
    [mother] = contacts(episode_id)

    with pytest.raises(acting.Contradiction, match="Say why"):
        family_told.not_told(
            episode_id, mother.contact_id, reason=" ", by=who("tomas"), now=world.after(2)
        )
    with pytest.raises(acting.NotNow, match="not among"):
        family_told.told(episode_id, episode_id, how="x", by=who("tomas"), now=world.after(2))


def test_a_contact_marked_unsafe_needs_its_reason_and_a_correction_its_child(cast, episode_id):
    child_id = child_of(episode_id)
    without = told.Contact("Sara Example", "mother", unsafe_to_tell=True)

    with pytest.raises(acting.Contradiction, match="not safe"):
        learn(cast, child_id, 1, contact=without)
    with pytest.raises(children.NoSuchChild):
        learn(cast, child_id, 1, contact=contact(), corrects_contact_id=episode_id)


def test_a_child_is_introduced_with_contacts_and_concerns(who):
    made = child_introduced.record(
        told.Child("Wil", "Sample"),
        contacts=iter([contact()]),
        concerns=[told.Concern(Marker.MEDICAL, "Insulin", "a nurse")],
        by=who("joss"),
        now=world.START,
    )

    known = children.known(made.child_id)
    assert len(known.contacts) == len(known.markers) == 1


# ---------------------------------------------------------------- care and concerns


def test_a_council_that_becomes_responsible_is_given_its_part_and_told(cast, episode_id):
    council = cast.agencies["Eastvale County Council"]

    learn(
        cast,
        child_of(episode_id),
        1,
        by="nadia",
        arrangement=told.Arrangement(
            responsible_authority_id=council, placement_id=cast.agencies["Larch House"]
        ),
    )

    assert Party.objects.filter(
        episode_id=episode_id, agency_id=council, capacity="responsible_authority"
    ).exists()
    assert notices(NoticeReason.NEW_EPISODE).filter(agency_id=council).exists()
    assert not notices(NoticeReason.NEW_EPISODE).filter(
        agency_id=cast.agencies["Larch House"], recorded_at__gt=world.START
    )


@pytest.mark.parametrize("unknown", ["school_id", "social_worker_id"])
def test_care_by_somebody_nobody_knows_is_refused(cast, episode_id, unknown):
    arrangement = told.Arrangement(**{unknown: episode_id})

    with pytest.raises(agencies.NoSuchAgency):
        learn(cast, child_of(episode_id), 1, by="nadia", arrangement=arrangement)


def test_a_concern_learned_while_the_child_is_away_asks_for_the_risk_again(cast, episode_id):
    concern = told.Concern(Marker.SEXUAL_EXPLOITATION, "Said so", "a carer")

    learn(cast, child_of(episode_id), 1, concern=concern)

    assert len(waiting(episode_id, "reassess")) == 2
    assert len(waiting(episode_id, "strategy_discussion")) == 1


def test_a_concern_learned_after_the_return_asks_for_nothing(cast, episode_id, who):
    come_home(episode_id, who("joss"), 1)

    learn(cast, child_of(episode_id), 2, concern=told.Concern(Marker.MEDICAL, "x", "a nurse"))

    assert not waiting(episode_id, "reassess")


def test_a_past_moment_tells_the_child_as_they_were_known_then(episode_id, who):
    child_introduced.learned(
        child_of(episode_id),
        told.Child(family_name="Pretend", age_stated=14),
        supplied_by="a carer",
        by=who("joss"),
        now=world.after(2),
    )

    def known(hours):
        whole = account.whole_of(episodes.locked(episode_id), as_of=world.after(hours))
        return whole.child.child.family_name, whole.child.child.age_stated

    assert known(1) == ("Example", None)
    assert known(3) == ("Pretend", 14)


# ---------------------------------------------------------------- handover


@pytest.fixture
def offered(cast, episode_id, who):
    post = cast.post("Northmoor Police", PostKind.DETECTIVE_INSPECTOR)
    return handover_offered.offer(
        episode_id, post, why="End of shift", by=who("ines"), now=world.after(1)
    ).made_id


def test_until_a_named_person_accepts_the_giver_owns_the_episode(episode_id, who, offered):
    assert episodes.locked(episode_id).owner_post.kind == PostKind.DUTY_INSPECTOR

    handover_offered.accept(episode_id, offered, by=who("dina"), now=world.after(2))

    episode = episodes.locked(episode_id)
    assert episode.owner_id == who("dina").practitioner_id
    assert not waiting(episode_id, "accept_handover")
    told_back = notices(NoticeReason.HANDOVER_ACCEPTED)
    assert [notice.post.kind for notice in told_back] == [PostKind.DUTY_INSPECTOR]
    with pytest.raises(acting.NotNow, match="already been answered"):
        handover_offered.decline(
            episode_id, offered, reason="x", by=who("dina"), now=world.after(3)
        )


def test_a_handover_is_declined_with_a_reason_and_the_giver_is_told(episode_id, who, offered):
    with pytest.raises(acting.Contradiction):
        handover_offered.decline(episode_id, offered, reason="", by=who("dina"), now=world.after(2))

    handover_offered.decline(
        episode_id, offered, reason="On leave", by=who("dina"), now=world.after(2)
    )

    told_back = notices(NoticeReason.HANDOVER_DECLINED)
    assert [notice.post.kind for notice in told_back] == [PostKind.DUTY_INSPECTOR]


def test_an_offer_nobody_answers_can_be_taken_back_and_made_to_another(
    cast, episode_id, who, offered
):
    other = cast.post("Northmoor Police", PostKind.SUPERINTENDENT)
    with pytest.raises(acting.NotNow, match="already waits"):
        handover_offered.offer(episode_id, other, why="x", by=who("ines"), now=world.after(2))
    with pytest.raises(access.Refused):
        handover_offered.withdraw(episode_id, offered, why="x", by=who("nadia"), now=world.after(2))
    with pytest.raises(acting.Contradiction):
        handover_offered.withdraw(episode_id, offered, why="", by=who("ines"), now=world.after(2))

    handover_offered.withdraw(episode_id, offered, why="Away", by=who("ines"), now=world.after(2))

    assert not waiting(episode_id, "accept_handover")
    told = notices(NoticeReason.HANDOVER_TAKEN_BACK)
    assert [notice.post.kind for notice in told] == [PostKind.DETECTIVE_INSPECTOR]
    handover_offered.offer(episode_id, other, why="x", by=who("ines"), now=world.after(3))


def test_an_offer_nobody_answered_falls_away_when_the_episode_closes_and_is_told(
    cast, episode_id, who, offered
):
    heard.come_home(episode_id, who("joss"))
    heard.not_offered(episode_id, who("leon"), 7)

    heard.close(episode_id, cast, 8)

    [made] = Handover.objects.filter(episode_id=episode_id)
    assert made.id == offered
    assert (made.declined_reason, made.declined_at) == ("The episode closed", world.after(8))
    assert not waiting(episode_id, "accept_handover")
    told = notices(NoticeReason.HANDOVER_TAKEN_BACK)
    assert [notice.post.kind for notice in told] == [PostKind.DETECTIVE_INSPECTOR]


def test_only_the_post_that_was_asked_can_accept(episode_id, who, offered):
    with pytest.raises(access.Refused, match="another post"):
        handover_offered.accept(episode_id, offered, by=who("owen"), now=world.after(2))


@pytest.mark.parametrize(
    ("agency", "kind"),
    [("Larch House", PostKind.HOME_MANAGER), ("Eastvale Police", PostKind.DUTY_INSPECTOR)],
)
def test_an_episode_is_not_offered_to_a_post_that_could_not_answer(
    cast, episode_id, who, agency, kind
):
    with pytest.raises(acting.NotNow, match="Choose a police or council post"):
        handover_offered.offer(
            episode_id, cast.post(agency, kind), why="x", by=who("ines"), now=world.after(1)
        )


def test_only_the_agency_that_owns_an_episode_hands_it_over(cast, episode_id, who):
    post = cast.post("Harrowfell Council", PostKind.TEAM_MANAGER)

    with pytest.raises(access.Refused, match="owns"):
        handover_offered.offer(episode_id, post, why="x", by=who("nadia"), now=world.after(1))


# ---------------------------------------------------------------- small refusals


def test_a_hypothesis_is_kept_apart_from_any_assessment(episode_id, who):
    said = told.Hypothesis("At a friend's", "Has been before")

    made = hypothesis_recorded.record(episode_id, said, by=who("joss"), now=world.after(1))

    whole = account.whole_of(episodes.locked(episode_id), as_of=world.after(2))
    assert [row.id for row in whole.search.hypotheses] == [made.made_id]


def test_each_end_is_recorded_once(episode_id, who):
    found = told.Located(world.after(1), "A flat", FoundBy.POLICE)
    seen = told.PreventionInterview(world.after(3), PreventionMode.FACE_TO_FACE)
    child_located.record(episode_id, found, by=who("tomas"), now=world.after(1))
    with pytest.raises(acting.NotNow):
        child_located.record(episode_id, found, by=who("tomas"), now=world.after(1.5))
    come_home(episode_id, who("joss"), 2)
    with pytest.raises(acting.NotNow):
        come_home(episode_id, who("joss"), 2)
    child_seen.record(episode_id, seen, by=who("tomas"), now=world.after(3))
    with pytest.raises(acting.NotNow):
        child_seen.record(episode_id, seen, by=who("tomas"), now=world.after(4))


def test_a_closed_episode_is_not_changed_and_an_open_one_says_why_it_cannot_close(episode_id, who):
    with pytest.raises(episode_closed.NotYet, match="return has not been recorded") as refused:
        episode_closed.record(episode_id, summary="x", by=who("ines"), now=world.after(1))

    assert refused.value.blockers


def test_the_service_itself_meets_no_duty(episode_id):
    idle = acting.resume(episodes.locked(episode_id), by=None, now=world.after(1))

    with pytest.raises(RuntimeError, match="only a person"):
        idle.meet_these(waiting(episode_id, "review"))


def test_a_strategy_discussion_may_be_declined_with_a_reason(episode_id, who):
    come_home(episode_id, who("joss"), 30)
    [duty] = waiting(episode_id, "strategy_discussion")

    duty_answered.decline(
        episode_id, duty.id, reason="Held last week", by=who("leon"), now=world.after(31)
    )

    duty.refresh_from_db()
    assert (duty.met_at, duty.declined_reason) == (None, "Held last week")


def test_a_sighting_told_of_after_the_return_is_kept_and_asks_for_nothing(episode_id, who):
    come_home(episode_id, who("joss"), 2)
    seen = told.Sighting(world.after(1), "Town park", Certainty.POSSIBLE, "A driver")

    sighting_received.record(episode_id, seen, by=who("joss"), now=world.after(3))

    assert not waiting(episode_id, "reassess")
    assert account.whole_of(episodes.locked(episode_id), as_of=world.after(4)).level is Level.MEDIUM


def test_a_token_is_shown_once_and_stands_for_its_practitioner(cast):
    token = partnership_formed.token(
        cast.people["tomas"], label="radio", now=world.START, lasts=timedelta(days=1)
    )

    assert viewers.bearer_of(token, now=world.after(1)).practitioner_id == cast.people["tomas"]


def test_a_duty_whose_part_nobody_plays_any_more_goes_to_the_owner_of_the_episode(
    cast, episode_id, who
):
    Party.objects.filter(episode_id=episode_id, capacity="responsible_authority").update(
        ended_at=world.after(1), ended_by_id=cast.people["ruth"]
    )

    come_home(episode_id, who("joss"), 2)

    [duty] = waiting(episode_id, "offer_interview")
    assert duty.owner_post_id == episodes.locked(episode_id).owner_post_id
