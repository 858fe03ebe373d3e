"""On the line of time: the return home interview and the support. Never what was said in it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.episode.presenters.timeline.happened import Happened
from wayhome.interfaces.pages.shared import presenters
from wayhome.rules import redaction
from wayhome.rules.reasons import DeclineReason, NotOfferedReason
from wayhome.rules.vocabulary import InterviewPart, OfferAnswer


def offers(asked: Asked) -> Iterator[Happened]:
    """Referrals, offers, answers and tries."""
    if not asked.reads(redaction.Section.INTERVIEW_OFFERS):
        return
    memory = asked.whole.interviews
    for made in memory.referrals:
        title = _("Interview referred to %(agency)s") % {"agency": asked.agency(made.provider_id)}
        yield Happened(made.recorded_at, made.recorded_at, title, by=made.recorded_by_id)
    for offer in memory.offers:
        yield Happened(
            offer.at,
            offer.recorded_at,
            _("Return home interview offered"),
            by=offer.recorded_by_id,
            said_by=offer.offered_by_name,
            text=_(offer.how),
        )
        if offer.answered_at is not None:
            yield Happened(
                offer.answered_at,
                offer.answered_at,
                _("Offer answered: %(answer)s") % {"answer": _(OfferAnswer(offer.answer).label)},
                by=offer.answered_by_id,
                text=_(DeclineReason(offer.decline_reason).label) if offer.decline_reason else "",
            )
    for tried in memory.attempts:
        yield Happened(
            tried.at,
            tried.recorded_at,
            _("Tried to reach the child: %(how)s") % {"how": _(tried.how)},
            by=tried.recorded_by_id,
            text=tried.outcome,
        )


def interview(asked: Asked) -> Iterator[Happened]:
    """That an interview was held or could not be offered, and what was decided of its parts."""
    if not asked.reads(redaction.Section.INTERVIEW_OFFERS):
        return
    memory = asked.whole.interviews
    for made in memory.not_offered:
        yield Happened(
            made.recorded_at,
            made.recorded_at,
            _("No interview offered: %(reason)s")
            % {"reason": _(NotOfferedReason(made.reason).label)},
            by=made.authorised_by_id,
        )
    for held in memory.interviews:
        yield Happened(
            held.held_at,
            held.recorded_at,
            _("Return home interview held"),
            by=held.interviewer_id,
            text=_entered(asked, held),
        )
    for decided in memory.releases:
        title = _("Released: %(part)s") if decided.released else _("Held back: %(part)s")
        part = _(InterviewPart(decided.part).label)
        yield Happened(
            decided.recorded_at,
            decided.recorded_at,
            title % {"part": part},
            by=decided.recorded_by_id,
        )


def _entered(asked: Asked, held: Any) -> str:
    """Who entered the interview, where that was not the interviewer."""
    if held.recorded_by_id == held.interviewer_id:
        return ""
    return _("Entered by %(name)s.") % {"name": asked.name(held.recorded_by_id)}


def support(asked: Asked) -> Iterator[Happened]:
    """The plan, each action done, and what was done about what the child asked for."""
    if not asked.reads(redaction.Section.SUPPORT):
        return
    memory = asked.whole.support
    for plan in memory.plans:
        yield Happened(
            plan.recorded_at,
            plan.recorded_at,
            _("Support agreed") if plan.needed else _("No support needed"),
            by=plan.recorded_by_id,
            text=plan.summary if plan.needed else plan.not_needed_because,
        )
    for action in memory.actions:
        if action.done_at is not None:
            title = _("Support given: %(what)s") % {"what": action.what}
            at = action.done_at
            yield Happened(at, at, title, by=action.done_by_id, text=action.outcome)
    for asked_for in memory.asked:
        if asked_for.done_at is not None:
            at, tag = asked_for.done_at, presenters.Tag(_("You said, we did"), presenters.Tone.DONE)
            yield Happened(
                at, at, asked_for.you_said, by=asked_for.done_by_id, text=asked_for.we_did, tag=tag
            )
