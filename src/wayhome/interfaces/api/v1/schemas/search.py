"""Sightings, and hypotheses of where the child may be."""

from uuid import UUID

from wayhome.interfaces.api.v1.schemas import fields
from wayhome.interfaces.api.v1.schemas.fields import At, Said, Shown
from wayhome.rules import told
from wayhome.rules.vocabulary import Certainty


class SightingSaid(Said):
    """That somebody saw, or may have seen, the child."""

    at: fields.Moment
    place: fields.Needed300
    certainty: Certainty
    source_name: fields.Needed200
    source_contact: fields.Line200 = ""
    description: fields.Text = ""
    done: fields.Text = ""

    def told(self) -> told.Sighting:
        """As the journey reads it."""
        return fields.as_told(told.Sighting, self)


class SightingCorrection(SightingSaid):
    """The whole sighting as it should have been, and why it was wrong."""

    why: fields.NeededText


class HypothesisSaid(Said):
    """An idea of where the child may be, and why."""

    where: fields.Needed300
    why: fields.NeededText

    def told(self) -> told.Hypothesis:
        """As the journey reads it."""
        return told.Hypothesis(**dict(self))


class Sighting(Shown):
    """A sighting as it was recorded."""

    id: UUID
    at: At
    place: str
    certainty: Certainty
    source_name: str
    source_contact: str
    description: str
    done: str
    recorded_at: At
    recorded_by_id: UUID | None
    corrects_id: UUID | None


class Hypothesis(Shown):
    """A hypothesis as it was recorded. It is not an assessment of risk."""

    id: UUID
    where: str
    why: str
    recorded_at: At
    recorded_by_id: UUID | None


class Search(Shown):
    """Where the child was seen and where they may be."""

    sightings: list[Sighting]
    hypotheses: list[Hypothesis]
