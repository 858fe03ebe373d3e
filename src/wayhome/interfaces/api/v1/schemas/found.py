"""The five moments that end an absence, and closure."""

from dataclasses import replace
from uuid import UUID

from pydantic import Field, StrictBool

from wayhome.interfaces.api.v1.schemas import fields
from wayhome.interfaces.api.v1.schemas.fields import At, Said, Shown
from wayhome.rules import told
from wayhome.rules.reasons import Harm
from wayhome.rules.vocabulary import FoundBy, PreventionMode, ReturnedTo


class LocatedSaid(Said):
    """The child's whereabouts became known."""

    at: fields.Moment
    place: fields.Needed300
    found_by: FoundBy
    circumstances: fields.Text = ""

    def told(self) -> told.Located:
        """As the journey reads it."""
        return fields.as_told(told.Located, self)


class ReturnedSaid(Said):
    """The child is back, or settled somewhere else that is safe."""

    at: fields.Moment
    to: ReturnedTo
    circumstances: fields.Text = ""
    found_by: FoundBy = FoundBy.NOT_KNOWN

    def told(self) -> told.Returned:
        """As the journey reads it."""
        return fields.as_told(told.Returned, self)


class PreventionInterviewSaid(Said):
    """The police saw the child."""

    at: fields.Moment
    mode: PreventionMode
    present: fields.Line300 = ""
    seen_alone: StrictBool | None = None
    harm: list[Harm] = Field(default=[], max_length=len(Harm))
    harm_detail: fields.Text = ""
    account: fields.Text = ""
    referrals: fields.Text = ""

    def told(self) -> told.PreventionInterview:
        """As the journey reads it."""
        codes = tuple(dict.fromkeys(str(harm) for harm in self.harm))
        return replace(fields.as_told(told.PreventionInterview, self), harm=codes)


class LocatedCorrection(LocatedSaid):
    """The whole of it as it should have been, and why it was wrong."""

    why: fields.NeededText


class ReturnedCorrection(ReturnedSaid):
    """The whole of it as it should have been, and why it was wrong."""

    why: fields.NeededText


class PreventionInterviewCorrection(PreventionInterviewSaid):
    """The whole of it as it should have been, and why it was wrong."""

    why: fields.NeededText


class Summary(Said):
    """What the record says at its end."""

    summary: fields.NeededText


class Located(Shown):
    """When and where the child was located."""

    id: UUID
    at: At
    place: str
    found_by: FoundBy
    circumstances: str
    recorded_at: At
    recorded_by_id: UUID | None


class Returned(Shown):
    """When and where the absence ended."""

    id: UUID
    at: At
    to: ReturnedTo
    circumstances: str
    recorded_at: At
    recorded_by_id: UUID | None


class PreventionInterview(Shown):
    """How the police found the child to be."""

    id: UUID
    at: At
    mode: PreventionMode
    present: str
    seen_alone: bool | None
    harm: list[str]
    harm_detail: str
    account: str
    referrals: str
    recorded_at: At
    recorded_by_id: UUID | None


class Ended(Shown):
    """One agency's record was ended."""

    at: At
    summary: str
    recorded_at: At
    recorded_by_id: UUID | None


class Withdrawn(Shown):
    """An end that was recorded by mistake: what it was, who withdrew it, when and why."""

    end: str
    about: UUID
    why: str
    recorded_at: At
    recorded_by_id: UUID | None


class Ends(Shown):
    """Five moments with five owners. Null has not happened; what was withdrawn did not either."""

    located: Located | None
    returned: Returned | None
    prevention_interview: PreventionInterview | None
    police_record_closed: Ended | None
    finalised: Ended | None
    withdrawn: list[Withdrawn]
