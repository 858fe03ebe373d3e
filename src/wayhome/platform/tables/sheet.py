"""What is written to a file: a title, headings, rows, and the mark that stands on every page.

A cell is text, a whole number, a number, a day or a moment. Text is made harmless by `harmless`
where the program that opens a file could take it for a formula; a number or a date is written as
what it is, so nothing is lost by that.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

Cell: TypeAlias = str | int | float | date | datetime | None

# What a spreadsheet may take for the beginning of a formula, a command or a link to another
# program, once it has passed over whatever cannot be seen before it.
STARTS_A_FORMULA = frozenset("=+-@|%\N{MINUS SIGN}")
LONGEST_CELL = 32_000  # of the 32,767 characters that a spreadsheet holds in one


@dataclass(frozen=True, slots=True)
class Mark:
    """Who took it, for whom, when and under which number: on every page, sheet and row."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table to be written."""

    title: str
    mark: Mark
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    language: str = "en"
    notes: Sequence[str] = ()
    watermark: str = "Watermark"
    unprintable: str = (
        "Letters of %(count)s kinds cannot be printed here. The spreadsheet has them."
    )

    def lines(self) -> Iterator[Cell]:
        """Everything that is written in it but its mark, in order."""
        yield from (self.title, *self.headings)
        for row in self.rows:
            yield from row
        yield from self.notes


def harmless(text: str) -> str:
    """The text as a cell may hold it: nothing in it is taken for a formula.

    What cannot be seen is taken from its beginning, and from within it what no file of this kind
    may hold. Text that then begins as a formula would, also in full-width form, is given an
    apostrophe before it. Compatibility forms are only compared, never written: a name stays as it
    was given.
    """
    seen = _without_what_cannot_be_written(text).lstrip()
    while seen and (seen[0].isspace() or unicodedata.category(seen[0]) in _UNSEEN):
        seen = seen[1:]
    seen = seen[:LONGEST_CELL]
    starts = unicodedata.normalize("NFKC", seen[:1]).lstrip()
    return f"'{seen}" if starts[:1] in STARTS_A_FORMULA and seen else seen


def printable(text: str) -> str:
    """The text as a page may show it: whole, without what cannot be seen or drawn."""
    return _without_what_cannot_be_written(text)


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
_KEPT = frozenset("\n\t")


def _without_what_cannot_be_written(text: str) -> str:
    """Lines and tabs stay; other control characters and halves of characters are taken out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter
        for letter in lines
        if letter in _KEPT
        or (unicodedata.category(letter) not in {"Cc", "Cs"} and letter not in "\ufffe\uffff")
    )
