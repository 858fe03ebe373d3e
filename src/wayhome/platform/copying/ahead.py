"""Making the next while the last is being used."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Thing = TypeVar("Thing")


def ahead(things: Iterator[Thing]) -> Iterator[Thing]:
    """The same things, each made in another thread while the one before it is being used."""
    with ThreadPoolExecutor(1) as other:
        coming = other.submit(lambda: next(things, None))
        while (thing := coming.result()) is not None:
            coming = other.submit(lambda: next(things, None))
            yield thing
