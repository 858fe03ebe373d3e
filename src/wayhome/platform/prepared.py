"""Asking the database a question it has been told before.

A long question takes longer to plan than to answer. Told once on each connection, it is planned
once, and asked after that by its name. A rollback does not make a connection forget.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

MOST = 256  # questions that one connection is told; a further one is asked as it stands
_TOLD: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def name_of(sql: str) -> str:
    """What a question is called: the same on every connection."""
    return "question_" + hashlib.sha256(sql.encode()).hexdigest()[:16]


def tell(
    cursor: Any, name: str, sql: str, *, kinds: Sequence[str] = (), is_one_of_few: bool = False
) -> bool:
    """Tell this connection a question, unless it knows it; whether it can be asked by its name.

    `kinds` are the types of its places, where it does not itself say what they are. One of the few
    that the code itself holds is always told; others until the connection knows enough.
    """
    told = _TOLD.setdefault(connection.connection, set())
    if name not in told:
        if len(told) >= MOST and not is_one_of_few:
            return False
        places = f" ({', '.join(kinds)})" if kinds else ""
        cursor.execute(f"PREPARE {name}{places} AS {sql}")
        told.add(name)
    return True


def ask(cursor: Any, question: str, values: Sequence[Any] | Mapping[str, Any]) -> None:
    """Ask a question with `%s`, or everywhere `%(name)s`, where each of the values goes."""
    name, sql, places = _numbered(question)
    if not tell(cursor, name, sql):
        cursor.execute(question, values)
        return
    given = [values[place] for place in places] if isinstance(values, Mapping) else values
    cursor.execute(f"EXECUTE {name} ({', '.join(['%s'] * len(given))})", given)


@lru_cache(maxsize=MOST)
def _numbered(question: str) -> tuple[str, str, tuple[str, ...]]:
    """The name of a question, the question with its places numbered, and the places' names."""
    places: list[str] = []

    def number(found: re.Match[str]) -> str:
        place = found.group(1) or str(len(places))  # one without a name is a place of its own
        if place not in places:
            places.append(place)
        return f"${places.index(place) + 1}"

    sql = re.sub(r"%(?:\((\w+)\))?s", number, question).replace("%%", "%")
    return name_of(question), sql, tuple(places)
