"""The two assessments side by side, the joint one, a challenge, and what not to overlook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.shared import parts, presenters
from wayhome.records.episodes import queries as episodes
from wayhome.rules import factors, redaction, risk
from wayhome.rules.vocabulary import Answer, ChallengeReason, DutyKind, Level, Side
from wayhome.stages.found import queries as found

if TYPE_CHECKING:
    from wayhome.stages.risk.models import Assessment, JointAssessment

TITLES = {
    Side.POLICE: gettext_noop("Police"),
    Side.CHILDRENS_SERVICES: gettext_noop("Children’s services"),
}
DUTY = {
    Side.POLICE: DutyKind.ASSESS_POLICE,
    Side.CHILDRENS_SERVICES: DutyKind.ASSESS_CHILDRENS_SERVICES,
}
QUESTIONS = {factor.code: factor.question for factor in factors.FACTORS}


@dataclass(frozen=True, slots=True)
class Key:
    """One side's key: its newest judgement, that it is hidden, or that it is still to come."""

    title: str
    level: presenters.Risk | None
    line: str
    reasons: str = ""
    would_change: str = ""
    yes: Sequence[parts.Fact] = ()
    other_answers: Sequence[parts.Fact] = ()
    others_counted: str = ""
    earlier: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Joint:
    """A joint level, its reasons, and the two signatures."""

    title: str
    level: presenters.Risk
    reasons: str
    signatures: Sequence[parts.Fact]
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class Challenge:
    """A difference that has gone up the ladder: why, the rungs reached, and what was answered."""

    title: str
    why: str
    is_open: bool
    rungs: Sequence[str]
    answers: Sequence[parts.Fact]


@dataclass(frozen=True, slots=True)
class Risk:
    """Everything about the risk that the viewer may read."""

    keys: Sequence[Key]
    joint: Joint | None
    challenges: Sequence[Challenge]
    prompts: Sequence[parts.Fact]


def shown(asked: Asked) -> Risk | None:
    """The section, or None for an agency that may not read it."""
    if not asked.reads(redaction.Section.RISK):
        return None
    joint = asked.whole.risk.joint
    return Risk(
        keys=[_key(asked, side) for side in Side],
        joint=_joint(asked, joint[-1]) if joint and _sees_both(asked) else None,
        challenges=[_challenge(asked, each) for each in asked.whole.risk.challenges],
        prompts=_prompts(asked),
    )


def _sees_both(asked: Asked) -> bool:
    return all(asked.sees(side) for side in Side)


def _key(asked: Asked, side: Side) -> Key:
    made = [one for one in asked.whole.risk.assessments if one.side == side]
    if not made:
        return Key(_(TITLES[side]), None, _still_to_come(asked, side))
    if not asked.sees(side):
        return Key(_(TITLES[side]), None, _hidden(asked, made[-1]))
    return _open_key(asked, side, made)


def _still_to_come(asked: Asked, side: Side) -> str:
    due = [
        duty
        for duty in asked.whole.response.duties
        if duty.kind == DUTY[side] and duty.met_at is None and duty.declined_at is None
    ]
    if not due or asked.account.closed is not None:
        return _("Not assessed.")
    return _("Not yet assessed. Due from %(post)s %(due)s.") % {
        "post": asked.post(due[0].owner_post_id),
        "due": presenters.due(due[0].due_at, now=asked.now),
    }


def _hidden(asked: Asked, made: "Assessment") -> str:
    return _(
        "Assessed %(moment)s by %(name)s. Hidden until both sides have assessed, or until "
        "%(until)s, so that neither leans on the other."
    ) % {
        "moment": asked.moment(made.recorded_at),
        "name": asked.name(made.recorded_by_id),
        "until": asked.moment(asked.blind_until),
    }


