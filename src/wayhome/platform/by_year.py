"""Tables that grow for ever lie in one part a year, by the moment in a UUID of version 7.

A year is that of UTC. Whatever is of no year that has a part lies in the part `…_other`, so that
nothing is ever refused; the worker makes the parts of coming years before they begin. The service
reaches rows through the whole table alone: its walls stand there, and a part lets nobody in.
"""

from collections.abc import Sequence

from django.db import connection, migrations

from wayhome.platform.grants import RESTRICTED_ROLE
from wayhome.platform.row_security import policies

# Years of which a part is made: an identifier of any other tells no moment. The functions say them.
BETWEEN = (2000, 2199)

TABLES = """
CREATE FUNCTION by_year_tables() RETURNS SETOF regclass LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT partrelid::regclass FROM pg_partitioned_table JOIN pg_class ON oid = partrelid
     WHERE relnamespace = 'public'::regnamespace
$$
"""
FIRST = """
CREATE FUNCTION by_year_first(year integer) RETURNS uuid LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT rpad(lpad(to_hex((extract(
        epoch FROM make_timestamptz(year, 1, 1, 0, 0, 0, 'UTC')) * 1000)::bigint), 12, '0'), 32, '0'
    )::uuid
$$
"""
KEY = """
CREATE FUNCTION by_year_key(whole regclass) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT attname::text FROM pg_partitioned_table
      JOIN pg_attribute ON attrelid = partrelid AND attnum = partattrs[0] WHERE partrelid = whole
$$
"""
YEAR = """
CREATE FUNCTION by_year_of(identifier uuid) RETURNS integer LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT extract(year FROM to_timestamp(
        ('x' || left(replace(identifier::text, '-', ''), 12))::bit(48)::bigint / 1000.0
    ) AT TIME ZONE 'UTC')::integer
$$
"""
# A part is filled before it is attached, so that nothing else waits but for a moment.
MAKE = """
CREATE FUNCTION by_year_make(whole regclass, year integer) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    part text := whole::text || '_' || year;
    other text := whole::text || '_other';
    key text := by_year_key(whole);
    bounds text := format('FROM (%L) TO (%L)', by_year_first(year), by_year_first(year + 1));
BEGIN
    IF to_regclass(part) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('LOCK TABLE %s IN SHARE UPDATE EXCLUSIVE MODE', whole);
    IF to_regclass(part) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE public.%I (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
                   part, whole);
    PERFORM by_year_close(part::regclass);
    EXECUTE format(
        'WITH moved AS (DELETE FROM %1$I WHERE %2$I >= %3$L AND %2$I < %4$L RETURNING *)'
        ' INSERT INTO %5$I SELECT * FROM moved',
        other, key, by_year_first(year), by_year_first(year + 1), part);
    EXECUTE format('ALTER TABLE %s ATTACH PARTITION %I FOR VALUES %s', whole, part, bounds);
    RETURN true;
END
$$
"""
AHEAD_OF = """
CREATE FUNCTION by_year_ahead() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET lock_timeout = '2s' AS $$
DECLARE
    whole regclass;
    year integer := extract(year FROM now() AT TIME ZONE 'UTC');
    made integer := 0;
BEGIN
    IF NOT wall_is_step() THEN
        RETURN 0;
    END IF;
    FOR whole IN SELECT by_year_tables() LOOP
        made := made + by_year_make(whole, year)::integer + by_year_make(whole, year + 1)::integer;
    END LOOP;
    RETURN made;
END
$$
"""
LACKS = """
CREATE FUNCTION by_year_lacks() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    whole regclass;
    soon integer := extract(year FROM (now() + interval '6 weeks') AT TIME ZONE 'UTC');
    is_astray boolean;
BEGIN
    FOR whole IN SELECT by_year_tables() LOOP
        IF to_regclass(whole::text || '_' || soon) IS NULL THEN
            RETURN true;
        END IF;
        EXECUTE format('SELECT EXISTS (SELECT FROM %I AS other, LATERAL by_year_of(other.%I) AS y'
                       ' WHERE y BETWEEN 2000 AND 2199)',
                       whole::text || '_other', by_year_key(whole)) INTO is_astray;
        IF is_astray THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END
$$
"""
SETTLE = """
CREATE FUNCTION by_year_settle() RETURNS integer LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    whole regclass;
    years integer[];
    made integer := 0;
BEGIN
    FOR whole IN SELECT by_year_tables() LOOP
        EXECUTE format('SELECT array_agg(DISTINCT y) FROM %I AS other,'
                       ' LATERAL by_year_of(other.%I) AS y WHERE y BETWEEN 2000 AND 2199',
                       whole::text || '_other', by_year_key(whole)) INTO years;
        years := years || ARRAY[extract(year FROM now() AT TIME ZONE 'UTC')::integer,
                                extract(year FROM now() AT TIME ZONE 'UTC')::integer + 1];
        made := made + (SELECT count(*) FILTER (WHERE by_year_make(whole, each))
                          FROM unnest(years) AS each);
    END LOOP;
    RETURN made;
END
$$
"""


