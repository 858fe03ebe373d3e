"""On the line of time: what waited too long and was taken further, told once a sweep.

A night in which nobody answers reaches dozens of rungs. A person who opens the record afterwards
must see that it happened, what waited and who was asked, and still find the sighting between.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.episode.presenters.timeline.happened import Happened
from wayhome.interfaces.pages.shared import presenters
from wayhome.rules import redaction
from wayhome.rules.vocabulary import DutyKind, NoticeReason

CHALLENGE = "challenge"
SUPPORT = "support"


def ladder(asked: Asked) -> Iterator[Happened]:
    """The rungs reached at one moment, together: what had waited, and the posts it went to."""
    if not asked.reads(redaction.Section.RESPONSE):
        return
    rungs = sorted(asked.whole.response.escalations, key=lambda rung: rung.at)
    for at, together in groupby(rungs, key=lambda rung: rung.at):
        reached = list(together)
        asked_first = [rung for rung in reached if _is_asked_at_once(asked, rung)]
        climbed = [rung for rung in reached if rung not in asked_first]
        if asked_first:
            yield Happened(
                at, at, _("Asked to settle the difference"), text=_lines(asked, asked_first)
            )
        if climbed:
            yield Happened(
                at,
                at,
                _title(len({rung.about for rung in climbed})),
                text=_lines(asked, climbed),
                tag=presenters.Tag(_("Climbed"), presenters.Tone.WARN),
            )


def _title(waited: int) -> str:
    return ngettext(
        "Nobody had answered %(count)s thing: taken to the next rung",
        "Nobody had answered %(count)s things: taken to the next rung",
        waited,
    ) % {"count": waited}


def _is_asked_at_once(asked: Asked, rung: Any) -> bool:
    """Whether this rung is asked as soon as the two sides differ, before anybody could be late."""
    ladder_ = asked.whole.agreed.challenge_ladder
    return rung.kind == CHALLENGE and not any(
        step.after_minutes for step in ladder_[: rung.rung + 1]
    )


def _lines(asked: Asked, rungs: Sequence[Any]) -> str:
    """Each thing that waited, once, with every post it was taken to."""
    posts: dict[str, dict[str, str]] = {}
    for rung in rungs:
        to = posts.setdefault(_waited(asked, rung), {})
        if post := asked.post(rung.post_id):
            to.setdefault(post, _with_why(post, rung))
    return "\n".join(
        f"{what}: {'; '.join(to.values())}" if to else what for what, to in posts.items()
    )


def _with_why(post: str, rung: Any) -> str:
    """The post, and why it was asked before its time."""
    why = presenters.why_asked(rung)
    return f"{post} ({why})" if why else post


def _waited(asked: Asked, rung: Any) -> str:
    """What waited: the duty, or the notice nobody had, in words."""
    if rung.kind == CHALLENGE:
        return _("The two sides differ")
    if rung.kind == SUPPORT:
        return _("Support that was promised")
    return _about(asked, rung.about) or _("A handover")


def _about(asked: Asked, about: UUID) -> str:
    for duty in asked.whole.response.duties:
        if duty.id == about:
            return presenters.label(DutyKind(duty.kind))
    for step in asked.whole.response.steps:
        if step.id == about:
            return presenters.said(step.title)
    for notice in asked.whole.response.notices:
        if notice.id == about:
            return _("Notice not acknowledged, %(reason)s") % {
                "reason": _(NoticeReason(notice.reason).label)
            }
    return ""
