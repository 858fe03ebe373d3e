"""Who is on duty in words: now, by the week, for a while, and when nobody is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import naming, parts, presenters
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.rules import rotas


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a pattern, and where it is taken off."""

    when: str
    who: str
    note: str
    take_off: str


@dataclass(frozen=True, slots=True)
class Post:
    """One post: who is on duty now, and when nobody is or will be."""

    name: str
    standing: presenters.Tag
    now: str
    gaps: Sequence[str]
    link: parts.Link
    lines: Sequence[Line] = ()
    covers: Sequence[str] = field(default_factory=list)


def post(record: Any, rota: rotas.Rota | None, *, names: Mapping[UUID, str], now: datetime) -> Post:
    """A post as the list shows it."""
    has_rota = rota is not None and rotas.has_rota(rota, at=now)
    there = sorted(rotas.on_duty(rota, at=now), key=str) if rota is not None and has_rota else []
    named = presenters.listed([names.get(each, "") for each in there]) if there else ""
    return Post(
        name=presenters.sentence(naming.title(record)),
        standing=_standing(has_rota=has_rota, is_filled=bool(there)),
        now=_now(named, has_rota=has_rota),
        gaps=[gap(span, now=now) for span in rotas.gaps_ahead(rota, now=now)] if rota else [],
        link=parts.Link(_("See the rota"), reverse("rota", args=[record.id])),
    )


def _standing(*, has_rota: bool, is_filled: bool) -> presenters.Tag:
    if not has_rota:
        return presenters.Tag(_("No rota"), presenters.Tone.CALM)
    if is_filled:
        return presenters.Tag(_("Somebody is on duty"), presenters.Tone.DONE)
    return presenters.Tag(_("Nobody is on duty"), presenters.Tone.ALARM)


def _now(named: str, *, has_rota: bool) -> str:
    if named:
        return _("On duty now: %(names)s") % {"names": named}
    if has_rota:
        return _("Nobody is on duty now. What is told to this post goes to the next at once.")
    return _("Everybody who holds this post is told.")


def written_to(record: Any) -> str:
    """To whom messages about what waits for this post go."""
    if not record.email:
        return _("This post has no mailbox: whoever is on duty is written to at their own address.")
    if record.tells_on_duty:
        return _("Messages go to the mailbox of this post and to whoever is on duty.")
    return _("Messages go to the mailbox of this post.")


def gap(span: rotas.Span, *, now: datetime) -> str:
    """When nobody is on duty."""
    return _("Nobody from %(begins)s until %(ends)s") % {
        "begins": presenters.moment(span.begins_at, now=now),
        "ends": presenters.moment(span.ends_at, now=now),
    }


def line(shift: Any) -> Line:
    """One line of the weekly pattern."""
    hours = f"{shift.begins:%H:%M}–{shift.ends:%H:%M}"
    note = _("until %(day)s") % {"day": f"{shift.until:%d/%m/%Y}"} if shift.until else ""
    return Line(
        when=f"{WEEKDAYS[shift.weekday]} {hours}",
        who=shift.practitioner.name,
        note=note,
        take_off="" if shift.until else reverse("rota_take_off", args=[shift.id]),
    )


def cover(row: Any, *, now: datetime) -> str:
    """Who stands in, for whom, from when until when, and who said so."""
    said = {
        "who": row.practitioner.name,
        "other": row.instead_of.name if row.instead_of else "",
        "begins": presenters.moment(row.begins_at, now=now),
        "ends": presenters.moment(row.ends_at, now=now),
        "by": row.recorded_by.name if row.recorded_by else "",
    }
    if row.instead_of:
        words = _("%(who)s instead of %(other)s, from %(begins)s until %(ends)s. Said by %(by)s.")
    else:
        words = _("%(who)s besides, from %(begins)s until %(ends)s. Said by %(by)s.")
    return words % said


def people_in(rotas_: Iterable[rotas.Rota]) -> set[UUID]:
    """Everybody who may be on duty by some rotas."""
    return {who for rota in rotas_ for who in rota.held}
