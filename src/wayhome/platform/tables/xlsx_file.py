"""A table as one XLSX sheet: typed cells, no formula, nothing hidden, no word of machine or person.

Text is written as text and is made harmless besides: a sheet is opened, saved as CSV, and opened
again by something else. The watermark stands above the table, at the end of each row, and at the
foot of each printed page.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from wayhome.platform.tables import sheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDING = "xlsx"
NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001  # the format has no zones; the watermark says when
ABOVE = 3  # rows before the headings
WIDTH = 24.0
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def written(table: sheet.Sheet) -> bytes:
    """The bytes of the file."""
    book = Workbook(write_only=True)
    page = book.create_sheet("Wayhome")
    _set_up(page, table)
    for row in _rows(table):
        page.append([_cell(page, value, bold=bold) for value, bold in row])
    book.properties.creator = "Wayhome"
    book.properties.title = sheet.harmless(table.title)
    book.properties.created = book.properties.modified = NO_TIME
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _rows(table: sheet.Sheet) -> Iterable[Sequence[tuple[sheet.Cell, bool]]]:
    mark = table.mark.words
    yield [(table.title, True)]
    yield [(mark, False)]
    yield []
    yield [(each, True) for each in [*table.headings, table.watermark]]
    for row in table.rows:
        yield [(each, False) for each in [*row, mark]]
    for note in table.notes:
        yield [(note, False)]


def _set_up(page: WriteOnlyWorksheet, table: sheet.Sheet) -> None:
    for column in range(1, len(table.headings) + 2):
        page.column_dimensions[get_column_letter(column)].width = WIDTH
    page.freeze_panes = f"A{ABOVE + 2}"
    page.print_title_rows = f"{ABOVE + 1}:{ABOVE + 1}"
    page.oddFooter.center.text = _printed(table.mark.words)
    page.page_setup.orientation = "landscape"


def _printed(words: str) -> str:
    """Words as a printed foot takes them: an ampersand there begins a code, so it is doubled."""
    return sheet.harmless(words)[:200].replace("&", "&&")


def _cell(page: WriteOnlyWorksheet, value: sheet.Cell, *, bold: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=_typed(value))
    if isinstance(value, str):
        cell.data_type = "s"  # never "f", whatever it begins with
        cell.alignment = _WRAPPED
    if isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = _BOLD
    return cell


def _typed(value: sheet.Cell) -> sheet.Cell:
    """The format has no zones: a moment stands as the clock on the wall said it."""
    if isinstance(value, str):
        return sheet.harmless(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return value
