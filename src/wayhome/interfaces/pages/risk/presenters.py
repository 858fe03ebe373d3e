"""What an assessor sees beside the questions: what not to overlook, and what others judged."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.risk import sides
from wayhome.interfaces.pages.shared import desk, parts, presenters
from wayhome.records.agencies import queries as agencies
from wayhome.records.episodes import visibility
from wayhome.rules import clocks, protocol, redaction, risk
from wayhome.rules.vocabulary import ChallengeReason, Level, Side
from wayhome.stages.found import queries as found
from wayhome.stages.interviews import queries as interviews

if TYPE_CHECKING:
    from wayhome.stages.risk import models


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something not to overlook, and who says so."""

    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside an assessment while it is made."""

    heading: desk.Heading
    prompts: list[Prompt]
    reported: list[parts.Fact]
    last_interview: parts.Fact | None
    mine: sides.Judged
    other: sides.Judged


def beside(here: desk.Desk, side: Side) -> Beside:
    """What an assessor of this side may see while assessing."""
    other = next(one for one in Side if one is not side)
    return Beside(
        heading=desk.heading(here),
        prompts=_prompts(here),
        reported=_reported(here),
        last_interview=last_interview(here),
        mine=sides.judged(here, side),
        other=sides.judged(here, other),
    )


def _prompts(here: desk.Desk) -> list[Prompt]:
    past = list(
        visibility.episodes(here.viewer)
        .filter(child_id=here.whole.episode.child_id)
        .exclude(id=here.episode_id)
    )
    harmed = found.harmed([episode.id for episode in past])
    earlier = [
        risk.Earlier(episode.reported_at, Level(episode.level), episode.id in harmed)
        for episode in past
    ]
    return [
        Prompt(presenters.said(prompt.reason), presenters.document(prompt.source))
        for prompt in risk.prompts_for(
            here.whole.agreed, account=here.account, earlier=earlier, now=here.now
        )
    ]


def _reported(here: desk.Desk) -> list[parts.Fact]:
    if not here.reads(redaction.Section.REPORT) or not here.whole.intake.reports:
        return []
    report = here.whole.intake.reports[-1]
    seen = presenters.moment(report.last_seen_at, now=here.now) if report.last_seen_at else ""
    said = f"{report.reporter_name}, {presenters.moment(report.received_at, now=here.now)}"
    known = [
        (_("Why they are worried"), report.why_worried),
        (_("Last seen"), ", ".join(word for word in (seen, report.last_seen_place) if word)),
        (_("What has been tried"), report.tried),
    ]
    return [parts.Fact(name, text, said) for name, text in known if text]


def last_interview(here: desk.Desk) -> parts.Fact | None:
    """What the child agreed to share when last interviewed, for those who may read it."""
    if not here.reads(redaction.Section.INTERVIEW_SHAREABLE):
        return None
    held = interviews.last_shareable(here.whole.episode.child_id)
    if held is None or not held.shareable:
        return None
    return parts.Fact(presenters.moment(held.held_at, now=here.now), held.shareable)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A joint level that waits for the other side's signature."""

    level: presenters.Risk
    reasons: str
    by: str
    explanation: str
    sign: str


@dataclass(frozen=True, slots=True)
class Joint:
    """Both sides beside each other."""

    heading: desk.Heading
    columns: list[sides.Judged]
    difference: list[str]
    both_in: bool
    missing: list[str]
    waiting: Waiting | None
    assess: str


def joint(here: desk.Desk, side: Side) -> Joint:
    """The two assessments side by side, how they differ, and what waits."""
    missing = [
        presenters.sentence(one.label) for one in Side if risk.latest(here.account, one) is None
    ]
    return Joint(
        heading=desk.heading(here),
        columns=[sides.judged(here, one) for one in Side],
        difference=sides.difference(here),
        both_in=not missing,
        missing=missing,
        waiting=_waiting(here, side),
        assess=reverse("assess", args=[here.reference]),
    )


def _waiting(here: desk.Desk, side: Side) -> Waiting | None:
    row = here.whole.joint_to_sign
    if row is None:
        return None
    is_ours = getattr(row, f"{side}_signed_at") is not None
    return waiting(
        here, row, sign="" if is_ours else reverse("joint_sign", args=[here.reference, row.id])
    )


def waiting(here: desk.Desk, row: "models.JointAssessment", *, sign: str) -> Waiting:
    """A joint level in words, with where to sign it."""
    signer = next(one for one in Side if getattr(row, f"{one}_signed_at") is not None)
    names = desk.names_of(here, row.recorded_by_id)
    return Waiting(
        level=presenters.risk(row.level),
        reasons=row.reasons,
        by=_("%(name)s, for %(side)s, %(moment)s")
        % {
            "name": names.get(row.recorded_by_id, ""),
            "side": _(signer.label),
            "moment": presenters.moment(row.recorded_at, now=here.now),
        },
        explanation=getattr(row, f"{signer}_explanation"),
        sign=sign,
    )


@dataclass(frozen=True, slots=True)
class Rung:
    """Who is turned to, when, and whether that has come."""

    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """A difference that has gone up the ladder."""

    heading: desk.Heading
    columns: list[sides.Judged]
    difference: list[str]
    why: str
    rungs: list[Rung]
    answers: list[parts.Fact]
    joint: str


def challenge(here: desk.Desk, row: "models.Challenge") -> Challenge:
    """The difference, the ladder it climbs and what has been answered so far."""
    names = desk.names_of(here, *(one.recorded_by_id for one in here.whole.risk.challenge_answers))
    return Challenge(
        heading=desk.heading(here),
        columns=[sides.judged(here, one) for one in Side],
        difference=sides.difference(here),
        why=presenters.sentence(ChallengeReason(row.reason).label),
        rungs=_rungs(here, row),
        answers=[
            parts.Fact(
                presenters.sentence(Side(one.side).label),
                ". ".join(
                    word
                    for word in (presenters.risk(one.level).text if one.level else "", one.answer)
                    if word
                ),
                f"{names.get(one.recorded_by_id, '')}, "
                f"{presenters.moment(one.recorded_at, now=here.now)}",
            )
            for one in here.whole.risk.challenge_answers
            if one.challenge_id == row.id
        ],
        joint=reverse("joint", args=[here.reference]),
    )


def _rungs(here: desk.Desk, row: "models.Challenge") -> list[Rung]:
    posts = agencies.posts_of(party.agency_id for party in here.parties)
    reached = {one.rung: one for one in here.whole.response.escalations if one.about == row.id}
    shown, due = [], row.opened_at
    for number, rung in enumerate(here.whole.agreed.challenge_ladder):
        due = clocks.after(due, protocol.minutes(rung.after_minutes))
        holder = next(
            (one.agency_id for one in here.parties if one.capacity is rung.capacity), None
        )
        post = agencies.choose_post(posts, agency_id=holder, kind=rung.post) if holder else None
        when = (
            _asked(reached[number], now=here.now)
            if number in reached
            else _("asked %(moment)s if nobody has agreed")
            % {"moment": presenters.moment(due, now=here.now)}
        )
        who = desk.post_words(post) if post else presenters.sentence(rung.post.label)
        shown.append(Rung(who, when))
    return shown


def _asked(rung: Any, *, now: datetime) -> str:
    when = _("asked %(moment)s") % {"moment": presenters.moment(rung.at, now=now)}
    return ", ".join(word for word in (when, presenters.why_asked(rung)) if word)
