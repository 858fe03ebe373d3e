"""What may be taken out of Wayhome, for whom, with whose approval, and for how long.

An export is filled fact by fact: one is written only where the policy shows it both to whoever
asks and to the agency it is for, at that moment, for the purpose that was stated. An export of
many children needs a second person. Its link dies after a week, and can be ended before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from wayhome.rules import access, facts, policy, redaction, sources
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.vocabulary import Labelled, Matter, Purpose

SOURCE = sources.NEED_TO_KNOW

MOST_CHILDREN_ALONE = 25
MOST_CHILDREN = 500
LASTS = timedelta(days=7)


class ExportKind(Labelled):
    """What is taken out."""

    OPEN_EPISODES = "open_episodes", "my open episodes"
    EPISODE = "episode", "one episode"
    CHILD = "child", "one child's record"
    OVERDUE_DUTIES = "overdue_duties", "duties that are overdue"
    AREA = "area", "every episode of the last 90 days in my area"


class ExportFormat(Labelled):
    """The kind of file that is made."""

    CSV = "csv", "CSV, for another system"
    XLSX = "xlsx", "a spreadsheet"
    PDF = "pdf", "PDF, to print"


class ExportState(Labelled):
    """Where an export stands."""

    WAITING = "waiting", "waits for a second person"
    DECLINED = "declined", "declined"
    BEING_MADE = "being_made", "is being made"
    NOT_MADE = "not_made", "could not be made"
    READY = "ready", "ready"
    REVOKED = "revoked", "ended"
    EXPIRED = "expired", "past its time"


ABOUT_ONE = frozenset({ExportKind.EPISODE, ExportKind.CHILD})
AREA_DAYS = timedelta(days=90)
NEEDS_DEED = {ExportKind.AREA: access.Deed.SEE_OVERSIGHT}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, for whom and why, and in which language it is written."""

    kind: ExportKind
    format: ExportFormat
    purpose: Purpose
    reason: str
    recipient_name: str
    recipient_agency_id: UUID
    language: str = "en"
    child_id: UUID | None = None
    episode_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """The moments from which it is worked out where an export stands."""

    asked_by: UUID
    agency_id: UUID
    children: int
    expires_at: datetime
    approved_at: datetime | None = None
    declined_at: datetime | None = None
    made_at: datetime | None = None
    failed_at: datetime | None = None
    revoked_at: datetime | None = None


def needs_second(children: int) -> bool:
    """Whether a second person must approve before anything is made."""
    return children > MOST_CHILDREN_ALONE


def state_of(export: Export, *, now: datetime) -> ExportState:
    """Where an export stands: its ends first, then what it waits for."""
    ladder = (
        (export.revoked_at is not None, ExportState.REVOKED),
        (export.declined_at is not None, ExportState.DECLINED),
        (export.expires_at <= now, ExportState.EXPIRED),
        (export.failed_at is not None, ExportState.NOT_MADE),
        (export.made_at is not None, ExportState.READY),
        (needs_second(export.children) and export.approved_at is None, ExportState.WAITING),
    )
    return next((state for is_so, state in ladder if is_so), ExportState.BEING_MADE)


def may_decide(viewer: facts.Viewer, export: Export) -> access.Decision:
    """Whether the viewer may be the second person: a manager of that agency, and somebody else."""
    allowed = access.decide(viewer, access.Deed.APPROVE_EXPORT)
    if not allowed.allowed:
        return allowed
    if viewer.agency_id != export.agency_id:
        return access.Decision(
            allowed=False, reason="This is for a manager of the agency that asks"
        )
    if viewer.practitioner_id == export.asked_by:
        return access.Decision(
            allowed=False, reason="Whoever asks for an export cannot approve it: ask somebody else"
        )
    return allowed


@dataclass(frozen=True, slots=True)
class Between:
    """Who asks, for which agency and purpose, at what moment."""

    asker: facts.Viewer
    recipient_agency_id: UUID
    purpose: Purpose
    now: datetime
    withheld_from_recipient: frozenset[tuple[UUID, Matter]] = frozenset()

    def viewers(self) -> tuple[facts.Viewer, ...]:
        """Whoever asks, and somebody of the agency it is for, as the policy sees them.

        The recipient is asked about as if they held the asker's posts: what an agency reads goes
        by its part, and no part of another agency opens more to it than to them. What was opened in
        an emergency is read on the screen, and taken out by nobody.
        """
        asker = replace(self.asker, purpose=self.purpose, opened=frozenset())
        recipient = replace(
            asker,
            agency_id=self.recipient_agency_id,
            withheld=self.withheld_from_recipient,
        )
        return asker, recipient

    def held_back(self, child_id: UUID) -> frozenset[str]:
        """The facts of a child that are not to be disclosed to one of the two, by name."""
        held = (matter for viewer in self.viewers() for matter in viewer.held_back(child_id))
        return frozenset[str]().union(*(redaction.HELD_BACK[matter].facts for matter in held))


def may_be_written(
    between: Between,
    *,
    deed: access.Deed,
    relations: Iterable[facts.Relation],
    child_id: UUID,
    field_class: FieldClass,
    section: redaction.Section,
) -> bool:
    """Whether a fact may be written: shown to whoever asks and to the recipient, both now."""
    held = tuple(relations)
    return all(
        policy.decide(
            viewer,
            between.purpose,
            deed,
            field_class=field_class,
            section=section,
            relations=held,
            child_id=child_id,
            now=between.now,
        ).answer
        is policy.Answer.ALLOW
        for viewer in between.viewers()
    )
