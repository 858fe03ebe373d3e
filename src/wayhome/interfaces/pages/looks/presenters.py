"""Entries of the ledger in words: who looked, of which agency, at what, for what reason."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.interfaces.pages.shared import paged, parts, presenters
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.platform.audit.models import Verb
from wayhome.records.children import queries as children
from wayhome.records.looks import queries as looks
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import facts, london
from wayhome.rules.vocabulary import Purpose, ReviewOutcome, WhyReviewed

ASKED_FOR = ("GET ", "HEAD ", "POST ")  # how a refusal names the request that met it


@dataclass(frozen=True, slots=True)
class Row:
    """Some looks of one person on one day that are alike."""

    when: str
    exact: str
    who: str
    what: str
    times: str
    why: str
    shown: str


@dataclass(frozen=True, slots=True)
class Looks:
    """A page of looks, and where older ones are."""

    rows: list[Row]
    next_href: str
    first_href: str


@dataclass(frozen=True, slots=True)
class Review:
    """One look as it is put before its reviewer."""

    facts: list[parts.Fact]
    child_href: str
    is_answered: bool
    due: str


def page(found: looks.Page, *, here: str, is_first: bool, now: datetime) -> Looks:
    """The looks of one page, alike ones of a day together."""
    named = practitioners.names(entry.practitioner_id for entry in found.entries)
    rows = [_row(list(alike), named, now=now) for _key, alike in groupby(found.entries, key=_alike)]
    last = found.last
    return Looks(
        rows,
        f"{here}?before={cursor_of(last)}" if last else "",
        "" if is_first else here,
    )


def cursor_of(entry: looks.Entry) -> str:
    """Where the next page begins: after this entry."""
    return f"{entry.at.isoformat().replace('+00:00', 'Z')}~{entry.id}"


def after(written: str) -> tuple[datetime, UUID] | None:
    """The entry a page begins after; None for the first page. Raises NoSuchLook for nonsense."""
    if not written:
        return None
    at, _between, entry_id = written[:100].partition("~")
    try:
        moment, identifier = datetime.fromisoformat(at), UUID(entry_id)
    except ValueError as unread:
        raise looks.NoSuchLook(written) from unread
    if moment.tzinfo is None:
        raise looks.NoSuchLook(written)
    return moment, identifier


def _alike(entry: looks.Entry) -> tuple[Any, ...]:
    who = (entry.practitioner_id, london.day_of(entry.at))
    what = (entry.verb, entry.deed, entry.purpose, entry.reason, entry.reference)
    return (*who, *what, tuple(entry.sections))


def _row(alike: list[looks.Entry], named: dict[UUID, str], *, now: datetime) -> Row:
    newest, count = alike[0], len(alike)
    return Row(
        when=presenters.moment(newest.at, now=now),
        exact=presenters.exact(newest.at),
        who=named.get(newest.practitioner_id, _("Somebody who is no longer here")),
        what=_done(newest),
        times=ngettext("%(count)s time", "%(count)s times", count) % {"count": count}
        if count > 1
        else "",
        why=_why(newest),
        shown=presenters.listed([presenters.said(each) for each in newest.sections]),
    )


def _verb(verb: str) -> str:
    words = {
        Verb.COLLECT: _("Collected"),
        Verb.ALTER: _("Altered"),
        Verb.CONSULT: _("Looked"),
        Verb.DISCLOSE: _("Disclosed"),
        Verb.COMBINE: _("Combined"),
        Verb.ERASE: _("Erased"),
        Verb.SEARCH: _("Searched"),
        Verb.PRINT: _("Printed"),
        Verb.BREAK_GLASS: _("Looked in an emergency"),
        Verb.REFUSE: _("Was refused"),
    }
    return words[Verb(verb)]


def _done(entry: looks.Entry) -> str:
    """What was done, in words: a refused request is kept by its address, which nobody reads."""
    if entry.deed.startswith(ASKED_FOR):
        return _("Was refused: %(deed)s") % {"deed": _("open a page or send a form")}
    return f"{_verb(entry.verb)}: {presenters.said(entry.deed)}"


def _why(entry: looks.Entry) -> str:
    purpose = presenters.sentence(Purpose(entry.purpose).label) if entry.purpose else ""
    given = [purpose, entry.reason, entry.reference]
    return " · ".join(each for each in given if each) or _("No reason is written down")


def _told_why(entry: looks.Entry) -> str:
    """Why, as a reviewer may read it: of a sealed record nobody reads it who is not on its list."""
    if not entry.is_held_back:
        return _why(entry)
    purpose = presenters.sentence(Purpose(entry.purpose).label) if entry.purpose else ""
    hidden = _(
        "A reason is written down. It is read only by those on the named list of this record, and "
        "you are not on it. Review the look without it."
    )
    return " · ".join(each for each in (purpose, hidden) if each)


def to_review(found: paged.Paged, *, now: datetime) -> paged.Paged:
    """The looks somebody is to review, what is due first."""
    named = practitioners.names(row.looker_id for row in found.rows)
    shown = [
        parts.Duty(
            title=_("A look by %(name)s") % {"name": named.get(row.looker_id, "")},
            owner=presenters.sentence(_(WhyReviewed(row.why).label)),
            when=presenters.due(row.due_at, now=now),
            exact=presenters.exact(row.due_at),
            standing=presenters.standing("missed" if row.due_at < now else "running"),
            link=parts.Link("", reverse("look_review", args=[row.id])),
        )
        for row in found.rows
    ]
    return replace(found, rows=shown)


def late(found: paged.Paged, *, now: datetime) -> paged.Paged:
    """Whose reviews are late, and since when: nothing of the looks, nor of the children."""
    shown = [
        parts.Duty(
            title=_("A review by %(name)s") % {"name": row.practitioner.name},
            owner=_("Ask them to answer it, or what keeps them from it"),
            when=presenters.due(row.due_at, now=now),
            exact=presenters.exact(row.due_at),
            standing=presenters.standing("missed"),
        )
        for row in found.rows
    ]
    return replace(found, rows=shown)


def not_explained(found: paged.Paged, *, now: datetime) -> paged.Paged:
    """The looks of an agency that a reviewer did not find explained."""
    named = practitioners.names(row.looker_id for row in found.rows)
    shown = [
        parts.Fact(
            named.get(row.looker_id, ""),
            _("What the reviewer found is read only by those on the named list of this record.")
            if row.is_hidden
            else row.explanation,
            _("Looked %(moment)s") % {"moment": presenters.moment(row.looked_at, now=now)},
        )
        for row in found.rows
    ]
    return replace(found, rows=shown)


def review(row: Any, entry: looks.Entry, *, viewer: facts.Viewer, now: datetime) -> Review:
    """One look as its reviewer reads it: the child by a pseudonym until they have opened it."""
    named = practitioners.names([row.looker_id])
    known = [
        parts.Fact(_("Who looked"), named.get(row.looker_id, "")),
        parts.Fact(_("When"), presenters.exact(entry.at)),
        parts.Fact(_("What they did"), _done(entry)),
        parts.Fact(_("Why, as they said"), _told_why(entry)),
        parts.Fact(
            _("What was shown"),
            presenters.listed([presenters.said(each) for each in entry.sections]),
        ),
        parts.Fact(_("Why this is reviewed"), presenters.sentence(_(WhyReviewed(row.why).label))),
        parts.Fact(_("Which child"), _which(row, entry, viewer=viewer)),
    ]
    if row.answered_at:
        said = presenters.sentence(_(ReviewOutcome(row.outcome).label))
        known.append(parts.Fact(_("What you found"), f"{said}. {row.explanation}"))
    may_open = row.child_id is not None and entry.child_id is None
    return Review(
        facts=[fact for fact in known if fact.text],
        child_href=reverse("look_review_child", args=[row.id]) if may_open else "",
        is_answered=row.answered_at is not None,
        due=presenters.due(row.due_at, now=now),
    )


def _which(row: Any, entry: looks.Entry, *, viewer: facts.Viewer) -> str:
    if row.child_id is None:
        return _("No child was found")
    if entry.child_id is None:
        said = looks.pseudonym(row.child_id, reviewer_id=viewer.practitioner_id)
        return _("Child %(pseudonym)s, whom nothing here names") % {"pseudonym": said}
    return _("The child of the record %(reference)s") % {
        "reference": children.reference_of(entry.child_id)
    }
