"""Where a page is: the addresses of the service, each worked out once."""

from collections.abc import Sequence
from functools import lru_cache

from django.urls import reverse as work_out

MOST = 8192


def reverse(name: str, args: Sequence[object] = ()) -> str:
    """The address of a named page. A list asks for the same fifty on every renewal.

    Raises NoReverseMatch.
    """
    return _kept(name, *args)


@lru_cache(maxsize=MOST, typed=True)
def _kept(name: str, *args: object) -> str:
    return work_out(name, args=args)
