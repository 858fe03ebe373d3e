"""Exports in words: what, for whom, where each stands, and what can be done with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.interfaces.pages.shared import parts, presenters
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.interfaces.pages.shared.presenters import Tag, Tone
from wayhome.records.exports import queries
from wayhome.rules import exports, facts
from wayhome.rules.exports import ExportFormat, ExportKind, ExportState
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.vocabulary import Purpose

TONES = {
    ExportState.WAITING: Tone.WARN,
    ExportState.READY: Tone.NOTE,
    ExportState.BEING_MADE: Tone.NOTE,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One export in a list."""

    title: str
    href: str
    lines: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class Page:
    """One export, and the deeds that are open to the viewer."""

    title: str
    reference: str
    tag: Tag
    facts: list[parts.Fact]
    says: str
    can_fetch: bool
    can_end: bool
    can_decide: bool


def lines(found: Iterable[Any], *, now: datetime) -> list[Line]:
    """Exports in a list."""
    return [
        Line(
            title=presenters.sentence(ExportKind(export.kind).label),
            href=reverse("export", args=[export.reference]),
            lines=_("For %(name)s, %(agency)s · asked %(moment)s · %(children)s")
            % {
                "name": export.recipient_name,
                "agency": export.recipient_agency.name,
                "moment": presenters.moment(export.asked_at, now=now),
                "children": _children(export),
            },
            tag=_tag(export, now=now),
        )
        for export in found
    ]


def page(export: Any, *, viewer: facts.Viewer, now: datetime) -> Page:
    """One export as the viewer sees it: whoever asked, or who may be the second person."""
    known = queries.facts_of(export)
    state = exports.state_of(known, now=now)
    is_own = export.asked_by_id == viewer.practitioner_id
    live = {ExportState.WAITING, ExportState.BEING_MADE, ExportState.READY}
    return Page(
        title=presenters.sentence(ExportKind(export.kind).label),
        reference=export.reference,
        tag=_tag(export, now=now),
        facts=_facts(export, now=now),
        says=_says(export, state),
        can_fetch=is_own and state is ExportState.READY,
        can_end=is_own and state in live,
        can_decide=not is_own
        and state is ExportState.WAITING
        and exports.may_decide(viewer, known).allowed,
    )


def _tag(export: Any, *, now: datetime) -> Tag:
    state = exports.state_of(queries.facts_of(export), now=now)
    return Tag(presenters.sentence(state.label), TONES.get(state, Tone.CALM))


def _children(export: Any) -> str:
    count = export.children
    return ngettext("%(count)s child", "%(count)s children", count) % {"count": count}


def _facts(export: Any, *, now: datetime) -> list[parts.Fact]:
    held = [
        (_("Asked by"), f"{export.asked_by.name}, {export.agency.name}"),
        (_("For"), f"{export.recipient_name}, {export.recipient_agency.name}"),
        (_("What it is for"), presenters.sentence(Purpose(export.purpose).label)),
        (_("Why"), export.reason),
        (_("How many"), _children(export)),
        (_("What it tells"), "; ".join(class_words(each) for each in export.classes)),
        (_("Kind of file"), presenters.sentence(ExportFormat(export.format).label)),
        (_("Can be fetched until"), presenters.moment(export.expires_at, now=now)),
        (_("Approved by"), export.approved_by.name if export.approved_by else ""),
        (_("Declined by"), export.declined_by.name if export.declined_by else ""),
        (_("Why it was declined"), export.declined_why),
    ]
    return [parts.Fact(name, text) for name, text in held if text]


def class_words(code: str) -> str:
    """A class of fact in a few words."""
    words = {
        FieldClass.APPEAL: _("how the child looks"),
        FieldClass.IDENTITY: _("who the child is"),
        FieldClass.EPISODE: _("the absence and what was done"),
        FieldClass.PLACE: _("places"),
        FieldClass.PROTECTED: _("where the child lives"),
        FieldClass.HEALTH: _("health and harm"),
        FieldClass.VOICE: _("the child’s own words"),
        FieldClass.THIRD_PARTY: _("family and others"),
        FieldClass.INTELLIGENCE: _("intelligence"),
        FieldClass.STAFF: _("who works with the child"),
    }
    return words[FieldClass(code)]


def _says(export: Any, state: ExportState) -> str:
    """What happens next, in a sentence."""
    said = {
        ExportState.WAITING: _(
            "It holds more than 25 children. A manager of your agency must approve it, and nothing "
            "is made before."
        ),
        ExportState.BEING_MADE: _("It is made within a few minutes. You can leave this page."),
        ExportState.READY: _(
            "Each time it is fetched is written down as a disclosure of each child in it."
        ),
        ExportState.NOT_MADE: presenters.said(export.failed_why),
        ExportState.DECLINED: _("Nothing was made."),
        ExportState.REVOKED: _("The file is gone. Whoever fetched it before still has theirs."),
        ExportState.EXPIRED: _("The file is gone. Ask again if it is still needed."),
    }
    return said[state]
