"""Reads a stream from the records: in the order in which its rows were known, month by month.

What is read here is nobody's to see: it is read as a step, in one transaction with its entry in
the ledger. The records of a sealed child are left out, whenever the seal was put on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from wayhome.insight.extracts import columns
from wayhome.insight.extracts.pseudonyms import Pseudonyms
from wayhome.insight.extracts.streams import KNOWN, Stream
from wayhome.platform.copying import taking
from wayhome.records.protection.models import Seal

UTC = columns.UTC
SORTED_IN = "256MB"  # memory the database may sort a stream in; what is more, it sorts on its disk


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a stream: its rows as columns, and of how many stored rows they were made."""

    name: str
    stored: int
    rows: pa.Table


def sealed() -> list[UUID]:
    """The records that are sealed now, in order: nothing is taken of them."""
    standing = Seal.objects.filter(lifted_at__isnull=True)
    return sorted(set(standing.values_list("child_id", flat=True)))


def month_of(moment: datetime) -> str:
    """The month a moment lies in, as its part of a stream is named."""
    return f"{moment.astimezone(UTC):%Y-%m}"


def first_moment(month: str) -> datetime:
    """The first moment of a month."""
    return datetime.fromisoformat(f"{month}-01").replace(tzinfo=UTC)


def months(stream: Stream, *, hidden: Sequence[UUID], until: datetime) -> dict[str, int]:
    """How many stored rows a stream has of each month, known by a moment."""
    found = _rows(stream, hidden).filter(known__lte=until)
    counted = (
        found.annotate(month=TruncMonth("known", tzinfo=UTC))
        .order_by("month")
        .values_list("month")
        .annotate(count=Count("*"))
    )
    return {month_of(month): count for month, count in counted}


def parts(
    stream: Stream,
    *,
    names: Pseudonyms,
    hidden: Sequence[UUID],
    since: datetime,
    until: datetime,
) -> Iterator[Month]:
    """Each month of a stream of what was known from a moment to another.

    The order is that of when they were known, and then of their identifiers: always the same.
    """
    begun: list[Month] = []
    for batch in _batches(stream, hidden=hidden, since=since, until=until):
        for month in _by_month(stream, batch, names):
            if begun and begun[0].name != month.name:
                yield _whole(begun)
                begun = []
            begun.append(month)
    if begun:
        yield _whole(begun)


def schema_of(stream: Stream) -> pa.Schema:
    """The columns of a stream: when each row was known, and what it says."""
    said = [(column.name, column.kind.type) for column in stream.columns]
    return pa.schema([(KNOWN, columns.MOMENT.type), *said])


def _batches(
    stream: Stream, *, hidden: Sequence[UUID], since: datetime, until: datetime
) -> Iterator[list[pa.Array]]:
    """When each row was known, and the fields its columns are read from, some rows at a time."""
    fields = [name for column in stream.columns for name in column.source.split()]
    found = (
        _rows(stream, hidden)
        .filter(known__gte=since, known__lte=until)
        .order_by("known", *stream.order)
        .values_list("known", *fields)
    )
    kinds = [kind for column in stream.columns for kind in _kinds(stream, column)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, true)", [SORTED_IN])
    query, told = found.query.sql_with_params()
    return taking.batches(query, told, [taking.MOMENTS, *kinds])


def _kinds(stream: Stream, column: columns.Column) -> Sequence[taking.Kind]:
    return (taking.LISTS,) if column.name == stream.several else column.kind.fields


def _rows(stream: Stream, hidden: Sequence[UUID]) -> QuerySet[Any]:
    found = stream.rows.annotate(known=stream.known)
    for path in stream.of_child:
        found = found.exclude(**{f"{path}__in": hidden}) if hidden else found
    return found


def _by_month(stream: Stream, batch: list[pa.Array], names: Pseudonyms) -> Iterator[Month]:
    """The rows of the extract that stored rows make, month by month."""
    known = batch[0].to_numpy(zero_copy_only=False)
    months = known.astype("datetime64[us]").astype("datetime64[M]")
    begins = [0, *(np.flatnonzero(np.diff(months)) + 1).tolist(), len(months)]
    for start, end in pairwise(begins):
        fields = [field.slice(start, end - start) for field in batch]
        yield Month(str(months[start]), end - start, _told(stream, fields, names))


def _told(stream: Stream, fields: list[pa.Array], names: Pseudonyms) -> pa.Table:
    if stream.several:
        fields = _one_for_each(stream, fields)
    known, said = fields[0], iter(fields[1:])
    told = [known]
    for column in stream.columns:
        read = [next(said) for _ in column.kind.fields]
        told.append(column.kind.read(read, names))
    return pa.Table.from_arrays(told, schema=schema_of(stream))


def _one_for_each(stream: Stream, fields: list[pa.Array]) -> list[pa.Array]:
    """A row for each of the codes of a row, in their order, each once."""
    [place] = [at for at, each in enumerate(stream.columns, 1) if each.name == stream.several]
    found = [sorted(set(codes or ())) for codes in fields[place].to_pylist()]
    codes = pa.array(found, pa.list_(pa.string()))
    rows = pc.list_parent_indices(codes)
    each = [field.take(rows) for field in fields]
    each[place] = codes.flatten()
    return each


def _whole(parts: Sequence[Month]) -> Month:
    """The parts of one month together."""
    rows = pa.concat_tables([part.rows for part in parts]).combine_chunks()
    return Month(parts[0].name, sum(part.stored for part in parts), rows)
