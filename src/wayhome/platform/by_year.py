"""Tables that grow for ever lie in one part a year, by the moment in a UUID of version 7.

A year is that of UTC. Whatever is of no year that has a part lies in the part `…_other`, so that
nothing is ever refused; the worker makes the parts of coming years before they begin, and `wayhome
migrate` moves what lies astray. The service reaches rows through the whole table alone: its walls
stand there, and a part lets nobody in.
"""

import time
from collections.abc import Callable, Iterable, Sequence

from django.db import DatabaseError, OperationalError, connection, migrations, transaction
from psycopg import errors

from wayhome.platform import by_year_functions as said
from wayhome.platform import clock
from wayhome.platform.grants import RESTRICTED_ROLE
from wayhome.platform.row_security import policies, transactions
from wayhome.platform.years import BETWEEN


def _close() -> str:
    """What closes a part to the service: it has no grant there, and a step alone a policy."""
    walls = policies.statements("%1$s", read=policies.NOBODY)
    each = "\n".join(f"    EXECUTE format($say${words}$say$, named);" for words in walls)
    return said.CLOSE.format(role=RESTRICTED_ROLE, each=each)


GRANTED = ("by_year_tables()", "by_year_ahead(regclass, integer)", "by_year_lacks()")
SIGNATURES = (
    "by_year_first(integer)",
    "by_year_key(regclass)",
    "by_year_of(uuid)",
    "by_year_part(regclass, text)",
    "by_year_lies_astray(regclass, integer, integer)",
    "by_year_close(regclass)",
    "by_year_has(regclass, integer)",
    "by_year_wanted(regclass)",
    "by_year_lock(regclass)",
    "by_year_begin(regclass, integer)",
    "by_year_end(regclass, integer)",
    "by_year_make(regclass, integer)",
    *GRANTED,
)
WERE = (  # as a database may have them from before
    "by_year_make(regclass, integer)",
    "by_year_make(regclass, integer, boolean)",
    "by_year_settle()",
    "by_year_ahead()",
)
GAVE_WAY = (errors.LockNotAvailable, errors.DeadlockDetected)
TRIES = 10
PAUSES = (0.1, 3.0)  # seconds after the first try that others kept from it, and at the most


def functions(*, replacing: bool = False) -> migrations.RunSQL:
    """What makes parts, as the owner; the service may have coming years made and ask what lacks.

    `replacing` takes the place of those that are there.
    """
    made = [*said.ASKS, _close(), *said.MAKES]
    if replacing:
        gone = [f"DROP FUNCTION IF EXISTS {each}" for each in WERE]
        made = gone + [each.replace("CREATE", "CREATE OR REPLACE", 1) for each in made]
    return migrations.RunSQL(
        [
            *made,
            *(f"REVOKE ALL ON FUNCTION {each} FROM PUBLIC" for each in SIGNATURES),
            *(f"GRANT EXECUTE ON FUNCTION {each} TO {RESTRICTED_ROLE}" for each in GRANTED),
        ]
    )


def laid_out(table: str, *, key: str, first: Sequence[str] = (), then: Sequence[str]) -> list[str]:
    """What lays a table out by year and moves its rows; `then` gives it back what it promises.

    `first` is said of what holds to the table as it was, which is called `…_before` by then. Walls,
    grants and triggers are for the migration to say again. Fails where not every row has moved.
    """
    before, other = f"{table}_before", f"{table}_other"
    names = {"table": table, "before": before, "key": key, "first": BETWEEN[0], "last": BETWEEN[1]}
    return [
        f"ALTER TABLE {table} RENAME TO {before}",
        f"CREATE TABLE {table} (LIKE {before} INCLUDING DEFAULTS INCLUDING CONSTRAINTS) "
        f"PARTITION BY RANGE ({key})",
        f"CREATE TABLE {other} PARTITION OF {table} DEFAULT",
        f"SELECT by_year_close('{other}')",
        *(each.format_map(names) for each in _MOVED),
        *first,
        f"DROP TABLE {before}",
        *then,
        _SOON.format_map(names),
        f"ANALYZE {table}",
    ]


