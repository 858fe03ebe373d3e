"""What both readers take from a row: names, places, the number, the key, and all in words."""

import hashlib
from datetime import datetime

from wayhome.interfaces.imports import cells, mapping

PLACE = 300
ADDED_TO_REJECTS = {"line", "reason"}


def number(row: dict[str, str], *, mapped: mapping.Mapping) -> str:
    """The number by which the agency knows the child. Raises NotPossible."""
    said, heading = mapped.cell("number", of=row), mapped.heading("number")
    if not said:
        raise cells.NotPossible(f"{heading} is blank: give the number by which you know the child")
    return cells.text(said, name=heading)


def name(row: dict[str, str], which: str, *, mapped: mapping.Mapping) -> str:
    """A child's given or family name."""
    return cells.text(mapped.cell(which, of=row), name=mapped.heading(which))


def place(row: dict[str, str], which: str, *, mapped: mapping.Mapping) -> str:
    """A place, as it was written."""
    return cells.text(mapped.cell(which, of=row), name=mapped.heading(which), most=PLACE)


def key(scheme: str, *, number: str, reference: str, began: datetime, type_code: str = "") -> str:
    """The same for the same record, whenever it is read: its own reference, or what it is of."""
    of = ["reference", reference] if reference else [number, began.isoformat(), type_code]
    digest = hashlib.sha256("\x1f".join([scheme, *of]).encode()).hexdigest()
    return f"import:{digest}"


def whole(row: dict[str, str], *, mapped: mapping.Mapping) -> str:
    """Everything the row said of the absence, by column, as it was written."""
    about_child = {
        mapped.columns.get(column)
        for column in ("number", "given_name", "family_name", "date_of_birth", "sex")
    } | ADDED_TO_REJECTS
    said = [
        f"{column}: {cell}" for column, cell in row.items() if cell and column not in about_child
    ]
    return cells.text("Imported record. " + "; ".join(said), name="the row", most=cells.LONG * 5)
