"""A missing report: the least that is needed, and all that may be known."""

from typing import Any, Literal, Self
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, model_validator

from wayhome.interfaces.api.v1.schemas import fields
from wayhome.interfaces.api.v1.schemas.children import ChildSaid
from wayhome.interfaces.api.v1.schemas.fields import At, Said, Shown
from wayhome.rules import factors, told
from wayhome.rules.vocabulary import Channel, EpisodeType

TOPICS = tuple(topic.code for topic in factors.TOPICS)
EXAMPLE: dict[str, Any] = {
    "reporter": {
        "name": "Joss Amberley",
        "telephone": "01632 960001",
        "relationship": "care worker",
    },
    "child": {"given_name": "Amira", "family_name": "Example", "age_stated": 15},
    "why_worried": "She is not back from school and her telephone is off.",
    "last_seen_at": "2026-03-10T16:10:00Z",
    "last_seen_place": "Beckside bus station",
    "tried": "Rang her twice; asked two friends.",
}


class ReporterSaid(Said):
    """Who is reporting and how to reach them: a telephone number or an e-mail address."""

    name: fields.Needed200
    telephone: fields.Line40 = ""
    email: fields.Email = ""
    relationship: fields.Line100 = ""

    @model_validator(mode="after")
    def can_be_reached(self) -> Self:
        """Somebody will have to ask more."""
        if not (self.telephone or self.email):
            raise ValueError(_("Give a telephone number or an e-mail address to reach you on."))
        return self

    def told(self) -> told.Reporter:
        """As the journey reads it."""
        return told.Reporter(**dict(self))


class TopicAnswerSaid(Said):
    """The answer to one of the call handler's topics, and whose answer it is."""

    topic: Literal[TOPICS]  # type: ignore[valid-type]  # the rules' own list
    answer: fields.NeededText
    supplied_by: fields.Line200 = ""
    supplier_contact: fields.Line200 = ""
    learned_at: fields.Moment | None = None

    def told(self) -> told.TopicAnswer:
        """As the journey reads it."""
        return fields.as_told(told.TopicAnswer, self)


class TopicAnswerCorrection(TopicAnswerSaid):
    """The answer as it should have been, and why it was wrong."""

    why: fields.NeededText


class MissingReportSaid(Said):
    """A missing report. An unknown name or date of birth is no reason to wait."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"examples": [EXAMPLE]}
    )

    reporter: ReporterSaid
    why_worried: fields.NeededText
    child: ChildSaid = ChildSaid()
    child_reference: fields.Line20 = Field(
        "", description="The child's reference, when Wayhome already knows the child."
    )
    channel: Channel = Channel.PARTNER_SYSTEM
    type: EpisodeType = EpisodeType.MISSING
    last_seen_at: fields.Moment | None = None
    last_seen_place: fields.Line300 = ""
    last_seen_by: fields.Line200 = ""
    missing_from: fields.Line300 = ""
    clothing: fields.Text = ""
    tried: fields.Text = ""
    police_reference: fields.Line60 = ""
    council_id: UUID | None = Field(
        None, description="The council area the child is missing from, where you serve several."
    )
    received_at: fields.Moment | None = Field(None, description="When you were told; now if not.")
    answers: list[TopicAnswerSaid] = Field(default=[], max_length=fields.MOST_LISTED)

    def told(self, *, child_id: UUID | None) -> told.MissingReport:
        """As the journey reads it."""
        said = dict(self)
        del said["child_reference"]
        said["reporter"] = self.reporter.told()
        said["child"] = self.child.told()
        said["answers"] = tuple(answer.told() for answer in self.answers)
        return told.MissingReport(**said, child_id=child_id)


class Reported(Shown):
    """The report was taken. Sent again with the same key, this answer comes again unchanged."""

    reference: str = Field(
        description="What to give whoever asks, and to read your report back by. The episode's own "
        "reference where your agency has a part in it.",
        examples=["7K3MD-9QXTR-C"],
    )
    report_id: UUID
    joined: bool = Field(
        description="Whether it joined a report your agency knows of. Of a child your agency may "
        "not know of, this is said only when your agency itself reported the child before."
    )
    warnings: list[str]


class Received(Shown):
    """The report is kept safe and has no reference yet: the records cannot be reached just now.

    Nobody has been told of it. If a child is in danger now, call 999. Ask at `ask_at` for what
    became of it, or send it again with the same key: either is safe.
    """

    received_at: At
    ask_at: str = Field(examples=["/api/v1/missing-reports/submitted/7f3c"])


class OwnAnswer(Shown):
    """An answer your agency gave with its report."""

    report_id: UUID
    topic: str
    answer: str
    supplied_by: str
    supplier_contact: str
    learned_at: At


class OwnReport(Shown):
    """What your agency said when it reported the child missing."""

    id: UUID
    channel: Channel
    reporter_name: str
    reporter_telephone: str
    reporter_email: str
    reporter_relationship: str
    received_at: At
    last_seen_at: At | None
    last_seen_place: str
    last_seen_by: str
    missing_from: str
    why_worried: str
    tried: str
    description: str
    clothing: str
    police_reference: str
    recorded_at: At


class OwnReports(Shown):
    """Every report your agency made of one child, oldest first, as it was made."""

    reference: str
    reports: list[OwnReport]
    answers: list[OwnAnswer]
