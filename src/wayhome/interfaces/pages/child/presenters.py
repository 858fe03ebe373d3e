"""What a child's page shows: who they are, who cares for them, and every time away."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import dateformat
from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.interfaces.pages.child import forms
from wayhome.interfaces.pages.child.opened import Child
from wayhome.interfaces.pages.interviews import heard
from wayhome.interfaces.pages.shared import (
    naming,
    paged,
    parts,
    pattern,
    pictured,
    presenters,
    purpose,
    saying,
)
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.interfaces.pages.shared.presenters import Tag, Tone
from wayhome.platform import narrowing
from wayhome.records.agencies import queries as agencies
from wayhome.records.emergency import queries as looks
from wayhome.records.episodes import times_away
from wayhome.records.protection import queries as protection
from wayhome.rules import access, clocks, emergency
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import EpisodeState, EpisodeType, Marker
from wayhome.stages.found import queries as found
from wayhome.stages.intake import queries as intake
from wayhome.stages.interviews import queries as interviews


@dataclass(frozen=True, slots=True)
class Episode:
    """One time away, as a row of the table."""

    reference: str
    href: str
    away: str
    exact: str
    lasted: str
    kind: str
    risk: presenters.Risk
    state: Tag


@dataclass(frozen=True, slots=True)
class Contact:
    """A parent or carer, and whether telling them is safe."""

    name: str
    facts: list[parts.Fact]
    unsafe: str
    link: parts.Link | None


@dataclass(frozen=True, slots=True)
class Page:
    """The whole of a child's page."""

    name: str
    lines: str
    purpose: purpose.Shown
    markers: list[Tag]
    concerns: list[parts.Fact]
    profile: list[parts.Fact]
    care: list[parts.Fact]
    contacts: list[Contact]
    shows_contacts: bool
    shows_concerns: bool
    away: paged.Paged
    grid: pattern.Grid
    last_seen: list[parts.Fact]
    found_at: list[parts.Fact]
    heard: list[heard.Heard]
    links: dict[str, str]
    looks_href: str
    protection: str
    sealed: Tag | None
    photograph: pictured.Photograph | None
    files: parts.Link
    export: parts.Link | None
    emergency: str


@saying.one_page()
def page(child: Child, away: times_away.TimesAway, *, listed: paged.Paged) -> Page:
    """Everything about the child that this person may read; of the times away those `listed`."""
    week = away.by_weekday_and_hour()
    times = sum(week.values())
    counted = ngettext("%(count)s time away", "%(count)s times away", times) % {"count": times}
    standing = [row for row in child.known.markers if row.lifted_at is None]
    sees_concerns = "markers" in child.may_know
    return Page(
        name=naming.child(child.record),
        lines=capfirst(
            " · ".join([naming.age(child.record, now=child.now), child.record.reference, counted])
        ),
        purpose=purpose.of_child(child.readable, child.record.reference, parties=child.parties),
        markers=[_marker(row) for row in standing] if sees_concerns else [],
        concerns=[_concern(child, row) for row in standing] if sees_concerns else [],
        profile=_profile(child),
        care=_care(child),
        contacts=_contacts(child),
        shows_contacts="contacts" in child.may_know,
        shows_concerns=sees_concerns,
        away=paged.shown(listed, lambda row: _episode(row, child)),
        grid=pattern.weekday_hours(week),
        last_seen=_counted(intake.counted_missing_from(away.with_section(Section.REPORT))),
        found_at=_counted(found.counted_found(away.with_section(Section.FOUND))),
        heard=_heard(child, away),
        links=_links(child),
        looks_href=_looks(child),
        protection=reverse("protection", args=[child.record.reference]),
        sealed=_sealed(child),
        photograph=pictured.photograph(
            child.record.id, by=child.viewer, now=child.now, unsaid=child.unsaid
        ),
        files=_files(child),
        export=_export(child),
        emergency=_emergency(child),
    )


