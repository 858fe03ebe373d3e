"""What is to be done, by whom, by when: duties, steps and a handover that waits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.episode.presenters import deeds
from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.shared import parts, presenters
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.rules import access, clocks, redaction
from wayhome.rules.vocabulary import DutyKind, Standing
from wayhome.stages.response import queries as response


@dataclass(frozen=True, slots=True)
class Handover:
    """An offer to hand the episode over: to whom, why, and what came of it."""

    title: str
    text: str
    standing: presenters.Tag
    answer: parts.Link | None


@dataclass(frozen=True, slots=True)
class Due:
    """What is open, and what is done."""

    duties: Sequence[parts.Duty]
    duties_done: Sequence[parts.Duty]
    steps: Sequence[parts.Duty]
    steps_done: Sequence[parts.Duty]
    handovers: Sequence[Handover]


def shown(asked: Asked) -> Due | None:
    """The section, or None for an agency that may not read it."""
    if not asked.reads(redaction.Section.RESPONSE):
        return None
    memory = asked.whole.response
    duties = sorted(memory.duties, key=_due_at)
    waiting = [each for each in duties if _is_open(each)]
    steps = sorted(memory.steps, key=_due_at)
    return Due(
        duties=list(_open(asked, waiting)),
        duties_done=[_duty(asked, each) for each in duties if not _is_open(each)],
        steps=[_step(asked, each) for each in steps if _is_undone(each)],
        steps_done=[_step(asked, each) for each in steps if not _is_undone(each)],
        handovers=[_handover(asked, each) for each in memory.handovers],
    )


def _due_at(thing: Any) -> Any:
    return thing.due_at


def _is_open(duty: Any) -> bool:
    return duty.met_at is None and duty.declined_at is None


def _is_undone(step: Any) -> bool:
    return step.done_at is None and step.stood_down_at is None


def _open(asked: Asked, waiting: Sequence[Any]) -> Iterator[parts.Duty]:
    """Each duty that waits. A later review is told with the first, which is the one to hold."""
    reviews = [each for each in waiting if each.kind == DutyKind.REVIEW]
    for each in waiting:
        if each in reviews[1:]:
            continue
        shown = _duty(asked, each)
        if each in reviews:
            said = [shown.reason, *_others(asked, reviews[1:])]
            shown = replace(shown, reason=". ".join(filter(None, said)))
        yield shown


def _others(asked: Asked, reviews: Sequence[Any]) -> list[str]:
    said = [presenters.due(each.due_at, now=asked.now) for each in reviews]
    return [_("Another review: %(when)s") % {"when": when} for when in said]


def _duty(asked: Asked, duty: Any) -> parts.Duty:
    kind = DutyKind(duty.kind)
    standing = clocks.standing(response.as_duty(duty), now=asked.now)
    title = presenters.sentence(kind.label)
    reason = _reason(asked, duty, kind)
    return parts.Duty(
        title=title,
        owner=_owner(asked, duty),
        when=_when(asked, duty, standing),
        exact=presenters.exact(duty.due_at),
        standing=presenters.standing(standing),
        reason=reason,
        link=deeds.of_duty(asked, duty),
    )


def _owner(asked: Asked, duty: Any) -> str:
    post = asked.post(duty.owner_post_id)
    if duty.owner_post_id in asked.viewer.post_ids:
        return _("You: %(post)s") % {"post": post}
    return post


def _reason(asked: Asked, duty: Any, kind: DutyKind) -> str:
    if duty.declined_reason:
        return _("Not done, because: %(reason)s") % {
            "reason": presenters.said(duty.declined_reason)
        }
    if kind is DutyKind.TELL_FAMILY and not asked.reads(redaction.Section.FAMILY):
        return ""
    return presenters.said(duty.reason) if duty.reason and duty.reason != kind.label else ""


def _when(asked: Asked, duty: Any, standing: Standing) -> str:
    if standing is Standing.DECLINED:
        return asked.moment(duty.declined_at)
    if duty.met_at is not None:
        return presenters.done(duty.met_at, due_at=duty.due_at, now=asked.now)
    return presenters.due(duty.due_at, now=asked.now)


def _step(asked: Asked, step: Any) -> parts.Duty:
    is_late = (step.done_at or asked.now) > step.due_at
    if step.stood_down_at is not None:
        standing, when = Standing.DECLINED, asked.moment(step.stood_down_at)
    elif step.done_at is not None:
        standing = Standing.MET_LATE if is_late else Standing.MET
        when = presenters.done(step.done_at, due_at=step.due_at, now=asked.now)
    else:
        standing = Standing.MISSED if is_late else Standing.RUNNING
        when = presenters.due(step.due_at, now=asked.now)
    return parts.Duty(
        title=presenters.said(step.title),
        owner=_step_owner(asked, step),
        when=when,
        exact=presenters.exact(step.due_at),
        standing=presenters.standing(standing),
        reason=step.outcome or presenters.said(step.stood_down_reason) or step.detail,
    )


def _step_owner(asked: Asked, step: Any) -> str:
    post = asked.post(step.owner_post_id)
    if step.taken_by_id is None or step.done_at is not None:
        who = asked.name(step.done_by_id)
        return f"{post} · {who}" if who else post
    return _("%(post)s · taken by %(name)s") % {
        "post": post,
        "name": asked.name(step.taken_by_id),
    }


def _handover(asked: Asked, handover: Any) -> Handover:
    title = _("From %(giver)s to %(taker)s") % {
        "giver": asked.post(handover.from_post_id),
        "taker": asked.post(handover.to_post_id),
    }
    said = _("Offered %(moment)s: %(why)s") % {
        "moment": asked.moment(handover.recorded_at),
        "why": handover.why,
    }
    if handover.accepted_at is not None:
        tag = presenters.Tag(_("Accepted"), presenters.Tone.DONE)
        by, at = handover.accepted_by_id, handover.accepted_at
        said = f"{said}\n" + _("Accepted by %(name)s %(moment)s") % _said(asked, by, at)
    elif handover.declined_at is not None:
        tag = presenters.Tag(_("Declined"), presenters.Tone.WARN)
        by, at = handover.declined_by_id, handover.declined_at
        declined = _("Declined by %(name)s %(moment)s") % _said(asked, by, at)
        said = f"{said}\n{declined}: {handover.declined_reason}"
    else:
        tag = presenters.Tag(_("Waits for an answer"), presenters.Tone.WARN)
        said = f"{said}\n" + _("Until somebody accepts, the giver still owns the episode.")
    return Handover(title, said, tag, _answer(asked, handover))


def _said(asked: Asked, by: Any, at: Any) -> dict[str, str]:
    return {"name": asked.name(by), "moment": asked.moment(at)}


def _answer(asked: Asked, handover: Any) -> parts.Link | None:
    waits = handover.accepted_at is None and handover.declined_at is None
    is_mine = handover.to_post_id in asked.viewer.post_ids
    if not (waits and is_mine and asked.may_act):
        return None
    if not deeds.may(asked, (access.Deed.ANSWER_HANDOVER,)):
        return None
    return parts.Link(_("Answer the handover"), reverse("handover", args=[asked.episode.reference]))
