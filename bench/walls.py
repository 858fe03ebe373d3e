"""What the walls cost: the same pages with policy, row-level security and ledger, and without.

Without means: row-level security disabled by its owner, the database told nothing of who looks,
the ledger not written, the policy always answering yes. Both are asked in turn, some requests at a
time, so that they meet the same machine. Times are in milliseconds.
"""

import os
import statistics
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from unittest import mock

import psycopg

from bench import asking, measuring
from wayhome.platform.audit import ledger
from wayhome.platform.row_security import transactions
from wayhome.rules import policy

ROUNDS = 8
AT_ONCE = 25
MOST = 1.5
YES = policy.Decision(policy.Answer.ALLOW, "")
WRITES = ("write", "write_many", "searched")
TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """The median of one page with the walls and without."""

    name: str
    episodes: int
    standing: float
    without: float

    def as_dict(self) -> dict[str, object]:
        """For the file of results."""
        return asdict(self) | {"ratio": self.standing / self.without, "most": MOST}


def measure(
    application: measuring.Application, pages: list[asking.Thing], *, episodes: int
) -> list[dict[str, object]]:
    """Each page with the walls and without, in turn."""
    with psycopg.connect(os.environ["WAYHOME_DATABASE_URL"], autocommit=True) as owner:
        tables = [name for (name,) in owner.execute(TABLES)]
        return [_cost(application, page, owner, tables, episodes).as_dict() for page in pages]


def _cost(
    application: measuring.Application,
    page: asking.Thing,
    owner: "psycopg.Connection[tuple[str, ...]]",
    tables: list[str],
    episodes: int,
) -> Cost:
    standing: list[float] = []
    without: list[float] = []
    for _ in range(ROUNDS):
        standing += _took(application, page)
        with _taken_down(owner, tables):
            without += _took(application, page)
    return Cost(page.name, episodes, statistics.median(standing), statistics.median(without))


def _took(application: measuring.Application, page: asking.Thing) -> list[float]:
    """The first few are not counted: what was prepared before is planned anew."""
    found = []
    for turn in range(AT_ONCE + AT_ONCE // 5):
        answered = measuring.send(application, page.ask(turn))
        if answered.code != page.expected:
            raise RuntimeError(f"{page.name}: {answered.code}")
        found.append(answered.took)
    return found[AT_ONCE // 5 :]


@contextmanager
def _taken_down(owner: "psycopg.Connection[tuple[str, ...]]", tables: list[str]) -> Iterator[None]:
    for table in tables:
        owner.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    try:
        with ExitStack() as stack:
            for name in WRITES:
                stack.enter_context(mock.patch.object(ledger, name))
            stack.enter_context(mock.patch.object(transactions, "_tell"))
            stack.enter_context(mock.patch.object(policy, "decide", return_value=YES))
            yield
    finally:
        for table in tables:
            owner.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
