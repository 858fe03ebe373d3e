"""A bar chart, drawn on the server: a bar for each row, its words above it and its number beside.

What is not shown is drawn as an empty outline and says so: no colour says anything alone. Lengths
are of the longest bar, or of a whole where each bar is a part of one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, SHORTEST = 320, 2
ROW, WORDS, THICK = 44, 16, 14


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the chart: its words, its number in words, and the number; None where hidden."""

    words: str
    said: str
    number: float | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One row as it is drawn. `y` is where its words stand, `top` where its bar begins."""

    words: str
    said: str
    y: int
    top: int
    length: int
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The picture: what it is called, what it shows in a sentence, and its bars."""

    title: str
    summary: str
    bars: Sequence[Bar]
    height: int
    width: int = WIDTH
    thick: int = THICK
    is_of_whole: bool = False


def draw(title: str, summary: str, rows: Iterable[Row], *, whole: float | None = None) -> Chart:
    """The chart of these rows, each as long as its share of `whole`, or of the longest."""
    shown = list(rows)
    most = whole or max((row.number or 0 for row in shown), default=0)
    return Chart(
        title=title,
        summary=summary,
        bars=tuple(_bar(row, place, most=most) for place, row in enumerate(shown)),
        height=ROW * len(shown),
        is_of_whole=whole is not None,
    )


def _bar(row: Row, place: int, *, most: float) -> Bar:
    return Bar(
        words=row.words,
        said=row.said,
        y=ROW * place + WORDS,
        top=ROW * place + WORDS + 6,
        length=WIDTH if row.number is None else _length(row.number, most=most),
        is_hidden=row.number is None,
    )


def _length(number: float, *, most: float) -> int:
    """Nought has no bar; anything else has one that can be seen."""
    return max(round(WIDTH * number / most), SHORTEST) if number and most else 0
