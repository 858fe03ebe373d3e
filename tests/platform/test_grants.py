"""The words migrations use for what the application may do, tried on a table of their own."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.utils import IntegrityError

from wayhome.platform import grants

pytestmark = pytest.mark.django_db


def made(as_owner, *operations):
    """A small table with these grants, made as a migration would make it."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE tried ("
            "number int GENERATED ALWAYS AS IDENTITY, word text, at timestamptz)"
        )
        for operation in operations:
            for statement in operation.sql:
                cursor.execute(statement)
        cursor.execute("INSERT INTO tried (word) VALUES ('first')")


def does(statement: str) -> bool:
    """Whether the restricted role may do this."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError:
        return False
    return True


READ = "SELECT word FROM tried"
ADD = "INSERT INTO tried (word) VALUES ('second')"
CHANGE_WORD = "UPDATE tried SET word = 'other'"
CHANGE_TIME = "UPDATE tried SET at = now()"
REMOVE = "DELETE FROM tried"
EMPTY = "TRUNCATE tried"
EVERYTHING = (READ, ADD, CHANGE_WORD, CHANGE_TIME, REMOVE, EMPTY)


@pytest.mark.parametrize(
    ("operation", "allowed"),
    [
        pytest.param(None, (), id="nothing is allowed until a migration says so"),
        pytest.param(grants.append_only("tried"), (READ, ADD), id="append only"),
        pytest.param(grants.insert_only("tried"), (ADD,), id="insert only"),
        pytest.param(grants.readable("tried"), (READ,), id="readable"),
        pytest.param(
            grants.changeable("tried", "at"), (READ, ADD, CHANGE_TIME), id="one column changeable"
        ),
        pytest.param(
            grants.changeable("tried"), (READ, ADD, CHANGE_WORD, CHANGE_TIME), id="changeable"
        ),
        pytest.param(grants.removable("tried"), EVERYTHING[:5], id="removable"),
    ],
)
def test_the_application_may_do_what_was_granted_and_nothing_else(as_owner, operation, allowed):
    made(as_owner, *([operation] if operation else []))

    assert [each for each in EVERYTHING if does(each)] == list(allowed)


def test_what_is_written_once_may_be_filled_in_but_not_changed_even_by_the_owner(as_owner):
    made(as_owner, grants.changeable("tried"), grants.write_once("tried", "at"))

    with connection.cursor() as cursor:
        cursor.execute("UPDATE tried SET at = '2026-01-01T00:00Z'")
        cursor.execute("UPDATE tried SET at = '2026-01-01T00:00Z', word = 'free'")
    for change in ("at = NULL", "at = '2026-01-02T00:00Z'"):
        with pytest.raises(IntegrityError, match="written once"), transaction.atomic(), as_owner():
            connection.cursor().execute(f"UPDATE tried SET {change}")


def test_a_name_that_could_not_be_a_tables_is_refused():
    with pytest.raises(ValueError, match="not the name"):
        grants.append_only('tried"; DROP')
