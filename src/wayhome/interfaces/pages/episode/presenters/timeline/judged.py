"""On the line of time: assessments, joint levels and challenges, each side's own while blind."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.episode.presenters import risk as section
from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.episode.presenters.timeline.happened import Happened
from wayhome.interfaces.pages.shared import presenters
from wayhome.rules import redaction
from wayhome.rules.vocabulary import ChallengeReason, Side


def assessments(asked: Asked) -> Iterator[Happened]:
    """Each assessment; of a side that is still hidden, only that it was made."""
    if not asked.reads(redaction.Section.RISK):
        return
    for made in asked.whole.risk.assessments:
        title = _("Risk assessed: %(side)s") % {"side": _(section.TITLES[Side(made.side)])}
        if asked.sees(made.side):
            yield _fact(made, title, text=made.reasons, risk=presenters.risk(made.level))
        else:
            hidden = _("Hidden until both sides have assessed, or until %(moment)s.")
            yield _fact(made, title, text=hidden % {"moment": asked.moment(asked.blind_until)})


def joint(asked: Asked) -> Iterator[Happened]:
    """Each joint level put forward, and its second signature."""
    if not all(asked.sees(side) for side in Side):
        return
    for made in asked.whole.risk.joint:
        level = presenters.risk(made.level)
        yield _fact(made, _("Joint level put forward"), text=made.reasons, risk=level)
        if made.agreed_at is not None:
            signed = [
                (getattr(made, f"{side}_signed_at"), getattr(made, f"{side}_signed_by_id"))
                for side in Side
            ]
            at, by = max(signed)
            yield Happened(
                made.agreed_at, at, _("Joint level signed by both sides"), by=by, risk=level
            )


def challenges(asked: Asked) -> Iterator[Happened]:
    """Each difference that went up the ladder, what was answered, and how it was settled."""
    if not asked.reads(redaction.Section.RISK):
        return
    for made in asked.whole.risk.challenges:
        why = presenters.sentence(ChallengeReason(made.reason).label)
        yield _fact(made, _("Challenge opened"), text=why, at=made.opened_at)
        if made.settled_at is not None:
            outcome = (
                presenters.said(made.outcome) if all(asked.sees(side) for side in Side) else ""
            )
            yield Happened(
                made.settled_at,
                made.settled_at,
                _("Challenge settled"),
                is_unsigned=True,
                text=outcome,
            )
    for answer in asked.whole.risk.challenge_answers:
        if asked.sees(answer.side):
            level = presenters.risk(answer.level) if answer.level else None
            yield _fact(answer, _("Challenge answered"), text=answer.answer, risk=level)


def _fact(row: Any, title: str, *, text: str, at: Any = None, risk: Any = None) -> Happened:
    return Happened(
        at or row.recorded_at,
        row.recorded_at,
        title,
        by=row.recorded_by_id,
        text=text,
        risk=risk,
    )