_MOVED = (
    "SELECT by_year_make('{table}', year) FROM (SELECT DISTINCT by_year_of({key}) AS year "
    "FROM {before}) AS there WHERE year BETWEEN {first} AND {last}",
    "INSERT INTO {table} SELECT * FROM {before}",
    "DO $$ BEGIN IF (SELECT count(*) FROM {table}) <> (SELECT count(*) FROM {before}) THEN "
    "RAISE EXCEPTION 'not every row of {table} has moved'; END IF; END $$",
)
_SOON = "SELECT by_year_make('{table}', year) FROM by_year_wanted('{table}') AS year"


def make_ahead() -> int:
    """Make the parts of this year and the next where there are none; how many.

    Each in a step of its own, so outside a transaction. Moves nothing: there is no part made of a
    year of which rows lie astray, as `lacks` says. Raises OperationalError where others hold one of
    the tables; whatever else was to be made is made.
    """
    this = clock.now().year
    return _each(_ahead, ((table, year) for table in _tables() for year in (this, this + 1)))


def make(table: str, wanted: Iterable[int]) -> int:
    """Make the parts of these years where there are none, and move to them what lies astray.

    As the owner, outside a transaction. How many; waits and raises as `settle` does.
    """
    [(whole,)] = _asked("SELECT %s::regclass::oid", table)
    years = sorted(set(wanted) & set(range(BETWEEN[0], BETWEEN[1] + 1)))
    return _each(_with_rows, ((whole, year) for year in years))


def lacks() -> bool:
    """Whether the part of a year that begins soon is missing, or a row lies in none of its year.

    Raises OperationalError where it cannot be read within two seconds.
    """
    return _is_so("SELECT by_year_lacks()")


def settle() -> int:
    """Move rows that lie in no part of their year to one that is made; how many parts.

    As the owner, outside a transaction. Gives way to whoever uses the table, and tries again some
    times. Raises OperationalError where they kept it from one; whatever else was to be made is.
    """
    lacking = [
        (table, year)
        for table in _tables()
        for (year,) in _asked("SELECT by_year_wanted(%s::oid::regclass)", table)
    ]
    return _each(_with_rows, lacking)


def gave_way(problem: OperationalError) -> bool:
    """Whether it was raised because others hold a table."""
    return isinstance(problem.__cause__, GAVE_WAY)


def _each(make_one: Callable[[int, int], bool], wanted: Iterable[tuple[int, int]]) -> int:
    """How many were made. What one meets is raised when all have had their turn."""
    made, met = 0, []
    for table, year in wanted:
        try:
            made += make_one(table, year)
        except DatabaseError as problem:
            met.append(problem)
    if met:
        raise met[0]
    return made


def _ahead(table: int, year: int) -> bool:
    with transaction.atomic(durable=True), transactions.step():
        return _is_so("SELECT by_year_ahead(%s::oid::regclass, %s)", table, year)


def _with_rows(table: int, year: int) -> bool:
    """Begun in one transaction and filled in another: what it refers to is free meanwhile."""
    return _tried("SELECT by_year_begin(%s::oid::regclass, %s)", table, year) and _tried(
        "SELECT by_year_end(%s::oid::regclass, %s)", table, year
    )


def _tried(question: str, table: int, year: int) -> bool:
    pause, longest = PAUSES
    for _try in range(TRIES - 1):
        try:
            with transaction.atomic(durable=True):
                return _is_so(question, table, year)
        except OperationalError as problem:
            if not gave_way(problem):
                raise
        time.sleep(pause)  # holding nothing, so that whoever kept it from this comes to an end
        pause = min(2 * pause, longest)
    with transaction.atomic(durable=True):
        return _is_so(question, table, year)


def _tables() -> list[int]:
    """What lies by year, each as the database numbers it: a name may be somebody's own table's."""
    return [table for (table,) in _asked("SELECT by_year_tables()::oid")]


def _is_so(question: str, *values: int | str) -> bool:
    [(is_so,)] = _asked(question, *values)
    return bool(is_so)


def _asked(question: str, *values: int | str) -> list[tuple[int]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())
