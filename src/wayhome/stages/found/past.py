"""How past absences ended, many at a time. Makes rows without writing them."""

from datetime import datetime

from wayhome.records.episodes.models import Episode
from wayhome.rules import facts, told
from wayhome.stages.found.models import Located, PoliceRecordClosed, PreventionInterview, Returned


def located(episode: Episode, said: told.Located, *, by: facts.Viewer, at: datetime) -> Located:
    """When and where the child was found."""
    return Located(
        episode=episode,
        at=said.at,
        place=said.place,
        found_by=said.found_by,
        circumstances=said.circumstances,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def returned(episode: Episode, said: told.Returned, *, by: facts.Viewer, at: datetime) -> Returned:
    """When the child was back."""
    return Returned(
        episode=episode,
        at=said.at,
        to=said.to,
        circumstances=said.circumstances,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def seen(
    episode: Episode, said: told.PreventionInterview, *, by: facts.Viewer, at: datetime
) -> PreventionInterview:
    """When and how the police saw the child."""
    return PreventionInterview(
        episode=episode,
        at=said.at,
        mode=said.mode,
        harm=list(said.harm),
        harm_detail=said.harm_detail,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def police_closed(
    episode: Episode, *, closed_at: datetime, summary: str, by: facts.Viewer, at: datetime
) -> PoliceRecordClosed:
    """When the force closed its own record."""
    return PoliceRecordClosed(
        episode=episode,
        at=closed_at,
        summary=summary,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )
