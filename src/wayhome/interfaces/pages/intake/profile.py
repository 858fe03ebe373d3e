"""What is known of a child beside a report, once whoever takes it has said that it is for this."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import naming, parts, presenters, viewing
from wayhome.records.children import queries as children
from wayhome.records.episodes import visibility
from wayhome.rules import access, facts, redaction
from wayhome.rules.vocabulary import EpisodeType
from wayhome.stages.found import queries as found
from wayhome.stages.intake import queries as intake
from wayhome.stages.interviews import queries as interviews

if TYPE_CHECKING:
    from wayhome.records.children.models import Child, Contact
    from wayhome.records.episodes.models import Episode

MOST_EPISODES = 8


@dataclass(frozen=True, slots=True)
class Profile:
    """What is already known of the child who was chosen, as far as the viewer may know it."""

    facts: list[parts.Fact]
    concerns: list[str]
    contacts: list[parts.Fact]
    episodes: list[parts.Fact]
    last_interview: parts.Fact | None


def opened(request: HttpRequest, child: "Child", *, by: facts.Viewer) -> Profile:
    """The record, opened for the purpose that the viewer has stated, and entered so."""
    parties = visibility.parties_to_child(child.id)
    access.require(by, access.Deed.SEE_CHILD, parties=parties, child_id=child.id)
    readable = redaction.sections_for(by, parties=parties, child_id=child.id)
    viewing.log_look(
        request,
        deed=access.Deed.SEE_CHILD,
        child_id=child.id,
        sections=tuple(sorted(readable)),
        by=by,
    )
    return _profile(by, children.known(child.id), readable, now=viewing.now(request))


def _profile(
    viewer: facts.Viewer,
    record: children.Known,
    readable: frozenset[redaction.Section],
    *,
    now: datetime,
) -> Profile:
    child = record.child
    may_know = redaction.child_facts_for(readable, held_back=viewer.held_back(child.id))
    past = visibility.episodes(viewer).filter(child_id=child.id).order_by("-reported_at")
    return Profile(
        facts=_facts(child, may_know),
        concerns=_concerns(record) if "markers" in may_know else [],
        contacts=_contacts(record) if "contacts" in may_know else [],
        episodes=_episodes(list(past[:MOST_EPISODES]), readable, now=now),
        last_interview=_last_interview(child.id, readable, now=now),
    )


def _facts(child: "Child", may_know: frozenset[str]) -> list[parts.Fact]:
    born = naming.day(child.date_of_birth) if child.date_of_birth else ""
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
    shown: "list[Episode]", readable: frozenset[redaction.Section], *, now: datetime
) -> list[parts.Fact]:
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
