"""What a support plan shows: its actions, and what the child asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import desk, parts, presenters
from wayhome.interfaces.pages.shared.presenters import Tag, Tone
from wayhome.records.agencies import queries as agencies
from wayhome.rules import access, episode_state, london
from wayhome.stages.found import queries as found


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing the child asked for, and what was done."""

    you_said: str
    we_did: str
    link: parts.Link | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A support plan in words; or why none is needed."""

    summary: str
    not_needed: str
    by: str
    actions: list[parts.Duty]
    asked: list[Asked]


def not_yet(here: desk.Desk) -> str:
    """Why no plan can be agreed now; empty once the child is back."""
    if episode_state.has_returned(here.account):
        return ""
    if episode_state.ended_without_return(here.account):
        return _("This absence ended without a return. No support plan is agreed for it.")
    return _("Support is agreed once the child is back.")


def plan(here: desk.Desk) -> Plan | None:
    """The plan that stands, or None when there is none yet."""
    stage = here.whole.support
    row = found.standing(stage.plans)
    if row is None:
        return None
    names = agencies.names(action.agency_id for action in stage.actions)
    people = desk.names_of(row.recorded_by_id)
    may = here.may(access.Deed.AGREE_SUPPORT) and here.whole.account.closed is None
    return Plan(
        summary=row.summary,
        not_needed=row.not_needed_because,
        by=_("%(name)s, %(moment)s")
        % {
            "name": people.get(row.recorded_by_id, ""),
            "moment": presenters.moment(row.recorded_at, now=here.now),
        },
        actions=[_action(here, action, names, may=may) for action in stage.actions],
        asked=[_asked(here, asked, may=may) for asked in stage.asked],
    )


def _action(here: desk.Desk, row: Any, names: dict, *, may: bool) -> parts.Duty:
    agency = names.get(row.agency_id, "")
    link = parts.Link(row.what, _place(here, "support_action_done", row)) if may else None
    return parts.Duty(
        title=row.what,
        owner=presenters.Person(row.owner_name, agency=agency).words,
        when=_when(here, row),
        exact="",
        standing=_standing(here, row),
        reason=row.outcome,
        link=None if row.done_at else link,
    )


def _when(here: desk.Desk, row: Any) -> str:
    if row.done_at:
        return presenters.moment(row.done_at, now=here.now)
    return _("by %(day)s") % {"day": said_day(row.due_date)}


def said_day(day: date) -> str:
    """A day in words: "Friday 4 March 2026"."""
    return dateformat.format(day, "l j F Y")


def _standing(here: desk.Desk, row: Any) -> Tag:
    if row.done_at:
        return Tag(_("Done"), Tone.DONE)
    if row.due_date < london.day_of(here.now):
        return Tag(_("Overdue"), Tone.ALARM)
    return Tag(_("To do"), Tone.NOTE)


def _asked(here: desk.Desk, row: Any, *, may: bool) -> Asked:
    link = parts.Link(_("Say what we did"), _place(here, "support_we_did", row))
    return Asked(row.you_said, row.we_did, link if may and not row.done_at else None)


def _place(here: desk.Desk, name: str, row: Any) -> str:
    return reverse(name, args=[here.reference, row.id])
