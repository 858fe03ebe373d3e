"""Reading a file of rows as it was exported: its encoding, its delimiter, its lines.

Cells stay text: a cell that looks like a formula is never worked out. A row that cannot be read
is answered with its problem and stops no other.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

DELIMITERS = ",;\t|"
ENCODINGS = ("utf-8-sig", "cp1252")
LARGEST_CELL = 1_000_000  # characters; anything longer is not a cell
CHUNK = 1 << 20  # bytes
MOST_TOLD = 200  # characters of a file that are repeated to whoever imports it


class NotReadable(ValueError):
    """The file cannot be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it starts on, its cells by column, and what is wrong with it."""

    line: int
    cells: dict[str, str]
    as_written: list[str] = field(default_factory=list)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file of rows: where it is and how it is written; its columns, folded and as headed."""

    path: Path
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    headings: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Each row after the heading, in order. Blank lines are passed over."""
        csv.field_size_limit(LARGEST_CELL)
        with self.path.open(encoding=self.encoding, newline="") as text:
            reader = csv.reader(text, delimiter=self.delimiter)
            next(reader)
            starts = reader.line_num + 1
            while True:
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as problem:
                    yield Row(starts, {}, problem=f"this row cannot be read: {problem}")
                else:
                    if any(cell.strip() for cell in cells):
                        yield self._row(starts, cells)
                starts = reader.line_num + 1

    def _row(self, line: int, cells: list[str]) -> Row:
        if len(cells) != len(self.columns):
            problem = (
                f"the row has {len(cells)} cells and the heading {len(self.columns)}: "
                "look for a stray delimiter or quotation mark"
            )
            return Row(line, {}, cells, problem)
        named = {name: cell.strip() for name, cell in zip(self.columns, cells, strict=True)}
        return Row(line, named, cells)


def opened(path: Path, *, encoding: str = "", delimiter: str = "") -> File:
    """The file, with its encoding and delimiter worked out unless given. Raises NotReadable."""
    if not path.is_file():
        raise NotReadable(f"There is no file {path}.")
    chosen = encoding or _encoding_of(path)
    try:
        with path.open(encoding=chosen, newline="") as text:
            heading = text.readline(LARGEST_CELL)
    except (LookupError, UnicodeDecodeError) as problem:
        raise NotReadable(f"{path.name} is not written in {chosen}: {problem}.") from problem
    if not heading.strip():
        raise NotReadable(f"{path.name} is empty, or has no heading on its first line.")
    mark = delimiter or max(DELIMITERS, key=heading.count)
    headings = _headings(path, heading, delimiter=mark)
    columns = tuple(_folded(each) for each in headings)
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise NotReadable(f"{path.name} has the column {told(twice[0])} more than once.")
    return File(path, chosen, mark, columns, headings)


def told(words: str) -> str:
    """What a file says, short enough to be repeated, and without what a terminal would obey."""
    shown = words if len(words) <= MOST_TOLD else f"{words[:MOST_TOLD]}…"
    return "".join(letter if letter.isprintable() else "?" for letter in shown)


def _headings(path: Path, heading: str, *, delimiter: str) -> tuple[str, ...]:
    csv.field_size_limit(LARGEST_CELL)
    try:
        cells = next(csv.reader([heading], delimiter=delimiter))
    except csv.Error as problem:
        raise NotReadable(f"{path.name} has no heading that can be read: {problem}.") from problem
    return tuple(cell.strip() for cell in cells)


def _folded(heading: str) -> str:
    """A heading without case or doubled spaces, as a mapping names it."""
    return " ".join(heading.strip().casefold().split())


def _encoding_of(path: Path) -> str:
    for encoding in ENCODINGS:
        try:
            with path.open(encoding=encoding, newline="") as text:
                while text.read(CHUNK):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise NotReadable(
        f"{path.name} is written in neither UTF-8 nor Windows-1252. Save it as CSV UTF-8."
    )
