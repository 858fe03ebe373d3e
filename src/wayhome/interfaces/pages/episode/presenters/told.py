"""Who was told and who has it, and what of the family."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.interfaces.pages.episode.presenters import deeds, next_asked
from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.shared import parts, presenters
from wayhome.rules import redaction
from wayhome.rules.vocabulary import DutyKind, NoticeReason


@dataclass(frozen=True, slots=True)
class Line:
    """One notice: to whom, about what, and how far it has come."""

    to: str
    about: str
    moments: str
    standing: presenters.Tag
    next: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A parent or carer: told, to be told, or not told and why."""

    name: str
    text: str
    standing: presenters.Tag
    link: parts.Link | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The notices nobody has, those somebody has, and the family."""

    summary: str
    waiting: Sequence[Line]
    has_it: Sequence[Line]
    family: Sequence[Person]


def shown(asked: Asked) -> Told | None:
    """The section, or None for an agency that may not read it."""
    if not asked.reads(redaction.Section.RESPONSE):
        return None
    ladders = next_asked.Ladders(asked)
    notices = list(reversed(asked.whole.response.notices))
    waiting = [each for each in notices if each.acknowledged_at is None]
    has_it = [each for each in notices if each.acknowledged_at is not None]
    return Told(
        summary=_summary(len(notices), len(waiting)),
        waiting=[_line(asked, each, ladders) for each in waiting],
        has_it=[_line(asked, each, ladders) for each in has_it],
        family=_family(asked),
    )


def _summary(sent: int, waiting: int) -> str:
    notices = ngettext("%(count)s notice sent.", "%(count)s notices sent.", sent) % {"count": sent}
    if not waiting:
        return notices + " " + _("Somebody has every one of them.")
    gaps = ngettext(
        "Nobody has %(count)s of them yet.", "Nobody has %(count)s of them yet.", waiting
    )
    return notices + " " + gaps % {"count": waiting}


def _line(asked: Asked, notice: Any, ladders: next_asked.Ladders) -> Line:
    said = [words for words in (ladders.gap_of(notice), ladders.next_of(notice)) if words]
    return Line(
        to=asked.post(notice.post_id),
        about=presenters.sentence(NoticeReason(notice.reason).label),
        moments=" · ".join(_moments(asked, notice)),
        standing=_standing(asked, notice),
        next=presenters.sentence(" · ".join(said)) if said else "",
    )


def _moments(asked: Asked, notice: Any) -> list[str]:
    came = (
        (_("sent %(moment)s"), notice.recorded_at),
        (_("delivered %(moment)s"), notice.delivered_at),
        (_("opened %(moment)s"), notice.opened_at),
    )
    said = [words % {"moment": asked.moment(at)} for words, at in came if at is not None]
    if notice.declined_at is not None:
        said.append(
            _("%(name)s could not take it, %(moment)s: %(why)s")
            % {
                "name": asked.name(notice.declined_by_id),
                "moment": asked.moment(notice.declined_at),
                "why": presenters.why_declined(notice),
            }
        )
    if notice.acknowledged_at is not None:
        said.append(
            _("%(name)s has it since %(moment)s")
            % {
                "name": asked.name(notice.acknowledged_by_id),
                "moment": asked.moment(notice.acknowledged_at),
            }
        )
    elif notice.opened_at is None:
        said.append(_("not opened"))
    return said


def _standing(asked: Asked, notice: Any) -> presenters.Tag:
    if notice.acknowledged_at is not None:
        return presenters.Tag(_("Has it"), presenters.Tone.DONE)
    if notice.declined_at is not None:
        return presenters.Tag(_("Declined"), presenters.Tone.ALARM)
    if asked.now > notice.acknowledge_by:
        late = presenters.duration(asked.now - notice.acknowledge_by)
        return presenters.Tag(_("%(length)s late") % {"length": late}, presenters.Tone.ALARM)
    return presenters.Tag(_("Nobody yet"), presenters.Tone.WARN)


def _family(asked: Asked) -> list[Person]:
    if not asked.reads(redaction.Section.FAMILY):
        return []
    return [_person(asked, contact) for contact in asked.whole.child.standing_contacts]


def _person(asked: Asked, contact: Any) -> Person:
    name = f"{contact.name}, {_(contact.relationship)}"
    standing_of = asked.whole.child.standing_of
    said = [
        each
        for each in asked.whole.response.family_told
        if standing_of(each.contact_id) == contact.id and each.taken_back_at is None
    ]
    if said:
        return _said(asked, name, said[-1])
    due = [
        duty
        for duty in asked.whole.response.duties
        if duty.kind == DutyKind.TELL_FAMILY
        and duty.contact_id is not None
        and standing_of(duty.contact_id) == contact.id
        and duty.met_at is None
        and duty.declined_at is None
    ]
    tag = presenters.Tag(_("Not told yet"), presenters.Tone.WARN)
    text = presenters.due(due[0].due_at, now=asked.now) if due else ""
    return Person(name, text, tag, deeds.of_duty(asked, due[0]) if due else None)


def _said(asked: Asked, name: str, said: Any) -> Person:
    by = ", ".join(
        part for part in (asked.moment(said.at), asked.name(said.recorded_by_id)) if part
    )
    if said.told:
        text = f"{presenters.sentence(said.how)}, {by}" if said.how else by
        return Person(name, text, presenters.Tag(_("Told"), presenters.Tone.DONE))
    text = _("%(reason)s. Decided %(by)s") % {
        "reason": presenters.said(said.reason).rstrip("."),
        "by": by,
    }
    return Person(name, text, presenters.Tag(_("Not to be told"), presenters.Tone.CALM))
