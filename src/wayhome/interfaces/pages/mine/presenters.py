"""My open episodes in words: each child, what is due next, and what waits for me."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.interfaces.pages.mine import filters
from wayhome.interfaces.pages.notices import presenters as notices
from wayhome.interfaces.pages.shared import naming, parts, presenters
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.interfaces.pages.shared.saying import once_in_each_language, one_page
from wayhome.rules import access, clocks, facts, redaction
from wayhome.rules.vocabulary import AgencyKind, Standing
from wayhome.stages.response import board as boards

NOTICES_ON_TOP = 3
DUE_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One open episode in the list."""

    key: str
    child: parts.Link
    about: str
    reference: str
    at: str
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
    asks: Sequence[UUID]
    due: Sequence[parts.Duty]
    more_due: bool
    past_href: str
    support_href: str
    next_href: str
    first_href: str


@one_page()
def mine(
    shown: Sequence[boards.Line],
    board: boards.Board,
    *,
    chosen: filters.Chosen,
    counted: boards.Tally,
    viewer: facts.Viewer,
    now: datetime,
) -> Mine:
    """The page of the chosen episodes."""
    goes_on, lines = len(shown) > filters.PAGE, shown[: filters.PAGE]
    asked = _Asked(viewer, now)
    title = _("My children") if _is_council(viewer) else _("Open episodes")
    return Mine(
        title=title,
        tab=notices.tab(title, len(board.notices)),
        tally=_tally(counted),
        rows=[asked.row(line) for line in lines],
        notices=[asked.notice(notice) for notice in board.notices[:NOTICES_ON_TOP]],
        more_notices=_more(len(board.notices)),
        asks=[notice.id for notice in board.notices],
        due=[asked.due(due) for due in board.due[:DUE_SHOWN]],
        past_href=reverse("past_reviews") if board.has_past else "",
        support_href=_support_href(viewer),
        more_due=len(board.due) > DUE_SHOWN,
        next_href=chosen.address(after=filters.after(lines[-1])) if goes_on else "",
        first_href=chosen.address() if chosen.after else "",
    )


@one_page()
def row(line: boards.Line, *, viewer: facts.Viewer, now: datetime) -> Row:
    """One line of the list, alone."""
    return _Asked(viewer, now).row(line)


def _support_href(viewer: facts.Viewer) -> str:
    may = viewer.posts & access.MAY[access.Deed.WORK_SUPPORT]
    return reverse("support_asked") if may else ""


def _is_council(viewer: facts.Viewer) -> bool:
    return viewer.agency_kind is AgencyKind.LOCAL_AUTHORITY


def _more(waiting: int) -> str:
    more = waiting - NOTICES_ON_TOP
    if more < 1:
        return ""
    if waiting >= boards.MOST:
        return _("All your notices")
    return ngettext("%(count)s more notice", "%(count)s more notices", more) % {"count": more}


def _tally(counted: boards.Tally) -> list[str]:
    if counted.all >= filters.COUNTED:
        return [_("More than %(count)s open") % {"count": filters.COUNTED - 1}]
    return [
        ngettext("%(count)s open", "%(count)s open", counted.all) % {"count": counted.all},
        ngettext("%(count)s at high risk", "%(count)s at high risk", counted.high)
        % {"count": counted.high},
        ngettext("%(count)s with something late", "%(count)s with something late", counted.late)
        % {"count": counted.late},
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asks, and when: what every line on the page is said by."""

    viewer: facts.Viewer
    now: datetime
    seen: dict[tuple[facts.Party, ...], frozenset[redaction.Section]] = field(default_factory=dict)

    def row(self, line: boards.Line) -> Row:
        brief, sees = line.brief, self._sees_response(line)
        return Row(
            key=brief.reference,
            child=_link(brief),
            about=naming.age(brief, now=self.now),
            reference=brief.reference,
            at=line.reported_at.astimezone(UTC).isoformat(timespec="microseconds"),
            risk=presenters.risk(brief.level),
            state=presenters.label(brief.state),
            reported=_reported(
                presenters.moment(line.reported_at, now=self.now),
                presenters.from_now(line.reported_at, now=self.now),
            ),
            reported_exact=presenters.exact(line.reported_at),
            owner=_owner(line),
            due=self.next(line.next) if line.next and sees else None,
            waiting=_waiting(line.waiting) if line.waiting and sees else None,
        )

    def notice(self, notice: boards.WaitingNotice) -> parts.Notice:
        return notices.waiting(notice, episode=notice.brief, child=notice.brief, now=self.now)

    def next(self, owed: boards.NextDuty) -> parts.Duty:
        """What is due next for an episode, on the episode's own line."""
        post = naming.post_of(owed.post_kind, owed.post_title, owed.agency_name)
        return parts.Duty(
            title=presenters.label(owed.duty.kind),
            owner=capfirst(post),
            when=presenters.due(owed.duty.due_at, now=self.now),
            exact=presenters.exact(owed.duty.due_at),
            standing=presenters.standing(clocks.standing(owed.duty, now=self.now)),
        )

    def due(self, due: boards.Due) -> parts.Duty:
        """A duty or a step of the viewer's post, which stands alone: the child is said."""
        link = _link(due.brief)
        title = presenters.label(due.kind) if due.kind else presenters.said(due.title)
        standing = Standing.MISSED if self.now > due.due_at else Standing.RUNNING
        return parts.Duty(
            title=f"{link.text}: {title}",
            owner="",
            when=presenters.due(due.due_at, now=self.now),
            exact=presenters.exact(due.due_at),
            standing=presenters.standing(standing),
            link=link,
        )

    def _sees_response(self, line: boards.Line) -> bool:
        child_id = line.brief.child_id
        if self.viewer.held_back(child_id) or child_id in self.viewer.opened:
            return redaction.Section.RESPONSE in redaction.sections_for(
                self.viewer, parties=line.parts, child_id=child_id
            )
        if line.parts not in self.seen:
            self.seen[line.parts] = redaction.sections_for(self.viewer, parties=line.parts)
        return redaction.Section.RESPONSE in self.seen[line.parts]


def _link(brief: boards.Brief) -> parts.Link:
    return parts.Link(naming.child(brief), reverse("episode", args=[brief.reference]))


def _owner(line: boards.Line) -> str:
    """Who owns the episode: the person once there is one, the post and the agency."""
    if not line.owner_post_kind:
        return ""
    post = naming.post_of(line.owner_post_kind, line.owner_post_title, line.owner_agency_name)
    return f"{line.owner_name}, {post}" if line.owner_name else capfirst(post)


@once_in_each_language
def _reported(moment: str, ago: str) -> str:
    return _("Reported %(moment)s, %(ago)s") % {"moment": moment, "ago": ago}


@once_in_each_language
def _waiting(count: int) -> presenters.Tag:
    words = ngettext(
        "%(count)s notice nobody has yet", "%(count)s notices nobody has yet", count
    ) % {"count": count}
    return presenters.Tag(words, presenters.Tone.WARN)
