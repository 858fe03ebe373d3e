"""What people do while a child is missing: each verb is one step of the journey.

A verb acts at `scene.now`, as the person named in `by`. What is not said has an invented
default, so that a situation can be told in a few lines. `answers`, `endings` and `hearings`
hold the rest.
"""

from datetime import datetime
from uuid import UUID

from wayhome.interfaces.rehearsal import scenes
from wayhome.journey import (
    acting,
    challenge_answered,
    hypothesis_recorded,
    joint_risk_agreed,
    report_received,
    review_held,
    risk_assessed,
    sighting_received,
    type_changed,
)
from wayhome.records.episodes import queries as episodes
from wayhome.rules import told
from wayhome.rules.vocabulary import (
    Answer,
    Certainty,
    Channel,
    EpisodeType,
    Level,
    PostKind,
)


def report(
    scene: scenes.Scene,
    child: scenes.Known | None = None,
    *,
    by: str = "joss",
    last_seen_at: datetime | None = None,
    place: str = "Beckside bus station",
    why: str = "Not back when expected, and not answering",
    child_said: told.Child | None = None,
    said: told.MissingReport | None = None,
    council: str = "",
) -> scenes.Missing:
    """A person reports a child missing; `child` is None for one nobody knows yet."""
    person = scene.person(by)
    missing_report = said or told.MissingReport(
        reporter=told.Reporter(person.name, "01632 960001", relationship=person.agency_name),
        why_worried=why,
        child=child_said or told.Child(),
        child_id=child.child_id if child else None,
        channel=Channel.TELEPHONE if PostKind.CALL_HANDLER in person.posts else Channel.FORM,
        last_seen_at=last_seen_at or scene.ago(hours=3),
        last_seen_place=place,
        last_seen_by="a friend",
        clothing="Dark jacket, trainers",
        tried="Rang the child and two friends",
        council_id=scene.cast.agencies[council] if council else None,
        answers=(
            told.TopicAnswer("worry", why, person.name),
            told.TopicAnswer("tried", "Rang the child and two friends", person.name),
        ),
    )
    key = f"{by} {child.child_id if child else why} {scene.now.isoformat()}"
    answer = report_received.record(missing_report, key=key, by=person, now=scene.now)
    episode_id = UUID(answer["episode_id"])
    child_id = episodes.locked(episode_id).child_id
    missing = scenes.Missing(answer["reference"], episode_id, child_id, answer["joined"])
    return scene.remember(missing)


def report_again(
    scene: scenes.Scene, missing: scenes.Missing, *, by: str = "asha", why: str = "Still not back"
) -> scenes.Missing:
    """Somebody else reports the same absence; it joins the open episode."""
    return report(scene, scenes.Known("", missing.child_id), by=by, why=why)


def assess(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str,
    level: Level = Level.MEDIUM,
    reasons: str = "Out of character, and nobody has heard from the child",
    would_change: str = "Word from the child, or a sighting with an adult not known to us",
    worries: tuple[str, ...] = ("out_of_character",),
) -> acting.Outcome:
    """One side records its assessment; the side follows from who assesses."""
    person = scene.person(by)
    factors = tuple(
        told.Factor(worry, Answer.YES, "As told when reported", person.name, scene.now)
        for worry in worries
    )
    said = told.Assessment(level, reasons, would_change, factors)
    return risk_assessed.record(missing.episode_id, said, by=person, now=scene.now)


def propose(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "tomas",
    level: Level = Level.MEDIUM,
    reasons: str = "Talked through by telephone",
    explanation: str = "",
) -> UUID:
    """One side puts a joint level forward; its identifier, for the other side to sign."""
    said = told.JointAssessment(level, reasons, explanation)
    outcome = joint_risk_agreed.propose(
        missing.episode_id, said, by=scene.person(by), now=scene.now
    )
    return scenes.made_by(outcome)


def sign(
    scene: scenes.Scene,
    missing: scenes.Missing,
    joint_id: UUID,
    *,
    by: str = "sol",
    explanation: str = "",
) -> acting.Outcome:
    """The other side signs: the level is agreed."""
    return joint_risk_agreed.sign(
        missing.episode_id,
        joint_id,
        explanation=explanation,
        by=scene.person(by),
        now=scene.now,
    )


def answer_challenge(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "ines",
    level: Level | None = None,
    answer: str = "We have read both assessments and will speak at once",
) -> acting.Outcome:
    """A rung of the ladder answers a difference between the two sides."""
    return challenge_answered.record(
        missing.episode_id, answer=answer, level=level, by=scene.person(by), now=scene.now
    )


def change_type(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "tomas",
    type_: EpisodeType = EpisodeType.AWAY_WITHOUT_AUTHORISATION,
    reason: str = "The address is known to the home",
) -> acting.Outcome:
    """The episode is given another type; its duties stay."""
    return type_changed.record(
        missing.episode_id, type_, reason=reason, by=scene.person(by), now=scene.now
    )


def sight(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "tomas",
    at: datetime | None = None,
    place: str = "Market Street, outside the arcade",
    certainty: Certainty = Certainty.PROBABLE,
    source: str = "A shopkeeper",
    description: str = "With two older people",
    done: str = "Officers sent",
) -> acting.Outcome:
    """Somebody saw, or may have seen, the child."""
    said = told.Sighting(at or scene.now, place, certainty, source, "", description, done)
    return sighting_received.record(missing.episode_id, said, by=scene.person(by), now=scene.now)


def suppose(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "callum",
    where: str = "An aunt's house in Millbrook",
    why: str = "Found there last time",
) -> acting.Outcome:
    """An idea of where the child may be."""
    return hypothesis_recorded.record(
        missing.episode_id, told.Hypothesis(where, why), by=scene.person(by), now=scene.now
    )


def review(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "ines",
    findings: str = "Level stands; steps are in hand",
) -> acting.Outcome:
    """The review that is due first is held, and the next is set."""
    return review_held.record(
        missing.episode_id, findings=findings, by=scene.person(by), now=scene.now
    )
