"""Questions about missing reports and drafts."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wayhome.platform.gather import gather
from wayhome.stages.intake.models import Draft, MissingReport, ReportAnswer


class NoSuchAnswer(LookupError):
    """No answer of this episode that stands uncorrected is known by that identifier."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All this stage remembers of one episode."""

    reports: list[MissingReport]
    answers: list[ReportAnswer]


def everything(episode_id: UUID) -> Everything:
    """The reports of an episode and the answers given with them, by one query."""
    reports, answers = gather(
        MissingReport.objects.filter(episode_id=episode_id),
        ReportAnswer.objects.filter(
            report_id__in=MissingReport.objects.filter(episode_id=episode_id).values("id")
        ),
    )
    return Everything(reports, answers)


def answer(episode_id: UUID, answer_id: UUID) -> ReportAnswer:
    """One answer given with a report of this episode. Raises NoSuchAnswer."""
    found = ReportAnswer.objects.filter(
        id=answer_id, report__episode_id=episode_id, corrected_by__isnull=True
    ).first()
    if found is None:
        raise NoSuchAnswer(str(answer_id))
    return found


def places_missing_from(episode_ids: list[UUID]) -> list[tuple[UUID, str]]:
    """Where the child was last seen, for each report of some episodes."""
    return list(
        MissingReport.objects.filter(episode_id__in=episode_ids)
        .exclude(last_seen_place="")
        .values_list("episode_id", "last_seen_place")
    )


def draft(practitioner_id: UUID, form: str) -> dict[str, Any]:
    """What was typed into a form and not yet sent; empty when nothing was."""
    found = Draft.objects.filter(practitioner_id=practitioner_id, form=form).first()
    return dict(found.content) if found else {}
