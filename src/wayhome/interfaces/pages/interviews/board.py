"""The interview board: every returned child who waits for something, soonest first.

What waits is a duty with a time: an offer, a second offer after a no or after silence, a talk
that was agreed to, a decision about what was heard.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wayhome.interfaces.pages.shared import naming, parts, presenters
from wayhome.interfaces.pages.shared.presenters import Tag, Tone
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.rules import access, clocks, facts, protocol
from wayhome.rules.vocabulary import Capacity, DutyKind, OfferAnswer
from wayhome.stages.interviews import queries as interviews
from wayhome.stages.response import queries as response

PAGE = 25
SOON = protocol.minutes(24 * 60)
DEED = access.Deed.OFFER_INTERVIEW
OFFERED = "offered"
NEEDS: dict[str, str] = {
    DutyKind.OFFER_INTERVIEW: gettext_noop("needs an offer"),
    OFFERED: gettext_noop("no answer: offer again"),
    DutyKind.SECOND_OFFER: gettext_noop("said no: offer again"),
    DutyKind.HOLD_INTERVIEW: gettext_noop("said yes: to be held"),
    DutyKind.RELEASE_FINDINGS: gettext_noop("heard: to be released"),
}


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the board, and where the next begins."""

    rows: list[parts.Duty]
    filters: list[parts.Filter]
    here: str
    next_href: str
    first_href: str
    child_ids: list[UUID]


def require(viewer: facts.Viewer) -> None:
    """Raise Refused for somebody whose post never offers an interview."""
    given_a_part = (facts.Party(viewer.agency_id, Capacity.INTERVIEW_PROVIDER),)
    access.require(viewer, DEED, parties=given_a_part)


def page(viewer: facts.Viewer, *, need: str, after: str, now: datetime) -> Board:
    """What waits among the episodes in which the viewer's agency may offer an interview."""
    chosen = need if need in NEEDS else ""
    waiting = _waiting(viewer, chosen, _read(after))
    shown, more = waiting[:PAGE], waiting[PAGE:]
    providers = interviews.providers_of(duty.episode_id for duty in shown)
    return Board(
        rows=[_row(duty, providers, now=now) for duty in shown],
        filters=[_filter(chosen)],
        here=f"{reverse('interview_board')}?{urlencode({'need': chosen, 'after': after})}",
        next_href=_href(chosen, _written(shown[-1])) if more else "",
        first_href=_href(chosen, "") if after else "",
        child_ids=list(dict.fromkeys(duty.episode.child_id for duty in shown)),
    )


def _waiting(viewer: facts.Viewer, need: str, after: tuple[datetime, UUID] | None) -> list[Any]:
    among = episodes.played_by(
        visibility.episodes(viewer), viewer.agency_id, access.PART_NEEDED[DEED]
    )
    offers_again = need in (OFFERED, DutyKind.SECOND_OFFER)
    kind = DutyKind.SECOND_OFFER if offers_again else need
    return response.interviews_waiting(
        among,
        [DutyKind(kind)] if kind else response.INTERVIEW_DUTIES,
        after_a_no=need == DutyKind.SECOND_OFFER if offers_again else None,
        after=after,
        most=PAGE + 1,
    )


def _row(duty: Any, providers: dict[UUID, str], *, now: datetime) -> parts.Duty:
    episode = duty.episode
    name = naming.child(episode.child)
    back = presenters.moment(episode.absent_until, now=now) if episode.absent_until else ""
    return parts.Duty(
        title=name,
        owner=providers.get(episode.id) or duty.owner_agency.name,
        when=presenters.due(duty.due_at, now=now),
        exact=presenters.exact(duty.due_at),
        standing=Tag(presenters.sentence(NEEDS[_need(duty)]), _tone(duty, now=now)),
        reason=_("Back %(moment)s · %(reference)s")
        % {"moment": back, "reference": episode.reference},
        link=parts.Link(name, reverse("interview", args=[episode.reference])),
    )


def _need(duty: Any) -> str:
    if duty.kind != DutyKind.SECOND_OFFER or duty.key.endswith(f":{OfferAnswer.DECLINED}"):
        return duty.kind
    return OFFERED


def _tone(duty: Any, *, now: datetime) -> Tone:
    left = clocks.elapsed(now, until=duty.due_at)
    if left.total_seconds() < 0:
        return Tone.ALARM
    return Tone.WARN if left <= SOON else Tone.NOTE


def _filter(chosen: str) -> parts.Filter:
    everything = parts.Choice("", _("Everything that waits"), is_chosen=not chosen)
    needs = [
        parts.Choice(need, presenters.sentence(words), is_chosen=need == chosen)
        for need, words in NEEDS.items()
    ]
    return parts.Filter("need", _("What is needed"), [everything, *needs])


def _href(need: str, after: str) -> str:
    asked = {name: value for name, value in (("need", need), ("after", after)) if value}
    return f"{reverse('interview_board')}?{urlencode(asked)}" if asked else "?"


def _written(last: Any) -> str:
    return f"{last.due_at.isoformat()}~{last.id}"


def _read(after: str) -> tuple[datetime, UUID] | None:
    """Where the page begins; an address that makes no sense begins at the start."""
    at, _mark, row_id = after.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, UUID(row_id)) if moment.tzinfo else None
    except ValueError:
        return None


def none_wait(rows: Sequence[parts.Duty], chosen: str) -> str:
    """What an empty board says."""
    if rows:
        return ""
    return _("Nobody waits for this now.") if chosen else _("Nobody waits now.")
