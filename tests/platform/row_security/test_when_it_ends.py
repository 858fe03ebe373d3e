"""What the database was told ends with the transaction."""

import pytest
from django.db import connection, transaction

from wayhome.platform.row_security import transactions

pytestmark = pytest.mark.usefixtures("fresh_database")
TOKEN = "a token of nobody"  # noqa: S105  # of nobody


def told():
    """The token and the key, as the database remembers them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('wayhome.token', true), current_setting('wayhome.step', true)"
        )
        return [value or "" for value in cursor.fetchone()]


def test_who_looks_is_said_inside_a_transaction():
    with pytest.raises(transactions.NotInATransaction), transactions.looking(TOKEN):
        pass


def test_when_the_transaction_is_over_the_connection_is_nobodys():
    with transactions.as_nobody():
        with transaction.atomic(), transactions.looking(TOKEN):
            assert told() == [TOKEN, ""]
            with transactions.step():
                assert told()[1]
            assert told() == [TOKEN, ""]
        assert told() == ["", ""]


def test_a_step_that_is_its_own_transaction_ends_with_it():
    with transactions.as_nobody():
        with transactions.step():
            assert told()[1]
        assert told() == ["", ""]


def test_a_connection_of_the_service_brings_the_key_and_a_request_does_not_use_it():
    assert told()[1]
    with transactions.as_nobody():
        assert told() == ["", ""]
    assert told()[1]
