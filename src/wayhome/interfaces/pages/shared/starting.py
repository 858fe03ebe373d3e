"""Why an episode starts at the level it does, as far as the viewer may know."""

from collections.abc import Collection
from dataclasses import replace

from wayhome.interfaces.pages.shared import presenters
from wayhome.journey import account as accounts
from wayhome.rules import london, risk


def reasons(whole: accounts.Whole, *, may_know: Collection[str]) -> list[str]:
    """The protocol's reasons for the starting level; none where another level is in force.

    A lasting concern is a reason, and is named only to those to whom concerns are open.
    """
    child, on = whole.account.child, london.day_of(whole.account.reported_at)
    level, prompts = risk.starting_level(whole.agreed, child=child, on=on)
    if level is not whole.level:
        return []
    if "markers" not in may_know:
        unmarked = replace(child, markers=frozenset())
        _level, prompts = risk.starting_level(whole.agreed, child=unmarked, on=on)
    return [presenters.said(prompt.reason) for prompt in prompts]
