"""How the database would go about each statement that a page sends: its plan, beside the statement.

Asked in the same transaction, by the same person and with the same values, so that what row-level
security adds is in the plan. A question that the connection was told by name is asked both ways it
may be planned. What a function asks for itself is in no plan; there the tables that were read from
end to end are counted by the database.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection

PLANNED = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "EXECUTE", "VALUES")
SAYS_NOTHING = {"Result"}  # a setting asked once, or a word of the walls: no table
BOTH_WAYS = ("force_custom_plan", "force_generic_plan")
READ_THROUGH = """
SELECT relname, seq_scan FROM pg_stat_xact_user_tables WHERE seq_scan > 0 AND relname = ANY(%s)
"""
IN_A_FUNCTION = "a function that is asked, as the database counted: no plan shows it"
MANY = 500  # rows: more than any page shows
SAID = 1_500  # characters of a statement that are told


@dataclass(frozen=True, slots=True)
class Finding:
    """That a list has a large table read from end to end, by which statement, as it is planned."""

    asked: str
    table: str
    statement: str
    plan: str

    def __str__(self) -> str:
        """What is to be mended, in words."""
        return (
            f"{self.asked}\n  reads all of {self.table}, by\n"
            f"    {self.statement[:SAID]}\n{self.plan}"
        )


@dataclass(slots=True)
class Watch:
    """What is watched: which tables are large, what was found, and what was seen of each kind."""

    large: dict[str, int]
    findings: list[Finding] = field(default_factory=list)
    seen: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    planned: int = 0
    by: str = ""
    asked: str = ""
    sent: list[tuple[str, str]] = field(default_factory=list)

    @contextmanager
    def watching(self, asked: str, *, by: str) -> Iterator[None]:
        """Meanwhile each statement is planned, as this person asks for this."""
        self.asked, self.by, self.sent = f"{by}: {asked}", by, []
        before = self._read_through()
        with connection.execute_wrapper(self._wrapped):
            yield
        of_plans = set().union(*(self.seen[kind] for kind in self.sent))
        for table, times in self._read_through().items():
            if times > before.get(table, 0) and table not in of_plans:
                self._found(table, IN_A_FUNCTION, "")

    def _wrapped(self, execute, sql, params, many, context):
        words = str(sql).lstrip("( \n")
        if words.startswith(PLANNED) and not connection.needs_rollback:
            kind = (self.by, words)
            if kind not in self.seen:
                self.seen[kind] = self._plan(str(sql), params)
            self.sent.append(kind)
        return execute(sql, params, many, context)

    def _plan(self, sql, params):
        """The large tables that a statement reads whole, each of which is kept as a finding."""
        found = set()
        for way in BOTH_WAYS if sql.startswith("EXECUTE") else ("auto",):
            plan = planned(sql, params, way=way)
            self.planned += 1
            whole = read_whole(plan) & set(self.large) | looked_up_first(plan)
            for table in sorted(whole):
                found.add(table)
                self._found(table, sql, told(plan))
        return found

    def _found(self, table, statement, plan):
        rows = f"{table} ({self.large[table]:,} rows)" if table in self.large else table
        found = Finding(self.asked, rows, " ".join(statement.split()), plan)
        if all(each.statement != found.statement or each.table != rows for each in self.findings):
            self.findings.append(found)

    def _read_through(self):
        with connection.connection.cursor() as cursor:
            cursor.execute(READ_THROUGH, [list(self.large)])
            return dict(cursor.fetchall())


def planned(sql, params, *, way="auto"):
    """The plan of a statement. Nothing is run."""
    with connection.connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL plan_cache_mode = {way}")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        (answer,) = cursor.fetchone()
        cursor.execute("SET LOCAL plan_cache_mode = auto")
    return (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]


def nodes(plan, depth=0):
    """Each part of a plan, from the top, and how deep it lies."""
    yield depth, plan
    for each in plan.get("Plans", ()):
        yield from nodes(each, depth + 1)


def read_whole(plan):
    """The tables that a plan reads from end to end."""
    return {each["Relation Name"] for _, each in nodes(plan) if each["Node Type"] == "Seq Scan"}


def looked_up_first(plan):
    """The parts of a plan that look up very many rows first, so that a few can be found among them.

    So it goes where a condition says "in these, or else": "is there one such" is asked row by row.
    """
    return {
        f"what {below['Subplan Name']} finds, {below['Plan Rows']:,} rows, before the first row"
        for _, each in nodes(plan)
        for below in each.get("Plans", ())
        if f"hashed {below.get('Subplan Name')}" in json.dumps(each.get("Filter"))
        and below["Plan Rows"] > MANY
    }


def told(plan):
    """A plan for whoever mends it: a line a part."""
    said = ((depth, each) for depth, each in nodes(plan) if each["Node Type"] not in SAYS_NOTHING)
    return "\n".join(_line(depth, each) for depth, each in said)


def _line(depth, part):
    on = [part.get("Relation Name", ""), part.get("Index Name", ""), part.get("Function Name", "")]
    where = [part[name] for name in ("Index Cond", "Filter") if name in part]
    said = " ".join(each for each in [part["Node Type"], *on] if each)
    return f"    {'  ' * depth}{said} rows={part['Plan Rows']} {' | '.join(where)[:160]}".rstrip()
