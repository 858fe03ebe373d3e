"""My open episodes in words: each child, what is due next, and what waits for me."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.interfaces.pages.mine import filters
from wayhome.interfaces.pages.notices import presenters as notices
from wayhome.interfaces.pages.shared import naming, parts, presenters
from wayhome.rules import clocks, facts, redaction
from wayhome.rules.vocabulary import AgencyKind, Capacity, DutyKind, EpisodeState, Standing
from wayhome.stages.response import board as boards
from wayhome.stages.response import queries as response

if TYPE_CHECKING:
    from wayhome.stages.response.models import Duty

NOTICES_ON_TOP = 3
DUE_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One open episode in the list."""

    key: str
    child: parts.Link
    about: str
    reference: str
    risk: presenters.Risk
    state: str
    reported: str
    reported_exact: str
    owner: str
    due: parts.Duty | None
    waiting: presenters.Tag | None


@dataclass(frozen=True, slots=True)
class Mine:
    """Everything on the page."""

    title: str
    tab: str
    tally: Sequence[str]
    rows: Sequence[Row]
    notices: Sequence[parts.Notice]
    more_notices: str
    due: Sequence[parts.Duty]
    more_due: bool
    next_href: str
    first_href: str


def mine(
    shown: Sequence[Any],
    board: boards.Board,
    *,
    chosen: filters.Chosen,
    counted: filters.Tally,
    viewer: facts.Viewer,
    now: datetime,
) -> Mine:
    """The page of the chosen episodes."""
    goes_on, rows = len(shown) > filters.PAGE, shown[: filters.PAGE]
    asked = _Asked(board, rows, viewer, now)
    title = _("My children") if _is_council(viewer) else _("Open episodes")
    return Mine(
        title=title,
        tab=_tab(title, len(board.notices)),
        tally=_tally(counted),
        rows=[asked.row(episode) for episode in rows],
        notices=asked.notices()[:NOTICES_ON_TOP],
        more_notices=_more(len(board.notices)),
        due=asked.due()[:DUE_SHOWN],
        more_due=len(board.duties) + len(board.steps) > DUE_SHOWN,
        next_href=chosen.address(after=filters.after(rows[-1])) if goes_on else "",
        first_href=chosen.address() if chosen.after else "",
    )


def children_of(shown: Sequence[Any], board: boards.Board) -> list[UUID]:
    """Every child named anywhere on the page, for the ledger."""
    return sorted(
        {episode.child_id for episode in shown[: filters.PAGE]}
        | {episode.child_id for episode in board.episodes}
    )


def _is_council(viewer: facts.Viewer) -> bool:
    return viewer.agency_kind is AgencyKind.LOCAL_AUTHORITY


def _tab(title: str, waiting: int) -> str:
    if not waiting:
        return title
    noted = ngettext("%(count)s notice", "%(count)s notices", waiting) % {"count": waiting}
    return f"({noted}) {title}"


def _more(waiting: int) -> str:
    more = waiting - NOTICES_ON_TOP
    if more < 1:
        return ""
    if waiting >= boards.MOST:
        return _("All your notices")
    return ngettext("%(count)s more notice", "%(count)s more notices", more) % {"count": more}


def _tally(counted: filters.Tally) -> list[str]:
    if counted.all >= filters.COUNTED:
        return [_("More than %(count)s open") % {"count": filters.COUNTED - 1}]
    return [
        ngettext("%(count)s open", "%(count)s open", counted.all) % {"count": counted.all},
        ngettext("%(count)s at high risk", "%(count)s at high risk", counted.high)
        % {"count": counted.high},
        ngettext("%(count)s with something late", "%(count)s with something late", counted.late)
        % {"count": counted.late},
    ]


