"""What a support plan shows: its actions, and what the child asked for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import desk, parts, presenters
from wayhome.interfaces.pages.shared.presenters import Tag, Tone
from wayhome.records.agencies import queries as agencies
from wayhome.rules import access, episode_state, london


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


def plans(here: desk.Desk) -> list[Plan]:
    """Every plan of the episode, newest first: each adds to those before it."""
    stage = here.whole.support
    names = agencies.names(action.agency_id for action in stage.actions)
    people = desk.names_of(here, *(row.recorded_by_id for row in stage.plans))
    may = here.may(access.Deed.AGREE_SUPPORT) and here.whole.account.closed is None
    return [
        Plan(
            summary=row.summary,
            not_needed=row.not_needed_because,
            by=_("%(name)s, %(moment)s")
            % {
                "name": people.get(row.recorded_by_id, ""),
                "moment": presenters.moment(row.recorded_at, now=here.now),
            },
            actions=[
                _action(here, action, names, may=may)
                for action in stage.actions
                if action.plan_id == row.id
            ],
            asked=[_asked(here, each, may=may) for each in stage.asked if each.plan_id == row.id],
        )
        for row in reversed(stage.plans)
    ]


def more(here: desk.Desk) -> parts.Link | None:
    """Where another plan is agreed, for whoever may while the episode is open."""
    if here.whole.account.closed is not None or not here.may(access.Deed.AGREE_SUPPORT):
        return None
    return parts.Link(_("Agree more support"), reverse("support_more", args=[here.reference]))


def _action(here: desk.Desk, row: Any, names: dict, *, may: bool) -> parts.Duty:
    agency = names.get(row.agency_id, "")
    link = parts.Link(row.what, _place(here, "support_action_done", row)) if may else None
    return parts.Duty(
        title=row.what,
        owner=presenters.Person(row.owner_name, agency=agency).words,
        when=_when(here, row),
        exact="",
        standing=standing_of(row, now=here.now),
        reason=row.outcome or row.stood_down_reason,
        link=None if row.done_at or row.stood_down_at else link,
    )


def _when(here: desk.Desk, row: Any) -> str:
    if row.done_at:
        return presenters.moment(row.done_at, now=here.now)
    if row.stood_down_at:
        return presenters.moment(row.stood_down_at, now=here.now)
    return _("by %(day)s") % {"day": said_day(row.due_date)}


def said_day(day: date) -> str:
    """A day in words: "Friday 4 March 2026"."""
    return dateformat.format(day, "l j F Y")


def standing_of(row: Any, *, now: datetime) -> Tag:
    """Whether an action was done, will not be, or is still to do."""
    if row.done_at:
        return Tag(_("Done"), Tone.DONE)
    if row.stood_down_at:
        return Tag(_("Will not be done"), Tone.WARN)
    if row.due_date < london.day_of(now):
        return Tag(_("Overdue"), Tone.ALARM)
    return Tag(_("To do"), Tone.NOTE)


def _asked(here: desk.Desk, row: Any, *, may: bool) -> Asked:
    link = parts.Link(_("Say what we did"), _place(here, "support_we_did", row))
    return Asked(row.you_said, row.we_did, link if may and not row.done_at else None)


def _place(here: desk.Desk, name: str, row: Any) -> str:
    return reverse(name, args=[here.reference, row.id])
