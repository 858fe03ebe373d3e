"""Questions about missing reports and drafts."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wayhome.platform.gather import Reading, Tables
from wayhome.stages.intake.models import Draft, MissingReport, ReportAnswer


class NoSuchAnswer(LookupError):
    """No answer of this episode is known by that identifier."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All this stage remembers of one episode."""

    reports: list[MissingReport]
    answers: list[ReportAnswer]


def tables(episode_id: UUID) -> Tables:
    """Every table of this stage, as it is asked about one episode, in the order of `Everything`."""
    return (
        MissingReport.objects.filter(episode_id=episode_id),
        ReportAnswer.objects.filter(
            report_id__in=MissingReport.objects.filter(episode_id=episode_id).values("id")
        ),
    )


_READING = Reading(tables)


def everything(episode_id: UUID) -> Everything:
    """The reports of an episode and the answers given with them, by one query."""
    return Everything(*_READING.rows(episode_id)[0])


def answer(episode_id: UUID, answer_id: UUID) -> ReportAnswer:
    """One answer given with a report of this episode, corrected since or not.

    Raises NoSuchAnswer.
    """
    found = ReportAnswer.objects.filter(id=answer_id, report__episode_id=episode_id).first()
    if found is None:
        raise NoSuchAnswer(str(answer_id))
    return found


def is_corrected(answer_id: UUID) -> bool:
    """Whether another answer was recorded in place of this one."""
    return ReportAnswer.objects.filter(corrects_id=answer_id).exists()


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
