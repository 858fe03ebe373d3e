"""Who is on duty for a post: its weekly pattern, who stands in, and when nobody is."""

from datetime import date, time
from typing import Annotated
from uuid import UUID

from pydantic import Field

from wayhome.interfaces.api.v1.schemas import fields
from wayhome.interfaces.api.v1.schemas.fields import At, Said, Shown
from wayhome.records.practitioners import rotas as records
from wayhome.rules import rotas

CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
Clock = Annotated[str, Field(pattern=CLOCK, description="By the clock in London, such as 07:00.")]
Day = Annotated[int, Field(ge=0, le=6, description="Monday is 0.")]


class LinesSaid(Said):
    """Somebody is on duty at the same hours of some days of the week, from today."""

    practitioner_id: UUID
    weekdays: Annotated[list[Day], Field(min_length=1, max_length=7)]
    begins: Clock
    ends: Clock = Field(description="The next day's, where it is no later than the beginning.")

    def new(self, *, since: date) -> records.NewShift:
        """As the journey reads it."""
        return records.NewShift(
            self.practitioner_id,
            frozenset(self.weekdays),
            time.fromisoformat(self.begins),
            time.fromisoformat(self.ends),
            since,
        )


class StandInSaid(Said):
    """Somebody is on duty for a while: in somebody's stead, or besides whoever is."""

    practitioner_id: UUID
    instead_of_id: UUID | None = None
    begins_at: fields.Moment
    ends_at: fields.Moment

    def cover(self) -> rotas.Cover:
        """As the journey reads it."""
        span = rotas.Span(self.begins_at, self.ends_at)
        return rotas.Cover(self.practitioner_id, span, self.instead_of_id)


class Span(Shown):
    """From one moment until another, which is not in it."""

    begins_at: At
    ends_at: At


class OnDuty(Shown):
    """One post that has a rota: who is on duty now, and the gaps of the next seven days."""

    post_id: UUID
    practitioner_ids: list[UUID]
    gaps: list[Span]
