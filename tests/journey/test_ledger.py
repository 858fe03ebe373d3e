"""Every step that is taken is in the ledger, entered in the transaction of the step itself."""

import importlib
import inspect
from datetime import timedelta

import pytest
from tests.journey import world

from wayhome.journey import (
    challenge_answered,
    child_introduced,
    child_located,
    child_returned,
    child_seen,
    contents,
    correction_made,
    duty_answered,
    end_withdrawn,
    episode_closed,
    family_told,
    handover_offered,
    hypothesis_recorded,
    interview_corrected,
    interview_held,
    interview_not_offered,
    interview_offered,
    joint_risk_agreed,
    notice_answered,
    notice_declined,
    partnership_formed,
    past,
    past_episode_imported,
    past_review_held,
    records_ended,
    response_agreed,
    review_held,
    risk_assessed,
    sighting_received,
    support_agreed,
    support_worked,
    type_changed,
    words_corrected,
)
from wayhome.records.children import queries as children
from wayhome.records.episodes import queries as episodes
from wayhome.rules import access, protocol, told
from wayhome.rules.reasons import CannotTake, NotOfferedReason
from wayhome.rules.vocabulary import (
    AgencyKind,
    Certainty,
    EpisodeType,
    FoundBy,
    InterviewPart,
    Level,
    OfferAnswer,
    PostKind,
    PreventionMode,
    ProviderType,
    ReturnedTo,
)
from wayhome.stages.intake.models import ReportAnswer
from wayhome.stages.response.models import Duty, Notice, Step
from wayhome.stages.support import queries as support

pytestmark = pytest.mark.django_db


class Story:
    """A story whose every step must add to the ledger, under its own deed."""

    def __init__(self, cast, as_owner):
        self.cast, self.as_owner, self.hours, self.seen = cast, as_owner, 0.0, 0
        self.entered, self.told = [], set()
        self.since()

    def since(self):
        """What was entered since this was last asked."""
        entries = world.ledger_of(self.as_owner)
        new, self.seen = entries[self.seen :], len(entries)
        return new

    def tell(self, step, *said, by, deed, **named):
        """Somebody takes the step; nobody does where the operator or the worker takes it."""
        self.hours += 0.1
        if by is not None:
            named["by"] = self.cast.viewer(by, now=world.START)
        outcome = step(*said, now=world.after(self.hours), **named)
        self._was_entered(deed, f"{step.__module__.rpartition('.')[2]}.{step.__name__}")
        return outcome

    def report(self, child_id, *, key, **said):
        """The child is reported missing; the episode's identifier."""
        self.hours += 0.1
        answer = world.report(self.cast, child_id, now=world.after(self.hours), key=key, **said)
        self._was_entered(access.Deed.REPORT, "report_received.record")
        return episodes.locked(answer["episode_id"]).id

    def _was_entered(self, deed, step):
        assert self.since() == [deed], step
        self.entered.append(deed)
        self.told.add(step)


@pytest.fixture
def story(cast, as_owner):
    return Story(cast, as_owner)


def test_each_step_of_a_story_writes_one_entry_under_its_deed(story, cast):
    deeds = access.Deed
    made = story.tell(
        child_introduced.record,
        told.Child("Amira", "Example"),
        arrangement=told.Arrangement(
            responsible_authority_id=cast.agencies["Harrowfell Council"],
            placement_id=cast.agencies["Larch House"],
        ),
        contacts=[told.Contact("Sara Example", "mother")],
        by="joss",
        deed=deeds.INTRODUCE_CHILD,
    )
    answers = (told.TopicAnswer("worry", "x"),)
    episode_id = story.report(made.child_id, key="one", answers=answers)

    search_and_agree(story, episode_id)
    story.tell(
        child_introduced.learned,
        made.child_id,
        told.Child(known_as="Mimi"),
        supplied_by="Sara Example",
        by="joss",
        deed=deeds.ADD_TO_CHILD,
    )
    find_and_correct(story, episode_id)
    hear_and_help(story, cast, episode_id)
    differ_and_hand_over(story, cast)
    set_up(story)
    look_back(story)

    assert set(deeds) - set(story.entered) - deeds_of_the_walls() <= {
        *("look up a child", "see an episode", "see a child's record", "read the protocol"),
        "read a report of your own agency",
        *("see an area's overview", "see what is measured", "import past records"),
        *("change who cares for a child", "change which council is responsible for a child"),
        *("add or correct a parent or carer", "say that a parent or carer is safe to tell"),
    }
    told_here = {step for step in every_step() if step.partition(".")[0] not in OF_THE_WALLS}
    assert told_here - story.told == BECAUSE_TIME_PASSED


