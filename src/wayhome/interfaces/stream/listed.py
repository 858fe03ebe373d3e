"""The line of a list that changed, worked out once for all screens on which it reads the same.

Five hundred screens that each ask for their page because a child was reported wait for each other
for seconds. So the line goes to them at once, and each asks for its page a little later. It is
read as one of those it is for, whom the database shows what they may know of; it is the same for
whoever is of the same agency, in the same kinds of posts, and chose the same list in the same
language. A screen for which anything of this child is otherwise than for its colleagues is given
none, and asks for its page. Each look is in the ledger before any screen is told.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.handlers.asgi import ASGIRequest
from django.db import transaction
from django.http import QueryDict
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext_noop

from wayhome.interfaces.pages.mine import filters, presenters
from wayhome.interfaces.stream import asked
from wayhome.platform.audit import ledger
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import visibility
from wayhome.records.episodes.audience import Concerned
from wayhome.rules import facts
from wayhome.rules.vocabulary import PostKind
from wayhome.stages.response import board as boards

DEED = gettext_noop("see a line of open episodes renew itself")
TEMPLATE = "pages/mine/row.html"
MOST_READINGS = 24  # of one change; whoever is beyond asks for the page


@dataclass(frozen=True, slots=True)
class Listed:
    """The list that a screen shows: what was chosen, and the language it is in."""

    chosen: filters.Chosen
    language: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Those for whom a line reads the same."""

    listed: Listed
    agency_id: UUID
    posts: frozenset[PostKind]


@dataclass(frozen=True, slots=True)
class Reader:
    """A screen for which lines are read: by which session, by whom, and of which list."""

    token: str
    viewer: facts.Viewer
    listed: Listed


Rows = Mapping[tuple[Alike, UUID], str]


def read(request: ASGIRequest, viewer: facts.Viewer) -> Listed | None:
    """The list that the screen says it shows; None where it shows none whose lines can be sent.

    A list of what is one's own is nobody else's, and an older page of a list has other lines.
    """
    address = request.GET.get("list")
    if address is None:
        return None
    chosen = filters.read(QueryDict(address.removeprefix("?")), viewer=viewer)
    if chosen.scope == "mine" or chosen.after:
        return None
    return Listed(chosen, translation.get_language_from_request(request))


def alike(reader: Reader, each: Concerned) -> Alike | None:
    """For whom else the line of this episode reads the same as for this reader.

    None where something of this child is otherwise for this person than for their colleagues.
    """
    viewer = reader.viewer
    if each.named is not None or viewer.purpose or stands_otherwise(viewer, each.child_id):
        return None
    return Alike(reader.listed, viewer.agency_id, viewer.posts)


def stands_otherwise(viewer: facts.Viewer, child_id: UUID) -> bool:
    """Whether anything of this child is otherwise for this person than for their colleagues."""
    alone = (viewer.kept_from, viewer.opened, viewer.address_kept)
    return any(child_id in some for some in alone) or bool(viewer.held_back(child_id))


def said(line: boards.Line, *, viewer: facts.Viewer, now: datetime) -> str:
    """The line in the words and the form in which the page has it, in the language in force."""
    row = presenters.row(line, viewer=viewer, now=now)
    return str(get_template(TEMPLATE).render({"row": row}))


def rows(
    readers: Iterable[tuple[Reader, Concerned]],
    *,
    entered: Collection[tuple[str, UUID]],
    now: datetime,
) -> Rows:
    """The line of each episode for those who may know of it, entered in the ledger for each.

    Of those `entered`, by session and child, it is entered already. The line of an episode that a
    list does not hold is empty.
    """
    groups: dict[tuple[Alike, UUID], list[tuple[Reader, Concerned]]] = defaultdict(list)
    for reader, each in readers:
        if same := alike(reader, each):
            groups[same, each.id].append((reader, each))
    largest = sorted(groups, key=lambda key: len(groups[key]), reverse=True)
    found: dict[tuple[Alike, UUID], str] = {}
    with transaction.atomic():
        for same, episode_id in largest[:MOST_READINGS]:
            # As somebody for whom this very child is as for the others: of another they may differ.
            first, _ = groups[same, episode_id][0]
            row = _read(first, episode_id, now=now)
            if row is not None:
                found[same, episode_id] = row
        looks = [
            (reader.viewer, each.child_id)
            for key in found
            for reader, each in groups[key]
            if found[key] and (reader.token, each.child_id) not in entered
        ]
        if looks:
            with transactions.step():
                ledger.write_shown(looks, at=now, deed=DEED)
    return found


def _read(reader: Reader, episode_id: UUID, *, now: datetime) -> str | None:
    """The line of this episode in the list of this reader, read as they; empty if it is in none.

    None where the database does not show it to them: their session may have ended just now, and
    what that shows nobody is still in the list of the others.
    """
    viewer = reader.viewer
    with transactions.looking(reader.token), translation.override(reader.listed.language):
        page = asked.page_of(viewer, reader.listed.chosen, episode_id, now=now)
        for line in boards.lines_of(page, viewer=viewer) if page else ():
            return said(line, viewer=viewer, now=now)
        return "" if visibility.episodes(viewer).filter(id=episode_id).exists() else None
