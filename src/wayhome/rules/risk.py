"""What the recorded judgements say about risk, and why.

Two keys: police and children's services each judge alone, then agree. A computer never
grades: these rules say which level stands, what an assessor should not overlook, and when a
difference must be answered. They prompt; they never suggest a lower level.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from wayhome.rules import clocks, facts, protocol, sources
from wayhome.rules.vocabulary import ChallengeReason, EpisodeType, Level, Side

GAP_TO_CHALLENGE = 2


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something an assessor should not overlook: what, and who says so."""

    reason: str
    source: sources.Source


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier episode of the same child, as a prompt may need it."""

    reported_at: datetime
    level: Level
    harmed: bool = False


def highest(levels: Iterable[Level]) -> Level:
    """The gravest of some levels. Raises ValueError for none."""
    return max(levels, key=lambda level: level.rank)


def age_on(child: facts.Child, day: date) -> int | None:
    """Whole years on a day, from the date of birth or else the age stated; None if neither."""
    born = child.date_of_birth
    if born is None:
        return child.age_stated
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def starting_level(
    agreed: protocol.Protocol, *, child: facts.Child, on: date
) -> tuple[Level, tuple[Prompt, ...]]:
    """The level in force until someone assesses, with each reason it is above the ordinary one.

    A child whose age is not known starts where the protocol starts every child.
    """
    prompts = _starting_prompts(agreed, child=child, on=on)
    return (Level.HIGH if prompts else agreed.starting_level), prompts


def _starting_prompts(
    agreed: protocol.Protocol, *, child: facts.Child, on: date
) -> tuple[Prompt, ...]:
    age = age_on(child, on)
    prompts = []
    if age is not None and age <= agreed.high_up_to_age:
        prompts.append(
            Prompt(
                f"Age {agreed.high_up_to_age} or under with whereabouts unknown: "
                "this protocol starts at high",
                sources.UNDER_THIRTEEN,
            )
        )
    prompts.extend(
        Prompt(f"Known concern, {marker.label}: this protocol starts at high", sources.DEFINITION)
        for marker in sorted(child.markers & agreed.high_markers)
    )
    return tuple(prompts)


def prompts_for(
    agreed: protocol.Protocol,
    *,
    account: facts.Account,
    earlier: Sequence[Earlier],
    now: datetime,
) -> tuple[Prompt, ...]:
    """What an assessor of this episode should not overlook, each with its source."""
    prompts = list(_starting_prompts(agreed, child=account.child, on=now.date()))
    low_before = [past for past in earlier if past.level.rank <= Level.LOW.rank]
    if len(low_before) >= agreed.low_repeats:
        prompts.append(
            Prompt(
                f"Graded low or very low {len(low_before)} times before: "
                "being missing often does not make it safer",
                sources.REPEAT_IS_NOT_SAFE,
            )
        )
    if any(past.harmed for past in earlier):
        prompts.append(Prompt("Harmed when missing before", sources.RISK_PROVENANCE))
    if account.child.placed_out_of_area:
        prompts.append(
            Prompt("Placed away from the home area, with fewer people near", sources.DEFINITION)
        )
    if account.type is not EpisodeType.MISSING:
        prompts.append(
            Prompt(
                "A type is not a risk level: knowing where a child is does not make them safe",
                sources.LOOKED_AFTER_CODES,
            )
        )
    return tuple(prompts)


def latest(account: facts.Account, side: Side) -> facts.Assessment | None:
    """The newest assessment by one side."""
    of_side = [made for made in account.assessments if made.side is side]
    return of_side[-1] if of_side else None


def first(account: facts.Account, side: Side) -> facts.Assessment | None:
    """The first assessment by one side, kept for ever beside the latest."""
    return next((made for made in account.assessments if made.side is side), None)


def agreed_joint(account: facts.Account) -> facts.JointAssessment | None:
    """The newest joint assessment that both sides have signed."""
    signed = [joint for joint in account.joint if joint.agreed_at is not None]
    return max(signed, key=lambda joint: joint.agreed_at or joint.proposed_at, default=None)


def level_in_force(account: facts.Account) -> Level:
    """The level everybody works to.

    The joint level once both have signed. Before that, the higher of the two assessments;
    and while only one is in, the higher of it and the starting level, since one key may raise
    but not lower. An assessment made after the joint one may raise the level in the same way.
    """
    joint = agreed_joint(account)
    if joint is not None and joint.agreed_at is not None:
        since = [made.level for made in account.assessments if made.recorded_at > joint.agreed_at]
        return highest([joint.level, *since])
    newest = [made.level for side in Side if (made := latest(account, side))]
    if len(newest) == len(Side):
        return highest(newest)
    return highest([account.starting_level, *newest])


def both_in(account: facts.Account) -> bool:
    """Whether each side has assessed."""
    return all(latest(account, side) for side in Side)


def may_see_other_side(agreed: protocol.Protocol, *, account: facts.Account, now: datetime) -> bool:
    """Whether the sides may read each other's assessments.

    Blind until both are in, or until the protocol's time from the report has passed.
    """
    blind_until = clocks.after(account.reported_at, protocol.minutes(agreed.blind_for_minutes))
    return both_in(account) or now >= blind_until


def sides_above(account: facts.Account, level: Level) -> tuple[Side, ...]:
    """The sides whose newest assessment is higher than `level`: each must say why."""
    return tuple(
        side
        for side in Side
        if (made := latest(account, side)) is not None and made.level.rank > level.rank
    )


def explanations_missing(
    account: facts.Account, *, level: Level, explained: Iterable[Side]
) -> tuple[Side, ...]:
    """The sides that have not yet said why a joint level may be below an assessment.

    A joint level below either side's assessment needs both sides' reasons.
    """
    if not sides_above(account, level):
        return ()
    given = set(explained)
    return tuple(side for side in Side if side not in given)


def challenge_due(
    agreed: protocol.Protocol, *, account: facts.Account, now: datetime
) -> ChallengeReason | None:
    """Why the difference must go up the ladder now, or None.

    Two levels apart at once; otherwise when the protocol's time to agree, counted from the
    report, has passed without a joint level.
    """
    if agreed_joint(account) is not None:
        return None
    newest = [made for side in Side if (made := latest(account, side))]
    if len(newest) == len(Side):
        gap = abs(newest[0].level.rank - newest[1].level.rank)
        if gap >= GAP_TO_CHALLENGE:
            return ChallengeReason.TWO_LEVELS_APART
    limit = clocks.after(account.reported_at, protocol.minutes(agreed.agree_within_minutes))
    return ChallengeReason.NOT_AGREED_IN_TIME if now > limit else None


def is_upgrade(account: facts.Account, level: Level) -> bool:
    """Whether an assessment at `level` would raise the level in force."""
    return level.rank > level_in_force(account).rank
