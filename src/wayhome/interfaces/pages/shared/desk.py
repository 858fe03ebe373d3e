"""An episode opened by somebody who means to do something with it: allowed, read whole, logged."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import naming, presenters, viewing
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.journey import account as accounts
from wayhome.journey import acting
from wayhome.records.agencies import queries as agencies
from wayhome.records.episodes import visibility
from wayhome.rules import access, clocks, facts, redaction

if TYPE_CHECKING:
    from wayhome.records.agencies.models import Post

CLOSED = "This episode is closed. Make a new report if the child is missing."


@dataclass(frozen=True, slots=True)
class Desk:
    """The episode as it lies before the viewer now, and the sections they may read."""

    viewer: facts.Viewer
    now: datetime
    whole: accounts.Whole
    sections: frozenset[redaction.Section]

    @property
    def reference(self) -> str:
        """The episode's reference."""
        return self.whole.episode.reference

    @property
    def episode_id(self) -> UUID:
        """The episode's identifier."""
        return self.whole.episode.id

    @property
    def account(self) -> facts.Account:
        """What is recorded, as the rules know it."""
        return self.whole.account

    @property
    def back(self) -> str:
        """The address of the page of the episode."""
        return reverse("episode", args=[self.reference])

    @property
    def child_id(self) -> UUID:
        """Whose episode it is."""
        child_id: UUID = self.whole.episode.child_id
        return child_id

    @property
    def may_know(self) -> frozenset[str]:
        """The facts of the child's own record that are open to the viewer, by name."""
        unsaid = self.viewer.held_back(self.child_id)
        return redaction.child_facts_for(self.sections, held_back=unsaid)

    @property
    def parties(self) -> tuple[facts.Party, ...]:
        """The agencies that have a part."""
        return self.whole.account.parties

    def may(self, deed: access.Deed) -> bool:
        """Whether the viewer may do this here."""
        return access.decide(
            self.viewer, deed, parties=self.parties, child_id=self.child_id
        ).allowed

    def reads(self, section: redaction.Section) -> bool:
        """Whether the viewer's agency may read this section."""
        return section in self.sections


@dataclass(frozen=True, slots=True)
class Heading:
    """The line above every page about one episode: who, how grave, what kind, how long."""

    name: str
    reference: str
    level: presenters.Risk
    lines: tuple[str, ...]


def open_episode(
    request: HttpRequest,
    reference: str,
    deed: access.Deed,
    *,
    sections: tuple[redaction.Section, ...] = (redaction.Section.SUMMARY,),
) -> Desk:
    """The episode, entered in the ledger as looked at: its summary, and these sections of it.

    Raises NoSuchEpisode, Refused, or EpisodeIsClosed for one that can no longer be changed.
    """
    viewer, now = viewing.viewer(request), viewing.now(request)
    episode = visibility.episode(viewer, reference)
    whole = accounts.whole_of(episode, as_of=now)
    parties = whole.account.parties
    whole = accounts.as_read_by(whole, viewer, parties=parties)
    access.require(viewer, deed, parties=parties, child_id=episode.child_id)
    goes_on = {access.Deed.SEE_EPISODE, *access.AFTER_CLOSING}
    if episode.closed_at is not None and deed not in goes_on:
        raise acting.EpisodeIsClosed(CLOSED)
    readable = redaction.sections_for(viewer, parties=parties, child_id=episode.child_id)
    viewing.log_look(
        request,
        deed=deed,
        child_id=episode.child_id,
        episode_id=episode.id,
        sections=tuple(
            section for section in {redaction.Section.SUMMARY, *sections} if section in readable
        ),
    )
    return Desk(viewer, now, whole, readable)


def heading(here: Desk) -> Heading:
    """What must be known of an episode before anything is done with it."""
    child = here.whole.child.child
    return Heading(
        name=naming.child(child),
        reference=here.reference,
        level=presenters.risk(here.whole.level),
        lines=(
            naming.age(child, now=here.now),
            _(here.account.type.label),
            _away(here),
        ),
    )


def _away(here: Desk) -> str:
    returned = here.account.returned
    if returned is not None:
        return _("back since %(moment)s") % {"moment": presenters.moment(returned.at, now=here.now)}
    episode = here.whole.episode
    ended = episode.absent_until or episode.closed_at
    length = clocks.elapsed(episode.absent_from, until=ended or here.now)
    said = _("was away for %(length)s") if ended else _("away %(length)s")
    return said % {"length": presenters.duration(length)}


def posts_here(here: Desk, *, who_may: access.Deed = access.Deed.SEE_EPISODE) -> dict[UUID, str]:
    """Every post of the agencies that have a part, in words, by agency and title.

    Only those whose holders may do `who_may`.
    """
    return {
        post.id: post_words(post)
        for post in agencies.posts_of(party.agency_id for party in here.parties)
        if post.kind in access.MAY[who_may]
    }


def post_words(post: "Post | None") -> str:
    """A post as a page names it: "Duty inspector, Northmoor Police"; empty where there is none."""
    return presenters.sentence(naming.post(post, post.agency.name)) if post else ""


def names_of(here: Desk, *practitioner_ids: UUID | None) -> dict[UUID | None, str]:
    """The names of these practitioners with their agencies; nobody is an empty name.

    A home is named to whoever may know where the child lives.
    """
    unsaid = redaction.agencies_unsaid(
        here.viewer, here.parties, knows_home="placement_id" in here.may_know
    )
    named: dict[UUID | None, str] = {None: ""}
    for practitioner_id, name in naming.people(practitioner_ids, unsaid=unsaid).items():
        named[practitioner_id] = name
    return named
