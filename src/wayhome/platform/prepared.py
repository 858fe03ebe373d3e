"""Asking the database a question it has been told before.

A long question takes longer to plan than to answer. Told once on each connection, it is planned
once, and asked after that by its name. A rollback does not make a connection forget.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID
from weakref import WeakKeyDictionary

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import F, Func, QuerySet, Value
from django.db.models.query import get_related_populators

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


def is_one_of(column: str, identifiers: Sequence[UUID]) -> Func:
    """That a column holds one of these identifiers, as a list in one place of the question.

    So it is the same question for however many.
    """
    anyone = Func(Value(list(identifiers), ArrayField(models.UUIDField())), function="ANY")
    return Func(
        F(column),
        anyone,
        template="%(expressions)s",
        arg_joiner=" = ",
        output_field=models.BooleanField(),
    )


class Question:
    """A question of the ORM's that is asked with every request, worked out once.

    Putting it into words takes the ORM longer than the database takes to answer. It is built once
    with a stand-in for each value that differs from time to time, which must be unlike any other.
    """

    WORKED_OUT: ClassVar[dict["Question", tuple[str, str, tuple[str, ...]]]] = {}
    MADE: ClassVar[dict["Question", "_Made"]] = {}

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

    def objects(self, **values: Any) -> list[Any]:
        """What is found for these values, as the ORM would give it: objects, with what is joined.

        Nothing but rows of tables may be asked for: no annotations, nothing looked up afterwards.
        """
        rows = self.rows(**values)
        made = self.MADE.get(self)
        if made is None:
            made = self.MADE[self] = _Made.of(self._built())
        return made.objects(rows)

    def _built(self) -> QuerySet[Any, Any]:
        return self._build(**{name: value for name, (_, value) in self._stand_ins.items()})

    def _work_out(self) -> tuple[str, str, tuple[str, ...]]:
        sql, values = self._built().query.sql_with_params()
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


@dataclass(frozen=True, slots=True)
class _Made:
    """How the ORM makes objects of the rows of one question: its own parts, kept for the next."""

    compiler: Any
    converters: Any
    model: type[models.Model]
    columns: slice
    names: list[str]
    joined: list[Any]

    @classmethod
    def of(cls, asked: QuerySet[Any, Any]) -> "_Made":
        """Of a question that was built, with any values."""
        compiler: Any = asked.query.get_compiler(DEFAULT_DB_ALIAS)
        compiler.as_sql()  # which says what is selected, and what of it makes which object
        kind, select = compiler.klass_info, compiler.select
        columns = slice(kind["select_fields"][0], kind["select_fields"][-1] + 1)
        return cls(
            compiler,
            compiler.get_converters([each for each, _sql, _alias in select]),
            kind["model"],
            columns,
            [each.target.attname for each, _sql, _alias in select[columns]],
            get_related_populators(kind, select, DEFAULT_DB_ALIAS),  # type: ignore[call-arg]  # stubs of a later Django
        )

    def objects(self, rows: list[Any]) -> list[Any]:
        """One object for each row, with those that are joined to it."""
        read = self.compiler.apply_converters(rows, self.converters) if self.converters else rows
        return [self._object(tuple(row)) for row in read]

    def _object(self, row: tuple[Any, ...]) -> models.Model:
        made = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.columns])
        for each in self.joined:
            each.populate(row, made)
        return made
