"""Recording the moments that end an absence."""

from datetime import datetime
from uuid import UUID

from wayhome.platform.models import Fact, new_id
from wayhome.records.episodes.models import Episode
from wayhome.rules import facts, told
from wayhome.stages.found import queries
from wayhome.stages.found.models import (
    Finalised,
    Located,
    PoliceRecordClosed,
    PreventionInterview,
    Returned,
)


def record_located(
    episode: Episode,
    said: told.Located,
    *,
    by: facts.Viewer,
    at: datetime,
    corrects: told.Correction | None = None,
) -> Located:
    """The child's whereabouts are known."""
    return Located.objects.create(
        episode=episode,
        at=said.at,
        place=said.place,
        found_by=said.found_by,
        circumstances=said.circumstances,
        corrects_id=corrects.fact_id if corrects else _after(Located, episode),
        why_corrected=corrects.why if corrects else "",
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def record_returned(
    episode: Episode,
    said: told.Returned,
    *,
    by: facts.Viewer,
    at: datetime,
    corrects: told.Correction | None = None,
) -> Returned:
    """The child is back, or settled somewhere safe."""
    return Returned.objects.create(
        episode=episode,
        at=said.at,
        to=said.to,
        circumstances=said.circumstances,
        corrects_id=corrects.fact_id if corrects else _after(Returned, episode),
        why_corrected=corrects.why if corrects else "",
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def record_seen(
    episode: Episode,
    said: told.PreventionInterview,
    *,
    by: facts.Viewer,
    at: datetime,
    corrects: told.Correction | None = None,
) -> PreventionInterview:
    """The police saw the child, or tried to."""
    return PreventionInterview.objects.create(
        episode=episode,
        at=said.at,
        mode=said.mode,
        present=said.present,
        seen_alone=said.seen_alone,
        harm=list(said.harm),
        harm_detail=said.harm_detail,
        account=said.account,
        referrals=said.referrals,
        corrects_id=corrects.fact_id if corrects else _after(PreventionInterview, episode),
        why_corrected=corrects.why if corrects else "",
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def close_police_record(
    episode: Episode, *, summary: str, by: facts.Viewer, at: datetime
) -> PoliceRecordClosed:
    """The force's record is closed."""
    return PoliceRecordClosed.objects.create(
        episode=episode,
        corrects_id=_after(PoliceRecordClosed, episode),
        at=at,
        summary=summary,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def finalise(episode: Episode, *, summary: str, by: facts.Viewer, at: datetime) -> Finalised:
    """The council's record is finalised."""
    return Finalised.objects.create(
        episode=episode,
        corrects_id=_after(Finalised, episode),
        at=at,
        summary=summary,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def withdraw(wrong: queries.Ending, *, why: str, by: facts.Viewer, at: datetime) -> queries.Ending:
    """This was recorded by mistake: a row that repeats it, names it and says why."""
    said = {each.attname: getattr(wrong, each.attname) for each in wrong._meta.concrete_fields}
    said |= {
        "id": new_id(),
        "corrects_id": wrong.id,
        "why_corrected": why,
        "withdrawn": True,
        "recorded_at": at,
        "recorded_by_id": by.practitioner_id,
    }
    return type(wrong)._default_manager.create(**said)


def _after(model: type[Fact], episode: Episode) -> UUID | None:
    """What is recorded once more comes after the withdrawal of what was recorded before."""
    return queries.withdrawal_of(model, episode.id)
