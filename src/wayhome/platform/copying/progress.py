"""How far a back record has been brought in: written in the step that brings the rows in."""

from datetime import datetime

from django.db import connection

from wayhome.platform.copying import aside
from wayhome.platform.copying.models import Load, Portion
from wayhome.platform.copying.reading import Folder


class NotThisOne(ValueError):
    """The back record cannot be brought in; the message says why."""


def take_turn() -> None:
    """One back record comes in at a time, until this connection ends. Raises NotThisOne."""
    with connection.cursor() as cursor:
        cursor.execute(aside.TURN)
        if not cursor.fetchone()[0]:
            raise NotThisOne("Another back record is being brought in at this moment.")


def begin(folder: Folder, *, now: datetime) -> Load:
    """This back record as it was begun, or begun now.

    Raises NotThisOne where rows of another of this name are in.
    """
    new = {"digest": folder.digest, "began_at": now}
    load, _ = Load.objects.get_or_create(name=folder.name, defaults=new)
    if load.digest != folder.digest and not load.portions.exists():
        load.digest = folder.digest
        load.save(update_fields=["digest"])
    if load.digest != folder.digest:
        raise NotThisOne(
            f"Another back record called {folder.name} was brought in, or begun, before. This one "
            f"differs from it: give it another name, or bring the other to its end."
        )
    return load


def rows_in(load: Load) -> dict[str, int]:
    """How many rows of each table are in."""
    return dict(load.portions.values_list("table", "rows"))


def advance(load: Load, table: str, *, rows: int) -> None:
    """So many rows of a table are in now."""
    Portion.objects.update_or_create(load=load, table=table, defaults={"rows": rows})


def end(load: Load, *, now: datetime) -> None:
    """All of it is in."""
    load.ended_at = now
    load.save(update_fields=["ended_at"])
