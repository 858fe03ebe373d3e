"""On the line of time: the return home interview and the support. Never what was said in it."""

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.episode.presenters.timeline import corrected
from wayhome.interfaces.pages.episode.presenters.timeline.happened import Happened
from wayhome.interfaces.pages.shared import presenters
from wayhome.rules import redaction
from wayhome.rules.reasons import DeclineReason, NotOfferedReason
from wayhome.rules.vocabulary import InterviewPart, OfferAnswer

OFFERED = attrgetter("at", "how", "offered_by_name")
ANSWERED = attrgetter("answer", "decline_reason", "decline_words")


def offers(asked: Asked) -> Iterator[Happened]:
    """Referrals, offers, answers and tries."""
    if not asked.reads(redaction.Section.INTERVIEW_OFFERS):
        return
    memory = asked.whole.interviews
    for made in memory.referrals:
        title = _("Interview referred to %(agency)s") % {"agency": asked.agency(made.provider_id)}
        yield Happened(made.recorded_at, made.recorded_at, title, by=made.recorded_by_id)
    yield from _offered(asked)
    among = corrected.among(asked, "attempt", memory.attempts)
    for tried in memory.attempts:
        words = _("Tried to reach the child: %(how)s") % {"how": _(tried.how)}
        yield Happened(
            tried.at,
            tried.recorded_at,
            corrected.title(tried, words),
            by=tried.recorded_by_id,
            text=tried.outcome,
            tag=among.tag(tried, None),
            since=among.since(tried),
            correct=among.place(tried),
        )


def _offered(asked: Asked) -> Iterator[Happened]:
    """Each offer and its answer, also as each stood before it was corrected."""
    rows = asked.whole.interviews.offers
    made, answered = (corrected.among(asked, name, rows) for name in ("offer", "offer_answer"))
    for line in corrected.lines(rows):
        for first, last in corrected.told_alike(line, OFFERED):
            yield Happened(
                first.at,
                first.recorded_at,
                corrected.title(first, _("Return home interview offered")),
                by=first.recorded_by_id,
                said_by=first.offered_by_name,
                text=_(first.how),
                tag=made.tag(last, None),
                since=made.since(last),
                correct=made.place(last),
            )
        for first, last in corrected.told_alike(line, ANSWERED):
            if first.answered_at is not None:
                yield _answered(first, last, answered)


def _answered(first: Any, last: Any, answered: corrected.Corrections) -> Happened:
    title = _("Offer answered: %(answer)s") % {"answer": _(OfferAnswer(first.answer).label)}
    return Happened(
        first.answered_at,
        max(first.answered_at, first.recorded_at),
        title,
        by=first.answered_by_id,
        text=_(DeclineReason(first.decline_reason).label) if first.decline_reason else "",
        tag=answered.tag(last, None),
        since=answered.since(last),
        correct=answered.place(last),
    )


def interview(asked: Asked) -> Iterator[Happened]:
    """That an interview was held or could not be offered, and what was decided of its parts."""
    if not asked.reads(redaction.Section.INTERVIEW_OFFERS):
        return
    memory = asked.whole.interviews
    authorised = corrected.among(asked, "not_offered", memory.not_offered)
    for made in memory.not_offered:
        why = _(NotOfferedReason(made.reason).label)
        title = _("No interview offered: %(reason)s") % {"reason": why}
        yield Happened(
            made.recorded_at,
            made.recorded_at,
            _("An interview is to be offered after all") if made.withdrawn else title,
            by=made.authorised_by_id,
            text=made.why_corrected if made.withdrawn else "",
            tag=authorised.tag(made, None),
            since=authorised.since(made),
            correct="" if made.withdrawn else authorised.place(made),
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
        if action.stood_down_at is not None:
            at, why = action.stood_down_at, action.stood_down_reason
            title = _("Support will not be given: %(what)s") % {"what": action.what}
            yield Happened(at, at, title, by=action.stood_down_by_id, text=why)
    for asked_for in memory.asked:
        if asked_for.done_at is not None:
            at, tag = asked_for.done_at, presenters.Tag(_("You said, we did"), presenters.Tone.DONE)
            yield Happened(
                at, at, asked_for.you_said, by=asked_for.done_by_id, text=asked_for.we_did, tag=tag
            )