def _emergency(child: Child) -> str:
    """How long an emergency look still shows this record; empty for any other look."""
    if child.record.id not in child.viewer.opened:
        return ""
    mine = looks.asked_by([child.viewer.practitioner_id])
    open_now = [row for row in mine if emergency.is_open(looks.as_look(row), now=child.now)]
    lefts = [presenters.left(row.ends_at, now=child.now) for row in open_now]
    return _("You opened this record in an emergency: %(left)s.") % {"left": ", ".join(lefts)}


def _sealed(child: Child) -> Tag | None:
    """A warning on a sealed record: whoever reads this is on its list, and others are not."""
    if not protection.seals_on(child.record.id):
        return None
    return Tag(_("Sealed: speak of this child only to those on the list"), Tone.ALARM)


def _marker(row: Any) -> Tag:
    return Tag(presenters.sentence(Marker(row.marker).label), Tone.WARN)


def _source(child: Child, row: Any, at: Any) -> str:
    return _("%(name)s, %(moment)s") % {
        "name": row.supplied_by,
        "moment": presenters.moment(at, now=child.now),
    }


def _concern(child: Child, row: Any) -> parts.Fact:
    name = presenters.sentence(Marker(row.marker).label)
    return parts.Fact(name, row.evidence, _source(child, row, row.recorded_at))


def _detail_names() -> dict[str, str]:
    return {
        "given_name": _("First name"),
        "family_name": _("Family name"),
        "known_as": _("Known as"),
        "date_of_birth": _("Date of birth"),
        "age_stated": _("Age as stated"),
        "sex": _("Sex"),
        "ethnicity": _("Ethnicity"),
        "language": _("Language"),
        "description": _("Description"),
    }


def _profile(child: Child) -> list[parts.Fact]:
    newest = {row.field: row for row in child.known.details if row.field in child.may_know}
    return [
        parts.Fact(name, _said(field, newest[field].value), _source_of(child, newest[field]))
        for field, name in _detail_names().items()
        if field in newest
    ]


def _source_of(child: Child, row: Any) -> str:
    return _source(child, row, row.learned_at)


def _said(field: str, value: str) -> str:
    day = parse_date(value) if field == "date_of_birth" else None
    return dateformat.format(day, "j F Y") if day else value


def _care(child: Child) -> list[parts.Fact]:
    now = child.known.arrangement
    if now is None:
        return []
    names: dict[Any, str] = agencies.names([getattr(now, field) for field in AGENCIES])
    named = {field: names.get(getattr(now, field), "") for field in AGENCIES}
    if now.host_authority_id == now.responsible_authority_id:
        named["host_authority_id"] = ""
    named["is_looked_after"] = _("Yes") if now.is_looked_after else _("No")
    workers = naming.people([now.social_worker_id], unsaid=child.unsaid)
    named["social_worker_id"] = "".join(workers.values())
    return [
        parts.Fact(name, named[field])
        for field, name in _care_names().items()
        if named[field] and field in child.may_know
    ]


AGENCIES = (
    "responsible_authority_id",
    "host_authority_id",
    "placement_id",
    "host_force_id",
    "school_id",
    "health_id",
)


def _care_names() -> dict[str, str]:
    return {
        "responsible_authority_id": _("Responsible council"),
        "host_authority_id": _("Council where the child lives"),
        "placement_id": _("Lives at"),
        "is_looked_after": _("Looked after by the council"),
        "social_worker_id": _("Social worker"),
        "host_force_id": _("Police force"),
        "school_id": _("School"),
        "health_id": _("Health"),
    }


def _contacts(child: Child) -> list[Contact]:
    if "contacts" not in child.may_know:
        return []
    return [_contact(child, row) for row in child.known.standing_contacts]


def _contact(child: Child, row: Any) -> Contact:
    held = [
        parts.Fact(_("Who they are"), capfirst(row.relationship)),
        parts.Fact(_("Telephone"), row.telephone),
        parts.Fact(_("Email"), row.email),
        parts.Fact(_("Why it is safe to tell them now"), row.why_corrected),
    ]
    place = reverse("child_contact_correct", args=[child.record.reference, row.id])
    return Contact(
        name=row.name,
        facts=[fact for fact in held if fact.text],
        unsafe=(row.unsafe_reason if row.unsafe_to_tell else ""),
        link=parts.Link(_("Correct"), place) if child.may(access.Deed.CHANGE_FAMILY) else None,
    )


