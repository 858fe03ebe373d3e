"""Long lists, a page at a time: each page ends in a cursor from which the next one goes on.

A cursor holds the moment and identifier of the last row shown, so a page costs the same at the
end of a list as at its start, and rows that arrive meanwhile neither repeat nor hide others.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wayhome.interfaces.api.v1 import problems
from wayhome.rules import moments


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the cursor of the next page; empty on the last."""

    rows: list[Any]
    next_cursor: str


def page(
    rows: QuerySet[Any],
    *,
    by: str,
    newest_first: bool,
    cursor: str,
    limit: int,
    first_of: Callable[[QuerySet[Any], int], QuerySet[Any]] = lambda rows, _most: rows,
) -> Page:
    """The page of these rows after a cursor, in the order of the moment `by`.

    `first_of` leaves so many of them as may be the first, where that is looked up sooner apart.
    Raises NotUnderstood for a cursor that was not given by this list.
    """
    if cursor:
        rows = rows.filter(_beyond(cursor, by=by, newest_first=newest_first))
    rows = first_of(rows, limit + 1)
    sign = "-" if newest_first else ""
    found = list(rows.order_by(f"{sign}{by}", f"{sign}id")[: limit + 1])
    shown = found[:limit]
    more = len(found) > limit
    return Page(shown, written(getattr(shown[-1], by), shown[-1].id) if more else "")


def _beyond(cursor: str, *, by: str, newest_first: bool) -> Q:
    at, row_id = read(cursor)
    side = "lt" if newest_first else "gt"
    return Q(**{f"{by}__{side}e": at}) & (Q(**{f"{by}__{side}": at}) | Q(**{f"id__{side}": row_id}))


def written(at: datetime, row_id: UUID) -> str:
    """The cursor of the page after this row."""
    return base64.urlsafe_b64encode(f"{at.isoformat()} {row_id}".encode()).decode().rstrip("=")


def read(cursor: str) -> tuple[datetime, UUID]:
    """The row a page begins after. Raises NotUnderstood."""
    try:
        whole = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        at, _space, row_id = whole.decode("ascii").partition(" ")
        moment, identifier = datetime.fromisoformat(at), UUID(row_id)
    except (binascii.Error, ValueError) as unread:
        raise _not_ours() from unread
    if moment.tzinfo is None:
        raise _not_ours()
    return moment, identifier


def _not_ours() -> problems.NotUnderstood:
    message = _("Give a cursor exactly as the page before gave it, or none for the first page.")
    return problems.NotUnderstood((moments.Problem("cursor", message),))
