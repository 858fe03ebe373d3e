"""Lists of a page that go on: each from the place its part of the address names."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from wayhome.platform.keyset import Place

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Paged:
    """The rows of one page of a list, and where it goes on and begins; empty where it does not."""

    rows: Sequence[Any]
    next_href: str
    first_href: str


def place(request: HttpRequest, name: str) -> Place | None:
    """Where this page of the list begins; None for its start. Raises Http404 for nonsense."""
    written = request.GET.get(name, "")[:100]
    if not written:
        return None
    at, _between, row_id = written.partition("~")
    try:
        moment, identifier = datetime.fromisoformat(at), UUID(row_id)
    except ValueError as unread:
        raise Http404 from unread
    if moment.tzinfo is None:
        raise Http404
    return moment, identifier


def page(
    request: HttpRequest, name: str, found: Sequence[Any], *, by: str, most: int = AT_ONCE
) -> Paged:
    """A page of what was found beyond its place; one row more than `most` says that it goes on.

    Other lists on the same page stay where they are.
    """
    rows = list(found[:most])
    is_first = not request.GET.get(name)
    goes_on = f"{_written(rows[-1], by=by)}" if len(found) > most else ""
    return Paged(
        rows,
        _address(request, name, goes_on) if goes_on else "",
        "" if is_first else _address(request, name, ""),
    )


def whole(found: Iterable[Any]) -> Paged:
    """All that was found, as one page."""
    return Paged(list(found), "", "")


def shown(found: Paged, how: Callable[[Any], Any]) -> Paged:
    """The same page, each row as it is shown."""
    return replace(found, rows=[how(row) for row in found.rows])


def _written(row: Any, *, by: str) -> str:
    return f"{getattr(row, by).isoformat().replace('+00:00', 'Z')}~{row.id}"


def _address(request: HttpRequest, name: str, written: str) -> str:
    asked = request.GET.copy()
    asked.pop(name, None)
    if written:
        asked[name] = written
    return f"{request.path}?{asked.urlencode()}" if asked else request.path
