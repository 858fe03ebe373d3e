"""A table as CSV: UTF-8 with its mark, every cell quoted, the watermark at the end of each row.

CSV has no types: whatever opens it decides. So text is made harmless, a number is written bare and
a moment in one form that no program takes for anything else.
"""

import csv
import io
from datetime import date, datetime

from wayhome.platform.tables import sheet

MEDIA_TYPE = "text/csv; charset=utf-8"
ENDING = "csv"


def written(table: sheet.Sheet) -> bytes:
    """The bytes of the file. A row that has no cell still ends in the watermark."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    mark = sheet.harmless(table.mark.words)
    writer.writerow([*(sheet.harmless(each) for each in table.headings), table.watermark])
    for row in table.rows:
        writer.writerow([*(_cell(each) for each in row), mark])
    for note in table.notes:
        writer.writerow([sheet.harmless(note), *[""] * (len(table.headings) - 1), mark])
    return held.getvalue().encode("utf-8-sig")


def _cell(value: sheet.Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return sheet.harmless(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    # A number below nought begins as a formula does, and is none: it is written as a number.
    return repr(value)
