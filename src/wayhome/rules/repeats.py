"""When a child's pattern, length of absence or known concern asks for a strategy discussion.

The thresholds belong to the protocol. Each firing has a key, so that it opens one duty and
no more; a duty is then met, or declined with a reason.
"""

from collections.abc import Sequence
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


def strategy_triggers(
    agreed: protocol.Protocol,
    *,
    account: facts.Account,
    starts: Sequence[datetime],
    now: datetime,
) -> tuple[Fired, ...]:
    """Every trigger that holds now. `starts` are this child's reports, this one among them.

    An absence that lasted long enough still asks for the discussion after the child is back,
    so that a worker that was away loses none. A closed episode asks for nothing.
    """
    if account.closed is not None:
        return ()
    fired = [
        Fired(
            f"{trigger.episodes}_in_{trigger.days}_days",
            sentences.REPEATED % {"count": len(counted), "days": trigger.days},
            sources.STRATEGY_TRIGGERS,
        )
        for trigger in agreed.strategy_repeats
        if len(counted := within_window(starts, days=trigger.days, now=now)) >= trigger.episodes
    ]
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
    return tuple(fired)
