"""What happened to an invented child after an evening away, step by step, for tests of pages."""

from datetime import timedelta

from wayhome.journey import (
    child_returned,
    child_seen,
    episode_closed,
    family_told,
    interview_held,
    interview_offered,
    records_ended,
    support_agreed,
)
from wayhome.records.children import queries as children
from wayhome.rules import told
from wayhome.rules.reasons import DeclineReason
from wayhome.rules.vocabulary import (
    InterviewPart,
    OfferAnswer,
    PreventionMode,
    ProviderType,
    ReturnedTo,
)


class After:
    """One episode of the partnership at work, and what was done about it."""

    def __init__(self, work, episode) -> None:
        self.work, self.id, self.reference = work, episode.id, episode.reference
        self.child_id = episode.child_id

    def ago(self, hours):
        """So many hours before now."""
        return self.work.now - timedelta(hours=hours)

    def returned(self, *, hours=1.0):
        """Back at the placement."""
        child_returned.record(
            self.id,
            told.Returned(self.ago(hours), ReturnedTo.PLACEMENT),
            by=self.work.viewer("joss"),
            now=self.ago(hours),
        )
        return self

    def seen(self, *, hours=0.9):
        """Seen by police, alone."""
        child_seen.record(
            self.id,
            told.PreventionInterview(
                self.ago(hours), PreventionMode.FACE_TO_FACE, seen_alone=True, account="At a friend"
            ),
            by=self.work.viewer("tomas"),
            now=self.ago(hours),
        )
        return self

    def referred(self, *, hours=0.8):
        """Homeward Voices are asked to offer the interview."""
        interview_offered.refer(
            self.id,
            self.work.cast.agencies["Homeward Voices"],
            note="Likes to be texted",
            by=self.work.viewer("priya"),
            now=self.ago(hours),
        )
        return self

    def offered(self, *, hours=0.7, by="ben"):
        """An interview is offered; the offer's identifier."""
        return interview_offered.offered(
            self.id,
            told.Offer(self.ago(hours), "by telephone"),
            by=self.work.viewer(by),
            now=self.ago(hours),
        ).made_id

    def declined(self, offer_id, *, hours=0.6, by="ben"):
        """The child says no."""
        interview_offered.answered(
            self.id,
            offer_id,
            OfferAnswer.DECLINED,
            reason=DeclineReason.NOT_NOW,
            words="not today",
            by=self.work.viewer(by),
            now=self.ago(hours),
        )
        return self

    def accepted(self, offer_id, *, hours=0.6, by="ben"):
        """The child says yes."""
        interview_offered.answered(
            self.id, offer_id, OfferAnswer.ACCEPTED, by=self.work.viewer(by), now=self.ago(hours)
        )
        return self

    def heard(self, *, hours=0.5, by="ben"):
        """The interview is held."""
        interviewer = self.work.viewer(by)
        interview_held.record(
            [self.id],
            told.Interview(
                self.ago(hours),
                interviewer.practitioner_id,
                ProviderType.COMMISSIONED_INDEPENDENT,
                own_words="I wanted to see my brother",
                push=("not_listened_to",),
                would_help="Seeing my brother on Sundays",
                confidential="the confidential part",
                shareable="the shareable part",
                intelligence="the intelligence part",
            ),
            by=interviewer,
            now=self.ago(hours),
        )
        return self

    def released(self, *parts, hours=0.4, by="ben"):
        """Every part is decided; these are released."""
        for part in InterviewPart:
            interview_held.release(
                self.id,
                part,
                released=part in parts,
                reason="as the child was told",
                by=self.work.viewer(by),
                now=self.ago(hours),
            )
        return self

    def helped(self, *, hours=0.3, you_said=("See my brother",)):
        """Support is agreed."""
        actions = (
            told.PlanAction(
                "Arrange Sundays",
                "Nadia Birch",
                self.work.cast.agencies["Harrowfell Council"],
                (self.work.now + timedelta(days=7)).date(),
            ),
        )
        support_agreed.record(
            self.id,
            told.Plan("Time with family", actions, you_said),
            by=self.work.viewer("nadia"),
            now=self.ago(hours),
        )
        return self

    def family_told(self, *, hours=0.2):
        """Every parent or carer who may be told is told."""
        for contact in children.contacts_of(children.known(self.child_id)):
            family_told.told(
                self.id,
                contact.contact_id,
                how="by telephone",
                by=self.work.viewer("tomas"),
                now=self.ago(hours),
            )
        return self

    def closed(self, *, hours=0.1):
        """Everything else is done, and the episode closes."""
        self.family_told(hours=hours)
        at = {"now": self.ago(hours)}
        support_agreed.not_needed(self.id, because="x", by=self.work.viewer("nadia"), **at)
        records_ended.close_police_record(self.id, summary="x", by=self.work.viewer("callum"), **at)
        records_ended.finalise(self.id, summary="x", by=self.work.viewer("priya"), **at)
        episode_closed.record(self.id, summary="x", by=self.work.viewer("priya"), **at)
        return self
