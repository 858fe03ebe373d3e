"""Situations for the tests of pages: an ordinary evening, and an episode with a long story."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import (
    child_introduced,
    child_located,
    child_returned,
    child_seen,
    family_told,
    handover_offered,
    hypothesis_recorded,
    interview_held,
    interview_offered,
    joint_risk_agreed,
    notice_answered,
    report_received,
    response_agreed,
    review_held,
    risk_assessed,
    sighting_received,
    support_agreed,
)
from wayhome.records.children import queries as children
from wayhome.records.episodes import visibility
from wayhome.rules import factors, told
from wayhome.rules.vocabulary import (
    Answer,
    Certainty,
    FoundBy,
    InterviewPart,
    Level,
    OfferAnswer,
    PostKind,
    PreventionMode,
    ProviderType,
    ReturnedTo,
)
from wayhome.stages.response import queries as response
from wayhome.stages.support import queries as support

MARKS = ("Wren", "Rowan", "Linnet", "Hazel", "Robin", "Bryony", "Jay", "Fern", "Lark", "Ash")
FAMILIES = ("Example", "Sample", "Fictional", "Pretend", "Imaginary", "Invented")


@dataclass(frozen=True, slots=True)
class Missing:
    """A child and the episode that was opened for them."""

    child_id: UUID
    child_reference: str
    episode_id: UUID
    reference: str


class Evening:
    """An evening in the rehearsed partnership: children go missing and things are done."""

    def __init__(self, cast: casting.Cast, *, start: datetime) -> None:
        """`start` is when the evening begins; every hour is counted from it."""
        self.cast, self.start = cast, start

    def at(self, hours: float) -> datetime:
        """So many hours into the evening."""
        return self.start + timedelta(hours=hours)

    def who(self, username: str):
        """One of the cast, as the rules see them."""
        return self.cast.viewer(username, now=self.start)

    def child(self, number: int = 0, *, age: int = 15, hours: float = 0):
        """A child of Larch House whom Harrowfell is responsible for, with a mother and a father."""
        return child_introduced.record(
            told.Child(
                given_name=MARKS[number % len(MARKS)],
                family_name=FAMILIES[number % len(FAMILIES)],
                age_stated=age,
            ),
            arrangement=told.Arrangement(
                responsible_authority_id=self.cast.agencies["Harrowfell Council"],
                placement_id=self.cast.agencies["Larch House"],
                health_id=self.cast.agencies["Fellside Health Trust"],
                school_id=self.cast.agencies["Beckside Academy"],
                is_looked_after=True,
            ),
            contacts=[
                told.Contact("Sara Example", "mother", telephone="01632 960010"),
                told.Contact(
                    "Col Example",
                    "father",
                    unsafe_to_tell=True,
                    unsafe_reason="A court order forbids contact",
                ),
            ],
            by=self.who("joss"),
            now=self.at(hours),
        )

    def missing(self, number: int = 0, *, hours: float = 0, age: int = 15) -> Missing:
        """A child reported missing by their home, with the twelve questions answered."""
        child = self.child(number, age=age, hours=hours)
        answer = report_received.record(
            told.MissingReport(
                reporter=told.Reporter("Joss Amberley", "01632 960001", relationship="key worker"),
                why_worried="Not back from school, and her telephone is off. This is not like her.",
                child_id=child.child_id,
                last_seen_at=self.at(hours - 2.5),
                last_seen_place="Beckside bus station, stand 4",
                last_seen_by="a school friend",
                clothing="Grey school coat, red rucksack",
                tried="Called her friends, walked to the park",
                police_reference=f"NM-2026-{1000 + number}",
                answers=tuple(
                    told.TopicAnswer(topic.code, "Nothing known", "Joss Amberley")
                    for topic in factors.TOPICS
                ),
            ),
            key=f"evening-{number}",
            by=self.who("joss"),
            now=self.at(hours),
        )
        return Missing(
            child.child_id, child.reference, UUID(answer["episode_id"]), answer["reference"]
        )

    def assessed(
        self, missing: Missing, *, police: Level | None, council: Level | None, hours: float
    ) -> None:
        """One or both sides assess, half an hour apart."""
        answered = tuple(
            told.Factor(
                factor.code,
                Answer.YES if number % 3 == 0 else Answer.NOT_KNOWN,
                "Said by the home" if number % 3 == 0 else "",
                "Joss Amberley" if number % 3 == 0 else "",
            )
            for number, factor in enumerate(factors.FACTORS)
        )
        if police is not None:
            risk_assessed.record(
                missing.episode_id,
                told.Assessment(
                    police,
                    "Out of touch after dark in an area where older men have met children "
                    "at the bus station.",
                    would_change="Word from her that we can check.",
                    factors=answered,
                ),
                by=self.who("tomas"),
                now=self.at(hours),
            )
        if council is not None:
            risk_assessed.record(
                missing.episode_id,
                told.Assessment(
                    council,
                    "She has spoken of an older friend who gives her lifts. She misses her "
                    "brother and contact was cancelled on Friday.",
                    would_change="Her brother confirms that she is with him.",
                    factors=answered,
                ),
                by=self.who("nadia"),
                now=self.at(hours + 0.5),
            )

    def put_forward(self, missing: Missing, level: Level, *, hours: float) -> UUID:
        """The police put a joint level forward."""
        return joint_risk_agreed.propose(
            missing.episode_id,
            told.JointAssessment(level, "Both sides fear exploitation tonight."),
            by=self.who("ines"),
            now=self.at(hours),
        ).made_id

    def seen_at(self, missing: Missing, place: str, *, hours: float) -> None:
        """Somebody thinks they saw the child."""
        sighting_received.record(
            missing.episode_id,
            told.Sighting(self.at(hours), place, Certainty.POSSIBLE, "A caller"),
            by=self.who("tomas"),
            now=self.at(hours),
        )

    def agreed(self, missing: Missing, level: Level, *, hours: float) -> None:
        """The police put a level forward and children's services sign."""
        joint_id = self.put_forward(missing, level, hours=hours)
        joint_risk_agreed.sign(
            missing.episode_id,
            joint_id,
            explanation="",
            by=self.who("nadia"),
            now=self.at(hours + 0.1),
        )

    def looked_for(self, missing: Missing, *, hours: float) -> None:
        """Steps are added, taken and done; sightings, an idea, a review, a handover."""
        ident, post = missing.episode_id, self.cast.post
        added = response_agreed.add(
            ident,
            told.Step(
                "Look at the bus station’s cameras",
                post("Northmoor Police", PostKind.DUTY_SERGEANT),
                self.at(hours + 2),
            ),
            by=self.who("tomas"),
            now=self.at(hours),
        )
        response_agreed.take(ident, added.made_id, by=self.who("tomas"), now=self.at(hours + 0.1))
        response_agreed.done(
            ident,
            added.made_id,
            outcome="Seen boarding the 14 at 18:52, alone.",
            by=self.who("tomas"),
            now=self.at(hours + 0.6),
        )
        for number in range(3):
            sighting_received.record(
                ident,
                told.Sighting(
                    self.at(hours + 0.7 + number / 10),
                    ("Town park", "Mill Lane shops", "The canal bridge")[number],
                    (Certainty.PROBABLE, Certainty.POSSIBLE, Certainty.NOT_KNOWN)[number],
                    ("Bus driver", "Shop keeper", "A caller who gave no name")[number],
                    description="A girl in a grey coat with a red rucksack.",
                    done="A patrol looked and did not find her.",
                ),
                by=self.who("tomas"),
                now=self.at(hours + 1 + number / 10),
            )
        hypothesis_recorded.record(
            ident,
            told.Hypothesis("At her brother’s flat in Eastvale", "Contact was cancelled on Friday"),
            by=self.who("nadia"),
            now=self.at(hours + 1.4),
        )
        handover_offered.offer(
            ident,
            post("Northmoor Police", PostKind.MISSING_PERSON_COORDINATOR),
            why="End of the night shift",
            by=self.who("ines"),
            now=self.at(hours + 1.6),
        )
        waiting = response.open_handover(ident)
        handover_offered.accept(ident, waiting.id, by=self.who("callum"), now=self.at(hours + 1.7))

    def told_family(self, missing: Missing, *, hours: float) -> None:
        """The mother is told; the father never is."""
        known = children.known(missing.child_id)
        mother = next(who for who in children.contacts_of(known) if not who.unsafe_to_tell)
        family_told.told(
            missing.episode_id,
            mother.contact_id,
            how="by telephone",
            by=self.who("tomas"),
            now=self.at(hours),
        )

    def acknowledged(self, missing: Missing, usernames: tuple[str, ...], *, hours: float) -> None:
        """Each of these people says "I have this" of every notice to their posts."""
        for username in usernames:
            by = self.who(username)
            for notice in list(response.waiting_notices(by).filter(episode=missing.episode_id)):
                notice_answered.delivered([notice.id], now=self.at(hours))
                notice_answered.opened(notice.id, by=by, now=self.at(hours))
                notice_answered.acknowledged(notice.id, by=by, now=self.at(hours + 0.05))

    def reviewed(self, missing: Missing, *, hours: float) -> None:
        """The inspector holds the review that is due."""
        review_held.record(
            missing.episode_id,
            findings="The steps are right. The brother’s address comes next.",
            by=self.who("ines"),
            now=self.at(hours),
        )

    def home_again(self, missing: Missing, *, hours: float) -> None:
        """Found at her brother's, back, seen by police."""
        child_located.record(
            missing.episode_id,
            told.Located(self.at(hours), "Her brother’s flat, Eastvale", FoundBy.POLICE),
            by=self.who("tomas"),
            now=self.at(hours + 0.1),
        )
        child_returned.record(
            missing.episode_id,
            told.Returned(self.at(hours + 1), ReturnedTo.PLACEMENT),
            by=self.who("joss"),
            now=self.at(hours + 1.1),
        )
        child_seen.record(
            missing.episode_id,
            told.PreventionInterview(
                self.at(hours + 2),
                PreventionMode.FACE_TO_FACE,
                present="Joss Amberley",
                seen_alone=True,
                account="She wanted to see her brother.",
            ),
            by=self.who("tomas"),
            now=self.at(hours + 2.2),
        )

    def heard(self, missing: Missing, *, hours: float) -> None:
        """The interview is referred, offered, accepted, held, and released in part."""
        ident, ben = missing.episode_id, self.who("ben")
        interview_offered.refer(
            ident,
            self.cast.agencies["Homeward Voices"],
            note="She would rather meet a woman",
            by=self.who("priya"),
            now=self.at(hours),
        )
        offer = interview_offered.offered(
            ident, told.Offer(self.at(hours + 1), "by telephone"), by=ben, now=self.at(hours + 1)
        )
        interview_offered.answered(
            ident, offer.made_id, OfferAnswer.ACCEPTED, by=ben, now=self.at(hours + 1.2)
        )
        interview_held.record(
            [ident],
            told.Interview(
                self.at(hours + 3),
                ben.practitioner_id,
                ProviderType.COMMISSIONED_INDEPENDENT,
                own_words="I wanted to see my brother.",
                confidential="SECRET-CONFIDENTIAL",
                shareable="Misses her brother. Nobody told her why contact was cancelled.",
                intelligence="SECRET-INTELLIGENCE",
            ),
            by=ben,
            now=self.at(hours + 4),
        )
        for part in InterviewPart:
            interview_held.release(
                ident,
                part,
                released=part is InterviewPart.SHAREABLE,
                reason="She asked us not to",
                by=ben,
                now=self.at(hours + 4.2),
            )

    def helped(self, missing: Missing, *, hours: float) -> None:
        """Support is agreed, with what she asked for and what was done."""
        support_agreed.record(
            missing.episode_id,
            told.Plan(
                "Contact with her brother each week",
                you_said=("See my brother", "Be told when plans change"),
            ),
            by=self.who("nadia"),
            now=self.at(hours),
        )
        assert support.everything(missing.episode_id).asked

    def whole_story(self, number: int = 0) -> Missing:
        """An episode with more than sixty facts, from the report to the support plan."""
        missing = self.missing(number)
        self.acknowledged(missing, ("ines", "gwen", "wendy"), hours=0.2)
        self.assessed(missing, police=Level.MEDIUM, council=Level.HIGH, hours=0.5)
        self.agreed(missing, Level.HIGH, hours=1.5)
        self.told_family(missing, hours=1.7)
        self.looked_for(missing, hours=2)
        self.reviewed(missing, hours=4)
        self.home_again(missing, hours=6)
        self.heard(missing, hours=20)
        self.helped(missing, hours=30)
        return missing

    def episode(self, username: str, missing: Missing):
        """The episode as this person may reach it."""
        return visibility.episode(self.who(username), missing.reference)
