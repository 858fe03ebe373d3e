"""Reads a stream from the records: in the order in which its rows were known, month by month.

What is read here is nobody's to see: it is read as a step, in one transaction with its entry in
the ledger. The records of a sealed child are left out, whenever the seal was put on.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from wayhome.insight.extracts import columns
from wayhome.insight.extracts.pseudonyms import Pseudonyms
from wayhome.insight.extracts.streams import Stream
from wayhome.records.protection.models import Seal

AT_ONCE = 5_000
UTC = columns.UTC
Row = tuple[Any, ...]


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
) -> Iterator[tuple[str, int, list[Row]]]:
    """Each month's rows of a stream, known from a moment to another, and of how many stored rows.

    The order is that of when they were known, and then of their identifiers: always the same.
    """
    fields = [name for column in stream.columns for name in column.source.split()]
    found = (
        _rows(stream, hidden)
        .filter(known__gte=since, known__lte=until)
        .order_by("known", *stream.order)
        .values_list("known", *fields)
        .iterator(chunk_size=AT_ONCE)
    )
    for month, stored in groupby(found, key=lambda row: month_of(row[0])):
        rows: list[Row] = []
        count = 0
        for row in stored:
            count += 1
            rows.extend(_told(stream, row, names))
        yield month, count, rows


def _rows(stream: Stream, hidden: Sequence[UUID]) -> QuerySet[Any]:
    found = stream.rows.annotate(known=stream.known)
    for path in stream.of_child:
        found = found.exclude(**{f"{path}__in": hidden}) if hidden else found
    return found


def _told(stream: Stream, row: Row, names: Pseudonyms) -> Iterator[Row]:
    """The rows of the extract that a stored row makes: one, or one for each of its codes."""
    values = dict(_by_column(stream, row[1:]))
    known = columns.microseconds(row[0])
    each = sorted(set(values[stream.several] or ())) if stream.several else [None]
    for one in each:
        if stream.several:
            values[stream.several] = one
        read = (column.kind.read(values[column.name], names) for column in stream.columns)
        yield known, *read


def _by_column(stream: Stream, values: Row) -> Iterator[tuple[str, Any]]:
    start = 0
    for column in stream.columns:
        end = start + len(column.source.split())
        yield column.name, values[start] if end - start == 1 else values[start:end]
        start = end
