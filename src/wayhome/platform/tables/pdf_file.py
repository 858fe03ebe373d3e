"""A table as PDF, laid out by typst. What is written in it is data, and never markup.

The layout is a file of ours; the words come to it as JSON, so that no text can be taken for a
command of the language it is laid out in. It reads no other file and no network.
"""

import io
import json
import unicodedata
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import typst
from pypdf import PdfReader

from wayhome.platform.tables import sheet

MEDIA_TYPE = "application/pdf"
ENDING = "pdf"
LAYOUT = Path(__file__).with_name("layout.typ")
MOST_COLUMNS = 9  # more do not fit across a page: each row is then a list of its own


def written(table: sheet.Sheet) -> bytes:
    """The bytes of the file. Raises TypstError where the layout itself is wrong.

    A script that no font here can draw would print as empty boxes. Where that happened the page
    says so itself: whoever reads it must not take a name for an empty one.
    """
    made = _laid_out(table)
    lost = _lost(table, made)
    if not lost:
        return made
    noted = [table.unprintable % {"count": len(lost)}, *table.notes]
    return _laid_out(replace(table, notes=noted))


def _laid_out(table: sheet.Sheet) -> bytes:
    made = typst.compile(
        str(LAYOUT),
        root=str(LAYOUT.parent),
        format="pdf",
        sys_inputs={"table": json.dumps(_said(table))},
    )
    return bytes(made)


def _lost(table: sheet.Sheet, made: bytes) -> set[str]:
    """The letters that were to be written and cannot be read back from the page."""
    pages = PdfReader(io.BytesIO(made)).pages
    read = _letters("".join(page.extract_text() for page in pages))
    return _letters("".join(_written(each) for each in table.lines())) - read


def _letters(text: str) -> set[str]:
    """The letters and digits in a text, each in its plainest form."""
    plain = unicodedata.normalize("NFKD", text)
    return {letter for letter in plain if unicodedata.category(letter)[0] in "LN"}


def _said(table: sheet.Sheet) -> dict[str, object]:
    return {
        "title": _written(table.title),
        "mark": _written(table.mark.words),
        "number": table.mark.number,
        "language": table.language,
        "headings": [_written(each) for each in table.headings],
        "rows": [[_written(each) for each in row] for row in table.rows],
        "notes": [_written(each) for each in table.notes],
        "wide": len(table.headings) <= MOST_COLUMNS,
    }


def _written(value: sheet.Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return sheet.printable(str(value))
