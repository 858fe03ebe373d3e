"""The return home interview: referred, offered, tried, answered, held and released in parts."""

from typing import Self
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import Field, StrictBool, model_validator

from wayhome.interfaces.api.v1.schemas import fields
from wayhome.interfaces.api.v1.schemas.fields import At, Said, Shown
from wayhome.rules import told
from wayhome.rules.reasons import DeclineReason, Harm, NotOfferedReason, Pull, Push
from wayhome.rules.vocabulary import InterviewPart, OfferAnswer, ProviderType


class ReferralSaid(Said):
    """Who is asked to offer the interview."""

    provider_id: UUID
    note: fields.Text = ""


class OfferSaid(Said):
    """An interview was offered: when, how and by whom."""

    at: fields.Moment
    how: fields.Needed60
    offered_by_name: fields.Line200 = ""

    def told(self) -> told.Offer:
        """As the journey reads it."""
        return fields.as_told(told.Offer, self)


class OfferCorrection(OfferSaid):
    """The whole offer as it should have been, and why it was wrong."""

    why: fields.NeededText


class AttemptSaid(Said):
    """A try at reaching the child or holding the interview."""

    at: fields.Moment
    how: fields.Needed60
    outcome: fields.NeededText

    def told(self) -> told.Attempt:
        """As the journey reads it."""
        return fields.as_told(told.Attempt, self)


class AttemptCorrection(AttemptSaid):
    """The whole try as it should have been, and why it was wrong."""

    why: fields.NeededText


class OfferAnswerSaid(Said):
    """What the child answered; a decline says why, in the child's words if there are any."""

    answer: OfferAnswer
    decline_reason: DeclineReason | None = None
    words: fields.Text = ""


class OfferAnswerCorrection(OfferAnswerSaid):
    """What the child really answered, perhaps nothing yet, and why it was wrong."""

    why: fields.NeededText

    def told(self) -> told.Answered:
        """As the journey reads it."""
        return told.Answered(self.answer, self.decline_reason, self.words)


class NotOfferedSaid(Said):
    """Why no interview could be offered. You authorise it by sending it."""

    reason: NotOfferedReason
    explanation: fields.NeededText

    def told(self) -> told.NotOffered:
        """As the journey reads it."""
        return told.NotOffered(self.reason, self.explanation)


class NotOfferedCorrection(NotOfferedSaid):
    """The right reason, and why what was recorded was wrong."""

    why: fields.NeededText


class TakenBack(Said):
    """Why it is no longer so that no interview could be offered."""

    why: fields.NeededText


class InterviewSaid(Said):
    """A return home interview: the child's words, the codes, and three parts."""

    at: fields.Moment
    interviewer_id: UUID
    provider_type: ProviderType
    place: fields.Line200 = ""
    present: fields.Line300 = ""
    own_words: fields.Text = ""
    push: list[Push] = Field(default=[], max_length=len(Push))
    pull: list[Pull] = Field(default=[], max_length=len(Pull))
    harms: list[Harm] = Field(default=[], max_length=len(Harm))
    where_and_with_whom: fields.Text = ""
    would_help: fields.Text = ""
    carer_view: fields.Text = ""
    confidential: fields.Text = ""
    shareable: fields.Text = ""
    intelligence: fields.Text = ""
    also_covers: list[fields.Line20] = Field(
        default=[],
        max_length=fields.MOST_LISTED,
        description="References of other episodes of the same child that it covers.",
    )

    def told(self) -> told.Interview:
        """As the journey reads it."""
        said = dict(self)
        said["held_at"] = said.pop("at")
        del said["also_covers"]
        for coded in ("push", "pull", "harms"):
            said[coded] = tuple(dict.fromkeys(str(code) for code in said[coded]))
        return told.Interview(**said)


class ReleaseSaid(Said):
    """One part of the interview is released, or held back with a reason."""

    part: InterviewPart
    released: StrictBool
    reason: fields.Text = ""

    @model_validator(mode="after")
    def held_back_says_why(self) -> Self:
        """Silence is not a reason."""
        if not self.released and not self.reason:
            raise ValueError(_("Say why this part is held back, in reason."))
        return self


class Referral(Shown):
    """The council asked a provider to offer the interview."""

    id: UUID
    provider_id: UUID
    note: str
    recorded_at: At
    recorded_by_id: UUID | None


class Offer(Shown):
    """One offer, and the answer to it."""

    id: UUID
    at: At
    how: str
    provider_id: UUID
    offered_by_name: str
    recorded_at: At
    answer: OfferAnswer
    answered_at: At | None
    decline_reason: DeclineReason | None
    decline_words: str
    corrects_id: UUID | None
    why_corrected: str


class Attempt(Shown):
    """One try."""

    id: UUID
    at: At
    how: str
    outcome: str
    recorded_at: At
    corrects_id: UUID | None
    why_corrected: str


class NotOffered(Shown):
    """Why no offer could be made, and who authorised that."""

    id: UUID
    reason: NotOfferedReason
    explanation: str
    authorised_by_id: UUID
    recorded_at: At
    corrects_id: UUID | None
    why_corrected: str


class Offers(Shown):
    """How the interview was offered."""

    referrals: list[Referral]
    offers: list[Offer]
    attempts: list[Attempt]
    not_offered: NotOffered | None


class Release(Shown):
    """The decision about one part."""

    part: InterviewPart
    released: bool
    reason: str
    recorded_at: At


class Interview(Shown):
    """The interview. A part that is not for you, or has not been released, is null."""

    id: UUID
    held_at: At
    provider_id: UUID
    provider_type: ProviderType
    interviewer_id: UUID
    recorded_at: At
    recorded_by_id: UUID | None = Field(description="Who entered it.")
    releases: list[Release]
    shareable: str | None
    would_help: str | None
    push: list[str] | None
    pull: list[str] | None
    harms: list[str] | None
    intelligence: str | None
    confidential: str | None
    own_words: str | None
    where_and_with_whom: str | None
    carer_view: str | None
    place: str | None
    present: str | None
