"""The sentences of the rules and the journey that a page shows, for the Welsh catalogue to hold.

Neither knows of languages: a page translates their words when it shows them, with
`presenters.said` or `presenters.sentence`. Two kinds are found: the words in closed lists and
tables (fields named in SPOKEN), and whole sentences written out anywhere in a module. A sentence
that is put together (an f-string) cannot be found, so it cannot be translated: give it a place
in rules/sentences.py instead.
"""

import ast
import dataclasses
import inspect
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

from wayhome.rules import (
    access,
    breakdowns,
    clocks,
    default_protocol,
    disclosure,
    emergency,
    episode_state,
    export_columns,
    exports,
    factors,
    files,
    interviews,
    ladders,
    matching,
    measures,
    moments,
    notifications,
    policy,
    protection,
    protocol,
    reasons,
    redaction,
    repeats,
    risk,
    sending,
    sentences,
    sources,
    told,
    vocabulary,
    withdrawing,
    wording,
)

MODULES: tuple[ModuleType, ...] = (
    vocabulary,
    factors,
    reasons,
    access,
    policy,
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
    sentences,
    default_protocol,
    clocks,
    sources,
    withdrawing,
    protection,
    exports,
    files,
    export_columns,
    emergency,
    sending,
    redaction,
    measures,
    breakdowns,
    disclosure,
)
SMALL_LETTERED = (matching, notifications)
ENOUGH_WORDS = 3
JOURNEY = Path(__file__).resolve().parents[3] / "journey"
UNSPOKEN_CALLS = frozenset({"Source", "ValueError"})
SPOKEN = frozenset(
    {
        "label",
        "name",
        "starts",
        "words",
        "text",
        "title",
        "question",
        "prompt",
        "reason",
        "suggestion",
        "hint",
        "definition",
        "population",
        "complete",
    }
)


def found() -> tuple[tuple[str, str], ...]:
    """Every sentence with the module it is from, each once, in order."""
    words_of: dict[str, str] = {}
    for module in MODULES:
        for name, value in vars(module).items():
            if not name.startswith("_"):
                for words in _spoken(value):
                    words_of.setdefault(words, module.__name__)
        for words in _written_out(inspect.getsource(module), small=module in SMALL_LETTERED):
            words_of.setdefault(words, module.__name__)
    for step in sorted(JOURNEY.glob("*.py")):
        for words in _written_out(step.read_text()):
            words_of.setdefault(words, f"wayhome.journey.{step.stem}")
    return tuple(words_of.items())


def _spoken(value: object) -> Iterator[str]:
    """The words in one constant of a module: a closed list, a table, or a row of one."""
    if isinstance(value, type) and issubclass(value, StrEnum):
        yield from _said_of(value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from _said_by(value)
    elif isinstance(value, dict):
        yield from _rows(value.values())
    elif isinstance(value, tuple | list | frozenset):
        yield from _rows(value)


def _said_of(codes: type[StrEnum]) -> Iterator[str]:
    """The labels of a closed list; or its codes, where some are phrases to be read."""
    are_phrases = any(" " in member.value for member in codes)
    for member in codes:
        words = getattr(member, "label", member.value if are_phrases else "")
        if words:
            yield words


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


def _written_out(source: str, *, small: bool = False) -> Iterator[str]:
    """Sentences written in a module: not its docstrings, its sources or its own faults."""
    tree = ast.parse(source)
    silent = {id(part) for node in ast.walk(tree) if _is_silent(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
        ):
            words = node.value.strip()
            if _is_sentence(words, small=small):
                yield words


def _is_sentence(words: str, *, small: bool) -> bool:
    if " " not in words or "|" in words:
        return False
    return words[0].isupper() or words[0] == "%" or (small and words.count(" ") >= ENOUGH_WORDS)


def _is_silent(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return name in UNSPOKEN_CALLS
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or isinstance(node, ast.JoinedStr)
