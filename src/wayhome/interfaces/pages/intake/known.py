"""A child who may already be known: who could be meant, and the one who was chosen."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.intake import profile as profiles
from wayhome.interfaces.pages.shared import naming, viewing
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.records.children import queries as children
from wayhome.records.episodes import visibility
from wayhome.rules import access, facts, redaction
from wayhome.rules.vocabulary import Purpose

if TYPE_CHECKING:
    from wayhome.records.children.models import Child

SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A child who may be meant, with enough to tell one from another."""

    child_id: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The child who was chosen: enough to tell them from another, and the episode to join."""

    child_id: str
    name: str
    text: str
    has_care: bool
    open_episode: str


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands beside the questions: a chosen child, those who may be meant, or neither.

    The profile of the chosen child is there once its reader has said that it is for this report.
    """

    chosen: Chosen | None = None
    profile: profiles.Profile | None = None
    candidates: tuple[Candidate, ...] = ()
    was_asked: bool = False

    @property
    def has_care(self) -> bool:
        """Whether it is known who cares for the child that was chosen."""
        return self.chosen is not None and self.chosen.has_care

    @property
    def says(self) -> str:
        """One line, read out when it changes."""
        if self.chosen is not None:
            return _("You have chosen %(name)s.") % {"name": self.chosen.name}
        if not self.was_asked:
            return ""
        if not self.candidates:
            return _("Nobody of this name is known to your agency. Go on: that is no obstacle.")
        return _("%(count)s may be this child. Choose one, or go on if it is none of them.") % {
            "count": len(self.candidates)
        }


def with_purpose(request: HttpRequest) -> facts.Viewer:
    """The viewer, looking children up in order to take a report, as the page says they do."""
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
    found = children.candidates(
        visibility.children(viewer),
        given_name=given_name,
        family_name=family_name,
        date_of_birth=date_of_birth,
    )
    _log_search(request, [child.id for child in found])
    return Panel(
        candidates=tuple(_candidate(child, viewing.now(request)) for child in found),
        was_asked=True,
    )


def _candidate(child: "Child", now: datetime) -> Candidate:
    text = _told_apart(child, redaction.TELLS_APART, now)
    return Candidate(str(child.id), naming.child(child), text or _("age not known"))


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


def _log_search(request: HttpRequest, child_ids: list[UUID]) -> None:
    deed = access.Deed.LOOK_UP_CHILD
    viewing.log_search(request, deed=deed, child_ids=child_ids, by=with_purpose(request))


def meant(request: HttpRequest, child_id: UUID | None) -> "Child | None":
    """The child chosen; None for one the viewer may not know of. Nothing is shown by this."""
    return meant_by(viewing.viewer(request), child_id)


def meant_by(viewer: facts.Viewer, child_id: UUID | None) -> "Child | None":
    """The child this viewer has chosen; None for one they may not know of."""
    if child_id is None:
        return None
    return visibility.children(viewer).filter(id=child_id).first()


def has_care(child: "Child") -> bool:
    """Whether it is known who cares for the child."""
    return children.known(child.id).arrangement is not None


def state_purpose(request: HttpRequest, child_id: UUID | None) -> None:
    """The viewer says that what is known of this child is for this report; it is entered."""
    child = meant(request, child_id)
    if child is not None:
        viewing.state_purpose(request, child.id, Purpose.REPORT, reason="")


def chosen(request: HttpRequest, child_id: UUID | None) -> Panel:
    """The child chosen; what is known of them only for a stated purpose.

    Each look is logged, also at a child of whom the viewer may not know.
    """
    child = meant(request, child_id)
    if child is None:
        if child_id is not None:
            _log_search(request, [])
        return Panel()
    stated = viewing.stated_for(request, child.id)
    known = None
    if stated is not None and stated.purpose is Purpose.REPORT:
        known = profiles.opened(request, child, by=stated)
    else:
        log_list(request, [child.id])
    return Panel(chosen=_chosen(request, child), profile=known)


def _chosen(request: HttpRequest, child: "Child") -> Chosen:
    viewer = viewing.viewer(request)
    parties = visibility.parties_to_child(child.id)
    sections = redaction.sections_for(viewer, parties=parties, child_id=child.id)
    may_know = redaction.child_facts_for(sections, held_back=viewer.held_back(child.id))
    episodes = visibility.episodes(viewer).filter(child_id=child.id)
    away = episodes.filter(absent_until__isnull=True, closed_at__isnull=True).first()
    return Chosen(
        child_id=str(child.id),
        name=_name_and_age(child, viewing.now(request)),
        text=_told_apart(child, may_know, viewing.now(request)),
        has_care=has_care(child),
        open_episode=away.reference if away else "",
    )


def _name_and_age(child: "Child", now: datetime) -> str:
    return f"{naming.child(child)}, {naming.age(child, now=now)}"


def _told_apart(child: "Child", may_know: Collection[str], now: datetime) -> str:
    born = naming.day(child.date_of_birth) if child.date_of_birth else ""
    stated = None if born else naming.years(child, now=now)
    words = {
        "date_of_birth": _("born %(day)s") % {"day": born} if born else "",
        "age_stated": _("about %(age)s") % {"age": stated} if stated is not None else "",
        "known_as": _("known as %(name)s") % {"name": child.known_as} if child.known_as else "",
    }
    return ", ".join(said for fact, said in words.items() if said and fact in may_know)
