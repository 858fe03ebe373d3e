"""What was sent, read as JSON that means one thing only."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser


class ExactParser(Parser):
    """JSON as RFC 8259 has it: no NaN, no Infinity, and no name said twice."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body. Raises ValueError, which is answered with what to do."""
        read: dict[str, Any] = json.loads(
            request.body, parse_constant=_no_number, object_pairs_hook=_each_once
        )
        return read


def _no_number(written: str) -> float:
    raise ValueError(f"{written} is not a number")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a name is said twice")
    return read
