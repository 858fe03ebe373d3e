"""What is put into the database's words is read out of the database as it was."""

from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pytest
from django.db import connection

from wayhome.platform.copying import words, writing
from wayhome.platform.copying.resting import Added

pytestmark = pytest.mark.django_db
THERE = np.array([True, False, True])
MOMENTS = [
    datetime(1999, 12, 31, 23, 59, 59, 999_999, UTC),
    None,
    datetime(2026, 3, 10, tzinfo=UTC),
]
DAYS = [date(1969, 12, 31), None, date(2010, 2, 14)]
TEXTS = ["", "Esmé\n\t'quoted', \\N", "الاسم"]
LISTS = [["a", "bé"], [], [""]]
IDS = np.arange(48, dtype=np.uint8).reshape(3, 16)


def microseconds(moments):
    kind = pa.timestamp("us", "UTC")
    return pa.array(moments, kind).cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)


def test_each_kind_of_column_is_read_back_as_it_was():
    fields = {
        "id": words.uuids(IDS),
        "at": words.moments(microseconds(MOMENTS), there=THERE),
        "whole": words.moments(microseconds([MOMENTS[2]] * 3)),
        "day": words.days(np.array([-1, 0, 14654]), there=THERE),
        "said": words.texts(pa.array(TEXTS)),
        "codes": words.lists(pa.array(LISTS)),
        "is_so": words.truths(np.array([True, False, True]), there=THERE),
        "never": words.same("uuid", None, rows=3),
        "same": words.same("text", "é".encode(), rows=3),
        "count": words.same("integer", (7).to_bytes(4, "big"), rows=3),
    }
    kinds = ", ".join(f'"{name}" {field.kind}' for name, field in fields.items())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE whole ({kinds})")
        writing.add(writing.ready(Added("whole", fields)))
        cursor.execute("SELECT * FROM whole ORDER BY id")
        columns = [list(column) for column in zip(*cursor.fetchall(), strict=True)]

    assert [each.bytes for each in columns[0]] == [each.tobytes() for each in IDS]
    assert columns[1:] == [
        *(MOMENTS, [MOMENTS[2]] * 3, DAYS, TEXTS, LISTS, [True, None, True], [None] * 3),
        *(["é"] * 3, [7] * 3),
    ]


def test_a_part_of_a_longer_column_is_that_part_alone():
    codes = pa.array(LISTS + LISTS).slice(1, 3)
    said = pa.array(TEXTS + TEXTS).slice(2, 3)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE part (codes varchar[], said text)")
        fields = {"codes": words.lists(codes), "said": words.texts(said)}
        writing.add(writing.ready(Added("part", fields)))
        cursor.execute("SELECT codes, said FROM part")
        assert cursor.fetchall() == [([], TEXTS[2]), ([""], TEXTS[0]), (LISTS[0], TEXTS[1])]
