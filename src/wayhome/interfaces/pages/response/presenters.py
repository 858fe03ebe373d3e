"""What is being done, by whom, by when, and what came of it, in words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import desk, parts, presenters
from wayhome.interfaces.pages.shared.presenters import Tag, Tone
from wayhome.journey import answering, duty_answered
from wayhome.rules import access, clocks, redaction
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.response import queries as response

if TYPE_CHECKING:
    from wayhome.stages.response import models


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what, whose, by when, and what may be done with it here."""

    title: str
    detail: str
    owner: str
    when: str
    exact: str
    standing: Tag
    outcome: str
    take: str
    done: str
    key: str


@dataclass(frozen=True, slots=True)
class Steps:
    """Every step the viewer may read: those to do, soonest first, and those done."""

    heading: desk.Heading
    to_do: list[Step]
    done: list[Step]
    may_add: bool


def steps(here: desk.Desk) -> Steps:
    """The steps of an episode; only the viewer's own agency's where the rest is held back."""
    rows = [
        row
        for row in here.whole.response.steps
        if here.reads(redaction.Section.RESPONSE) or row.owner_agency_id == here.viewer.agency_id
    ]
    posts = desk.posts_here(here)
    names = desk.names_of(here, *(who for row in rows for who in (row.taken_by_id, row.done_by_id)))
    shown = [(row, step(here, row, posts, names)) for row in sorted(rows, key=lambda r: r.due_at)]
    return Steps(
        heading=desk.heading(here),
        to_do=[made for row, made in shown if _is_open(row)],
        done=[made for row, made in shown if not _is_open(row)],
        may_add=here.may(access.Deed.ADD_STEP) and here.whole.episode.closed_at is None,
    )


def step(
    here: desk.Desk, row: "models.Step", posts: dict[UUID, str], names: dict[UUID | None, str]
) -> Step:
    """One step in words."""
    is_mine = row.owner_agency_id == here.viewer.agency_id and here.may(access.Deed.WORK_STEP)
    can_work = is_mine and _is_open(row) and here.whole.episode.closed_at is None
    address = [here.reference, row.id]
    who = names.get(row.done_by_id or row.taken_by_id, "")
    return Step(
        title=presenters.said(row.title),
        detail=row.detail,
        owner=who or posts.get(row.owner_post_id, ""),
        when=_when(here, row),
        exact=presenters.exact(row.due_at),
        standing=_standing(here, row),
        outcome=row.outcome or presenters.said(row.stood_down_reason),
        take=reverse("step_take", args=address) if can_work and row.taken_at is None else "",
        done=reverse("step_done", args=address) if can_work else "",
        key=str(uuid4()),
    )


def _is_open(row: "models.Step") -> bool:
    return row.done_at is None and row.stood_down_at is None


def _when(here: desk.Desk, row: "models.Step") -> str:
    if row.stood_down_at is not None:
        return presenters.moment(row.stood_down_at, now=here.now)
    if row.done_at is not None:
        return presenters.done(row.done_at, due_at=row.due_at, now=here.now)
    return presenters.due(row.due_at, now=here.now)


def _standing(here: desk.Desk, row: "models.Step") -> Tag:
    if row.stood_down_at is not None:
        return Tag(_("No longer called for"), Tone.CALM)
    if row.done_at is not None:
        return Tag(_("Done"), Tone.DONE)
    if row.due_at < here.now:
        return Tag(_("Overdue"), Tone.ALARM)
    if row.taken_at is not None:
        return Tag(_("Somebody has it"), Tone.NOTE)
    return Tag(_("Nobody has it yet"), Tone.WARN)


@dataclass(frozen=True, slots=True)
class Review:
    """The review that is due first, and those that were held."""

    heading: desk.Heading
    due: parts.Duty | None
    held: list[parts.Fact]


def review(here: desk.Desk) -> Review:
    """What a review considers and what earlier ones found."""
    waiting = [
        row
        for row in here.whole.response.duties
        if row.kind == DutyKind.REVIEW and clocks.is_open(response.as_duty(row))
    ]
    names = desk.names_of(here, *(row.recorded_by_id for row in here.whole.response.reviews))
    first = min(waiting, key=lambda row: row.due_at, default=None)
    return Review(
        heading=desk.heading(here),
        due=duty(here, first) if first else None,
        held=[
            parts.Fact(
                presenters.moment(row.held_at, now=here.now),
                row.findings,
                names.get(row.recorded_by_id, ""),
            )
            for row in reversed(here.whole.response.reviews)
        ],
    )


def duty(here: desk.Desk, row: "models.Duty") -> parts.Duty:
    """One duty in words."""
    fact = response.as_duty(row)
    stopped = row.met_at or row.declined_at
    return parts.Duty(
        title=presenters.sentence(DutyKind(row.kind).label),
        owner=desk.posts_here(here).get(row.owner_post_id, ""),
        when=presenters.done(stopped, due_at=row.due_at, now=here.now)
        if stopped
        else presenters.due(row.due_at, now=here.now),
        exact=presenters.exact(row.due_at),
        standing=presenters.standing(clocks.standing(fact, now=here.now)),
        reason=presenters.said(row.reason),
    )


@dataclass(frozen=True, slots=True)
class DutyPage:
    """A duty that is met or declined by saying so."""

    heading: desk.Heading
    duty: parts.Duty
    title: str
    is_held: bool
    is_open: bool
    is_ours: bool
    for_somebody_above: str
    meet: str
    decline: str
    key: str


def duty_page(here: desk.Desk, row: "models.Duty") -> DutyPage:
    """What may be said of this duty, and by whom."""
    kind = DutyKind(row.kind)
    address = [here.reference, row.id]
    meets, declines = duty_answered.MET_BY_SAYING_SO, duty_answered.MAY_BE_DECLINED
    owner = answering.owner_of(row)
    is_mine = answering.stands_for(row, owner=owner, agreed=here.whole.agreed, by=here.viewer)
    is_said = kind in meets | declines
    above = presenters.said(answering.for_somebody_above(owner)) if is_said and not is_mine else ""
    return DutyPage(
        heading=desk.heading(here),
        duty=duty(here, row),
        title=presenters.sentence(kind.label),
        is_held=kind is not DutyKind.STOPPED_MESSAGE,
        is_open=clocks.is_open(response.as_duty(row)),
        is_ours=row.owner_agency_id == here.viewer.agency_id,
        for_somebody_above=above,
        meet=reverse("duty_meet", args=address) if kind in meets else "",
        decline=reverse("duty_decline", args=address) if kind in declines else "",
        key=str(uuid4()),
    )
