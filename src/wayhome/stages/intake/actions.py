"""Recording a missing report, and keeping a draft of one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from wayhome.platform import adding
from wayhome.records.episodes.models import Episode
from wayhome.rules import facts, told
from wayhome.stages.intake.models import Draft, MissingReport, ReportAnswer


def record_report(
    episode: Episode,
    said: told.MissingReport,
    *,
    joined: bool,
    by: facts.Viewer,
    at: datetime,
) -> MissingReport:
    """Keep what one person said, whole; `joined` when the absence was already known."""
    reporter = said.reporter
    report = MissingReport(
        episode=episode,
        channel=said.channel,
        reporter_name=reporter.name,
        reporter_telephone=reporter.telephone,
        reporter_email=reporter.email,
        reporter_relationship=reporter.relationship,
        reporter_agency_id=by.agency_id,
        received_at=said.received_at or at,
        last_seen_at=said.last_seen_at,
        last_seen_place=said.last_seen_place,
        last_seen_by=said.last_seen_by,
        missing_from=said.missing_from,
        why_worried=said.why_worried,
        tried=said.tried,
        description=said.child.description,
        clothing=said.clothing,
        police_reference=said.police_reference,
        joined=joined,
        type=said.type,
        label_as_recorded=said.label_as_recorded,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )
    return adding.add(report)


def record_answers(
    report: MissingReport,
    answers: tuple[told.TopicAnswer, ...],
    *,
    by: facts.Viewer,
    at: datetime,
) -> list[ReportAnswer]:
    """Keep each answer, as the reporter's unless it says whose it is."""
    return adding.add_all(
        ReportAnswer(
            report=report,
            topic=answer.topic,
            answer=answer.answer,
            supplied_by=answer.supplied_by or report.reporter_name,
            supplier_contact=answer.supplier_contact or report.reporter_telephone,
            learned_at=answer.learned_at or report.received_at,
            recorded_at=at,
            recorded_by_id=by.practitioner_id,
        )
        for answer in answers
    )


def correct_answer(
    wrong: ReportAnswer, said: told.TopicAnswer, *, why: str, by: facts.Viewer, at: datetime
) -> ReportAnswer:
    """Append the right answer to the same question, in place of a wrong one."""
    return ReportAnswer.objects.create(
        report_id=wrong.report_id,
        topic=wrong.topic,
        answer=said.answer,
        supplied_by=said.supplied_by or wrong.supplied_by,
        supplier_contact=said.supplier_contact or wrong.supplier_contact,
        learned_at=said.learned_at or at,
        corrects=wrong,
        why_corrected=why,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def keep_draft(practitioner_id: UUID, form: str, *, content: dict[str, Any], at: datetime) -> Draft:
    """Keep what has been typed so far, in place of what was kept before."""
    return Draft.objects.update_or_create(
        practitioner_id=practitioner_id,
        form=form,
        defaults={"content": content, "saved_at": at},
    )[0]


def drop_draft(practitioner_id: UUID, form: str) -> None:
    """Forget a draft that has been sent or given up."""
    Draft.objects.filter(practitioner_id=practitioner_id, form=form).delete()
