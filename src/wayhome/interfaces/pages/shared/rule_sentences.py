"""The sentences of the rules that a page shows, so that the Welsh catalogue can hold them.

The rules know nothing of languages: a page translates a rule's words when it shows them, with
`presenters.sentence`, or `_` in a template. Two kinds are found: the words in closed lists and
tables (fields named in SPOKEN), and whole sentences written out anywhere in a module. A sentence
that is put together from pieces (an f-string) cannot be found, so it cannot be translated.
"""

import ast
import dataclasses
import inspect
from collections.abc import Iterable, Iterator
from enum import StrEnum
from types import ModuleType
from typing import Any

from wayhome.rules import (
    access,
    episode_state,
    factors,
    interviews,
    ladders,
    matching,
    moments,
    notifications,
    protocol,
    reasons,
    repeats,
    risk,
    told,
    vocabulary,
    wording,
)

MODULES: tuple[ModuleType, ...] = (
    vocabulary,
    factors,
    reasons,
    access,
    risk,
    protocol,
    ladders,
    notifications,
    told,
    repeats,
    matching,
    interviews,
    moments,
    episode_state,
    wording,
)
UNSPOKEN_CALLS = frozenset({"Source", "ValueError"})
SPOKEN = frozenset(
    {
        "label",
        "name",
        "words",
        "text",
        "title",
        "question",
        "prompt",
        "reason",
        "suggestion",
        "hint",
    }
)


def sentences() -> tuple[tuple[str, str], ...]:
    """Every sentence with the rules module it is from, each once, in order."""
    found: dict[str, str] = {}
    for module in MODULES:
        for name, value in vars(module).items():
            if not name.startswith("_"):
                for words in _spoken(value):
                    found.setdefault(words, module.__name__)
        for words in _written_out(module):
            found.setdefault(words, module.__name__)
    return tuple(found.items())


def _spoken(value: object) -> Iterator[str]:
    """The words in one constant of a module: a closed list, a table, or a row of one."""
    if isinstance(value, type) and issubclass(value, StrEnum):
        yield from (member.label for member in value if hasattr(member, "label"))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from _said_by(value)
    elif isinstance(value, dict):
        yield from _rows(value.values())
    elif isinstance(value, tuple | list | frozenset):
        yield from _rows(value)


def _rows(rows: Iterable[object]) -> Iterator[str]:
    for row in rows:
        yield from _spoken(row)


def _said_by(row: Any) -> Iterator[str]:
    for field in dataclasses.fields(row):
        words = getattr(row, field.name)
        if isinstance(words, str) and field.name in SPOKEN and not isinstance(words, StrEnum):
            yield words
        elif isinstance(words, tuple):
            yield from _rows(words)


def _written_out(module: ModuleType) -> Iterator[str]:
    """Sentences written in the module itself: not its docstrings, its sources or its own faults."""
    tree = ast.parse(inspect.getsource(module))
    silent = {id(part) for node in ast.walk(tree) if _is_silent(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
        ):
            words = node.value.strip()
            if " " in words and words[0].isupper():
                yield words


def _is_silent(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return name in UNSPOKEN_CALLS
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or isinstance(node, ast.JoinedStr)
