"""When a child's pattern, length of absence or known concern asks for a strategy discussion.

The thresholds belong to the protocol. Each firing has a key, so that it opens one duty and
no more; a duty is then met, or declined with a reason.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wayhome.rules import clocks, facts, protocol, sentences, sources


@dataclass(frozen=True, slots=True)
class Fired:
    """One trigger that has fired: its key within the episode, the reason and the source."""

    key: str
    reason: str
    source: sources.Source


def within_window(starts: Sequence[datetime], *, days: int, now: datetime) -> tuple[datetime, ...]:
    """The starts in the window of so many elapsed days that ends now, both ends counted."""
    window = timedelta(days=days)
    return tuple(
        start for start in starts if timedelta(0) <= clocks.elapsed(start, until=now) <= window
    )


def is_repeat(agreed: protocol.Protocol, *, earlier: Sequence[datetime], now: datetime) -> bool:
    """Whether the child was already reported missing within the protocol's window."""
    return bool(within_window(earlier, days=agreed.repeat_within_days, now=now))


def _key(trigger: protocol.Trigger) -> str:
    return f"{trigger.episodes}_in_{trigger.days}_days"


def _covered_by(agreed: protocol.Protocol, keys: Collection[str]) -> frozenset[str]:
    """The repeats that hold wherever one of those with these keys does: 3 in 30 is 3 in 90."""
    held = [trigger for trigger in agreed.strategy_repeats if _key(trigger) in keys]
    return frozenset(
        _key(other)
        for other in agreed.strategy_repeats
        for trigger in held
        if trigger != other and trigger.episodes >= other.episodes and trigger.days <= other.days
    )


def _repeats(
    agreed: protocol.Protocol, starts: Sequence[datetime], *, now: datetime
) -> list[Fired]:
    return [
        Fired(
            _key(trigger),
            sentences.REPEATED % {"count": len(counted), "days": trigger.days},
            sources.STRATEGY_TRIGGERS,
        )
        for trigger in agreed.strategy_repeats
        if len(counted := within_window(starts, days=trigger.days, now=now)) >= trigger.episodes
    ]


def strategy_triggers(
    agreed: protocol.Protocol,
    *,
    account: facts.Account,
    starts: Sequence[datetime],
    now: datetime,
    asked: Collection[str] = (),
) -> tuple[Fired, ...]:
    """Every trigger that holds now and was not asked for before, as the keys in `asked` say.

    `starts` are this child's reports, this one among them. An absence that lasted long enough
    still asks for the discussion after the child is back, so that a worker that was away loses
    none. A closed episode asks for nothing. One discussion answers for a repeat within a month
    and for the longer window it falls in.
    """
    if account.closed is not None:
        return ()
    fired = _repeats(agreed, starts, now=now)
    allowed = protocol.minutes(agreed.strategy_after_minutes)
    if clocks.absent_for(account, now=now) >= allowed:
        reason = sentences.LONG_ABSENCE % {"hours": f"{agreed.strategy_after_minutes / 60:g}"}
        fired.append(Fired("long_absence", reason, sources.STRATEGY_TRIGGERS))
    fired.extend(
        Fired(
            f"marker_{marker}",
            sentences.KNOWN_CONCERN % {"concern": marker.label},
            sources.STRATEGY_TRIGGERS,
        )
        for marker in sorted(account.child.markers & agreed.strategy_markers)
    )
    settled = {*asked, *_covered_by(agreed, {*asked, *(each.key for each in fired)})}
    return tuple(each for each in fired if each.key not in settled)
