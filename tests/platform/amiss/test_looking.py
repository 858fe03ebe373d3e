"""What is amiss is seen, by real programs that speak or fall silent and a real database."""

import itertools
import os
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, connections
from tests.foundation import databases

from wayhome.platform.amiss import beats, looking, reasons
from wayhome.platform.amiss.models import Beat
from wayhome.platform.amiss.reasons import Amiss

PATIENCE = 60  # seconds, on a busy machine
LONG = 10_000.0
EVERYTHING = [
    frozenset(some)
    for many in range(len(Amiss) + 1)
    for some in itertools.combinations(Amiss, many)
]


@pytest.fixture
def expected(settings):
    """A worker and a stream are waited for."""
    settings.WAYHOME_HEARD_WITHIN = {
        "worker": timedelta(minutes=2),
        "stream": timedelta(seconds=30),
    }
    return settings.WAYHOME_HEARD_WITHIN


@pytest.fixture
def read_only(fresh_database):
    """A database that answers and takes no changes, as a standby does."""
    databases.as_server("ALTER DATABASE {} SET default_transaction_read_only = on", fresh_database)
    connections.close_all()


def heard(program, ago, lacks=""):
    return looking.Heard(program, float(ago), lacks)


def test_whoever_spoke_in_time_is_there_and_whoever_did_not_is_away(expected):
    del expected
    both = [heard("worker", 120), heard("stream", 30)]
    late = [heard("worker", 120.1), heard("stream", 30.1)]

    assert looking.of_programs(both, up_for=LONG) == set()
    assert looking.of_programs(late, up_for=LONG) == {Amiss.WORKER_AWAY, Amiss.STREAM_AWAY}
    assert looking.of_programs([], up_for=LONG) == {Amiss.WORKER_AWAY, Amiss.STREAM_AWAY}


def test_one_machine_that_speaks_is_enough(expected):
    del expected
    said = [heard("worker", 5000), heard("worker", 1), heard("stream", 1)]

    assert looking.of_programs(said, up_for=LONG) == set()


def test_nobody_is_away_who_could_not_have_been_heard_yet(expected):
    del expected

    assert looking.of_programs([], up_for=29) == set()
    assert looking.of_programs([], up_for=31) == {Amiss.STREAM_AWAY}


def test_what_a_program_found_amiss_counts_while_it_is_there(expected):
    del expected
    said = [heard("worker", 1, "mail_away messages_set_aside"), heard("stream", 1)]
    gone = [heard("worker", 500, "mail_away"), heard("stream", 1)]

    assert looking.of_programs(said, up_for=LONG) == {Amiss.MAIL_AWAY, Amiss.MESSAGES_SET_ASIDE}
    assert looking.of_programs(gone, up_for=LONG) == {Amiss.WORKER_AWAY}


def test_a_report_is_never_called_takeable_where_neither_records_nor_journal_take_it():
    of_records = {Amiss.DATABASE_AWAY, Amiss.READ_ONLY}

    for amiss in EVERYTHING:
        is_nowhere = Amiss.JOURNAL_CLOSED in amiss and amiss & of_records
        if is_nowhere or Amiss.TOO_MUCH_ALLOWED in amiss:
            assert not reasons.takes_reports(amiss), amiss


def test_nothing_else_that_is_amiss_ever_keeps_a_report_from_being_taken():
    of_records = {Amiss.DATABASE_AWAY, Amiss.READ_ONLY, Amiss.TOO_MUCH_ALLOWED}

    for amiss in EVERYTHING:
        assert reasons.takes_reports(amiss - of_records)
        assert reasons.takes_reports(amiss - {Amiss.JOURNAL_CLOSED, Amiss.TOO_MUCH_ALLOWED})


def test_what_is_told_is_always_in_one_order_and_everything_has_a_meaning():
    for amiss in EVERYTHING:
        assert reasons.told(amiss) == reasons.told(sorted(amiss, reverse=True))
    assert all(reasons.MEANING[each].says for each in Amiss)


def test_a_word_is_kept_once_a_machine_and_its_moment_is_the_databases(fresh_database):
    del fresh_database
    beats.beat(beats.WORKER, lacks=[Amiss.MAIL_AWAY])
    beats.beat(beats.WORKER)

    [kept] = Beat.objects.all()
    _read_only, [said] = looking._ask()
    assert (kept.program, kept.lacks) == ("worker", "")
    assert (said.program, said.lacks) == ("worker", "")
    assert 0 <= said.ago < PATIENCE


def test_a_machine_that_was_silent_for_a_day_is_forgotten(fresh_database):
    del fresh_database
    beats.beat(beats.STREAM)
    assert beats.forget() == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE amiss_beat SET at = at - interval '25 hours'")

    assert beats.forget() == 1
    assert not Beat.objects.exists()


@pytest.mark.usefixtures("read_only", "journal")
def test_a_database_that_takes_no_changes_is_seen(expected):
    del expected

    assert looking.look(LONG) == {Amiss.READ_ONLY}


@pytest.mark.django_db
@pytest.mark.usefixtures("journal")
def test_of_what_only_the_database_knows_nothing_is_said_while_it_is_away(database_away, expected):
    del expected
    with database_away():
        assert looking.look(LONG) == {Amiss.DATABASE_AWAY}


@pytest.mark.usefixtures("fresh_database", "journal")
def test_a_line_that_was_cut_since_the_last_look_is_not_taken_for_a_database_that_is_away(
    expected,
):
    expected.clear()
    connection.ensure_connection()
    connection.connection.close()  # under the wrapper, as a restart of the server does

    assert looking.look(LONG) == frozenset()


@pytest.mark.usefixtures("journal")
def test_a_real_worker_is_heard_and_missed_once_it_is_killed(fresh_database, settings):
    settings.WAYHOME_HEARD_WITHIN = {"worker": timedelta(seconds=8)}
    with subprocess.Popen(
        [sys.executable, "-m", "wayhome.config.command", "worker"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "wayhome.config.settings.test",
            "WAYHOME_DATABASE_URL": databases.address_of(fresh_database),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as worker:
        until(lambda: looking.look(LONG) == frozenset())
        worker.kill()

    until(lambda: looking.look(LONG) == {Amiss.WORKER_AWAY})


@pytest.mark.usefixtures("journal")
def test_pages_are_shown_what_was_seen_beside_them_and_ask_nothing(fresh_database, monkeypatch):
    monkeypatch.setattr(looking, "_SEEN", looking.Seen(looking.look))
    told_to_stop = threading.Event()
    looks = threading.Thread(target=_looks, args=(told_to_stop,))
    looks.start()
    databases.as_server("ALTER DATABASE {} SET default_transaction_read_only = on", fresh_database)

    until(lambda: looking.known() == {Amiss.READ_ONLY})

    told_to_stop.set()
    looks.join(PATIENCE)
    assert not looks.is_alive()


def _looks(told_to_stop):
    looking.keep_looking(0.05, told_to_stop)
    connections.close_all()


def until(is_so):
    """Wait for something to be so. Fails where it is not in good time."""
    pause, ends = threading.Event(), time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < ends, "it was not so in good time"
        pause.wait(0.1)
