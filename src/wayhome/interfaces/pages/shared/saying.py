"""Words worked out once in each language, and kept.

A page of fifty episodes says some thousand small things, most of them the same for every reader and
on every renewal: "high risk", "Tuesday 14:20", "2 hours". Only words about times, levels and closed
lists may be kept so; never a name, nor anything a person wrote.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.utils.translation import get_language

_Given = ParamSpec("_Given")
_Said = TypeVar("_Said")
MOST = 8192
_OF_THE_PAGE: ContextVar[str | None] = ContextVar("language of the page", default=None)


def once_in_each_language(say: Callable[_Given, _Said]) -> Callable[_Given, _Said]:
    """Keep what was said of the latest things asked about, apart for each language."""

    @lru_cache(maxsize=MOST, typed=True)
    def kept(_language: str | None, *given: _Given.args, **named: _Given.kwargs) -> _Said:
        return say(*given, **named)

    @wraps(say)
    def said(*given: _Given.args, **named: _Given.kwargs) -> _Said:
        language = _OF_THE_PAGE.get() or get_language()
        return kept(language, *given, **named)  # type: ignore[arg-type]  # all hashable

    return said


@contextmanager
def one_page() -> Iterator[None]:
    """While one page is put into words: its language is looked up once, not a thousand times."""
    before = _OF_THE_PAGE.set(get_language())
    try:
        yield
    finally:
        _OF_THE_PAGE.reset(before)