def _episode(row: Any, child: Child) -> Episode:
    until = row.absent_until or child.now
    lasted = presenters.duration(clocks.elapsed(row.absent_from, until=until))
    return Episode(
        reference=row.reference,
        href=reverse("episode", args=[row.reference]),
        away=presenters.moment(row.absent_from, now=child.now),
        exact=presenters.exact(row.absent_from),
        lasted=lasted if row.absent_until else _("%(length)s so far") % {"length": lasted},
        kind=presenters.label(EpisodeType(row.type)),
        risk=presenters.risk(row.level),
        state=_state(row),
    )


def _state(row: Any) -> Tag:
    words = presenters.label(EpisodeState(row.state))
    if row.closed_at:
        return Tag(words, Tone.CALM)
    return Tag(words, Tone.NOTE if row.absent_until else Tone.ALARM)


def _counted(places: Iterable[tuple[str, int]]) -> list[parts.Fact]:
    """Each place, and in how many episodes it was."""
    return [
        parts.Fact(
            capfirst(place), ngettext("%(count)s time", "%(count)s times", count) % {"count": count}
        )
        for place, count in places
    ]


def _heard(child: Child, away: times_away.TimesAway) -> list[heard.Heard]:
    shown: list[heard.Heard] = []
    if FieldClass.VOICE not in child.readable.classes:
        return shown
    held = interviews.of_child(child.record.id)
    seen = away.among(covers.episode_id for one in held for covers in one.covers)
    for one in held:
        if not seen & {covers.episode_id for covers in one.covers}:
            continue
        may = heard.readable(
            one.interview,
            one.releases,
            viewer=child.viewer,
            sections=child.sections,
        )
        at = presenters.moment(one.interview.held_at, now=child.now)
        narrowing.narrow([one.interview, *one.releases], classes=child.readable.classes)
        told = [heard.part(one.interview, one.releases, part) for part in may]
        if told:
            shown.append(heard.Heard(_("Heard %(moment)s") % {"moment": at}, "", told))
    return shown


def _looks(child: Child) -> str:
    """Where it is said who looked at the child; empty for somebody who may not ask."""
    may = child.may(access.Deed.SEE_LOOKS)
    return reverse("child_looks", args=[child.record.reference]) if may else ""


def _files(child: Child) -> parts.Link:
    href = reverse("child_files", args=[child.record.reference])
    return parts.Link(_("Photographs and documents"), href)


def _export(child: Child) -> parts.Link | None:
    """Where to take the record out; nowhere for a post that may not."""
    if not access.decide(child.viewer, access.Deed.EXPORT).allowed:
        return None
    asked = f"{reverse('export_ask')}?what=child&reference={child.record.reference}"
    return parts.Link(_("Export this record"), asked)


def _links(child: Child) -> dict[str, str]:
    """Where to add to the record, or say who must not know; none of it for somebody who may not."""
    deeds = {
        "detail": access.Deed.ADD_TO_CHILD,
        "contact": access.Deed.ADD_TO_CHILD,
        "marker": access.Deed.ADD_TO_CHILD,
        "apart": access.Deed.KEEP_FROM,
    }
    return {
        name: reverse(f"child_{name}", args=[child.record.reference])
        for name, deed in deeds.items()
        if child.may(deed)
    }


@dataclass(frozen=True, slots=True)
class Match:
    """A child who may be the one looked for."""

    name: str
    lines: str
    href: str


def matches(rows: Iterable[Any], *, now: Any) -> list[Match]:
    """The children found, by name."""
    return [
        Match(
            naming.child(row),
            f"{naming.age(row, now=now)} · {row.reference}",
            reverse("child", args=[row.reference]),
        )
        for row in rows
    ]


def known_details(child: Child) -> dict[str, Any]:
    """What the form of details starts from."""
    names = (*forms.ABOUT, "date_of_birth")
    return {name: getattr(child.record, name) for name in names if name in child.may_know}
