"""What the ledger answers: who looked, of which agency, at what, for what purpose."""

from uuid import UUID

from pydantic import Field

from wayhome.interfaces.api.v1.schemas.episodes import Named
from wayhome.interfaces.api.v1.schemas.fields import At, Said, Shown


class LooksAsked(Said):
    """Which page of looks."""

    cursor: str = Field(default="", max_length=100, description="As the page before gave it.")


class Look(Shown):
    """One entry of the ledger. It holds nothing of what was shown, only which sections were."""

    id: UUID
    at: At
    practitioner_id: UUID
    agency_id: UUID
    verb: str = Field(description="What sort of look or change it was, such as `consult`.")
    deed: str = Field(description="What was done, in words.")
    purpose: str
    reason: str
    reference: str
    child_id: UUID | None
    episode_id: UUID | None
    sections: list[str]
    count: int


class Looks(Shown):
    """A page of looks, newest first, and the people in it."""

    looks: list[Look]
    people: list[Named]
    next_cursor: str = Field(description="For the next page; empty on the last.")
