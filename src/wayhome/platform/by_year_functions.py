"""The functions of the database that lay a table out by year: `by_year` makes and calls them."""

TABLES = """
CREATE FUNCTION by_year_tables() RETURNS SETOF regclass LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT partrelid::regclass FROM pg_partitioned_table JOIN pg_class ON oid = partrelid
     WHERE relnamespace = 'public'::regnamespace ORDER BY relname
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
HAS = """
CREATE FUNCTION by_year_has(whole regclass, year integer) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM pg_inherits WHERE inhparent = whole
                    AND inhrelid = to_regclass(by_year_part(whole, year::text)))
$$
"""
# The years of which a table should have a part, and has none.
WANTED = """
CREATE FUNCTION by_year_wanted(whole regclass) RETURNS SETOF integer LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    this integer := extract(year FROM now() AT TIME ZONE 'UTC');
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT y FROM (SELECT by_year_of(%2$I) FROM %1$s UNION VALUES (%3$s), (%4$s)) AS there(y)'
        ' WHERE y BETWEEN 2000 AND 2199 AND NOT by_year_has(%5$s, y) ORDER BY y',
        by_year_part(whole, 'other'), by_year_key(whole), this, this + 1, whole::oid);
END
$$
"""
# Whoever makes parts of a table is alone in doing so, and waits for that with nothing else in hand.
# What the table refers to is locked against writers, since a part refers to it as well; then the
# whole table and `…_other` against everybody, in the order in which everybody else takes them. All
# of it within half a second, sooner than the database ends one of two who wait for each other.
LOCK = """
CREATE FUNCTION by_year_lock(whole regclass) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET lock_timeout = '500ms' AS $$
DECLARE
    named text := (SELECT format('public.%I', relname) FROM pg_class WHERE oid = whole);
    ends timestamptz;
    wants text;
BEGIN
    IF whole NOT IN (SELECT by_year_tables()) THEN
        RAISE EXCEPTION '% does not lie by year', whole;
    END IF;
    EXECUTE format('LOCK TABLE ONLY %s IN SHARE UPDATE EXCLUSIVE MODE', named);
    ends := clock_timestamp() + interval '500 milliseconds';
    FOR wants IN
        SELECT says FROM (
            SELECT DISTINCT 0 AS turn, format('%I.%I IN SHARE ROW EXCLUSIVE MODE',
                                              relnamespace::regnamespace, relname) AS says
              FROM pg_constraint JOIN pg_class AS class ON class.oid = confrelid
             WHERE conrelid = whole AND contype = 'f'
            UNION ALL SELECT 1, named || ' IN ACCESS EXCLUSIVE MODE'
            UNION ALL SELECT 2, by_year_part(whole, 'other') || ' IN ACCESS EXCLUSIVE MODE'
        ) AS locks ORDER BY turn, says
    LOOP
        PERFORM set_config('lock_timeout', greatest(
            1, ceil(extract(epoch FROM ends - clock_timestamp()) * 1000))::integer::text, true);
        EXECUTE 'LOCK TABLE ONLY ' || wants;
    END LOOP;
END
$$
"""
# A part that is of nothing yet, and empty: whatever it refers to is locked against writers, but
# there is nothing to be checked. What was begun before and left is begun again.
BEGIN = """
CREATE FUNCTION by_year_begin(whole regclass, year integer) RETURNS boolean LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET lock_timeout = '500ms' AS $$
DECLARE
    named text := (SELECT format('public.%I', relname) FROM pg_class WHERE oid = whole);
    part text := by_year_part(whole, year::text);
    is_filled boolean;
    refers text;
