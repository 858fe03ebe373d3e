"""On the line of time: steps, duties, notices, handovers, reviews and telling the family."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.episode.presenters.timeline.happened import Happened
from wayhome.interfaces.pages.shared import presenters
from wayhome.journey import duty_answered
from wayhome.rules import redaction
from wayhome.rules.vocabulary import DutyKind, NoticeReason
from wayhome.stages.response.waiting import RUNGS_OF_A_LADDER


def steps(asked: Asked) -> Iterator[Happened]:
    """Steps as they were agreed together, taken and finished."""
    if not asked.reads(redaction.Section.RESPONSE):
        return
    for (at, by), several in groupby(asked.whole.response.steps, key=_recorded):
        agreed = list(several)
        count = len(agreed)
        title = ngettext("%(count)s step agreed", "%(count)s steps agreed", count)
        text = "\n".join(f"{_(one.title)}: {asked.post(one.owner_post_id)}" for one in agreed)
        yield Happened(at, at, title % {"count": count}, by=by, text=text)
    for step in asked.whole.response.steps:
        if step.taken_at is not None:
            title = _("Step taken: %(step)s") % {"step": _(step.title)}
            yield Happened(step.taken_at, step.taken_at, title, by=step.taken_by_id)
        if step.done_at is not None:
            title = _("Step done: %(step)s") % {"step": _(step.title)}
            yield Happened(step.done_at, step.done_at, title, by=step.done_by_id, text=step.outcome)
    yield from _stood_down(asked)


def _stood_down(asked: Asked) -> Iterator[Happened]:
    """The steps nobody had done that fell away together, with the reason."""
    fell = [one for one in asked.whole.response.steps if one.stood_down_at is not None]
    for (at, by, why), several in groupby(sorted(fell, key=_fell), key=_fell):
        text = "\n".join([presenters.said(why), *(_(one.title) for one in several)])
        yield Happened(at, at, _("Steps no longer called for"), by=by, text=text)


def _fell(step: Any) -> tuple:
    return step.stood_down_at, step.stood_down_by_id, step.stood_down_reason


def duties(asked: Asked) -> Iterator[Happened]:
    """Duties as they started together, and those declined or met without another fact."""
    if not asked.reads(redaction.Section.RESPONSE):
        return
    for (at, by), several in groupby(asked.whole.response.duties, key=_recorded):
        started = list(several)
        text = "\n".join(_started(asked, one) for one in started)
        count = len(started)
        title = ngettext("%(count)s duty began", "%(count)s duties began", count)
        yield Happened(at, at, title % {"count": count}, by=by, text=text)
    for duty in asked.whole.response.duties:
        label = {"duty": _(DutyKind(duty.kind).label)}
        if duty.declined_at is not None:
            title = _("Not done, with a reason: %(duty)s") % label
            yield Happened(
                duty.declined_at,
                duty.declined_at,
                title,
                by=duty.declined_by_id,
                text=presenters.said(duty.declined_reason),
            )
        elif duty.met_at is not None and duty.kind in duty_answered.MET_BY_SAYING_SO:
            recorded = duty.met_recorded_at or duty.met_at
            yield Happened(duty.met_at, recorded, _("Done: %(duty)s") % label, by=duty.met_by_id)


def _started(asked: Asked, duty: Any) -> str:
    return _("%(duty)s: %(post)s, by %(moment)s") % {
        "duty": presenters.sentence(DutyKind(duty.kind).label),
        "post": asked.post(duty.owner_post_id),
        "moment": asked.moment(duty.due_at),
    }


def notices(asked: Asked) -> Iterator[Happened]:
    """Who was told what, and each "I have this". Whom a ladder told is said with its rungs."""
    if not asked.reads(redaction.Section.RESPONSE):
        return
    told = [one for one in asked.whole.response.notices if one.reason not in RUNGS_OF_A_LADDER]
    for (at, by, reason), several in groupby(told, key=_sent):
        posts = "\n".join(asked.post(one.post_id) for one in several)
        about = _("Told: %(reason)s") % {"reason": _(NoticeReason(reason).label)}
        yield Happened(at, at, about, by=by, text=posts)
    yield from _declined(asked)
    yield from _acknowledged(asked)


def _declined(asked: Asked) -> Iterator[Happened]:
    """Each "I cannot take this", and why."""
    for notice in asked.whole.response.notices:
        if notice.declined_at is not None:
            at, reason = notice.declined_at, _(NoticeReason(notice.reason).label)
            title = _("“I cannot take this”: %(reason)s") % {"reason": reason}
            why = presenters.sentence(presenters.why_declined(notice))
            yield Happened(at, at, title, by=notice.declined_by_id, text=why)


def _acknowledged(asked: Asked) -> Iterator[Happened]:
    """Each "I have this"; those said within a minute, together."""
    had = [one for one in asked.whole.response.notices if one.acknowledged_at is not None]
    for _minute, several in groupby(sorted(had, key=_had), key=_had):
        said = list(several)
        last = max(one.acknowledged_at for one in said if one.acknowledged_at is not None)
        if len(said) == 1:
            reason = {"reason": _(NoticeReason(said[0].reason).label)}
            by = said[0].acknowledged_by_id
            yield Happened(last, last, _("“I have this”: %(reason)s") % reason, by=by)
            continue
        title = _("“I have this” of %(count)s notices") % {"count": len(said)}
        text = "\n".join(_whose(asked, one) for one in said)
        yield Happened(last, last, title, is_unsigned=True, text=text)


def _whose(asked: Asked, notice: Any) -> str:
    reason = _(NoticeReason(notice.reason).label)
    return f"{asked.name(notice.acknowledged_by_id)}: {reason}"


def handovers(asked: Asked) -> Iterator[Happened]:
    """Each handover offered, and its answer."""
    if not asked.reads(redaction.Section.RESPONSE):
        return
    for made in asked.whole.response.handovers:
        offered = _("Handover offered to: %(post)s") % {"post": asked.post(made.to_post_id)}
        yield Happened(
            made.recorded_at, made.recorded_at, offered, by=made.recorded_by_id, text=made.why
        )
        if made.accepted_at is not None:
            at = made.accepted_at
            yield Happened(at, at, _("Handover accepted"), by=made.accepted_by_id)
        if made.declined_at is not None:
            at, why = made.declined_at, presenters.said(made.declined_reason)
            yield Happened(at, at, _("Handover declined"), by=made.declined_by_id, text=why)


def reviews(asked: Asked) -> Iterator[Happened]:
    """Each review held."""
    if not asked.reads(redaction.Section.RESPONSE):
        return
    for held in asked.whole.response.reviews:
        yield Happened(
            held.held_at,
            held.recorded_at,
            _("Review held"),
            by=held.recorded_by_id,
            text=held.findings,
        )


def family(asked: Asked) -> Iterator[Happened]:
    """Each parent or carer told, or not told and why."""
    if not asked.reads(redaction.Section.FAMILY):
        return
    contacts = {contact.id: contact for contact in asked.whole.child.contacts}
    for said in asked.whole.response.family_told:
        contact = contacts.get(said.contact_id)
        who = {"name": contact.name if contact else ""}
        title = _("Family told: %(name)s") if said.told else _("Family not told: %(name)s")
        yield Happened(
            said.at,
            said.recorded_at,
            title % who,
            by=said.recorded_by_id,
            text=presenters.said(said.how if said.told else said.reason),
        )
        if said.taken_back_at is not None:
            yield Happened(
                said.taken_back_at,
                said.taken_back_at,
                _("Family may be told after all: %(name)s") % who,
                by=said.taken_back_by_id,
                text=said.taken_back_reason,
            )


def _recorded(row: Any) -> tuple:
    return row.recorded_at, row.recorded_by_id


def _sent(notice: Any) -> tuple:
    return notice.recorded_at, notice.recorded_by_id, notice.reason


def _had(notice: Any) -> datetime:
    minute: datetime = notice.acknowledged_at.replace(second=0, microsecond=0)
    return minute