# Who may see a child, who looked, what is taken out and how one signs in: each of these has its own
# story and is asked for its entries there (tests/journey, tests/interfaces).
OF_THE_WALLS = {
    *("child_sealed", "protection_lowered", "records_joined", "word_of_sealed", "text_protected"),
    *("name_taken_off", "glass_late", "reviews_late", "reviewer_named", "webhook_registered"),
    *("key_destroyed", "child_kept_from", "disclosure_withheld", "glass_broken", "glass_reviewed"),
    *("looks_considered", "look_reviewed", "file_added", "file_opened", "file_withdrawn"),
    *(
        "report_held",
        "duty_rostered",
        "export_asked",
        "export_decided",
        "export_made",
        "export_fetched",
        "export_revoked",
        "history_loaded",
    ),
}


def deeds_of_the_walls():
    """The deeds of those steps."""
    deed = access.Deed
    return {
        *(deed.SEE_OWN_LOOKS, deed.SEE_LOOKS, deed.REVIEW_LOOKS, deed.SEAL, deed.LOWER_PROTECTION),
        *(deed.JOIN_RECORDS, deed.KEEP_ADDRESS, deed.KEEP_SOURCE, deed.KEEP_ADVICE),
        *(deed.DESTROY_KEY, deed.EXPORT, deed.APPROVE_EXPORT, deed.ADD_FILE, deed.WITHDRAW_FILE),
        *(deed.MANAGE_TOKENS, deed.DECLARE, deed.KEEP_FROM, deed.BREAK_GLASS),
        *(deed.REVIEW_BREAK_GLASS, deed.CHECK_REPORT, deed.ROSTER, deed.SEE_ROTA),
    }


# Entered without a person, once for each rung: tests/journey/test_time_passed.py.
BECAUSE_TIME_PASSED = {
    "risk_assessed.open_challenge_if_due",
    "time_passed.record",
    "time_passed.record_for",
}


def every_step():
    """Every public function of every step of the journey."""
    modules = [importlib.import_module(f"wayhome.journey.{name}") for name, _ in contents.STEPS]
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in modules
        for name, thing in vars(module).items()
        if inspect.isfunction(thing)
        and thing.__module__ == module.__name__
        and not name.startswith("_")
    }


