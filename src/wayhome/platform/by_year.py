"""Tables that grow for ever lie in one part a year, by the moment in a UUID of version 7.

A year is that of UTC. Whatever is of no year that has a part lies in the part `…_other`, so that
nothing is ever refused; the worker makes the parts of coming years before they begin, and `wayhome
migrate` moves what lies astray. The service reaches rows through the whole table alone: its walls
stand there, and a part lets nobody in.
"""

from collections.abc import Iterable, Sequence

from django.db import connection, migrations

from wayhome.platform.grants import RESTRICTED_ROLE
from wayhome.platform.row_security import policies
from wayhome.platform.years import BETWEEN

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
PART = """
CREATE FUNCTION by_year_part(whole regclass, called text) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT format('public.%I', relname || '_' || called) FROM pg_class WHERE oid = whole
$$
"""
LIES = """
CREATE FUNCTION by_year_lies_astray(whole regclass, since integer, until integer) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    is_astray boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %1$s WHERE %2$I >= %3$L AND %2$I < %4$L)',
                   by_year_part(whole, 'other'), by_year_key(whole),
                   by_year_first(since), by_year_first(until)) INTO is_astray;
    RETURN is_astray;
END
$$
"""
# Nobody waits while a part is made, indexed and filled. Then all who use the table wait for a
# moment: whoever was on the way to `…_other` would be refused there once the part is attached.
# Both locks are the strongest there is and the whole table's is first, as everybody's is, so that
# nobody who has read can hold what is waited for here and wait for what is held here. The part is
# not read again, since a constraint says its bounds; `…_other` is. What the table refers to is
# locked against writers too. Somebody may hold one of the two and wait for the other: so whoever
# moves rows lets go of all after half a second, sooner than the database ends either, and tries
# again.
MAKE = """
CREATE FUNCTION by_year_make(whole regclass, year integer, moves boolean) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    named text := (SELECT format('public.%I', relname) FROM pg_class WHERE oid = whole);
    part text := by_year_part(whole, year::text);
    other text := by_year_part(whole, 'other');
    key text := by_year_key(whole);
    since uuid := by_year_first(year);
    until uuid := by_year_first(year + 1);
    move text := format(
        'WITH moved AS (DELETE FROM %1$s WHERE %2$I >= %3$L AND %2$I < %4$L RETURNING *)'
        ' INSERT INTO %5$s SELECT * FROM moved', other, key, since, until, part);
    waits text := current_setting('lock_timeout');
    refers text;
BEGIN
    IF to_regclass(part) IS NOT NULL THEN
        RETURN false;
    END IF;
    IF NOT moves AND (pg_relation_size(other::regclass) > 64 * 1024 * 1024
                      OR by_year_lies_astray(whole, year, year + 1)) THEN
        RETURN false;
    END IF;
    EXECUTE format('LOCK TABLE ONLY %s IN SHARE UPDATE EXCLUSIVE MODE', named);
    IF to_regclass(part) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS'
                   ' INCLUDING INDEXES)', part, other);
    EXECUTE format('ALTER TABLE %1$s ADD CONSTRAINT by_year_bounds'
                   ' CHECK (%2$I IS NOT NULL AND %2$I >= %3$L AND %2$I < %4$L)',
                   part, key, since, until);
    PERFORM by_year_close(part::regclass);
    IF moves THEN
        EXECUTE move;
    END IF;
    LOOP
        BEGIN
            IF moves THEN
                PERFORM set_config('lock_timeout', '500ms', true);
            END IF;
            FOR refers IN
                SELECT format('ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))
                  FROM pg_constraint WHERE conrelid = whole AND contype = 'f'
                 ORDER BY confrelid::regclass::text, conname
            LOOP
                EXECUTE format('ALTER TABLE %s %s', part, refers);
            END LOOP;
            EXECUTE format('LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE', named);
            EXECUTE format('LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE', other);
            EXIT;
        EXCEPTION WHEN lock_not_available THEN
            IF NOT moves THEN
                RAISE;
            END IF;
            PERFORM pg_sleep(0.1);
        END;
    END LOOP;
    PERFORM set_config('lock_timeout', waits, true);
    IF moves THEN
        SET CONSTRAINTS ALL IMMEDIATE;  -- nothing may be left to be checked once it is attached
        EXECUTE move;
    ELSIF by_year_lies_astray(whole, year, year + 1) THEN
        EXECUTE format('DROP TABLE %s', part);
        RETURN false;
    END IF;
    EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
                   named, part, since, until);
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT by_year_bounds', part);
    RETURN true;
END
$$
"""
# For half a second at most does anybody wait behind this, and it is tried again.
AHEAD_OF = """
CREATE FUNCTION by_year_ahead() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET lock_timeout = '500ms' AS $$
DECLARE
    whole regclass;
    year integer := extract(year FROM now() AT TIME ZONE 'UTC');
    made integer := 0;
BEGIN
    IF NOT wall_is_step() THEN
        RETURN 0;
    END IF;
    FOR whole IN SELECT by_year_tables() LOOP
        made := made + by_year_make(whole, year, false)::integer
                     + by_year_make(whole, year + 1, false)::integer;
    END LOOP;
    RETURN made;
END
$$
"""
LACKS = """
CREATE FUNCTION by_year_lacks() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET lock_timeout = '2s' AS $$
DECLARE
    whole regclass;
    soon integer := extract(year FROM (now() + interval '6 weeks') AT TIME ZONE 'UTC');
BEGIN
    FOR whole IN SELECT by_year_tables() LOOP
        IF to_regclass(by_year_part(whole, soon::text)) IS NULL
           OR by_year_lies_astray(whole, 2000, 2200) THEN
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
        EXECUTE format('SELECT array_agg(DISTINCT y) FROM %s AS other,'
                       ' LATERAL by_year_of(other.%I) AS y WHERE y BETWEEN 2000 AND 2199',
                       by_year_part(whole, 'other'), by_year_key(whole)) INTO years;
        years := years || ARRAY[extract(year FROM now() AT TIME ZONE 'UTC')::integer,
                                extract(year FROM now() AT TIME ZONE 'UTC')::integer + 1];
        made := made + (SELECT count(*) FILTER (WHERE by_year_make(whole, each, true))
                          FROM unnest(years) AS each);
    END LOOP;
    RETURN made;
END
$$
"""


