"""What a line needs that is the same for every line, read before the first is asked for.

Addresses, templates and words are read when they are first needed, and take seconds together. So a
line of nobody is put into words, in each language, before a screen is opened.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import translation

from wayhome.interfaces.stream import listed
from wayhome.rules import facts
from wayhome.rules.vocabulary import (
    AgencyKind,
    Capacity,
    DutyKind,
    EpisodeState,
    Level,
    PostKind,
)
from wayhome.stages.response import board as boards

NONE = UUID(int=0)
NOBODY = facts.Viewer(
    practitioner_id=NONE,
    name="",
    agency_id=NONE,
    agency_name="",
    agency_kind=AgencyKind.POLICE,
    posts=frozenset({PostKind.DUTY_INSPECTOR}),
    post_ids=frozenset(),
)


def make_ready(*, now: datetime) -> None:
    """Put a line of nobody into words, in each language. Asks nothing of the database."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext(listed.DEED)
            listed.said(_line(now), viewer=NOBODY, now=now)


def _line(now: datetime) -> boards.Line:
    duty = facts.Duty(
        DutyKind.ASSESS_POLICE, started_at=now, due_at=now + timedelta(hours=1), recorded_at=now
    )
    return boards.Line(
        id=NONE,
        reported_at=now,
        brief=boards.Brief("-", Level.HIGH, EpisodeState.REPORTED, NONE, "", "", "", None, 15, now),
        owner_name="",
        owner_post_kind=PostKind.DUTY_INSPECTOR,
        owner_post_title="",
        owner_agency_name="",
        next=boards.NextDuty(duty, PostKind.DUTY_INSPECTOR, "", ""),
        waiting=1,
        parts=(facts.Party(NONE, Capacity.HOST_FORCE),),
    )
