"""What a turn of the worker waits for: for no database twice, and for no clock behind a journal."""

import contextlib
import itertools
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from wayhome.interfaces.jobs import every_minute, journalled
from wayhome.journey import time_passed
from wayhome.platform.amiss.models import Beat
from wayhome.platform.journal import keeping

NOW = datetime(2026, 3, 10, 21, 0, tzinfo=UTC)


def told_of_duties(monkeypatch, *, looks):
    """The duties of a look that were begun, in order; the first of them `looks`."""
    begun = []

    def looking(**when):
        begun.append("look")
        return looks(**when)

    monkeypatch.setattr(time_passed, "record", looking)
    monkeypatch.setattr(every_minute.word_of_sealed, "gather", lambda **_: begun.append("gather"))
    monkeypatch.setattr(every_minute.sealing, "seal", lambda **_: begun.append("seal"))
    return begun


def test_while_the_database_is_away_no_second_duty_waits_for_it(
    fresh_database, database_away, monkeypatch
):
    """What waits in the journal would wait for all of them."""
    assert fresh_database
    asks = lambda **_: Beat.objects.count()  # noqa: E731  # whatever asks the database
    begun = told_of_duties(monkeypatch, looks=asks)
    worker = every_minute.Worker(now=lambda: NOW)

    with database_away():
        worker.turn()

    assert begun == ["look"]
    assert worker.wait_for() == every_minute.CARRY_EVERY.total_seconds()


@pytest.mark.usefixtures("fresh_database")
def test_while_it_answers_each_duty_has_its_turn_whatever_another_meets(monkeypatch):
    def given_up(**_when):
        raise OperationalError("canceling statement due to lock timeout")

    begun = told_of_duties(monkeypatch, looks=given_up)

    every_minute.Worker(now=lambda: NOW).look()

    assert begun == ["look", "gather", "seal"]


def test_while_the_journal_holds_anything_it_is_looked_at_every_second(journal):
    worker = every_minute.Worker(now=lambda: NOW, looks_at=NOW + timedelta(minutes=1))
    before = worker.wait_for()

    keeping.keep({"way": "test"}, is_proved=True)

    assert journal.exists()
    assert (before, worker.wait_for()) == (5, 1)


@pytest.mark.parametrize("is_back", [True, False])
@pytest.mark.usefixtures("fresh_database")
def test_what_the_journal_holds_is_first_once_the_database_is_back(
    database_away, journal, monkeypatch, is_back
):
    """It breaks while a report is recorded; nothing else has its turn before that is."""
    tried = []

    def record(_entry, **_when):
        tried.append("report")
        if len(tried) == 1 or not is_back:
            raise OperationalError("the server closed the connection unexpectedly")

    monkeypatch.setattr(journalled, "WAYS", {"test": record})
    begun = told_of_duties(monkeypatch, looks=lambda **_: tried.append("look") or 0)
    keeping.keep({"way": "test"}, is_proved=True)

    with contextlib.nullcontext() if is_back else database_away():
        every_minute.Worker(now=lambda: NOW).turn()

    assert tried == (["report", "report", "look"] if is_back else ["report"])
    assert ("look" in begun, journal.exists()) == (is_back, True)
    assert keeping.holds_any() is not is_back


def test_however_long_the_journal_the_clocks_are_looked_at(journal, monkeypatch):
    """The first seconds are the journal's; then what is due is looked at, and it goes on."""
    recorded, time = [], itertools.count()
    monkeypatch.setattr(
        journalled, "WAYS", {"test": lambda entry, **_: recorded.append(entry["number"])}
    )
    for number in range(20):
        keeping.keep({"way": "test", "number": number}, is_proved=True)
    worker = every_minute.Worker(now=lambda: NOW + timedelta(seconds=next(time)))

    worker.replay()
    when_due = list(recorded)
    worker.looked_at = worker.now()  # it is done
    worker.replay()

    assert 0 < len(when_due) < 20
    assert recorded == list(range(20))
    assert not keeping.holds_any()
    assert journal.exists()


def test_a_worker_that_is_told_to_stop_leaves_the_rest_of_the_journal_to_the_next(
    journal, monkeypatch
):
    recorded = []
    monkeypatch.setattr(
        journalled, "WAYS", {"test": lambda entry, **_: recorded.append(entry["number"])}
    )
    for number in range(5):
        keeping.keep({"way": "test", "number": number}, is_proved=True)
    worker = every_minute.Worker(now=lambda: NOW, is_told_to_stop=lambda: len(recorded) == 2)

    worker.replay()
    assert recorded == [0, 1]

    every_minute.Worker(now=lambda: NOW).replay()
    assert recorded == [0, 1, 2, 3, 4]
    assert not keeping.holds_any()
    assert journal.exists()
