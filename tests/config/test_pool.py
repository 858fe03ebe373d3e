"""Whoever asks for the records once the database is back has them."""

import pytest
from psycopg_pool import ConnectionPool, PoolTimeout
from tests.foundation import databases

from wayhome.config import database

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


def options(address):
    return database.settings(address, pooled=True)["OPTIONS"]


def test_who_asks_once_the_database_is_back_waits_no_longer_for_having_asked_before(fresh_database):
    found = [NOWHERE]
    with ConnectionPool(lambda: found[0], **options(NOWHERE)["pool"]) as pool:
        for _asked in range(3):
            with pytest.raises(PoolTimeout):
                pool.getconn()

        found[0] = databases.address_of(fresh_database)

        with pool.connection() as line:
            assert line.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize(("said", "seconds"), [("", 3), ("?connect_timeout=9", "9")])
def test_a_server_that_says_nothing_is_not_waited_for_longer_than_an_address_asks(said, seconds):
    assert options(f"{NOWHERE}{said}")["connect_timeout"] == seconds