CLOSE = """
CREATE FUNCTION by_year_close(part regclass) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    named text := (SELECT format('public.%I', relname) FROM pg_class WHERE oid = part);
BEGIN
    EXECUTE format('REVOKE ALL ON %s FROM {role}', named);
{each}
END
$$
"""


def _close() -> str:
    """What closes a part to the service: it has no grant there, and a step alone a policy."""
    said = policies.statements("%1$s", read=policies.NOBODY)
    each = "\n".join(f"    EXECUTE format($say${words}$say$, named);" for words in said)
    return CLOSE.format(role=RESTRICTED_ROLE, each=each)


GRANTED = ("by_year_ahead()", "by_year_lacks()")
SIGNATURES = (
    "by_year_tables()",
    "by_year_first(integer)",
    "by_year_key(regclass)",
    "by_year_of(uuid)",
    "by_year_part(regclass, text)",
    "by_year_lies_astray(regclass, integer, integer)",
    "by_year_close(regclass)",
    "by_year_make(regclass, integer, boolean)",
    "by_year_settle()",
    *GRANTED,
)
WERE = ("by_year_make(regclass, integer)",)  # as a database may have them from before


def functions(*, replacing: bool = False) -> migrations.RunSQL:
    """What makes parts, as the owner; the service may have coming years made and ask what lacks.

    `replacing` takes the place of those that are there.
    """
    made = [TABLES, FIRST, KEY, YEAR, PART, LIES, _close(), MAKE, SETTLE, AHEAD_OF, LACKS]
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
    "SELECT by_year_make('{table}', year, true) FROM (SELECT DISTINCT by_year_of({key}) AS year "
    "FROM {before}) AS there WHERE year BETWEEN {first} AND {last}",
    "INSERT INTO {table} SELECT * FROM {before}",
    "DO $$ BEGIN IF (SELECT count(*) FROM {table}) <> (SELECT count(*) FROM {before}) THEN "
    "RAISE EXCEPTION 'not every row of {table} has moved'; END IF; END $$",
)


def make_ahead() -> int:
    """Make the parts of this year and the next where there are none; how many. In a step.

    Moves nothing: there is no part made of a year of which rows lie astray, as `lacks` says. Raises
    OperationalError where others hold the table; nothing is made then.
    """
    return _asked("SELECT by_year_ahead()")


def make(table: str, wanted: Iterable[int]) -> None:
    """Make the parts of these years where there are none, and move to them what lies astray.

    As the owner, outside a transaction. Waits as `settle` does.
    """
    for year in sorted(set(wanted) & set(range(BETWEEN[0], BETWEEN[1] + 1))):
        _asked("SELECT by_year_make(%s::regclass, %s, true)::integer", table, year)


def lacks() -> bool:
    """Whether the part of a year that begins soon is missing, or a row lies in none of its year.

    Raises OperationalError where it cannot be read within two seconds.
    """
    return bool(_asked("SELECT by_year_lacks()"))


def settle() -> int:
    """Move rows that lie in no part of their year to one that is made; how many. As the owner.

    Waits for whoever uses the table, who wait for it in turn for as long as the last step takes.
    """
    return _asked("SELECT by_year_settle()")


def _asked(question: str, *values: int | str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return int(cursor.fetchone()[0])
