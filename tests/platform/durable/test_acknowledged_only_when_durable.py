"""No report is said to be recorded that a failover could still lose, or waits for what hangs."""

import os
import signal
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from tests.interfaces.pages import at_work

from wayhome.interfaces.jobs import journalled
from wayhome.platform import clock, durable
from wayhome.platform.journal import keeping
from wayhome.platform.submissions.models import Submission
from wayhome.records.episodes.models import Episode
from wayhome.stages.intake.models import MissingReport

SOON = timedelta(seconds=0.4)
LATE = timedelta(minutes=5)


@pytest.fixture
def joss(connected, journal):
    """Somebody at a home, signed in, with the questions open."""
    del connected, journal
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        tables = connection.introspection.table_names()
        kept = {"row_security_stepkey", "django_migrations", "django_content_type"}
        cursor.execute(f"TRUNCATE {', '.join(sorted({*tables} - kept))} CASCADE")
    connection.close()
    client = at_work.Work().sign_in("joss")
    client.get("/report/")
    client.raise_request_exception = False
    return client


@contextmanager
def an_operator(server):
    """Somebody who tells whatever waits for a standby to wait no longer."""
    is_over = threading.Event()

    def cancel():
        while not is_over.wait(0.02):
            server.cancel_whoever_waits()

    watching = threading.Thread(target=cancel)
    watching.start()
    try:
        yield
    finally:
        is_over.set()
        watching.join()


def said(**more):
    return {
        "submission_key": at_work.key(),
        "reporter_name": "Sam Sample",
        "reporter_telephone": "01632 960003",
        "why_worried": "Not back and it is dark",
        "type": "missing",
        **more,
    }


def waits(answer, sent):
    return answer.url == f"/report/waiting/{sent['submission_key']}"


def test_a_database_says_that_all_went_well_when_it_did_not(connected):
    """The control: who reads no warnings is told nothing."""
    with connected.waiting_for_a_standby(), an_operator(connected), transaction.atomic():
        Submission.objects.create(
            practitioner_id=at_work.key(), key="k", fingerprint="", at=clock.now()
        )

    assert Submission.objects.filter(key="k").exists()


@transaction.atomic
def submitted(key):
    durable.required()
    Submission.objects.create(
        practitioner_id=at_work.key(), key=key, fingerprint="", at=clock.now()
    )


def test_a_commit_that_may_not_be_on_the_standby_is_not_taken_for_one(connected):
    with (
        connected.waiting_for_a_standby(),
        an_operator(connected),
        pytest.raises(durable.NotYetDurable),
    ):
        submitted("l")

    with transaction.atomic():
        durable.required()
        Submission.objects.filter(key="l").update(answer={"again": True})
    assert Submission.objects.get(key="l").answer == {"again": True}


def test_a_word_that_is_no_warning_leaves_a_commit_one(connected):
    del connected
    with transaction.atomic(), connection.cursor() as cursor:
        durable.required()
        cursor.execute("DO $$ BEGIN RAISE NOTICE 'a word'; END $$")


def test_what_takes_long_without_the_database_is_left_alone(connected):
    del connected
    over = threading.Event()
    with durable.waiting_no_longer_than(timedelta(0)), connection.cursor() as cursor:
        over.wait(2)
        cursor.execute("SELECT 3")
        assert cursor.fetchone() == (3,)


def test_a_report_whose_commit_may_be_lost_is_received_and_not_recorded(joss, connected, settings):
    settings.WAYHOME_INTAKE_WAITS = LATE
    sent = said()
    with connected.waiting_for_a_standby(), an_operator(connected):
        answer = joss.post("/report/", sent)
        again = joss.post("/report/", sent)

    assert waits(answer, sent)
    assert waits(again, sent)
    assert MissingReport.objects.count() == 1
    assert [each["key"] for each in keeping.held().entries] == [sent["submission_key"]] * 2


