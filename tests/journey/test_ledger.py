"""Every step that is taken is in the ledger, entered in the transaction of the step itself."""

import pytest
from tests.journey import world

from wayhome.journey import (
    child_introduced,
    child_located,
    child_returned,
    child_seen,
    correction_made,
    duty_answered,
    episode_closed,
    family_told,
    handover_offered,
    hypothesis_recorded,
    interview_held,
    interview_offered,
    joint_risk_agreed,
    notice_answered,
    records_ended,
    response_agreed,
    review_held,
    risk_assessed,
    sighting_received,
    support_agreed,
    type_changed,
    words_corrected,
)
from wayhome.records.children import queries as children
from wayhome.records.episodes import queries as episodes
from wayhome.rules import access, told
from wayhome.rules.vocabulary import (
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
from wayhome.stages.response.models import Duty, Notice, Step

pytestmark = pytest.mark.django_db


class Story:
    """A story whose every step must add to the ledger, under its own deed."""

    def __init__(self, cast, as_owner):
        self.cast, self.as_owner, self.hours, self.seen = cast, as_owner, 0.0, 0
        self.entered = []

    def tell(self, step, *said, by, deed, **named):
        self.hours += 0.1
        viewer = self.cast.viewer(by, now=world.START)
        outcome = step(*said, by=viewer, now=world.after(self.hours), **named)
        entries = world.ledger_of(self.as_owner)
        assert entries[self.seen :] == [deed], step
        self.seen = len(entries)
        self.entered.append(deed)
        return outcome


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
    answer = world.report(
        cast, made.child_id, now=world.after(0.2), answers=(told.TopicAnswer("worry", "x"),)
    )
    story.hours, story.seen = 0.2, len(world.ledger_of(story.as_owner))
    episode_id = episodes.locked(answer["episode_id"]).id

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

    taken = set(story.entered) | {deeds.REPORT}
    assert set(deeds) - taken <= {
        *("look up a child", "see an episode", "see a child's record", "read the protocol"),
        *("change who cares for a child", "change which council is responsible for a child"),
        *("add or correct a parent or carer", "say that a parent or carer is safe to tell"),
        *("see an area's overview", "import past records", "answer a handover"),
        *("authorise that no interview is offered", "answer a challenge"),
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
    [mother] = children.contacts_of(children.known(episodes.locked(episode_id).child_id))
    tell(
        family_told.told,
        episode_id,
        mother.contact_id,
        how="telephone",
        by="tomas",
        deed=deeds.TELL_FAMILY,
    )


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
    tell(interview_offered.tried, episode_id, tried, by="ben", deed=deeds.OFFER_INTERVIEW)
    made = tell(
        interview_offered.offered,
        episode_id,
        told.Offer(at, "by telephone"),
        by="ben",
        deed=deeds.OFFER_INTERVIEW,
    )
    tell(
        interview_offered.answered,
        episode_id,
        made.made_id,
        OfferAnswer.ACCEPTED,
        by="ben",
        deed=deeds.OFFER_INTERVIEW,
    )
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
    plan = told.Plan("Weekly visits", you_said=("See my brother",))
    tell(support_agreed.record, episode_id, plan, by="nadia", deed=deeds.AGREE_SUPPORT)
    tell(
        records_ended.close_police_record,
        episode_id,
        summary="x",
        by="callum",
        deed=deeds.CLOSE_POLICE_RECORD,
    )
    tell(records_ended.finalise, episode_id, summary="x", by="priya", deed=deeds.FINALISE)
    tell(episode_closed.record, episode_id, summary="x", by="priya", deed=deeds.CLOSE)
