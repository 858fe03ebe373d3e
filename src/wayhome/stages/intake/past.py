"""Reports of past absences, many at a time. Makes rows without writing them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from wayhome.records.episodes.models import Episode
from wayhome.rules import facts, told
from wayhome.rules.vocabulary import Channel
from wayhome.stages.intake.models import MissingReport, ReportAnswer


def report(
    episode_id: UUID, said: told.MissingReport, *, joined: bool, by: facts.Viewer, at: datetime
) -> MissingReport:
    """What an older record said, whole; `joined` when the absence was already known."""
    return MissingReport(
        episode_id=episode_id,
        channel=Channel.IMPORTED,
        reporter_name=said.reporter.name,
        reporter_agency_id=by.agency_id,
        received_at=said.received_at or at,
        last_seen_at=said.last_seen_at,
        last_seen_place=said.last_seen_place,
        last_seen_by=said.last_seen_by,
        missing_from=said.missing_from,
        why_worried=said.why_worried,
        police_reference=said.police_reference,
        joined=joined,
        type=said.type,
        label_as_recorded=said.label_as_recorded,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def answers(
    report: MissingReport,
    said: Iterable[told.TopicAnswer],
    *,
    by: facts.Viewer,
    at: datetime,
) -> list[ReportAnswer]:
    """What the record said besides, each thing as recorded, kept with the report."""
    return [
        ReportAnswer(
            report=report,
            topic=answer.topic,
            answer=answer.answer,
            supplied_by=report.reporter_name,
            learned_at=at,
            recorded_at=at,
            recorded_by_id=by.practitioner_id,
        )
        for answer in said
    ]


def opened_by(child_ids: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """Whose imported record first told of each imported absence of some children."""
    firsts = MissingReport.objects.filter(
        episode__in=Episode.objects.filter(child_id__in=list(child_ids)),
        channel=Channel.IMPORTED,
        joined=False,
    )
    return dict(firsts.values_list("episode_id", "reporter_agency_id"))