def search_and_agree(story, episode_id):
    deeds = access.Deed
    post = story.cast.post("Northmoor Police", PostKind.SUPERINTENDENT)
    tell = story.tell
    tell(
        type_changed.record,
        episode_id,
        EpisodeType.UNAUTHORISED_ABSENCE,
        reason="x",
        by="ines",
        deed=deeds.CHANGE_TYPE,
    )
    for by, deed in (
        ("tomas", deeds.ASSESS_FOR_POLICE),
        ("nadia", deeds.ASSESS_FOR_CHILDRENS_SERVICES),
    ):
        tell(risk_assessed.record, episode_id, told.Assessment(Level.LOW, "x"), by=by, deed=deed)
    joint = told.JointAssessment(Level.LOW, "x")
    made = tell(
        joint_risk_agreed.propose, episode_id, joint, by="tomas", deed=deeds.ASSESS_FOR_POLICE
    )
    tell(
        joint_risk_agreed.sign,
        episode_id,
        made.made_id,
        explanation="",
        by="nadia",
        deed=deeds.ASSESS_FOR_CHILDRENS_SERVICES,
    )
    step = told.Step("Call the aunt", post, world.after(99))
    tell(response_agreed.add, episode_id, step, by="ines", deed=deeds.ADD_STEP)
    mine = Step.objects.filter(owner_agency__name="Larch House").first()
    tell(response_agreed.take, episode_id, mine.id, by="joss", deed=deeds.WORK_STEP)
    tell(response_agreed.done, episode_id, mine.id, outcome="x", by="joss", deed=deeds.WORK_STEP)
    tell(review_held.record, episode_id, findings="x", by="ines", deed=deeds.REVIEW)
    offered = tell(
        handover_offered.offer, episode_id, post, why="x", by="ines", deed=deeds.HAND_OVER
    )
    tell(
        handover_offered.withdraw,
        episode_id,
        offered.made_id,
        why="x",
        by="ines",
        deed=deeds.HAND_OVER,
    )
    notice = Notice.objects.filter(post__kind="duty_inspector").first()
    tell(notice_answered.delivered, [notice.id], by=None, deed="deliver a notice")
    notice_answered.delivered([notice.id], now=world.after(story.hours))
    assert story.since() == []
    said = {"kind": CannotTake.ELSEWHERE, "reason": "x"}
    tell(notice_declined.record, notice.id, by="ines", deed=deeds.DECLINE_NOTICE, **said)
    for answered in (notice_answered.opened, notice_answered.acknowledged):
        tell(answered, notice.id, by="ines", deed=deeds.ACKNOWLEDGE)
    idea = told.Hypothesis("At a friend's", "x")
    tell(hypothesis_recorded.record, episode_id, idea, by="joss", deed=deeds.RECORD_HYPOTHESIS)


def find_and_correct(story, episode_id):
    deeds = access.Deed
    tell, at = story.tell, world.after(story.hours)
    seen = told.Sighting(at, "Town park", Certainty.POSSIBLE, "A driver")
    made = tell(sighting_received.record, episode_id, seen, by="joss", deed=deeds.RECORD_SIGHTING)
    tell(
        words_corrected.sighting,
        episode_id,
        made.made_id,
        seen,
        why="x",
        by="joss",
        deed=deeds.RECORD_SIGHTING,
    )
    found = told.Located(at, "A flat", FoundBy.POLICE)
    back = told.Returned(at, ReturnedTo.PLACEMENT)
    safe = told.PreventionInterview(at, PreventionMode.FACE_TO_FACE)
    mistakes = (
        (child_located.record, end_withdrawn.located, found, "tomas", deeds.RECORD_LOCATED),
        (child_seen.record, end_withdrawn.seen, safe, "tomas", deeds.RECORD_PREVENTION_INTERVIEW),
        (child_returned.record, end_withdrawn.returned, back, "joss", deeds.RECORD_RETURN),
    )
    for record, _withdraw, said, by, deed in mistakes:
        tell(record, episode_id, said, by=by, deed=deed)
    for _record, withdraw, _said, by, deed in reversed(mistakes):
        tell(withdraw, episode_id, why="x", by=by, deed=deed)
    for record, correct, said, by, deed in (
        (child_located.record, correction_made.located, found, "tomas", deeds.RECORD_LOCATED),
        (child_returned.record, correction_made.returned, back, "joss", deeds.RECORD_RETURN),
        (
            child_seen.record,
            correction_made.seen,
            safe,
            "tomas",
            deeds.RECORD_PREVENTION_INTERVIEW,
        ),
    ):
        tell(record, episode_id, said, by=by, deed=deed)
        tell(correct, episode_id, said, why="x", by=by, deed=deed)
    [said] = ReportAnswer.objects.filter(topic="worry")
    better = told.TopicAnswer("worry", "y")
    tell(words_corrected.answer, episode_id, said.id, better, why="x", by="joss", deed=deeds.REPORT)
    [mother] = children.contacts_of(children.known(episodes.locked(episode_id).child_id))
    for decided, how in (
        (family_told.not_told, {"reason": "x"}),
        (family_told.may_be_told, {"reason": "x"}),
        (family_told.told, {"how": "telephone"}),
    ):
        tell(decided, episode_id, mother.contact_id, by="tomas", deed=deeds.TELL_FAMILY, **how)