class _Asked:
    """The board by identifier, so that each row finds its own."""

    def __init__(
        self, board: boards.Board, shown: Sequence[Any], viewer: facts.Viewer, now: datetime
    ) -> None:
        self.viewer, self.now, self.board = viewer, now, board
        agencies = {agency.id: agency.name for agency in board.agencies}
        self.posts = {
            post.id: naming.post(post, agencies.get(post.agency_id, "")) for post in board.posts
        }
        children = {child.id: child for child in board.children}
        self.episodes = {episode.id: (episode, episode.child) for episode in shown}
        self.episodes |= {
            episode.id: (episode, children[episode.child_id]) for episode in board.episodes
        }
        self.next = {duty.episode_id: duty for duty in board.next_duties}
        self.parts: dict[UUID, list[facts.Party]] = {}
        for party in board.parts:
            held = facts.Party(party.agency_id, Capacity(party.capacity))
            self.parts.setdefault(party.episode_id, []).append(held)

    def row(self, episode: Any) -> Row:
        duty = self.next.get(episode.id)
        waits = getattr(episode, "waiting", 0)
        sees = self._sees_response(episode.id)
        return Row(
            key=episode.reference,
            child=self.link(episode.id),
            about=naming.age(episode.child, now=self.now),
            reference=episode.reference,
            risk=presenters.risk(episode.level),
            state=presenters.sentence(EpisodeState(episode.state).label),
            reported=_("Reported %(moment)s, %(ago)s")
            % {
                "moment": presenters.moment(episode.reported_at, now=self.now),
                "ago": presenters.from_now(episode.reported_at, now=self.now),
            },
            reported_exact=presenters.exact(episode.reported_at),
            owner=naming.owner(episode),
            due=self.duty(duty, named=False) if duty and sees else None,
            waiting=_waiting(waits) if waits and sees else None,
        )

    def link(self, episode_id: UUID) -> parts.Link:
        episode, child = self.episodes[episode_id]
        return parts.Link(naming.child(child), reverse("episode", args=[episode.reference]))

    def notices(self) -> list[parts.Notice]:
        newest = sorted(self.board.notices, key=lambda notice: notice.recorded_at, reverse=True)
        return [
            notices.waiting(
                notice,
                episode=self.episodes[notice.episode_id][0],
                child=self.episodes[notice.episode_id][1],
                now=self.now,
            )
            for notice in newest
        ]

    def due(self) -> list[parts.Duty]:
        """The duties and steps of the viewer's posts together, soonest first."""
        made = [(duty.due_at, self.duty(duty)) for duty in self.board.duties]
        made += [(step.due_at, self.step(step)) for step in self.board.steps]
        return [shown for _at, shown in sorted(made, key=lambda pair: pair[0])]

    def duty(self, duty: "Duty", *, named: bool = True) -> parts.Duty:
        """A duty; `named` where the child must be said because the duty stands alone."""
        title = presenters.sentence(DutyKind(duty.kind).label)
        standing = clocks.standing(response.as_duty(duty), now=self.now)
        owner = presenters.sentence(self.posts.get(duty.owner_post_id, ""))
        return self._due(duty, title, owner, standing=standing, named=named)

    def step(self, step: Any) -> parts.Duty:
        standing = Standing.MISSED if self.now > step.due_at else Standing.RUNNING
        owner = presenters.sentence(self.posts.get(step.owner_post_id, ""))
        return self._due(step, presenters.said(step.title), owner, standing=standing, named=True)

    def _due(
        self, thing: Any, title: str, owner: str, *, standing: Standing, named: bool
    ) -> parts.Duty:
        link = self.link(thing.episode_id) if named else None
        return parts.Duty(
            title=f"{link.text}: {title}" if link else title,
            owner=owner,
            when=presenters.due(thing.due_at, now=self.now),
            exact=presenters.exact(thing.due_at),
            standing=presenters.standing(standing),
            link=link,
        )

    def _sees_response(self, episode_id: UUID) -> bool:
        held = tuple(self.parts.get(episode_id, ()))
        sections = redaction.sections_for(self.viewer, parties=held)
        return redaction.Section.RESPONSE in sections


def _waiting(count: int) -> presenters.Tag:
    words = ngettext(
        "%(count)s notice nobody has yet", "%(count)s notices nobody has yet", count
    ) % {"count": count}
    return presenters.Tag(words, presenters.Tone.WARN)