def test_once_it_is_durable_it_is_one_report_and_the_retry_gets_its_reference(
    joss, connected, settings
):
    settings.WAYHOME_INTAKE_WAITS = LATE
    sent = said(last_seen_at="now")
    with connected.waiting_for_a_standby(), an_operator(connected):
        joss.post("/report/", sent)

    done = journalled.replay(now=clock.now())
    retried = joss.post("/report/", sent)

    received = f"/report/{Episode.objects.get().reference}/received"
    assert (done.recorded, MissingReport.objects.count()) == (1, 1)
    assert retried.url == received
    assert joss.get(f"/report/waiting/{sent['submission_key']}").url == received


def test_with_nobody_to_cancel_it_intake_itself_waits_no_longer(joss, connected, settings):
    settings.WAYHOME_INTAKE_WAITS = SOON
    sent = said()
    with connected.waiting_for_a_standby():
        began = time.monotonic()
        answer = joss.post("/report/", sent)
        took = time.monotonic() - began

    assert waits(answer, sent)
    assert took < 5
    assert keeping.held().last == 1


def test_a_server_that_hangs_is_not_waited_for(joss, connected, settings):
    settings.WAYHOME_INTAKE_WAITS = SOON
    sent = said()
    connection.ensure_connection()
    hanging = connected.backends()
    for pid in hanging:
        os.kill(pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        answer = joss.post("/report/", sent)
        took = time.monotonic() - began
    finally:
        for pid in hanging:
            os.kill(pid, signal.SIGCONT)

    assert waits(answer, sent)
    assert took < 5
    connection.close()
    assert journalled.replay(now=clock.now()).recorded == 1


@contextmanager
def locked(server, table):
    """Meanwhile nobody else may read or write this table."""
    with psycopg.connect(server.owners) as other:
        other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


# Search, likenesses between children, files and what is taken out: a report asks none of them.
NOT_ASKED = (
    "search_sighting",
    "search_hypothesis",
    "files_file",
    "looks_lookreview",
    "exports_export",
    "files_filecontent",
    "unsent_unsentform",
)
ASKED = (
    "found_located",
    "interviews_interview",
    "messaging_message",
    "children_child",
    "response_notice",
    "audit_ledgerentry",
)


@pytest.mark.parametrize("table", NOT_ASKED)
def test_a_report_does_not_wait_for_what_it_does_not_need(joss, connected, table):
    with locked(connected, table):
        answer = joss.post("/report/", said())

    assert answer.url == f"/report/{Episode.objects.get().reference}/received"


@pytest.mark.parametrize("table", ASKED)
def test_a_report_is_acknowledged_also_where_what_it_needs_is_locked(
    joss, connected, settings, table
):
    settings.WAYHOME_INTAKE_WAITS = SOON
    sent = said()
    with locked(connected, table):
        began = time.monotonic()
        answer = joss.post("/report/", sent)
        took = time.monotonic() - began

    assert waits(answer, sent)
    assert took < 3
    assert journalled.replay(now=clock.now()).recorded == 1


def test_waiting_in_time_leaves_the_connection_as_it_was(connected):
    del connected
    with durable.waiting_no_longer_than(LATE), connection.cursor() as cursor:
        cursor.execute("SELECT 1")

    with connection.cursor() as cursor:
        cursor.execute("SELECT 2")
        assert cursor.fetchone() == (2,)


def test_what_takes_too_long_is_given_up_and_the_connection_goes_on(connected):
    del connected
    with (
        pytest.raises(OperationalError),
        durable.waiting_no_longer_than(SOON),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT pg_sleep(60)")

    with connection.cursor() as cursor:
        cursor.execute("SELECT 2")
        assert cursor.fetchone() == (2,)


def test_nothing_is_given_up_where_nothing_is_asked(connected):
    del connected
    connection.close()
    over = threading.Event()
    with durable.waiting_no_longer_than(timedelta(0)):
        over.wait(0.05)

    assert connection.connection is None