def hear_and_help(story, cast, episode_id):
    deeds = access.Deed
    tell = story.tell
    charity = cast.agencies["Homeward Voices"]
    tell(
        interview_offered.refer,
        episode_id,
        charity,
        note="",
        by="priya",
        deed=deeds.REFER_INTERVIEW,
    )
    at = world.after(story.hours)
    tried = told.Attempt(at, "by telephone", "x")
    offered = told.Offer(at, "by telephone")
    ben = {"by": "ben", "deed": deeds.OFFER_INTERVIEW}
    wrong = {"why": "x", **ben}
    made = tell(interview_offered.tried, episode_id, tried, **ben)
    tell(interview_corrected.attempt, episode_id, made.made_id, tried, **wrong)
    made = tell(interview_offered.offered, episode_id, offered, **ben)
    made = tell(interview_corrected.offer, episode_id, made.made_id, offered, **wrong)
    tell(interview_offered.answered, episode_id, made.made_id, OfferAnswer.ACCEPTED, **ben)
    yes = told.Answered(OfferAnswer.ACCEPTED)
    tell(interview_corrected.answer, episode_id, made.made_id, yes, **wrong)
    [hold] = Duty.objects.filter(kind="hold_interview")
    tell(
        duty_answered.decline,
        episode_id,
        hold.id,
        reason="x",
        by="priya",
        deed=deeds.ANSWER_DUTY,
    )
    ben = cast.viewer("ben", now=world.START).practitioner_id
    said = told.Interview(world.after(story.hours), ben, ProviderType.COMMISSIONED_INDEPENDENT)
    tell(interview_held.record, [episode_id], said, by="ben", deed=deeds.HOLD_INTERVIEW)
    for part in InterviewPart:
        tell(
            interview_held.release,
            episode_id,
            part,
            released=True,
            reason="",
            by="ben",
            deed=deeds.RELEASE_FINDINGS,
        )
    agree_support(story, episode_id)
    tell(
        records_ended.close_police_record,
        episode_id,
        summary="x",
        by="callum",
        deed=deeds.CLOSE_POLICE_RECORD,
    )
    tell(records_ended.finalise, episode_id, summary="x", by="priya", deed=deeds.FINALISE)
    tell(episode_closed.record, episode_id, summary="x", by="priya", deed=deeds.CLOSE)


def agree_support(story, episode_id):
    deed = access.Deed.AGREE_SUPPORT
    council = story.cast.agencies["Harrowfell Council"]
    visits = told.PlanAction("Visits", "Nadia Birch", council, world.after(99).date())
    plan = told.Plan("Weekly visits", (visits,), you_said=("See my brother",))
    story.tell(support_agreed.record, episode_id, plan, by="nadia", deed=deed)
    asked = told.PlanAction(
        "Club", "Callum", story.cast.agencies["Northmoor Police"], world.after(99).date()
    )
    more = told.Plan("A club", (asked,))
    story.tell(support_agreed.record, episode_id, more, by="nadia", deed=deed)
    club = next(one for one in support.everything(episode_id).actions if one.what == "Club")
    work = {"by": "callum", "deed": access.Deed.WORK_SUPPORT}
    story.tell(support_worked.not_done, episode_id, club.id, reason="x", **work)
    made = support.everything(episode_id)
    for step, what, how in (
        (support_worked.done, made.actions[0].id, {"outcome": "x"}),
        (support_agreed.we_did, made.asked[0].id, {"answer": "x"}),
    ):
        story.tell(step, episode_id, what, by="nadia", deed=deed, **how)


