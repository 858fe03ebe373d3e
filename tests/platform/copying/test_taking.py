"""What a question answers is taken as columns, each value of each row as it is stored."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pyarrow as pa
import pytest
from django.db import connection, transaction

from wayhome.platform.copying import taking

pytestmark = pytest.mark.django_db
ONE = UUID("00000000-0000-7000-8000-0000000000ff")
AT = datetime(1999, 12, 31, 23, 59, 59, 999_999, UTC)
SINCE = datetime(1970, 1, 1, tzinfo=UTC)
KINDS = (taking.IDS, taking.MOMENTS, taking.TEXTS, taking.TRUTHS, taking.LISTS)
ROWS = [
    (ONE, AT, "Esmé\n\t'quoted', \\N %s", True, ["a", "bé", ""]),
    (None, None, None, None, None),
    (ONE, AT + timedelta(days=9_999), "", False, []),
    (ONE, AT, "الاسم", True, ["a", "bé", ""]),
]
QUERY = "SELECT id, at, said, is_so, codes FROM held WHERE place <> %s ORDER BY place"


def taken(rows, *, at_once=taking.AT_ONCE, but=-1):
    """Each row that was taken, put together again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE held (place int, id uuid, at timestamptz, said text, "
            "is_so boolean, codes varchar[]) ON COMMIT DROP"
        )
        cursor.executemany(
            "INSERT INTO held VALUES (%s, %s, %s, %s, %s, %s)",
            [(place, *row) for place, row in enumerate(rows)],
        )
        found = list(taking.batches(QUERY, [but], KINDS, at_once=at_once))
        cursor.execute("DROP TABLE held")
    return [
        row for batch in found for row in zip(*(each.to_pylist() for each in batch), strict=True)
    ]


def as_taken(row):
    one, at, *others = row
    return (
        one and one.bytes,
        at and (at - SINCE) // timedelta(microseconds=1),
        *others,
    )


@pytest.mark.parametrize("at_once", [1, 2, 3, 4, 5])
def test_every_value_is_taken_as_it_is_stored_however_many_at_once(at_once):
    assert taken(ROWS, at_once=at_once) == [as_taken(row) for row in ROWS]


def test_a_question_is_told_what_it_leaves_open():
    assert taken(ROWS, but=0) == [as_taken(row) for row in ROWS[1:]]


def test_nothing_is_taken_where_nothing_is_answered():
    assert taken([]) == []


def test_a_column_of_which_nothing_is_there_is_empty():
    assert taken([ROWS[1], ROWS[1]]) == [(None,) * 5] * 2


def test_the_columns_are_of_the_kinds_the_extract_is_written_in():
    with transaction.atomic():
        query = "SELECT NULL::uuid, now(), 'a', TRUE, ARRAY['a']::varchar[]"
        [batch] = taking.batches(query, [], KINDS)

    wanted = [pa.binary(16), pa.int64(), pa.string(), pa.bool_(), pa.list_(pa.string())]
    assert [each.type for each in batch] == wanted


def test_a_value_of_another_kind_is_refused_and_not_read_into_its_neighbour():
    with transaction.atomic(), pytest.raises(taking.OfAnotherKind):
        list(taking.batches("SELECT DATE '2026-03-10', now()", [], [taking.MOMENTS] * 2))
