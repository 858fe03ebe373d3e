"""What the recorded judgements say about risk, and why.

Two keys: police and children's services each judge alone, then agree. A computer never
grades: these rules say which level stands, what an assessor should not overlook, and when a
difference must be answered. They prompt; they never suggest a lower level.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from wayhome.rules import clocks, facts, london, protocol, sentences, sources
from wayhome.rules.vocabulary import ChallengeReason, DutyKind, EpisodeType, Level, Side

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
    """Whole years on a day, from the date of birth or else the age stated; None if neither.

    An age that was stated has grown by each whole year since: it is the least the child can be. An
    age is reached at the start of the birthday; a child born on 29 February reaches it on
    1 March in a year without one. Negative before birth.
    """
    born = child.date_of_birth
    if born is not None:
        return _years(born, day)
    if child.age_stated is None or child.age_stated_on is None:
        return child.age_stated
    return child.age_stated + max(_years(child.age_stated_on, day), 0)


def _years(since: date, day: date) -> int:
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def levels_allowed(agreed: protocol.Protocol) -> tuple[Level, ...]:
    """The levels an assessor may record for a child under this protocol, lowest first."""
    return tuple(level for level in Level if level is not Level.VERY_LOW or agreed.very_low_allowed)


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
                sentences.AGE_STARTS_HIGH % {"age": agreed.high_up_to_age},
                sources.UNDER_THIRTEEN,
            )
        )
    prompts.extend(
        Prompt(
            sentences.CONCERN_STARTS_HIGH % {"concern": marker.label},
            sources.STARTING_LEVEL,
        )
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
    return (
        _starting_prompts(agreed, child=account.child, on=london.day_of(now))
        + _prompts_from_before(agreed, earlier=earlier)
        + _prompts_from_now(account, on=london.day_of(now))
    )


def _prompts_from_before(
    agreed: protocol.Protocol, *, earlier: Sequence[Earlier]
) -> tuple[Prompt, ...]:
    prompts = []
    low_before = [past for past in earlier if past.level.rank <= Level.LOW.rank]
    if len(low_before) >= agreed.low_repeats:
        prompts.append(
            Prompt(
                sentences.LOW_BEFORE % {"count": len(low_before)},
                sources.REPEAT_IS_NOT_SAFE,
            )
        )
    if any(past.harmed for past in earlier):
        prompts.append(Prompt("Harmed when missing before", sources.REPEAT_IS_NOT_SAFE))
    return tuple(prompts)


def _prompts_from_now(account: facts.Account, *, on: date) -> tuple[Prompt, ...]:
    prompts = []
    if age_on(account.child, on) is None:
        prompts.append(
            Prompt(
                "The child's age is not known: what is not known is not a sign of safety",
                sources.LACK_OF_INFORMATION,
            )
        )
    if account.child.placed_out_of_area:
        prompts.append(
            Prompt("Placed away from the home area, with fewer people near", sources.OUT_OF_AREA)
        )
    if account.type is not EpisodeType.MISSING:
        prompts.append(
            Prompt(
                "A type is not a risk level: knowing where a child is does not make them safe",
                sources.LOOKED_AFTER_CODES,
            )
        )
    if level_in_force(account) is Level.HIGH and not (account.located or account.returned):
        prompts.append(
            Prompt(
                "Consider a Child Rescue Alert: under 18, in imminent danger of serious harm or "
                "death, and enough known for the public to help",
                sources.CHILD_RESCUE_ALERT,
            )
        )
    return tuple(prompts)


def latest(account: facts.Account, side: Side) -> facts.Assessment | None:
    """The newest assessment by one side."""
    of_side = _in_order(account, side)
    return of_side[-1] if of_side else None


def first(account: facts.Account, side: Side) -> facts.Assessment | None:
    """The first assessment by one side, kept for ever beside the latest."""
    return next(iter(_in_order(account, side)), None)


def _in_order(account: facts.Account, side: Side) -> list[facts.Assessment]:
    of_side = (made for made in account.assessments if made.side is side)
    return sorted(of_side, key=lambda made: made.recorded_at)


def agreed_joint(account: facts.Account) -> facts.JointAssessment | None:
    """The newest joint assessment that both sides have signed."""
    signed = [(joint.agreed_at, joint) for joint in account.joint if joint.agreed_at is not None]
    in_order = sorted(signed, key=lambda pair: pair[0])
    return in_order[-1][1] if in_order else None


def level_in_force(account: facts.Account) -> Level:
    """The level everybody works to. One key may raise it; only two may lower it.

    Until both have signed a joint level: the highest of the starting level and of all that
    either side has said. After that: the joint level, or the highest that either side has said
    since it was put forward. A side that takes back its own word lowers nothing.
    """
    return highest([_stood_before(account), *(made.level for made in _said_since(account))])


def _stood_before(account: facts.Account) -> Level:
    joint = agreed_joint(account)
    return account.starting_level if joint is None else joint.level


def _said_since(account: facts.Account) -> list[facts.Assessment]:
    """What either side has said since the last joint level was put forward, oldest first."""
    joint = agreed_joint(account)
    said = [made for made in account.assessments if joint is None or _is_since(made, joint)]
    return sorted(said, key=lambda made: made.recorded_at)


def _is_since(made: facts.Assessment, joint: facts.JointAssessment) -> bool:
    return made.recorded_at > joint.proposed_at


def raised_by(account: facts.Account) -> tuple[Side, ...]:
    """The sides whose word raised the level to where it is; only both together can lower it.

    Empty while the starting level, or the joint one, is as high as anything said since.
    """
    level = level_in_force(account)
    if level is _stood_before(account):
        return ()
    said = {made.side for made in _said_since(account) if made.level is level}
    return tuple(side for side in Side if side in said)


def both_in(account: facts.Account) -> bool:
    """Whether each side has assessed."""
    return all(latest(account, side) for side in Side)


def may_see_other_side(agreed: protocol.Protocol, *, account: facts.Account, now: datetime) -> bool:
    """Whether the sides may read each other's assessments.

    Blind until both are in, or until the protocol's time has passed.
    """
    return both_in(account) or now >= blind_until(agreed, account=account)


def blind_until(agreed: protocol.Protocol, *, account: facts.Account) -> datetime:
    """When the sides may read each other, whatever has been assessed by then.

    Counted from the report, or from when it was entered here if that was later.
    """
    return clocks.after(account.known_from, protocol.minutes(agreed.blind_for_minutes))


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


def is_superseded(
    account: facts.Account, *, put_forward_at: datetime, asked_again_at: Iterable[datetime]
) -> bool:
    """Whether a joint level that waits for its second signature is no longer what both had read.

    An assessment or another joint level has come since it was put forward, or new information
    (`asked_again_at`) for which a side has still to assess again.
    """
    asked = [
        duty.recorded_at
        for duty in account.duties
        if duty.kind is DutyKind.REASSESS and clocks.is_open(duty)
    ]
    since = [made.recorded_at for made in account.assessments]
    since += [joint.agreed_at for joint in account.joint if joint.agreed_at is not None]
    since += [*asked, *asked_again_at] if asked else []
    return any(moment > put_forward_at for moment in since)


def challenge_due(
    agreed: protocol.Protocol, *, account: facts.Account, now: datetime
) -> ChallengeReason | None:
    """Why the difference must go up the ladder now, or None.

    Two levels apart at once, also when one side moves after a joint level; otherwise when the
    protocol's time to agree has passed since a joint level was wanted (see `agree_by`). Once
    the child is back no difference goes up: a level is then agreed, or not, at leisure.
    """
    if account.returned is not None or account.closed is not None:
        return None
    ranks = [level.rank for side in Side if (level := position(account, side)) is not None]
    if ranks and max(ranks) - min(ranks) >= GAP_TO_CHALLENGE:
        return ChallengeReason.TWO_LEVELS_APART
    limit = agree_by(agreed, account=account)
    is_late = limit is not None and now > limit
    return ChallengeReason.NOT_AGREED_IN_TIME if is_late else None


def agree_by(agreed: protocol.Protocol, *, account: facts.Account) -> datetime | None:
    """The last moment to sign a joint level in time, or None while none is wanted."""
    since = joint_wanted_since(account)
    return since and clocks.after(since, protocol.minutes(agreed.agree_within_minutes))


def joint_wanted_since(account: facts.Account) -> datetime | None:
    """From when a joint level has been wanted, or None while the one signed last stands.

    The first is wanted from the report, or from when it was entered here if that was later. A
    new one from the first assessment that differs from what both had signed. It is wanted until
    both sign again, whatever either says meanwhile: nothing else can lower what one has raised.
    """
    joint = agreed_joint(account)
    if joint is None:
        return account.known_from
    differing = (made.recorded_at for made in _said_since(account) if made.level is not joint.level)
    return next(differing, None)


def position(account: facts.Account, side: Side) -> Level | None:
    """The level one side stands by now: its newest judgement, or the joint one it has signed.

    None for a side that has not assessed and signed nothing.
    """
    joint, made = agreed_joint(account), latest(account, side)
    if joint is not None and (made is None or not _is_since(made, joint)):
        return joint.level
    return made.level if made is not None else None


def is_upgrade(account: facts.Account, level: Level) -> bool:
    """Whether an assessment at `level` would raise the level in force."""
    return level.rank > level_in_force(account).rank
