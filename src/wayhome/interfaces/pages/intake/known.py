"""A child who may already be known: who could be meant, and what is known of the one chosen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from django.utils import dateformat
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import naming, parts, presenters, viewing
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.records.children import queries as children
from wayhome.records.episodes import visibility
from wayhome.rules import access, facts, redaction
from wayhome.rules.vocabulary import EpisodeType, Purpose
from wayhome.stages.found import queries as found
from wayhome.stages.intake import queries as intake
from wayhome.stages.interviews import queries as interviews

if TYPE_CHECKING:
    from wayhome.records.children.models import Child, Contact
    from wayhome.records.episodes.models import Episode

SHORTEST_NAME = 2
MOST_EPISODES = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A child who may be meant, with enough to tell one from another."""

    child_id: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is already known of the child who was chosen."""

    child_id: str
    name: str
    has_care: bool
    open_episode: str
    facts: list[parts.Fact]
    concerns: list[str]
    contacts: list[parts.Fact]
    episodes: list[parts.Fact]
    last_interview: parts.Fact | None


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands beside the questions: a chosen child, those who may be meant, or neither."""

    profile: Profile | None = None
    candidates: tuple[Candidate, ...] = ()
    was_asked: bool = False

    @property
    def has_care(self) -> bool:
        """Whether it is known who cares for the child that was chosen."""
        return self.profile is not None and self.profile.has_care

    @property
    def says(self) -> str:
        """One line, read out when it changes."""
        if self.profile is not None:
            return _("You have chosen %(name)s.") % {"name": self.profile.name}
        if not self.was_asked:
            return ""
        if not self.candidates:
            return _("Nobody of this name is known to your agency. Go on: that is no obstacle.")
        return _("%(count)s may be this child. Choose one, or go on if it is none of them.") % {
            "count": len(self.candidates)
        }


def with_purpose(request: HttpRequest) -> facts.Viewer:
    """The viewer, looking in order to take a report."""
    return replace(viewing.viewer(request), purpose=Purpose.REPORT)


def candidates(
    request: HttpRequest, *, given_name: str, family_name: str, date_of_birth: date | None
) -> Panel:
    """The children the viewer's agency knows who may be the one described; each look is logged."""
    named = max(len(given_name), len(family_name)) >= SHORTEST_NAME
    if not named and date_of_birth is None:
        return Panel()
    viewer = with_purpose(request)
    access.require(viewer, access.Deed.LOOK_UP_CHILD)
    meant = children.candidates(
        visibility.children(viewer),
        given_name=given_name,
        family_name=family_name,
        date_of_birth=date_of_birth,
    )
    viewing.log_search(
        request,
        deed=access.Deed.LOOK_UP_CHILD,
        child_ids=[child.id for child in meant],
        by=viewer,
    )
    return Panel(
        candidates=tuple(
            Candidate(str(child.id), naming.child(child), _told_apart(child)) for child in meant
        ),
        was_asked=True,
    )


def placed(request: HttpRequest) -> list[tuple[str, str]]:
    """The children who live with the viewer's agency, to choose from; each is logged as seen."""
    viewer = viewing.viewer(request)
    here = children.placed_with(visibility.children(viewer), viewer.agency_id)
    log_list(request, [child.id for child in here])
    now = viewing.now(request)
    return [(str(child.id), _name_and_age(child, now)) for child in here]


def log_list(request: HttpRequest, child_ids: Iterable[UUID]) -> None:
    """Enter each child shown in the ledger, with the purpose of taking a report."""
    ledger.write_many(
        Verb.CONSULT,
        by=with_purpose(request),
        at=viewing.now(request),
        deed=access.Deed.LOOK_UP_CHILD,
        child_ids=child_ids,
    )


def chosen(request: HttpRequest, child_id: UUID | None) -> Panel:
    """What is known of the child chosen; nothing for one the viewer may not know of."""
    viewer = with_purpose(request)
    if child_id is None or not visibility.children(viewer).filter(id=child_id).exists():
        return Panel()
    record = children.known(child_id)
    parties = visibility.parties_to_child(child_id)
    access.require(viewer, access.Deed.SEE_CHILD, parties=parties)
    readable = redaction.sections_for(viewer, parties=parties)
    viewing.log_look(
        request,
        deed=access.Deed.SEE_CHILD,
        child_id=child_id,
        sections=tuple(sorted(readable)),
        by=viewer,
    )
    return Panel(profile=_profile(viewer, record, readable, now=viewing.now(request)))


