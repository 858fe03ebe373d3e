"""What every section of the page is given: the episode, who looks, at what moment, and names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import models

from wayhome.interfaces.pages.shared import naming, presenters
from wayhome.journey import account as accounts
from wayhome.records.agencies import queries as agencies
from wayhome.rules import access, facts, purposes, redaction, risk
from wayhome.rules.vocabulary import AgencyKind, Side

SIDE_OF_KIND = {
    AgencyKind.POLICE: Side.POLICE,
    AgencyKind.LOCAL_AUTHORITY: Side.CHILDRENS_SERVICES,
}
PEOPLE, AGENCIES = "practitioners.practitioner", "agencies.agency"


@dataclass(frozen=True, slots=True)
class Asked:
    """One look at an episode. `now` is the moment shown, which may be past.

    `parties` decide what the viewer may do. Those that may be named are `named_parties`: whoever
    may not know where the child lives is not told which home has a part. Nor by whom something
    was recorded: what is `unsaid` is told by its kind.
    """

    whole: accounts.Whole
    viewer: facts.Viewer
    parties: tuple[facts.Party, ...]
    named_parties: tuple[facts.Party, ...]
    now: datetime
    is_past: bool
    sections: frozenset[redaction.Section]
    unsaid: redaction.Unsaid | None
    names: dict[UUID, str]
    posts: dict[UUID, Any]

    @property
    def account(self) -> facts.Account:
        """The episode as the rules know it at that moment."""
        return self.whole.account

    @property
    def episode(self) -> Any:
        """The episode's own row."""
        return self.whole.episode

    @property
    def may_act(self) -> bool:
        """Whether anything can be recorded from this view."""
        return not self.is_past and self.episode.closed_at is None

    def reads(self, section: redaction.Section) -> bool:
        """Whether the viewer's agency may read a section."""
        return section in self.sections

    @property
    def own_side(self) -> Side | None:
        """The side whose assessments the viewer may always read."""
        return access.side_of(self.viewer) or SIDE_OF_KIND.get(self.viewer.agency_kind)

    @property
    def blind_until(self) -> datetime:
        """When the two sides may read each other, whatever has been assessed by then."""
        return risk.blind_until(self.whole.agreed, account=self.account)

    def sees(self, side: str) -> bool:
        """Whether what this side judged may be shown to the viewer."""
        if not self.reads(redaction.Section.RISK):
            return False
        both = risk.may_see_other_side(self.whole.agreed, account=self.account, now=self.now)
        return both or side == self.own_side

    def name(self, practitioner_id: UUID | None) -> str:
        """A practitioner with their agency; the service itself where nobody acted."""
        return self.names.get(practitioner_id, "") if practitioner_id else ""

    def post(self, post_id: UUID | None) -> str:
        """A post in its agency, to begin a line with."""
        post = self.posts.get(post_id) if post_id else None
        return presenters.sentence(naming.post(post, self._said(post.agency))) if post else ""

    def agency(self, agency_id: UUID | None) -> str:
        """An agency's name, where one of its posts is known."""
        named = (post.agency for post in self.posts.values() if post.agency_id == agency_id)
        return next((self._said(each) for each in named), "")

    def _said(self, agency: Any) -> str:
        return naming.agency(agency, unsaid=self.unsaid)

    def moment(self, at: datetime) -> str:
        """A moment in few words, as seen from the moment shown."""
        return presenters.moment(at, now=self.now)


def ask(
    whole: accounts.Whole,
    *,
    viewer: facts.Viewer,
    parties: tuple[facts.Party, ...],
    now: datetime,
    is_past: bool,
    readable: purposes.Readable,
) -> Asked:
    """One look at what is readable, with the names of everybody in it. `parties` are of today."""
    unsaid = purposes.agencies_unsaid(viewer, parties, shown=readable)
    return Asked(
        whole=whole,
        viewer=viewer,
        parties=parties,
        named_parties=purposes.parties_for(
            viewer, parties, shown=readable, child_id=whole.episode.child_id
        ),
        now=now,
        is_past=is_past,
        sections=readable.sections,
        unsaid=unsaid,
        names=naming.people(_named(whole, PEOPLE), unsaid=unsaid),
        posts={post.id: post for post in agencies.posts_of(_agencies(whole, parties))},
    )


def _agencies(whole: accounts.Whole, parties: tuple[facts.Party, ...]) -> set[UUID]:
    return {party.agency_id for party in parties} | set(_named(whole, AGENCIES))


def _named(whole: accounts.Whole, label: str) -> Iterator[UUID]:
    """Every practitioner, or agency, that any row of the episode points to."""
    for row in _rows(whole):
        for name in _pointers(type(row), label):
            if (found := getattr(row, name)) is not None:
                yield found


def _rows(whole: accounts.Whole) -> Iterator[models.Model]:
    yield whole.episode
    stages = ("recorded", "intake", "risk", "response", "search", "found", "interviews", "support")
    for stage in stages:
        memory = getattr(whole, stage)
        for name in memory.__slots__:
            yield from getattr(memory, name)


@lru_cache(maxsize=128)
def _pointers(model: type[models.Model], label: str) -> tuple[str, ...]:
    return tuple(
        field.attname
        for field in model._meta.concrete_fields
        if field.related_model is not None and field.related_model._meta.label_lower == label
    )
