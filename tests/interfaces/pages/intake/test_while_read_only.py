"""A database that answers and takes no changes: a standby, or one that an operator set so."""

import json
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import Error, connections
from django.test import Client
from tests.foundation import databases
from tests.interfaces.api.calling import BASE, a_report
from tests.interfaces.pages import at_work
from tests.interfaces.pages.intake.test_while_away import at_a_browser, said

from wayhome.interfaces.jobs import journalled
from wayhome.interfaces.pages.shared import amiss
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import partnership_formed
from wayhome.platform import clock
from wayhome.platform.amiss.reasons import Amiss
from wayhome.platform.journal import keeping
from wayhome.platform.journal.models import HeldReport
from wayhome.stages.intake.models import MissingReport


@pytest.fixture
def partnership(demo_database, django_db_blocker, journal):
    """A copy of the demonstration, where what is done is committed; its name."""
    del journal
    with (
        django_db_blocker.unblock(),
        databases.database_copied_from(demo_database, purpose="readonly") as name,
    ):
        yield name


@contextmanager
def read_only(name):
    """Meanwhile the database takes no changes."""
    _set(name, "SET default_transaction_read_only = on")
    try:
        yield
    finally:
        _set(name, "RESET default_transaction_read_only")


def _set(name, what):
    databases.as_server(f"ALTER DATABASE {{}} {what}", name)
    connections.close_all()


def test_each_page_says_so_and_a_report_is_kept_and_recorded_once_changes_are_taken(partnership):
    joss = at_a_browser(at_work.Work(casting.find()), "joss")
    before = MissingReport.objects.count()

    with read_only(partnership):
        page, sent = joss.get("/episodes/"), joss.post("/report/", said())
        with pytest.raises(Error):
            journalled.replay(now=clock.now())
        kept = keeping.held().entries
    done = journalled.replay(now=clock.now())

    words = at_work.words(page)
    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert words.count(amiss.lines({Amiss.READ_ONLY})[0]) == 1
    assert "While that cannot be done, nothing opens." in words
    assert (sent.status_code, len(kept), done.recorded, done.held) == (302, 1, 1, 0)
    assert MissingReport.objects.count() == before + 1
    assert not HeldReport.objects.exists()


def test_a_program_is_told_that_it_was_received(partnership):
    now = clock.now()
    joss = casting.find().people["joss"]
    token = partnership_formed.token(joss, label="tests", now=now, lasts=timedelta(days=1))
    program = Client(raise_request_exception=False)

    with read_only(partnership):
        answer = program.post(
            f"{BASE}/missing-reports",
            data=json.dumps(a_report()),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "k"},
        )

    assert answer.status_code == 202
    assert len(keeping.held().entries) == 1
