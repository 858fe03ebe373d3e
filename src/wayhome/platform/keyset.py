"""Long lists, a page at a time, each from the row where the one before ended.

A page costs the same at the end of a list as at its start, and rows that arrive meanwhile neither
repeat nor hide others.
"""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

Place = tuple[datetime, UUID]
Row = TypeVar("Row", bound=Model)


def ordered(
    rows: QuerySet[Row], *, by: str, after: Place | None, newest_first: bool = False
) -> QuerySet[Row]:
    """These rows in the order of the moment `by`, from beyond a place; all of them for none."""
    sign, side = ("-", "lt") if newest_first else ("", "gt")
    if after is not None:
        at, row_id = after
        nearer = Q(**{f"{by}__{side}": at}) | Q(**{f"id__{side}": row_id})
        rows = rows.filter(nearer, **{f"{by}__{side}e": at})
    return rows.order_by(f"{sign}{by}", f"{sign}id")
