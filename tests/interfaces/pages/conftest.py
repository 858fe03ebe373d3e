"""An evening in the rehearsed partnership, and a way in for each of its people."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.interfaces.pages import at_work, situations

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.platform import clock


@pytest.fixture
def evening():
    """An evening that began forty hours ago."""
    now = clock.now()
    cast = casting.assemble(now=now - timedelta(days=30))
    return situations.Evening(cast, start=now - timedelta(hours=40))


@pytest.fixture
def tonight(evening):
    """The same partnership, from three hours ago."""
    return situations.Evening(evening.cast, start=clock.now() - timedelta(hours=3))


@pytest.fixture
def sign_in(client, evening):
    """`sign_in("ines")` gives the browser of somebody who has signed in."""

    def choose(username):
        client.post("/sign-in", {"person": str(evening.cast.people[username])})
        return client

    return choose


@pytest.fixture
def ledger(as_owner):
    """`ledger(child_id)` gives the verb, deed and sections of every entry about a child."""

    def entries(child_id):
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT verb, deed, sections FROM audit_ledgerentry"
                " WHERE child_id = %s ORDER BY at, id",
                [child_id],
            )
            return cursor.fetchall()

    return entries


@pytest.fixture
def work(db) -> at_work.Work:
    """A partnership at work."""
    del db
    return at_work.Work()