def _profile(
    viewer: facts.Viewer,
    record: children.Known,
    readable: frozenset[redaction.Section],
    *,
    now: datetime,
) -> Profile:
    child, may_know = record.child, redaction.child_facts_for(readable)
    past = list(visibility.episodes(viewer).filter(child_id=child.id).order_by("-reported_at"))
    away = next((one for one in past if one.absent_until is None and one.closed_at is None), None)
    return Profile(
        child_id=str(child.id),
        name=_name_and_age(child, now),
        has_care=record.arrangement is not None,
        open_episode=away.reference if away else "",
        facts=_facts(child, may_know),
        concerns=_concerns(record) if "markers" in may_know else [],
        contacts=_contacts(record) if "contacts" in may_know else [],
        episodes=_episodes(past, readable, now=now),
        last_interview=_last_interview(child.id, readable, now=now),
    )


def _facts(child: "Child", may_know: frozenset[str]) -> list[parts.Fact]:
    born = _day(child.date_of_birth) if child.date_of_birth else ""
    known = {
        "date_of_birth": (_("Date of birth"), born),
        "known_as": (_("Also known as"), child.known_as),
        "language": (_("Language"), child.language),
        "description": (_("Description"), child.description),
    }
    return [
        parts.Fact(name, text) for fact, (name, text) in known.items() if text and fact in may_know
    ]


def _concerns(record: children.Known) -> list[str]:
    standing = children.facts_of(record).markers
    return [presenters.sentence(marker.label) for marker in sorted(standing)]


def _contacts(record: children.Known) -> list[parts.Fact]:
    return [
        parts.Fact(
            contact.name,
            ", ".join(word for word in (contact.relationship, _reach(contact)) if word),
            _("Not safe to tell: %(why)s") % {"why": presenters.said(contact.unsafe_reason)}
            if contact.unsafe_to_tell
            else "",
        )
        for contact in record.standing_contacts
    ]


def _reach(contact: "Contact") -> str:
    """Where telling is not safe, no way to tell is shown."""
    return "" if contact.unsafe_to_tell else contact.telephone


def _episodes(
    past: "list[Episode]", readable: frozenset[redaction.Section], *, now: datetime
) -> list[parts.Fact]:
    shown = past[:MOST_EPISODES]
    ids = [episode.id for episode in shown]
    lost = dict(intake.places_missing_from(ids)) if redaction.Section.REPORT in readable else {}
    where = dict(found.places_found(ids)) if redaction.Section.FOUND in readable else {}
    return [
        parts.Fact(
            presenters.moment(episode.reported_at, now=now),
            ". ".join(
                words
                for words in (
                    presenters.sentence(EpisodeType(episode.type).label),
                    presenters.risk(episode.level).text,
                    _("Last seen: %(place)s") % {"place": lost[episode.id]}
                    if episode.id in lost
                    else "",
                    _("Found: %(place)s") % {"place": where[episode.id]}
                    if episode.id in where
                    else "",
                )
                if words
            ),
            _("Still away") if episode.absent_until is None and not episode.closed_at else "",
        )
        for episode in shown
    ]


def _last_interview(
    child_id: UUID, readable: frozenset[redaction.Section], *, now: datetime
) -> parts.Fact | None:
    if redaction.Section.INTERVIEW_SHAREABLE not in readable:
        return None
    held = interviews.last_shareable(child_id)
    if held is None or not held.shareable:
        return None
    return parts.Fact(presenters.moment(held.held_at, now=now), held.shareable)


def _name_and_age(child: "Child", now: datetime) -> str:
    return f"{naming.child(child)}, {naming.age(child, now=now)}"


def _told_apart(child: "Child") -> str:
    born = _day(child.date_of_birth) if child.date_of_birth else ""
    words = [
        _("born %(day)s") % {"day": born} if born else "",
        _("about %(age)s") % {"age": child.age_stated}
        if child.age_stated is not None and not born
        else "",
        _("known as %(name)s") % {"name": child.known_as} if child.known_as else "",
    ]
    return ", ".join(word for word in words if word) or _("age not known")


def _day(day: date) -> str:
    return dateformat.format(day, "j F Y")
