"""What is left to do before an episode can be closed, and the page where each thing is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.episode.presenters import deeds
from wayhome.interfaces.pages.shared import desk, parts, presenters
from wayhome.rules import access, clocks, episode_state, redaction, sentences
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.response import queries as response


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that must be done before the episode can close: whose it is, and where."""

    reason: str
    source: str
    link: parts.Link | None
    detail: str = ""
    owner: str = ""


_DOORS = (
    ("returned", access.Deed.RECORD_RETURN),
    ("seen", access.Deed.RECORD_PREVENTION_INTERVIEW),
    ("interview", access.Deed.SEE_EPISODE),
    ("support", access.Deed.AGREE_SUPPORT),
    ("police_record", access.Deed.CLOSE_POLICE_RECORD),
    ("finalise", access.Deed.FINALISE),
)
DOORS = {
    blocker.reason: door
    for (_holds, blocker), door in zip(episode_state.BEFORE_CLOSING, _DOORS, strict=True)
}
SAID_ALREADY = (
    DutyKind.PREVENTION_INTERVIEW,
    DutyKind.OFFER_INTERVIEW,
    DutyKind.SUPPORT_PLAN,
    DutyKind.CLOSE_POLICE_RECORD,
    DutyKind.FINALISE_EPISODE,
)


def left(here: desk.Desk) -> list[Left]:
    """What is left to do before the episode can be closed, each thing once."""
    known = {_still(kind) for kind in SAID_ALREADY}
    blockers = episode_state.closing_blockers(here.whole.account)
    fewer = [blocker for blocker in blockers if blocker.reason not in known]
    return list(_each(here, fewer or list(blockers)))


def _still(kind: DutyKind) -> str:
    return sentences.STILL_TO_DO % {"duty": kind.label}


def _each(here: desk.Desk, blockers: list[episode_state.Blocker]) -> Iterator[Left]:
    """Each blocker in words; a blocker that is a duty is the next open duty of that kind."""
    posts = desk.posts_here(here)
    waiting = [row for row in here.whole.response.duties if clocks.is_open(response.as_duty(row))]
    for blocker in blockers:
        words, source = presenters.said(blocker.reason), blocker.source.document
        row = next((row for row in waiting if _still(DutyKind(row.kind)) == blocker.reason), None)
        if row is None:
            yield Left(words, source, _door(here, blocker))
            continue
        waiting.remove(row)
        yield Left(
            words,
            source,
            _met_at(here, row),
            detail=_detail(here, row),
            owner=posts.get(row.owner_post_id, ""),
        )


def _door(here: desk.Desk, blocker: episode_state.Blocker) -> parts.Link | None:
    name, deed = DOORS[blocker.reason]
    return _link(here, name) if here.may(deed) else None


def _detail(here: desk.Desk, row: Any) -> str:
    """Why the duty was opened, where that says more than its name and may be read."""
    kind = DutyKind(row.kind)
    if row.reason == kind.label:
        return ""
    if kind is DutyKind.TELL_FAMILY and not here.reads(redaction.Section.FAMILY):
        return ""
    return presenters.said(row.reason)


def _met_at(here: desk.Desk, row: Any) -> parts.Link | None:
    """Where this person can meet the duty; None where it is for somebody else to do."""
    kind = DutyKind(row.kind)
    if kind is DutyKind.TELL_FAMILY:
        may = row.contact_id and here.may(access.Deed.TELL_FAMILY)
        return _link(here, "family", here.whole.child.standing_of(row.contact_id)) if may else None
    is_ours = row.owner_agency_id == here.viewer.agency_id
    if kind is DutyKind.STRATEGY_DISCUSSION:
        may = is_ours and here.may(access.Deed.ANSWER_DUTY)
        return _link(here, "duty_meet", row.id) if may else None
    name, needed = deeds.PAGE_OF_DUTY[kind]
    may = any(here.may(deed) for deed in needed)
    if kind is DutyKind.RELEASE_FINDINGS:
        may = may and is_ours
    return _link(here, name) if may else None


def _link(here: desk.Desk, name: str, *more: Any) -> parts.Link:
    return parts.Link(_("Go there"), reverse(name, args=[here.reference, *more]))
