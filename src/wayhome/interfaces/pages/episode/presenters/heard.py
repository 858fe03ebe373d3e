"""The return home interview and the support: where they stand, and what may be shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import dateformat
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.shared import parts, presenters
from wayhome.rules import redaction
from wayhome.rules.reasons import DeclineReason, NotOfferedReason
from wayhome.rules.vocabulary import InterviewPart, OfferAnswer
from wayhome.stages.interviews import queries as interviews


@dataclass(frozen=True, slots=True)
class Words:
    """A released part of an interview: what it says and where it comes from."""

    title: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What was offered, what was answered, and the words that may be shared."""

    lines: Sequence[str]
    words: Sequence[Words]


@dataclass(frozen=True, slots=True)
class Support:
    """What was agreed, what the child asked for and what was done."""

    summary: str
    actions: Sequence[parts.Fact]
    asked: Sequence[parts.Fact]


def interview(asked: Asked) -> Heard:
    """The interview of this episode, as far as the viewer may read it."""
    return Heard(lines=_lines(asked), words=_words(asked))


def last(asked: Asked) -> Words | None:
    """What the child let be shared in their last interview, of this or an earlier absence.

    Not told again for a past moment: it may since have been held back.
    """
    if asked.is_past or not asked.reads(redaction.Section.INTERVIEW_SHAREABLE):
        return None
    found = interviews.last_shareable(asked.episode.child_id)
    if found is None or not found.shareable:
        return None
    return Words(
        _("What the child said may be shared, from the last return home interview"),
        found.shareable,
        _("Interview held %(moment)s") % {"moment": asked.moment(found.held_at)},
    )


def _lines(asked: Asked) -> list[str]:
    if not asked.reads(redaction.Section.INTERVIEW_OFFERS):
        return []
    memory = asked.whole.interviews
    said = [
        _("Referred to %(agency)s %(moment)s.")
        % {"agency": asked.agency(each.provider_id), "moment": asked.moment(each.recorded_at)}
        for each in memory.referrals
    ]
    said += [_offer(asked, each) for each, _first in interviews.standing(memory.offers)]
    said += [
        _("Not offered: %(reason)s. Authorised by %(name)s.")
        % {
            "reason": _(NotOfferedReason(each.reason).label),
            "name": asked.name(each.authorised_by_id),
        }
        for each in memory.not_offered[-1:]
        if not each.withdrawn
    ]
    said += [
        _("Held %(moment)s by %(name)s.")
        % {"moment": asked.moment(each.held_at), "name": asked.name(each.interviewer_id)}
        for each in memory.interviews
    ]
    return said


def _offer(asked: Asked, offer: Any) -> str:
    made = _("Offered %(moment)s, %(how)s.") % {
        "moment": asked.moment(offer.at),
        "how": _(offer.how),
    }
    if offer.answer == OfferAnswer.DECLINED:
        why = _(DeclineReason(offer.decline_reason).label)
        return f"{made} " + _("Declined: %(reason)s.") % {"reason": why}
    return f"{made} {presenters.sentence(OfferAnswer(offer.answer).label)}."


def _words(asked: Asked) -> list[Words]:
    """The released parts; for a past moment only those that are still released today."""
    titles = {
        InterviewPart.SHAREABLE: _("What the child said may be shared"),
        InterviewPart.INTELLIGENCE: _("Intelligence released to police"),
    }
    return [
        Words(titles[part], text, _("Interview held %(moment)s") % {"moment": _held(asked, held)})
        for part in titles
        for held in asked.whole.interviews.interviews
        if (text := getattr(held, part)) and part in _readable(asked, held)
    ]


def _held(asked: Asked, held: Any) -> str:
    return asked.moment(held.held_at)


def _readable(asked: Asked, held: Any) -> tuple[InterviewPart, ...]:
    """What anybody may read who does not read it all; for those there is a page of its own."""
    whole = asked.whole
    return redaction.parts_readable(
        all_of_it=False,
        released_then=interviews.released(whole.interviews.releases, held.id),
        released_now=interviews.released(whole.releases_now, held.id),
        sections=asked.sections,
    )


def support(asked: Asked) -> Support | None:
    """The support plan, or None where there is none or the viewer may not read it."""
    memory = asked.whole.support
    if not memory.plans or not asked.reads(redaction.Section.SUPPORT):
        return None
    return Support(
        "\n".join(_plan(each) for each in memory.plans),
        [_action(asked, each) for each in memory.actions],
        [
            parts.Fact(
                each.you_said,
                each.we_did or _("Nothing is recorded yet"),
                asked.moment(each.done_at) if each.done_at else "",
            )
            for each in memory.asked
        ],
    )


def _plan(plan: Any) -> str:
    if plan.needed:
        return str(plan.summary)
    return _("None is needed: %(reason)s") % {"reason": plan.not_needed_because}


def _action(asked: Asked, action: Any) -> parts.Fact:
    owner = ", ".join(part for part in (action.owner_name, asked.agency(action.agency_id)) if part)
    if action.done_at is not None:
        done = _("Done %(moment)s. %(outcome)s") % {
            "moment": asked.moment(action.done_at),
            "outcome": action.outcome,
        }
        return parts.Fact(action.what, done.strip(), owner)
    if action.stood_down_at is not None:
        why = _("Will not be done: %(reason)s") % {"reason": action.stood_down_reason}
        return parts.Fact(action.what, why, owner)
    due = _("By %(day)s") % {"day": dateformat.format(action.due_date, "j F Y")}
    return parts.Fact(action.what, due, owner)
