"""Bringing a back record in, and copying its rows alone, inside the service's own settings."""

from pathlib import Path
from time import perf_counter

from django.db import connection, transaction

from wayhome.journey import history_loaded, history_rows
from wayhome.platform import clock
from wayhome.platform.audit import sealing
from wayhome.platform.copying import writing
from wayhome.platform.copying.reading import Folder

PLAIN = "plain_"


def bring_in(folder: Path) -> tuple[int, dict[str, float]]:
    """Bring a back record in; how many rows it tells, and how long each part of that took."""
    loading = history_loaded.begin(Folder(folder), now=clock.now())
    rows, parts = 0, {"rows checked": 0.0, "rows written": 0.0, "promises checked": 0.0}
    since = perf_counter()
    for portion in history_loaded.go_on(loading):
        now = perf_counter()
        kinds = {"rows checked": portion.checked, "rows written": portion.rows}
        kind = next((name for name, count in kinds.items() if count), "promises checked")
        parts[kind] += now - since
        rows, since = rows + portion.rows, now
    parts["tidied"] = perf_counter() - since
    return rows, parts


def seal() -> int:
    """Seal what was entered, as the import does at its end; how many entries there are."""
    return sealing.seal_all(now=clock.now())


def copy_alone(folder: Path) -> float:
    """Copy the same rows, ready made, into plain tables; how long COPY alone took."""
    source = history_rows.source_of(Folder(folder), now=clock.now())
    took = 0.0
    for made in history_rows.made(source, rows_in={}, now=clock.now()):
        for ready in made.ready:
            took += _copied(ready)
    _forget()
    return took


def _forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE starts_with(relname, %s)", [PLAIN])
        for (plain,) in cursor.fetchall():
            cursor.execute(f'DROP TABLE IF EXISTS "{plain}"')


def _copied(ready: writing.Ready) -> float:
    plain = f"{PLAIN}{ready.table}"
    with transaction.atomic():
        with connection.cursor() as cursor:
            like = f"LIKE {ready.table} INCLUDING DEFAULTS"
            cursor.execute(f"CREATE TABLE IF NOT EXISTS {plain} ({like})")
        began = perf_counter()
        writing.copy(plain, ready)
    return perf_counter() - began
