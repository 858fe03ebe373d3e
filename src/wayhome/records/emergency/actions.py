"""Keeping that somebody asked for an emergency look, its early end, and its review."""

from datetime import datetime
from uuid import UUID

from wayhome.records.emergency.models import BreakGlass, NamedReviewer
from wayhome.rules import clocks, emergency, facts, told
from wayhome.rules.vocabulary import Finding


def ask(
    child_id: UUID | None, why: told.EmergencyLook, *, by: facts.Viewer, at: datetime
) -> BreakGlass:
    """Keep that somebody asked; with a child, the record is open to them from now."""
    return BreakGlass.objects.create(
        practitioner_id=by.practitioner_id,
        agency_id=by.agency_id,
        child_id=child_id,
        reason=why.reason,
        live_reference=why.live_reference,
        statement=why.statement,
        opened_at=at,
        ends_at=clocks.after(at, emergency.LASTS),
    )


def end(look: BreakGlass, *, at: datetime) -> None:
    """The look ends early."""
    look.ended_at = at
    look.save(update_fields=["ended_at"])


def name_reviewer(
    look: BreakGlass, practitioner_id: UUID, *, by: facts.Viewer, at: datetime
) -> None:
    """Keep that this person may review the look."""
    NamedReviewer.objects.create(
        look=look, practitioner_id=practitioner_id, named_by_id=by.practitioner_id, at=at
    )


def review(
    look: BreakGlass, finding: Finding, *, findings: str, by: facts.Viewer, at: datetime
) -> None:
    """Another agency says what it found of the look."""
    look.reviewed_at, look.reviewed_by_id, look.review_agency_id = (
        at,
        by.practitioner_id,
        by.agency_id,
    )
    look.finding, look.findings = finding, findings
    look.save(update_fields=["reviewed_at", "reviewed_by", "review_agency", "finding", "findings"])
