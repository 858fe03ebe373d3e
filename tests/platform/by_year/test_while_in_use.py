"""Parts are made while others write: none of them is refused, and no row is lost."""

import threading
import time
import uuid
from contextlib import contextmanager

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from tests.foundation import databases
from tests.platform.by_year.test_by_year import asked, entered, made_in

from wayhome.platform import by_year, clock
from wayhome.platform.audit.models import LedgerEntry

HELD = "canceling statement due to lock timeout"
WHERE = "SELECT tableoid::regclass::text, count(*) FROM audit_ledgerentry GROUP BY 1"
WRITERS = 2
WRITTEN_BEFORE = 30


class Writers:
    """Others who write entries of a year, each in a transaction of its own, until told to stop.

    Every other one has read before it writes, which the owner alone may.
    """

    def __init__(self, first, *, as_owner):
        self.first, self.as_owner = first, as_owner
        self.written, self.refused = [], []
        self.are_to_stop = threading.Event()
        self.places = iter(range(1_000_000))
        self.hands = [threading.Thread(target=self._write) for _each in range(WRITERS)]

    def _write(self):
        try:
            while not self.are_to_stop.is_set():
                place = next(self.places)
                identifier = uuid.UUID(int=self.first.int + place * 16)
                with transaction.atomic(), self.as_owner():
                    if place % 2:
                        LedgerEntry.objects.count()
                        time.sleep(0.002)  # it holds what it has read while it is asked to part
                    entered(identifier)
                self.written.append(identifier)
        except Exception as refused:  # noqa: BLE001  # said by the test
            self.refused.append(refused)
        finally:
            connection.close()

    def wait_for(self, more):
        enough = len(self.written) + more
        ends = time.monotonic() + 30
        while len(self.written) < enough and not self.refused and time.monotonic() < ends:
            time.sleep(0.01)  # what others have written is counted, and nobody tells


@contextmanager
def writing_in(year, *, as_owner):
    writers = Writers(made_in(year), as_owner=as_owner)
    for each in writers.hands:
        each.start()
    try:
        writers.wait_for(WRITTEN_BEFORE)
        yield writers
    finally:
        writers.are_to_stop.set()
        for each in writers.hands:
            each.join(30)


@contextmanager
def held(name, *, table, mode):
    with psycopg.connect(databases.address_of(name)) as other:
        other.execute(f"LOCK TABLE ONLY {table} IN {mode} MODE")
        yield


def where_all_lie(as_owner):
    with as_owner():
        return dict(asked(WHERE))


@pytest.mark.parametrize("year", [2011, 2012, 2013])
def test_rows_astray_are_moved_while_others_write_them(fresh_database, as_owner, year):
    del fresh_database
    with writing_in(year, as_owner=as_owner) as writers:
        with as_owner():
            assert by_year.settle() == 1
        writers.wait_for(WRITTEN_BEFORE)

    assert writers.refused == []
    assert len(writers.written) >= 2 * WRITTEN_BEFORE
    assert where_all_lie(as_owner) == {f"audit_ledgerentry_{year}": len(writers.written)}


def test_making_ahead_moves_nothing_while_others_write_astray(fresh_database, as_owner):
    del fresh_database
    year = clock.now().year
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE audit_ledgerentry_{year}")
    with writing_in(year, as_owner=as_owner) as writers:
        for _look in range(3):
            assert by_year.make_ahead() == 0
        writers.wait_for(WRITTEN_BEFORE)

    assert writers.refused == []
    assert by_year.lacks()
    assert where_all_lie(as_owner) == {"audit_ledgerentry_other": len(writers.written)}


@pytest.mark.parametrize("table", ["audit_ledgerentry", "audit_ledgerentry_other"])
def test_making_ahead_gives_way_to_whoever_holds_the_table(fresh_database, as_owner, table):
    year = clock.now().year + 1
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE audit_ledgerentry_{year}")

    with (
        held(fresh_database, table=table, mode="ACCESS SHARE"),
        pytest.raises(OperationalError, match=HELD),
    ):
        by_year.make_ahead()
    assert by_year.make_ahead() == 1


def test_whether_a_year_lacks_is_not_waited_for_long(fresh_database):
    with (
        held(fresh_database, table="audit_ledgerentry_other", mode="ACCESS EXCLUSIVE"),
        pytest.raises(OperationalError, match=HELD),
    ):
        by_year.lacks()
    assert not by_year.lacks()
