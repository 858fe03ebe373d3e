"""What each side has judged, in words, and how the two differ."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import desk, parts, presenters
from wayhome.rules import access, factors, risk
from wayhome.rules.vocabulary import Answer, Level, Side

if TYPE_CHECKING:
    from wayhome.stages.risk.models import Assessment, FactorAnswer

QUESTIONS = {factor.code: factor.question for factor in factors.FACTORS}


@dataclass(frozen=True, slots=True)
class Judged:
    """One side's newest assessment, or why it is not shown."""

    side: str
    level: presenters.Risk | None
    by: str
    reasons: str
    would_change: str
    factors: list[parts.Fact]
    first: str
    empty: str


def judged(here: desk.Desk, side: Side) -> Judged:
    """What one side has judged, as far as the viewer may read it now."""
    made = [one for one in here.whole.risk.assessments if one.side == side]
    title = presenters.sentence(side.label)
    if not made:
        return _nothing(title, _("Not assessed yet."))
    if not may_read(here, side):
        words = _(
            "Assessed, and hidden from you until your side has assessed too, so that each side "
            "judges for itself."
        )
        return _nothing(title, words)
    newest, first = made[-1], made[0]
    names = desk.names_of(here, newest.recorded_by_id)
    return Judged(
        side=title,
        level=presenters.risk(newest.level),
        by=_by(here, newest, names),
        reasons=newest.reasons,
        would_change=newest.would_change,
        factors=_factors(here, newest),
        first=_first(here, first) if first.id != newest.id else "",
        empty="",
    )


def may_read(here: desk.Desk, side: Side) -> bool:
    """A side reads its own; the other's when the rule says so."""
    own = risk_side(here) is side
    return own or risk.may_see_other_side(here.whole.agreed, account=here.account, now=here.now)


def risk_side(here: desk.Desk) -> Side | None:
    """The key that the viewer's post can turn, if either."""
    return access.side_of(here.viewer)


def _nothing(title: str, why: str) -> Judged:
    return Judged(title, None, "", "", "", [], "", why)


def _by(here: desk.Desk, row: "Assessment", names: dict[UUID | None, str]) -> str:
    return (
        f"{names.get(row.recorded_by_id, '')}, {presenters.moment(row.recorded_at, now=here.now)}"
    )


def _first(here: desk.Desk, row: "Assessment") -> str:
    return _("First judged: %(level)s, %(moment)s.") % {
        "level": _(Level(row.level).label),
        "moment": presenters.moment(row.recorded_at, now=here.now),
    }


def _factors(here: desk.Desk, row: "Assessment") -> list[parts.Fact]:
    return [
        parts.Fact(
            _(QUESTIONS.get(answer.factor, answer.factor)),
            ". ".join(words for words in (_answer(answer), answer.evidence) if words),
            answer.supplied_by,
        )
        for answer in _answers(here, row.id)
    ]


def _answers(here: desk.Desk, assessment_id: UUID) -> "list[FactorAnswer]":
    order = list(QUESTIONS)
    of_row = [one for one in here.whole.risk.factors if one.assessment_id == assessment_id]
    return sorted(of_row, key=lambda one: order.index(one.factor) if one.factor in order else 99)


def _answer(answer: "FactorAnswer") -> str:
    return presenters.sentence(Answer(answer.answer).label)


def difference(here: desk.Desk) -> list[str]:
    """How the two newest assessments differ, in sentences; nothing until both may be read."""
    police, services = (risk.latest(here.account, side) for side in Side)
    if police is None or services is None:
        return []
    gap = abs(police.level.rank - services.level.rank)
    level = _(police.level.label)
    if gap == 0:
        levels = _("Both sides judge the risk to be %(level)s.") % {"level": level}
    elif gap == 1:
        levels = _("The two are one level apart.")
    else:
        levels = _("The two are %(gap)s levels apart.") % {"gap": gap}
    stands = _("The level in force is %(level)s. Only both sides together can lower it.") % {
        "level": _(here.whole.level.label)
    }
    return [f"{levels} {stands}", *_answered_differently(here)]


def _answered_differently(here: desk.Desk) -> list[str]:
    newest = {
        side: [one for one in here.whole.risk.assessments if one.side == side][-1] for side in Side
    }
    said = {
        side: {answer.factor: answer.answer for answer in _answers(here, row.id)}
        for side, row in newest.items()
    }
    return [
        _("%(question)s Police: %(police)s. Children’s services: %(services)s.")
        % {
            "question": _(QUESTIONS[factor]),
            "police": _(Answer(said[Side.POLICE][factor]).label),
            "services": _(Answer(said[Side.CHILDRENS_SERVICES][factor]).label),
        }
        for factor in QUESTIONS
        if factor in said[Side.POLICE]
        and factor in said[Side.CHILDRENS_SERVICES]
        and said[Side.POLICE][factor] != said[Side.CHILDRENS_SERVICES][factor]
    ]
