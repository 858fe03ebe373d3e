"""What is left to do before an episode can be closed, and the page where each thing is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wayhome.interfaces.pages.episode.presenters import deeds
from wayhome.interfaces.pages.shared import desk, parts, presenters
from wayhome.journey import duty_answered
from wayhome.records.agencies import queries as agencies
from wayhome.rules import access, clocks, duties, episode_state, redaction, sentences
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


@dataclass(frozen=True, slots=True)
class Door:
    """The page where a blocker is done away with, who may open it, and the duties that ask it."""

    name: str
    deed: access.Deed
    kinds: tuple[DutyKind, ...] = ()


_DOORS = (
    Door("returned", access.Deed.RECORD_RETURN),
    Door("seen", access.Deed.RECORD_PREVENTION_INTERVIEW, (DutyKind.PREVENTION_INTERVIEW,)),
    Door(
        "interview",
        access.Deed.SEE_EPISODE,
        (DutyKind.OFFER_INTERVIEW, DutyKind.SECOND_OFFER, DutyKind.HOLD_INTERVIEW),
    ),
    Door("support", access.Deed.AGREE_SUPPORT, (DutyKind.SUPPORT_PLAN,)),
    Door("police_record", access.Deed.CLOSE_POLICE_RECORD, (DutyKind.CLOSE_POLICE_RECORD,)),
    Door("finalise", access.Deed.FINALISE, (DutyKind.FINALISE_EPISODE,)),
)
DOORS = {
    blocker.reason: door
    for (_holds, blocker), door in zip(episode_state.BEFORE_CLOSING, _DOORS, strict=True)
}
WORDS = {offer.url_name: offer.words for offer in deeds.OFFERS} | {
    "family": gettext_noop("Record that they were told, or why not"),
    "duty_meet": gettext_noop("Say whether it was held"),
}
_OF_DUTY = {DutyKind.STOPPED_MESSAGE: gettext_noop("Say what became of it")}
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
        door = DOORS.get(blocker.reason)
        if door is not None:
            owner = _asked_of(door, waiting, posts) or _will_be_asked(here, door)
            yield Left(words, source, _through(here, door), owner=_to_be_done(owner))
            continue
        row = next(row for row in waiting if _still(DutyKind(row.kind)) == blocker.reason)
        waiting.remove(row)
        yield Left(
            words,
            source,
            _met_at(here, row),
            detail=_detail(here, row),
            owner=_to_be_done(posts.get(row.owner_post_id, "")),
        )


def _through(here: desk.Desk, door: Door) -> parts.Link | None:
    return _link(here, door.name) if here.may(door.deed) else None


def _asked_of(door: Door, waiting: list[Any], posts: dict[UUID, str]) -> str:
    """The post of the duty that asks for this; empty while none does."""
    asked = [row.owner_post_id for row in waiting if DutyKind(row.kind) in door.kinds]
    return posts.get(asked[0], "") if asked else ""


def _will_be_asked(here: desk.Desk, door: Door) -> str:
    """The post that will be asked for this once its turn has come; empty where none is set."""
    for kind in door.kinds[:1]:
        capacity, post_kind = duties.OWNED_BY[kind]
        held = [party.agency_id for party in here.parties if party.capacity is capacity]
        for post in agencies.posts_of(held):
            if post.kind == post_kind:
                return desk.post_words(post)
    return ""


def _to_be_done(by: str) -> str:
    return _("To be done by: %(post)s") % {"post": by} if by else ""


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
    if kind in duty_answered.MET_BY_SAYING_SO:
        may = is_ours and here.may(access.Deed.ANSWER_DUTY)
        words = _OF_DUTY.get(kind, WORDS["duty_meet"])
        return _link(here, "duty_meet", row.id, words=words) if may else None
    name, needed = deeds.PAGE_OF_DUTY[kind]
    may = any(here.may(deed) for deed in needed)
    if kind is DutyKind.RELEASE_FINDINGS:
        may = may and is_ours
    return _link(here, name) if may else None


def _link(here: desk.Desk, name: str, *more: Any, words: str = "") -> parts.Link:
    """A page, named by what is done there."""
    return parts.Link(_(words or WORDS[name]), reverse(name, args=[here.reference, *more]))
