"""Tables that lie in one part a year: parts are made ahead, and no row is refused or lost."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import ProgrammingError, connection, transaction

from wayhome.platform import by_year, clock
from wayhome.platform.audit import sealing
from wayhome.platform.audit.models import LedgerEntry, Verb
from wayhome.platform.row_security import transactions

pytestmark = pytest.mark.django_db
WHOLE = """
SELECT relname FROM pg_partitioned_table JOIN pg_class ON oid = partrelid
 WHERE relnamespace = 'public'::regnamespace
"""
PART_OF = "SELECT id, tableoid::regclass::text FROM audit_ledgerentry WHERE id = ANY(%s)"
RANDOM = uuid.UUID("f47ac10b-58cc-4372-a567-0e02b2c3d479")  # of version 4: it tells no moment


def asked(question, *values):
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def made_in(year, *, month=6):
    first = sealing.first_id_at(datetime(year, month, 1, tzinfo=UTC))
    return uuid.UUID(int=first.int | 7 << 76 | 2 << 62 | 5)


def entered(*identifiers):
    LedgerEntry.objects.bulk_create(
        LedgerEntry(id=each, at=clock.now(), verb=Verb.CONSULT, deed="x") for each in identifiers
    )


def parts_of(as_owner, *identifiers):
    with as_owner():
        return dict(asked(PART_OF, list(identifiers)))


def test_the_parts_of_this_year_and_the_next_are_there():
    year = clock.now().year
    tables = {name for (name,) in asked(WHOLE)}

    assert "audit_ledgerentry" in tables
    for table in tables:
        for part in (year, year + 1, "other"):
            assert asked("SELECT to_regclass(%s) IS NOT NULL", f"{table}_{part}") == [(True,)]
    assert not by_year.lacks()


def test_a_row_lies_in_the_part_of_its_year_to_the_last_millisecond(as_owner):
    year = clock.now().year
    first = sealing.first_id_at(datetime(year + 1, 1, 1, tzinfo=UTC))
    last = uuid.UUID(int=first.int - 1)
    entered(first, last)

    assert parts_of(as_owner, first, last) == {
        last: f"audit_ledgerentry_{year}",
        first: f"audit_ledgerentry_{year + 1}",
    }


def test_a_row_of_no_year_that_has_a_part_is_taken_and_said_to_lie_astray(as_owner):
    early, late = made_in(2011), made_in(2150)
    entered(early, late)

    assert set(parts_of(as_owner, early, late).values()) == {"audit_ledgerentry_other"}
    assert by_year.lacks()


def test_rows_astray_are_moved_to_parts_of_their_years_and_told_to_nobody(as_owner):
    early, late = made_in(2011), made_in(2150)
    entered(early, late, RANDOM)
    with as_owner():
        made = by_year.settle()

    assert made == 2
    assert parts_of(as_owner, early, late, RANDOM) == {
        early: "audit_ledgerentry_2011",
        late: "audit_ledgerentry_2150",
        RANDOM: "audit_ledgerentry_other",
    }
    assert not by_year.lacks()  # what tells no moment lies where it belongs
    with as_owner():
        assert by_year.settle() == 0


def test_the_part_of_a_coming_year_is_missed_and_made_by_a_step_alone(as_owner):
    this, coming = clock.now().year, clock.now().year + 1
    with as_owner():
        for year in (this, coming):
            asked_of_owner = f"DROP TABLE audit_ledgerentry_{year}"
            with connection.cursor() as cursor:
                cursor.execute(asked_of_owner)

    assert by_year.lacks()
    ahead = "SELECT by_year_ahead('audit_ledgerentry', %s)"
    with transactions.as_nobody():
        assert asked(ahead, coming) == [(False,)]
    entered(made_in(2011), RANDOM)  # of other years
    assert by_year.make_ahead() == 2
    assert by_year.make_ahead() == 0
    with transactions.step():
        for table, year in (("audit_ledgerentry", 2150), ("episodes_episode", coming)):
            assert asked("SELECT by_year_ahead(%s, %s)", table, year) == [(False,)]
    with as_owner():
        by_year.settle()
    assert not by_year.lacks()


def test_no_part_is_made_ahead_of_a_year_of_which_rows_lie_astray(as_owner):
    year = clock.now().year
    astray = made_in(year + 1)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE audit_ledgerentry_{year + 1}")
    entered(astray)

    assert by_year.make_ahead() == 0
    assert parts_of(as_owner, astray) == {astray: "audit_ledgerentry_other"}
    assert by_year.lacks()
    with as_owner():
        assert by_year.settle() == 1
    assert parts_of(as_owner, astray) == {astray: f"audit_ledgerentry_{year + 1}"}
    assert not by_year.lacks()


def test_a_part_is_indexed_as_the_whole_and_keeps_no_constraint_of_its_own(as_owner):
    year = clock.now().year + 1
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE audit_ledgerentry_{year}")
        by_year.settle()

    of_whole, of_part = (
        asked("SELECT indisprimary, indkey::text FROM pg_index WHERE indrelid = %s::regclass", name)
        for name in ("audit_ledgerentry", f"audit_ledgerentry_{year}")
    )
    checks = (
        "SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass "
        "AND conname = 'by_year_bounds'"
    )
    assert len(of_whole) == 3
    assert sorted(of_part) == sorted(of_whole)
    assert asked(checks, f"audit_ledgerentry_{year}") == [(0,)]


@pytest.mark.parametrize("name", ["audit_ledgerentry_{soon}", "audit_ledgerentry_other"])
def test_a_table_somebody_made_for_a_while_is_taken_for_no_part(as_owner, name):
    this, coming = clock.now().year, clock.now().year + 1
    with as_owner(), connection.cursor() as cursor:
        for year in (this, coming):
            cursor.execute(f"DROP TABLE audit_ledgerentry_{year}")
    for year in (this, coming):
        asked_of_anybody = f"CREATE TEMP TABLE {name.format(soon=year)} (id uuid)"
        with connection.cursor() as cursor:
            cursor.execute(asked_of_anybody.replace("TABLE", "TABLE IF NOT EXISTS"))

    assert by_year.lacks()
    assert by_year.make_ahead() == 2
    assert not by_year.lacks()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT FROM {part}",
        "INSERT INTO {part} SELECT * FROM {part}",
        "DELETE FROM {part}",
        "SELECT by_year_make('audit_ledgerentry', 2030)",
        "SELECT by_year_begin('audit_ledgerentry', 2030)",
        "SELECT by_year_end('audit_ledgerentry', 2030)",
        "SELECT by_year_lock('audit_ledgerentry')",
    ],
)
def test_the_service_reaches_no_part_and_makes_none_by_itself(statement):
    part = f"audit_ledgerentry_{clock.now().year}"

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        asked(statement.format(part=part))


def test_a_table_in_use_is_laid_out_with_all_its_rows(as_owner):
    years = (2009, 2024, 2025)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE scratch (id uuid PRIMARY KEY, said text NOT NULL)")
        rows = [(made_in(year, month=month), str(year)) for year in years for month in (1, 12)]
        cursor.executemany("INSERT INTO scratch VALUES (%s, %s)", [*rows, (RANDOM, "other")])
        for statement in by_year.laid_out(
            "scratch", key="id", then=["ALTER TABLE scratch ADD PRIMARY KEY (id)"]
        ):
            cursor.execute(statement)
        cursor.execute("SELECT said, tableoid::regclass::text, count(*) FROM scratch GROUP BY 1, 2")
        found = cursor.fetchall()

    assert sorted(found) == [
        *((str(year), f"scratch_{year}", 2) for year in years),
        ("other", "scratch_other", 1),
    ]


def test_functions_that_a_database_has_from_before_are_replaced(as_owner):
    before = ("by_year_make(whole regclass, y integer, moves boolean)", "by_year_ahead()")
    with as_owner(), connection.cursor() as cursor:
        for each in before:
            cursor.execute(
                f"CREATE FUNCTION {each} RETURNS boolean LANGUAGE sql AS 'SELECT NULL::boolean'"
            )
        cursor.execute(
            "CREATE OR REPLACE FUNCTION by_year_lacks() RETURNS boolean LANGUAGE sql "
            "AS 'SELECT NULL::boolean'"
        )
        for statement in by_year.functions(replacing=True).sql:
            cursor.execute(statement)

    there = "SELECT pronargs::integer FROM pg_proc WHERE proname = ANY(%s)"
    assert asked(there, ["by_year_make", "by_year_ahead"]) == [(2,), (2,)]
    assert asked("SELECT by_year_lacks()") == [(False,)]
