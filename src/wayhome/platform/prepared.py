"""Asking the database a question it has been told before.

A long question takes longer to plan than to answer. Told once on each connection, it is planned
once, and asked after that by its name. A rollback does not make a connection forget.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

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


KINDS = {bool: "boolean", int: "bigint", UUID: "uuid", datetime: "timestamptz"}


def with_kinds(question: str, values: Sequence[Any]) -> str:
    """A question of the ORM's with the kind of each value said where it goes.

    Where a value is all there is, the database could not tell which kind it will be of.
    """
    kinds = (KINDS.get(type(value)) for value in values)
    said = (f"%s::{kind}" if kind else "%s" for kind in kinds)
    return re.sub("%s", lambda _: next(said), question)


def rows_of(found: QuerySet[Any, Any]) -> list[Any]:
    """What the ORM is asked for, row by row; planned once for each connection."""
    try:
        question, values = found.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        ask(cursor, with_kinds(question, values), values)
        return cursor.fetchall()


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


class Question:
    """A question of the ORM's that is asked with every request, worked out once.

    Putting it into words takes the ORM longer than the database takes to answer. It is built once
    with a stand-in for each value that differs from time to time, which must be unlike any other.
    """

    WORKED_OUT: ClassVar[dict["Question", tuple[str, str, tuple[str, ...]]]] = {}

    def __init__(
        self, build: Callable[..., QuerySet[Any, Any]], **stand_ins: tuple[str, Any]
    ) -> None:
        """`build` makes the question of values by these names; each has a type and a stand-in."""
        self._build, self._stand_ins = build, stand_ins

    def rows(self, **values: Any) -> list[Any]:
        """What is found for these values, as the database gives it, row by row."""
        name, sql, kinds = self.WORKED_OUT.get(self) or self._work_out()
        with connection.cursor() as cursor:
            tell(cursor, name, sql, kinds=kinds, is_one_of_few=True)
            given = [values[each] for each in self._stand_ins]
            cursor.execute(f"EXECUTE {name} ({', '.join(['%s'] * len(given))})", given)
            return cursor.fetchall()

    def _work_out(self) -> tuple[str, str, tuple[str, ...]]:
        built = self._build(**{name: value for name, (_, value) in self._stand_ins.items()})
        sql, values = built.query.sql_with_params()
        with connection.cursor() as cursor:
            said = cursor.mogrify(sql, values)
            for number, (name, (_, value)) in enumerate(self._stand_ins.items(), start=1):
                stands_in = cursor.mogrify("%s", [value])
                if stands_in not in said:
                    raise LookupError(f"{name} stands nowhere in the question")
                said = said.replace(stands_in, f"${number}")
        kinds = tuple(kind for kind, _ in self._stand_ins.values())
        worked_out = self.WORKED_OUT[self] = name_of(said), said, kinds
        return worked_out
