"""How a bug is planted in the running service, and taken out again."""

import ast
import importlib
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection

from wayhome.platform import prepared

Plant = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True)
class Bug:
    """Something that could be wrong one day: what it is, and who asks for what when it is found.

    `caught` is the kind of finding that must come of it. Without `readers` everybody asks. They ask
    for what they may know of, or may not, for any record, or for one that is `guarded` from them
    (sealed, kept from them, withheld, or open in an emergency), as `of` says; where the fields are
    named that the bug `shows`, of children alone of whom such a text is kept back from them. The
    second wall is down.
    """

    name: str
    plant: Plant
    routes: tuple[str, ...]
    readers: tuple[str, ...] = ()
    caught: str = "shown"
    method: str = "get"
    of: str = "known"
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """Something that could be wrong in what a step makes: it is made again, and then judged.

    `by` takes out for `to` the episodes of children who are `of` this kind to the one or the other.
    """

    name: str
    plant: Plant
    by: str
    to: str
    of: str


class CannotBePlanted(Exception):
    """The code is no longer what the bug was written for: write the bug again."""


def found(path: str) -> tuple[Any, str]:
    """What a dotted path names: its owner, and its name there."""
    names = path.split(".")
    for cut in range(len(names) - 1, 0, -1):
        try:
            owner: Any = importlib.import_module(".".join(names[:cut]))
        except ModuleNotFoundError:
            continue
        for name in names[cut:-1]:
            owner = getattr(owner, name)
        return owner, names[-1]
    raise CannotBePlanted(path)


def rewritten(path: str, before: str, after: str) -> Plant:
    """One function with these words of its text replaced, wherever it is already held."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        owner, name = found(path)
        function = _function_of(inspect.getattr_static(owner, name))
        text = textwrap.dedent(inspect.getsource(function))
        if before not in text:
            raise CannotBePlanted(f"{path}: {before}")
        patch.setattr(function, "__code__", _code_of(text.replace(before, after), function))
        patch.setattr(prepared.Question, "MADE", {})
        patch.setattr(prepared.Question, "WORKED_OUT", {})  # what it asks is put into words anew

    return plant


def _function_of(there: Any) -> Any:
    if isinstance(there, property):
        there = there.fget
    return inspect.unwrap(there)


def _code_of(text: str, function: Any) -> Any:
    (defined,) = ast.parse(text).body
    assert isinstance(defined, ast.FunctionDef)
    defined.decorator_list = []
    made: dict[str, Any] = {}
    tree = ast.fix_missing_locations(ast.Module([defined], []))
    exec(compile(tree, inspect.getfile(function), "exec"), function.__globals__, made)  # noqa: S102
    return made[defined.name].__code__


def added(path: str, key: str, *more: str) -> Plant:
    """A row of a table of sets, with members that do not belong there. By their names."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        owner, name = found(path)
        table = getattr(owner, name)
        row = next(each for each in table if each.name == key)
        kind = type(next(iter(table[row])))
        patch.setitem(table, row, table[row] | {kind[each] for each in more})

    return plant


def put(path: str, value: Any) -> Plant:
    """A name of a module or class that holds something else."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        owner, name = found(path)
        patch.setattr(owner, name, value)

    return plant


def in_row(path: str, key: str, value: Any) -> Plant:
    """A row of a table that holds something else; `value` is made from what it held."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        owner, name = found(path)
        table = getattr(owner, name)
        row = next(each for each in table if getattr(each, "name", each) == key)
        patch.setitem(table, row, value(table[row]))

    return plant


def forgets(path: str, call: str) -> Plant:
    """A function that no longer makes one of its calls."""
    return rewritten(path, f"{call}(", "(lambda *_given, **_named: None)(")


def both(*plants: Plant) -> Plant:
    """The same slip in each place where the rule is written."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        for each in plants:
            each(patch)

    return plant


def the_database_forgets(function: str, before: str, after: str) -> Plant:
    """One function of the second wall with these words of it replaced; undone with the test."""

    def plant(_patch: pytest.MonkeyPatch) -> None:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute("SELECT pg_get_functiondef(%s::regprocedure)", [function])
            (text,) = cursor.fetchone()
            if before not in text:
                raise CannotBePlanted(f"{function}: {before}")
            cursor.execute(text.replace(before, after))
            cursor.execute("SET ROLE wayhome_app")

    return plant