def _close() -> str:
    """What closes a part to the service: it has no grant there, and a step alone a policy."""
    said = policies.statements("%1$s", read=policies.NOBODY)
    each = "\n".join(f"    EXECUTE format($say${words}$say$, part);" for words in said)
    return (
        "CREATE FUNCTION by_year_close(part regclass) RETURNS void LANGUAGE plpgsql "
        "SET search_path = pg_catalog, public, pg_temp AS $$"
        f"\nBEGIN\n    EXECUTE format('REVOKE ALL ON %s FROM {RESTRICTED_ROLE}', part);\n{each}\n"
        "END\n$$"
    )


GRANTED = ("by_year_ahead()", "by_year_lacks()")
SIGNATURES = (
    "by_year_tables()",
    "by_year_first(integer)",
    "by_year_key(regclass)",
    "by_year_of(uuid)",
    "by_year_close(regclass)",
    "by_year_make(regclass, integer)",
    "by_year_settle()",
    *GRANTED,
)


def functions() -> migrations.RunSQL:
    """What makes parts, as the owner; the service may have coming years made and ask what lacks."""
    return migrations.RunSQL(
        [
            TABLES,
            FIRST,
            KEY,
            YEAR,
            _close(),
            MAKE,
            SETTLE,
            AHEAD_OF,
            LACKS,
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
    said = {"table": table, "before": before, "key": key, "first": BETWEEN[0], "last": BETWEEN[1]}
    return [
        f"ALTER TABLE {table} RENAME TO {before}",
        f"CREATE TABLE {table} (LIKE {before} INCLUDING DEFAULTS INCLUDING CONSTRAINTS) "
        f"PARTITION BY RANGE ({key})",
        f"CREATE TABLE {other} PARTITION OF {table} DEFAULT",
        f"SELECT by_year_close('{other}')",
        *(each.format_map(said) for each in _MOVED),
        *first,
        f"DROP TABLE {before}",
        *then,
        "SELECT by_year_settle()",
        f"ANALYZE {table}",
    ]


_MOVED = (
    "SELECT by_year_make('{table}', year) FROM (SELECT DISTINCT by_year_of({key}) AS year "
    "FROM {before}) AS there WHERE year BETWEEN {first} AND {last}",
    "INSERT INTO {table} SELECT * FROM {before}",
    "DO $$ BEGIN IF (SELECT count(*) FROM {table}) <> (SELECT count(*) FROM {before}) THEN "
    "RAISE EXCEPTION 'not every row of {table} has moved'; END IF; END $$",
)


def make_ahead() -> int:
    """Make the parts of this year and the next where there are none; how many. In a step."""
    return _asked("SELECT by_year_ahead()")


def lacks() -> bool:
    """Whether the part of a year that begins soon is missing, or a row lies in none of its year."""
    return bool(_asked("SELECT by_year_lacks()"))


def settle() -> int:
    """Move rows that lie in no part of their year to one that is made; how many. As the owner."""
    return _asked("SELECT by_year_settle()")


def _asked(question: str, *values: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return int(cursor.fetchone()[0])
