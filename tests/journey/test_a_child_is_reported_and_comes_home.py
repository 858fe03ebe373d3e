"""The whole story of one episode, through every step, against the real database."""

import pytest
from tests.journey import world

from wayhome.journey import (
    account,
    child_introduced,
    child_located,
    child_returned,
    child_seen,
    episode_closed,
    family_told,
    interview_held,
    interview_offered,
    joint_risk_agreed,
    records_ended,
    report_received,
    risk_assessed,
    sighting_received,
    support_agreed,
)
from wayhome.records.children import queries as children
from wayhome.records.episodes import queries as episodes
from wayhome.rules import told
from wayhome.rules.vocabulary import (
    Certainty,
    EpisodeState,
    FoundBy,
    InterviewPart,
    Level,
    OfferAnswer,
    PreventionMode,
    ProviderType,
    ReturnedTo,
)

pytestmark = pytest.mark.django_db
START, after = world.START, world.after


def hear_the_child_and_help(cast, episode_id):
    coordinator = cast.viewer("priya", now=START)
    interview_offered.refer(
        episode_id, cast.agencies["Homeward Voices"], note="", by=coordinator, now=after(8)
    )
    interviewer = cast.viewer("ben", now=START)
    offer = interview_offered.offered(
        episode_id, told.Offer(after(20), "by telephone"), by=interviewer, now=after(20)
    )
    interview_offered.answered(
        episode_id, offer.made_id, OfferAnswer.ACCEPTED, by=interviewer, now=after(21)
    )
    interview_held.record(
        [episode_id],
        told.Interview(
            after(40),
            interviewer.practitioner_id,
            ProviderType.COMMISSIONED_INDEPENDENT,
            own_words="I wanted to see my brother.",
            shareable="Misses brother",
        ),
        by=interviewer,
        now=after(41),
    )
    for part in InterviewPart:
        interview_held.release(
            episode_id,
            part,
            released=part is InterviewPart.SHAREABLE,
            reason="child asked",
            by=interviewer,
            now=after(42),
        )
    council = cast.viewer("nadia", now=START)
    support_agreed.record(
        episode_id,
        told.Plan("See brother weekly", you_said=("See my brother",)),
        by=council,
        now=after(45),
    )


def test_a_child_is_reported_assessed_found_heard_helped_and_the_episode_closes(cast):
    home = cast.viewer("joss", now=START)
    child = child_introduced.record(
        told.Child(given_name="Amira", family_name="Example", age_stated=15),
        arrangement=told.Arrangement(
            responsible_authority_id=cast.agencies["Harrowfell Council"],
            placement_id=cast.agencies["Larch House"],
            is_looked_after=True,
        ),
        contacts=[told.Contact("Sara Example", "mother")],
        by=home,
        now=START,
    )
    answer = report_received.record(
        told.MissingReport(
            reporter=told.Reporter("Joss Amberley", "01632 960001"),
            why_worried="Not back from school",
            child_id=child.child_id,
            last_seen_at=after(-3),
            last_seen_place="Beckside bus station",
        ),
        key="one",
        by=home,
        now=START,
    )
    world.settle()
    episode_id = episodes.locked(answer["episode_id"]).id
    police = cast.viewer("tomas", now=START)
    council = cast.viewer("nadia", now=START)

    risk_assessed.record(
        episode_id, told.Assessment(Level.MEDIUM, "Police reasons"), by=police, now=after(1)
    )
    risk_assessed.record(
        episode_id, told.Assessment(Level.HIGH, "Council reasons"), by=council, now=after(1.5)
    )
    assert episodes.locked(episode_id).level == Level.HIGH
    joint = joint_risk_agreed.propose(
        episode_id, told.JointAssessment(Level.HIGH, "Agreed"), by=police, now=after(2)
    )
    joint_risk_agreed.sign(episode_id, joint.made_id, explanation="", by=council, now=after(2.1))
    sighting_received.record(
        episode_id,
        told.Sighting(after(2.2), "Town park", Certainty.PROBABLE, "Bus driver"),
        by=police,
        now=after(2.5),
    )
    child_located.record(
        episode_id,
        told.Located(after(5), "A friend's flat", FoundBy.POLICE),
        by=police,
        now=after(5),
    )
    child_returned.record(
        episode_id, told.Returned(after(6), ReturnedTo.PLACEMENT), by=home, now=after(6)
    )
    world.settle()
    child_seen.record(
        episode_id,
        told.PreventionInterview(after(7), PreventionMode.FACE_TO_FACE),
        by=police,
        now=after(7),
    )
    coordinator = cast.viewer("priya", now=START)
    hear_the_child_and_help(cast, episode_id)
    records_ended.close_police_record(
        episode_id, summary="Safe", by=cast.viewer("callum", now=START), now=after(46)
    )
    records_ended.finalise(episode_id, summary="Done", by=coordinator, now=after(47))
    with pytest.raises(episode_closed.NotYet, match="telling the family"):
        episode_closed.record(episode_id, summary="x", by=council, now=after(48))
    [mother] = children.contacts_of(children.known(child.child_id))
    family_told.told(episode_id, mother.contact_id, how="telephone", by=police, now=after(48))
    episode_closed.record(episode_id, summary="Home", by=council, now=after(49))
    world.settle()

    whole = account.whole_of(episodes.locked(episode_id), as_of=after(50))
    assert whole.state is EpisodeState.CLOSED
    assert (
        account.whole_of(episodes.locked(episode_id), as_of=after(3)).state is EpisodeState.AGREED
    )