BEGIN
    IF whole NOT IN (SELECT by_year_tables()) THEN
        RAISE EXCEPTION '% does not lie by year', whole;
    END IF;
    IF by_year_has(whole, year) THEN
        RETURN false;
    END IF;
    EXECUTE format('LOCK TABLE ONLY %s IN SHARE UPDATE EXCLUSIVE MODE', named);
    IF by_year_has(whole, year) THEN
        RETURN false;
    END IF;
    IF to_regclass(part) IS NOT NULL THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', part) INTO is_filled;
        IF is_filled THEN
            RAISE EXCEPTION '% is no part, and holds rows', part;
        END IF;
        EXECUTE format('DROP TABLE %s', part);
    END IF;
    EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS'
                   ' INCLUDING INDEXES)', part, by_year_part(whole, 'other'));
    EXECUTE format('ALTER TABLE %1$s ADD CONSTRAINT by_year_bounds'
                   ' CHECK (%2$I IS NOT NULL AND %2$I >= %3$L AND %2$I < %4$L)',
                   part, by_year_key(whole), by_year_first(year), by_year_first(year + 1));
    PERFORM by_year_close(part::regclass);
    FOR refers IN
        SELECT format('ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))
          FROM pg_constraint WHERE conrelid = whole AND contype = 'f'
         ORDER BY confrelid::regclass::text, conname
    LOOP
        EXECUTE format('ALTER TABLE %s %s', part, refers);
    END LOOP;
    RETURN true;
END
$$
"""
# While a part that was begun is filled, and what its rows refer to is looked up, nobody waits but
# who would mark one of those rows. Then all who use the table wait for a moment: whoever was on the
# way to `…_other` would be refused there once the part is attached. What was written meanwhile is
# moved too. The part is not read again: a constraint says its bounds, and it refers already to what
# the whole does; `…_other` is. Somebody may hold one of what is locked and wait for another: so who
# cannot have all of it within half a second lets go, of the rows too.
END = """
CREATE FUNCTION by_year_end(whole regclass, year integer) RETURNS boolean LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET lock_timeout = '500ms' AS $$
DECLARE
    named text := (SELECT format('public.%I', relname) FROM pg_class WHERE oid = whole);
    part text := by_year_part(whole, year::text);
    since uuid := by_year_first(year);
    until uuid := by_year_first(year + 1);
    move text := format(
        'WITH moved AS (DELETE FROM %1$s WHERE %2$I >= %3$L AND %2$I < %4$L RETURNING *)'
        ' INSERT INTO %5$s SELECT * FROM moved',
        by_year_part(whole, 'other'), by_year_key(whole), since, until, part);
BEGIN
    EXECUTE format('LOCK TABLE ONLY %s IN SHARE UPDATE EXCLUSIVE MODE', named);
    IF by_year_has(whole, year) THEN
        RETURN false;
    END IF;
    EXECUTE move;
    SET CONSTRAINTS ALL IMMEDIATE;  -- nothing may be left to be checked once it is attached
    PERFORM by_year_lock(whole);
    EXECUTE move;
    EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
                   named, part, since, until);
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT by_year_bounds', part);
    RETURN true;
END
$$
"""
# Both in one transaction: for a table that nobody else can reach, or that is locked already.
MAKE = """
CREATE FUNCTION by_year_make(whole regclass, year integer) RETURNS boolean LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT by_year_begin(whole, year) THEN
        RETURN false;
    END IF;
    RETURN by_year_end(whole, year);
END
$$
"""
# Everything is locked first, so nobody waits behind this for longer than half a second and what it
# takes to make an empty part; or some half seconds more where one was begun and left, which is
# removed: that locks what it refers to against readers, one table after the other.
AHEAD_OF = """
CREATE FUNCTION by_year_ahead(whole regclass, year integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET lock_timeout = '500ms' AS $$
DECLARE
    this integer := extract(year FROM now() AT TIME ZONE 'UTC');
BEGIN
    IF NOT wall_is_step() OR whole NOT IN (SELECT by_year_tables())
       OR year NOT IN (this, this + 1) THEN
        RETURN false;
    END IF;
    IF by_year_has(whole, year)
       OR pg_relation_size(by_year_part(whole, 'other')::regclass) > 64 * 1024 * 1024
       OR by_year_lies_astray(whole, year, year + 1) THEN
        RETURN false;
    END IF;
    PERFORM by_year_lock(whole);
    IF by_year_lies_astray(whole, year, year + 1) THEN
        RETURN false;
    END IF;
    RETURN by_year_make(whole, year);
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
        IF NOT by_year_has(whole, soon)
           OR by_year_lies_astray(whole, 2000, 2200) THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
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
ASKS = (TABLES, FIRST, KEY, YEAR, PART, LIES, HAS, WANTED)
MAKES = (LOCK, BEGIN, END, MAKE, AHEAD_OF, LACKS)