def differ_and_hand_over(story, cast):
    """Another child: the sides differ, and the episode changes hands."""
    deeds, tell = access.Deed, story.tell
    child_id = world.introduce(cast, given_name="Wren")
    story.since()
    episode_id = story.report(child_id, key="two")
    for by, deed, level in (
        ("tomas", deeds.ASSESS_FOR_POLICE, Level.LOW),
        ("nadia", deeds.ASSESS_FOR_CHILDRENS_SERVICES, Level.HIGH),
    ):
        tell(risk_assessed.record, episode_id, told.Assessment(level, "x"), by=by, deed=deed)
    answer = {"answer": "x", "level": None, "by": "ines", "deed": deeds.ANSWER_CHALLENGE}
    tell(challenge_answered.record, episode_id, **answer)
    post = cast.post("Northmoor Police", PostKind.SUPERINTENDENT)
    for step, why in ((handover_offered.decline, {"reason": "x"}), (handover_offered.accept, {})):
        made = tell(
            handover_offered.offer, episode_id, post, why="x", by="ines", deed=deeds.HAND_OVER
        )
        tell(step, episode_id, made.made_id, by="owen", deed=deeds.ANSWER_HANDOVER, **why)
    come_home_late(story, episode_id)


def come_home_late(story, episode_id):
    """Away for more than a day; no interview is offered and no support is needed."""
    deeds, tell = access.Deed, story.tell
    story.hours += 30
    back = told.Returned(world.after(story.hours), ReturnedTo.PLACEMENT)
    tell(child_returned.record, episode_id, back, by="joss", deed=deeds.RECORD_RETURN)
    [strategy] = Duty.objects.filter(kind="strategy_discussion", episode_id=episode_id)
    tell(duty_answered.meet, episode_id, strategy.id, by="leon", deed=deeds.ANSWER_DUTY)
    said = told.NotOffered(next(iter(NotOfferedReason)), "In hospital")
    leon = {"by": "leon", "deed": deeds.AUTHORISE_NO_OFFER}
    tell(interview_not_offered.record, episode_id, said, **leon)
    tell(interview_not_offered.corrected, episode_id, said, why="x", **leon)
    tell(interview_not_offered.taken_back, episode_id, why="x", **leon)
    tell(interview_not_offered.record, episode_id, said, **leon)
    because = {"because": "x", "by": "nadia", "deed": deeds.AGREE_SUPPORT}
    tell(support_agreed.not_needed, episode_id, **because)


def look_back(story):
    """A record of the past that was called absent is looked at."""
    record = past.PastEpisode(
        line=2,
        key="one",
        scheme="nominal",
        number="N1",
        child=told.Child("Ada", "Example"),
        began_at=world.after(-900),
        ended_at=world.after(-890),
        words="Imported record.",
        type_code="missing",
        labels=(past.Label("Absent"),),
        council_id=story.cast.agencies["Harrowfell Council"],
    )
    by = story.cast.viewer("callum", now=world.START)
    [made] = past_episode_imported.record([record], by=by, now=world.START)
    story.since()
    episode_id = episodes.locked(Duty.objects.get(episode__reference=made.reference).episode_id).id
    deed = access.Deed.ANSWER_DUTY
    story.tell(past_review_held.record, episode_id, findings="x", by="callum", deed=deed)


def set_up(story):
    """The operator sets up another partnership."""
    operated = {"by": None}
    story.tell(
        partnership_formed.partnership,
        "Another partnership",
        content=protocol.DEFAULT,
        owners=("A", "B"),
        in_force_from=world.START,
        deed="set up a partnership and its protocol",
        **operated,
    )
    (force,) = story.tell(
        partnership_formed.agencies,
        [told.NewAgency("Northwick Police", AgencyKind.POLICE, {PostKind.DUTY_INSPECTOR: ""})],
        partnership_name="Another partnership",
        deed="register an agency and its posts",
        **operated,
    )
    story.tell(
        partnership_formed.posts,
        [(force, PostKind.DUTY_SERGEANT)],
        deed="register a post",
        **operated,
    )
    (person,) = story.tell(
        partnership_formed.practitioners,
        [told.NewPractitioner("Dewi Example", "dewi", force, [PostKind.DUTY_INSPECTOR])],
        deed="register a practitioner and their posts",
        **operated,
    )
    issued = {"label": "x", "lasts": timedelta(days=1), "deed": "issue a token"}
    story.tell(partnership_formed.token, person, **issued, **operated)
