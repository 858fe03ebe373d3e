"""Who owns an episode, whom the family has heard from, and what kind of absence it has been."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.response import forms
from wayhome.interfaces.pages.shared import desk, parts, presenters
from wayhome.journey import telling
from wayhome.records.children import queries as children
from wayhome.rules import clocks, notifications
from wayhome.rules import family as rules
from wayhome.rules.vocabulary import DutyKind, EpisodeType
from wayhome.stages.response import queries as response

if TYPE_CHECKING:
    from wayhome.records.children.models import Contact
    from wayhome.stages.response import models


@dataclass(frozen=True, slots=True)
class Handover:
    """Who owns the episode, and an offer that waits."""

    heading: desk.Heading
    owner: str
    is_ours: bool
    offered: parts.Fact | None
    accept: str
    decline: str
    key: str
    past: list[parts.Fact]


def handover(here: desk.Desk) -> Handover:
    """The owner now, an offer that waits for an answer, and what was answered before."""
    posts = desk.posts_here(here)
    rows = here.whole.response.handovers
    waiting = next((row for row in rows if is_waiting(row)), None)
    address = [here.reference, waiting.id] if waiting else []
    can_answer = waiting is not None and waiting.to_post_id in here.viewer.post_ids
    owner = here.whole.episode.owner
    return Handover(
        heading=desk.heading(here),
        owner=", ".join(
            word
            for word in (
                owner.name if owner else "",
                desk.post_words(here.whole.episode.owner_post),
            )
            if word
        ),
        is_ours=here.whole.episode.owner_agency_id == here.viewer.agency_id,
        offered=_offered(here, waiting, posts) if waiting else None,
        accept=reverse("handover_accept", args=address) if can_answer else "",
        decline=reverse("handover_decline", args=address) if can_answer else "",
        key=str(uuid4()),
        past=[_answered(here, row, posts) for row in reversed(rows) if not is_waiting(row)],
    )


def is_waiting(row: "models.Handover") -> bool:
    """Whether a handover has not been answered."""
    return row.accepted_at is None and row.declined_at is None


def _offered(here: desk.Desk, row: "models.Handover", posts: dict[UUID, str]) -> parts.Fact:
    names = desk.names_of(here, row.recorded_by_id)
    return parts.Fact(
        posts.get(row.to_post_id, ""),
        row.why,
        f"{names.get(row.recorded_by_id, '')}, {presenters.moment(row.recorded_at, now=here.now)}",
    )


def _answered(here: desk.Desk, row: "models.Handover", posts: dict[UUID, str]) -> parts.Fact:
    answered_by = row.accepted_by_id or row.declined_by_id
    words = _("Accepted") if row.accepted_at else _("Declined. %(why)s")
    at = row.accepted_at or row.declined_at
    when = presenters.moment(at, now=here.now) if at else ""
    return parts.Fact(
        posts.get(row.to_post_id, ""),
        words % {"why": row.declined_reason} if row.declined_at else words,
        f"{desk.names_of(here, answered_by).get(answered_by, '')}, {when}",
    )


@dataclass(frozen=True, slots=True)
class Family:
    """One parent or carer: who they are, whether it is safe, and what was done."""

    heading: desk.Heading
    name: str
    relationship: str
    reach: str
    unsafe: str
    decided: str
    told: list[parts.Fact]
    is_due: bool


def family(here: desk.Desk, contact: "Contact") -> Family:
    """What is known of telling one parent or carer.

    Where it is unsafe, or while it is decided not to, no number is shown.
    """
    known = here.whole.child
    decision = next(
        one
        for one in notifications.family_to_tell(children.contacts_of(known))
        if one.contact.contact_id == contact.id
    )
    decided = rules.decision_that_stands(telling.said_of(known, contact.id))
    reach = ", ".join(word for word in (contact.telephone, contact.email) if word)
    return Family(
        heading=desk.heading(here),
        name=contact.name,
        relationship=contact.relationship,
        reach=reach if decision.tell and decided is None else "",
        unsafe="" if decision.tell else presenters.said(decision.reason),
        decided=decided.reason if decided and decision.tell else "",
        told=_told(here, contact),
        is_due=any(
            row.kind == DutyKind.TELL_FAMILY
            and row.contact_id is not None
            and known.standing_of(row.contact_id) == contact.id
            and clocks.is_open(response.as_duty(row))
            for row in here.whole.response.duties
        ),
    )


def _told(here: desk.Desk, contact: "Contact") -> list[parts.Fact]:
    """What is recorded in this episode of telling somebody, newest first."""
    standing_of = here.whole.child.standing_of
    rows = [
        row for row in here.whole.response.family_told if standing_of(row.contact_id) == contact.id
    ]
    names = desk.names_of(
        here, *(by for row in rows for by in (row.recorded_by_id, row.taken_back_by_id))
    )

    def fact(what: str, words: str, by: UUID | None, at: datetime) -> parts.Fact:
        when = presenters.moment(at, now=here.now)
        return parts.Fact(what, words, ", ".join(filter(None, (names.get(by, ""), when))))

    found = []
    for row in reversed(rows):
        if row.taken_back_at is not None:
            words = presenters.said(row.taken_back_reason)
            found.append(fact(_("May be told"), words, row.taken_back_by_id, row.taken_back_at))
        what = _("Told") if row.told else _("Not told")
        words = _how(row.how) if row.told else presenters.said(row.reason)
        found.append(fact(what, words, row.recorded_by_id, row.at))
    return found


def _how(code: str) -> str:
    return str(dict(forms.HOW).get(code, code))


def types(here: desk.Desk) -> list[parts.Fact]:
    """The types the episode has had, newest first, and why."""
    rows = here.whole.recorded.types
    names = desk.names_of(here, *(row.recorded_by_id for row in rows))
    return [
        parts.Fact(
            presenters.sentence(EpisodeType(row.type).label),
            row.reason or _("As reported"),
            ", ".join(
                word
                for word in (
                    names.get(row.recorded_by_id, ""),
                    presenters.moment(row.recorded_at, now=here.now),
                )
                if word
            ),
        )
        for row in reversed(rows)
    ]
