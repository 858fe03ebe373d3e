"""Parts of the notices are made while others tell: none is refused, whatever they hold."""

import threading
import time
from contextlib import contextmanager, suppress

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from tests.foundation import databases
from tests.platform.by_year.test_by_year import asked, entered, made_in
from tests.platform.by_year.test_notices import an_episode, of_year, told

from wayhome.config import migrating
from wayhome.platform import by_year, clock
from wayhome.platform.models import new_id
from wayhome.platform.row_security import transactions
from wayhome.records.episodes.models import Episode

WHERE = """
SELECT tableoid::regclass::text, count(*) FROM response_notice WHERE episode_id = %s GROUP BY 1
"""


PARTS = "SELECT count(*)::integer FROM pg_inherits WHERE inhrelid::regclass::text = ANY(%s)"
REFERS = """
SELECT oid, conparentid FROM pg_constraint
 WHERE conrelid = 'response_notice_2012'::regclass AND contype = 'f'
"""
BOTH = ("audit_ledgerentry", "response_notice")
LOOKS = 3


class Writers:
    """Others who do two things in one transaction, each in its own order, until told to stop."""

    def __init__(self, episode, *, orders):
        self.episode, self.told, self.refused = episode, 0, []
        self.are_to_stop = threading.Event()
        self.hands = [threading.Thread(target=self._write, args=(each,)) for each in orders]

    def _write(self, order):
        try:
            while not self.are_to_stop.is_set():
                with transactions.step():
                    for deed in order:
                        deed(self)
                        self.are_to_stop.wait(0.002)  # it holds the one and wants the other
        except Exception as refused:  # noqa: BLE001  # said by the test
            self.refused.append(refused)
        finally:
            connection.close()

    def wait_for(self, more):
        enough, ends = self.told + more, time.monotonic() + 30
        while self.told < enough and not self.refused and time.monotonic() < ends:
            time.sleep(0.01)  # what others have told is counted, and nobody tells

    def tell(self):
        told(self.episode, key=new_id().hex)
        self.told += 1

    def mark(self):
        Episode.objects.filter(id=self.episode.id).update(review_due_at=clock.now())

    def enter(self):
        entered(new_id())


@contextmanager
def others(episode, *orders):
    """Meanwhile others write, before what is done and after it; none of them is refused."""
    writers = Writers(episode, orders=orders)
    for each in writers.hands:
        each.start()
    try:
        writers.wait_for(30)
        assert writers.refused == []
        yield writers
        writers.wait_for(30)
    finally:
        writers.are_to_stop.set()
        for each in writers.hands:
            each.join(30)
    assert writers.refused == []


def test_notices_astray_are_moved_while_others_tell_and_hold_what_they_refer_to(
    fresh_database, as_owner
):
    del fresh_database
    with transactions.step():
        episode = of_year(an_episode(), 2012)
    orders = (Writers.tell, Writers.mark), (Writers.mark, Writers.tell)
    with others(episode, *orders) as writers, as_owner():
        assert by_year.settle() == 1

    with as_owner():
        assert asked(WHERE, episode.id) == [("response_notice_2012", writers.told)]


def test_both_lack_a_part_and_get_it_while_others_tell_and_then_enter(fresh_database, as_owner):
    del fresh_database
    coming = clock.now().year + 1
    with transactions.step():
        episode = an_episode()
    with as_owner(), connection.cursor() as cursor:
        for table in BOTH:
            cursor.execute(f"DROP TABLE {table}_{coming}")
    with others(episode, *[(Writers.tell, Writers.enter)] * 4):
        for _look in range(LOOKS):
            with suppress(OperationalError):  # the worker goes on, and looks again
                by_year.make_ahead()
        assert asked(PARTS, [f"{table}_{coming}" for table in BOTH]) == [(2,)]


def test_a_part_that_cannot_be_made_keeps_no_other_from_being_made(fresh_database, as_owner):
    coming = clock.now().year + 1
    with as_owner(), connection.cursor() as cursor:
        for table in BOTH:
            cursor.execute(f"DROP TABLE {table}_{coming}")
    with psycopg.connect(databases.address_of(fresh_database)) as other:
        other.execute("LOCK TABLE ONLY audit_ledgerentry IN ACCESS SHARE MODE")
        with pytest.raises(OperationalError, match="lock timeout"):
            by_year.make_ahead()

    assert asked(PARTS, [f"{table}_{coming}" for table in BOTH]) == [(1,)]
    assert by_year.make_ahead() == 1


def test_moving_gives_up_after_some_tries_and_goes_on_from_there(
    fresh_database, as_owner, monkeypatch
):
    monkeypatch.setattr(by_year, "TRIES", 2)
    with transactions.step():
        early = of_year(an_episode(), 2012)
        told(early)
        entered(made_in(2011))
    with psycopg.connect(databases.address_of(fresh_database)) as other, as_owner():
        other.execute("LOCK TABLE ONLY response_notice IN ACCESS SHARE MODE")
        with pytest.raises(OperationalError, match="lock timeout"):
            by_year.settle()
        assert by_year.lacks()
        assert asked(PARTS, ["audit_ledgerentry_2011", "response_notice_2012"]) == [(1,)]
        other.rollback()
        assert by_year.settle() == 1
    assert not by_year.lacks()
    with as_owner():
        assert asked(WHERE, early.id) == [("response_notice_2012", 1)]


def test_a_migration_is_through_though_others_keep_rows_from_being_moved(
    fresh_database, as_owner, monkeypatch, capsys
):
    monkeypatch.setattr(by_year, "TRIES", 1)
    with transactions.step():
        entered(made_in(2011))
    with psycopg.connect(databases.address_of(fresh_database)) as other, as_owner():
        other.execute("LOCK TABLE ONLY audit_ledgerentry IN ACCESS SHARE MODE")
        migrating.bring_up_to_date(verbosity=0)
        assert migrating.CANNOT_MOVE in capsys.readouterr().out
        assert by_year.lacks()
        other.rollback()
        migrating.bring_up_to_date(verbosity=0)
        assert capsys.readouterr().out == ""
        assert not by_year.lacks()


def test_what_a_part_refers_to_is_checked_as_it_is_filled_and_not_again(fresh_database, as_owner):
    with transactions.step():
        episode = of_year(an_episode(), 2012)
        told(episode)
    with psycopg.connect(databases.address_of(fresh_database)) as other, as_owner():
        [(whole,)] = asked("SELECT 'response_notice'::regclass::oid")
        assert by_year._tried("SELECT by_year_begin(%s::oid::regclass, %s)", whole, 2012)
        begun = {key for (key, _parent) in asked(REFERS)}
        other.execute("LOCK TABLE episodes_episode IN ROW EXCLUSIVE MODE")
        with pytest.raises(OperationalError, match="by_year_lock"), transaction.atomic():
            asked("SELECT by_year_end(%s::oid::regclass, %s)", whole, 2012)
        other.rollback()
        assert asked("SELECT by_year_end(%s::oid::regclass, %s)", whole, 2012) == [(True,)]
        kept = dict(asked(REFERS))
    assert begun == set(kept)
    assert kept
    assert 0 not in kept.values()