def _open_key(asked: Asked, side: Side, made: Sequence["Assessment"]) -> Key:
    newest = made[-1]
    answers = [one for one in asked.whole.risk.factors if one.assessment_id == newest.id]
    yes = [one for one in answers if one.answer == Answer.YES]
    rest = [one for one in answers if one.answer != Answer.YES]
    return Key(
        title=_(TITLES[side]),
        level=presenters.risk(newest.level),
        line=_by(asked, newest),
        reasons=newest.reasons,
        would_change=newest.would_change,
        yes=[_factor(asked, one) for one in yes],
        other_answers=[_factor(asked, one) for one in rest],
        others_counted=ngettext("%(count)s other answer", "%(count)s other answers", len(rest))
        % {"count": len(rest)},
        earlier=[
            f"{_(presenters.risk(one.level).text)}, {_by(asked, one)}: {one.reasons}"
            for one in made[:-1]
        ],
    )


def _by(asked: Asked, made: Any) -> str:
    return ", ".join(
        part for part in (asked.moment(made.recorded_at), asked.name(made.recorded_by_id)) if part
    )


def _factor(asked: Asked, answer: Any) -> parts.Fact:
    said = presenters.sentence(Answer(answer.answer).label)
    text = f"{said}. {answer.evidence}" if answer.evidence else said
    source = ""
    if answer.supplied_by:
        source = f"{answer.supplied_by}, {asked.moment(answer.learned_at)}"
    return parts.Fact(_(QUESTIONS.get(answer.factor, answer.factor)), text, source)


def _joint(asked: Asked, joint: "JointAssessment") -> Joint:
    is_agreed = joint.agreed_at is not None
    return Joint(
        title=_("Joint level, agreed") if is_agreed else _("Joint level, waiting for a signature"),
        level=presenters.risk(joint.level),
        reasons=joint.reasons,
        signatures=[_signature(asked, joint, side) for side in Side],
        is_agreed=is_agreed,
    )


def _signature(asked: Asked, joint: "JointAssessment", side: Side) -> parts.Fact:
    at = getattr(joint, f"{side}_signed_at")
    why = getattr(joint, f"{side}_explanation")
    if at is None:
        return parts.Fact(_(TITLES[side]), _("Has not signed yet"))
    name = asked.name(getattr(joint, f"{side}_signed_by_id"))
    return parts.Fact(_(TITLES[side]), f"{name}. {why}" if why else name, asked.moment(at))


def _challenge(asked: Asked, challenge: Any) -> Challenge:
    climbed = [rung for rung in asked.whole.response.escalations if rung.about == challenge.id]
    answers = [
        one for one in asked.whole.risk.challenge_answers if one.challenge_id == challenge.id
    ]
    is_open = challenge.settled_at is None
    return Challenge(
        title=_("The two sides differ: this has gone up the ladder")
        if is_open
        else _("A difference that was settled"),
        why=presenters.sentence(ChallengeReason(challenge.reason).label),
        is_open=is_open,
        rungs=[
            ", ".join(word for word in (_asked(asked, rung), presenters.why_asked(rung)) if word)
            for rung in climbed
            if rung.post_id
        ],
        answers=[_challenge_answer(asked, one) for one in answers if asked.sees(one.side)],
    )


def _asked(asked: Asked, rung: Any) -> str:
    return f"{asked.moment(rung.at)}: {asked.post(rung.post_id)}"


def _challenge_answer(asked: Asked, answer: Any) -> parts.Fact:
    level = f"{presenters.sentence(Level(answer.level).label)}. " if answer.level else ""
    return parts.Fact(
        asked.name(answer.recorded_by_id),
        f"{level}{answer.answer}",
        asked.moment(answer.recorded_at),
    )


def _prompts(asked: Asked) -> list[parts.Fact]:
    """What an assessor should not overlook, with its source; nothing once the child is back."""
    if asked.account.returned is not None or asked.account.closed is not None:
        return []
    before = [
        past
        for past in episodes.reports_of(asked.episode.child_id)
        if past.reported_at < asked.episode.reported_at
    ]
    harmed = found.harmed([past.id for past in before]) if before else set()
    earlier = [
        risk.Earlier(past.reported_at, Level(past.level), past.id in harmed) for past in before
    ]
    prompts = risk.prompts_for(
        asked.whole.agreed, account=asked.account, earlier=earlier, now=asked.now
    )
    return [
        parts.Fact(presenters.said(prompt.reason), "", presenters.document(prompt.source))
        for prompt in prompts
    ]
