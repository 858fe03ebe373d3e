"""The demo partnership, committed, and steps that are told of as they are committed."""

import asyncio

import pytest
from django.db import connections
from psycopg import conninfo
from tests.foundation import databases
from tests.interfaces.pages import at_work
from tests.interfaces.stream import listening

from wayhome.interfaces.rehearsal import cast as casting


@pytest.fixture(scope="module")
def partnership(demo_database, django_db_blocker):
    """A copy of the demonstration of the module's own, and its name."""
    with (
        django_db_blocker.unblock(),
        databases.database_copied_from(demo_database, purpose="stream") as name,
    ):
        yield name


@pytest.fixture
def work(partnership):
    """The people of the demonstration, at this moment."""
    del partnership  # it is the database that is read
    return at_work.Work(casting.find())


@pytest.fixture
def run(partnership):
    """`run(what)` plays what happens between a stream and those who look and act."""
    address = conninfo.make_conninfo(
        databases.address_of(partnership), application_name="wayhome stream"
    )

    def played(happens):
        async def all_of_it():
            async with listening.streaming(address) as stream:
                await happens(stream)

        asyncio.run(all_of_it())

    yield played
    connections.close_all()


@pytest.fixture
def do():
    """Takes a step in a thread of its own, whose connection then closes."""

    async def done(step):
        def taken():
            try:
                return step()
            finally:
                connections.close_all()

        return await listening.apart(taken)

    return done
