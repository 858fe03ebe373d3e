"""What counts: an engine that holds the streams of an extract and answers plain SQL.

The service counts with DuckDB, in the process of the job. Nothing is installed and nothing is
fetched: it reads the files of the extract and no others.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

import duckdb

from wayhome.insight.rooms import Room

Row = tuple[Any, ...]
TYPES = {"int": "BIGINT"}
MOST = "3GB"


class Engine(Protocol):
    """What the population and the measures ask of an engine."""

    def define(self, name: str, query: str) -> None:
        """Make a table of what a query answers."""

    def keep(self, name: str, columns: Mapping[str, str], rows: Iterable[Row]) -> None:
        """Make a table of these rows. Each column is of the kind `int`."""

    def rows(self, query: str) -> list[Row]:
        """What a query answers, whole."""

    def close(self) -> None:
        """Let go of what it holds."""


class DuckDb:
    """DuckDB over the files of one extract, of what was known by a moment.

    What it lays out is beside the extract, on the disk, while it counts: it takes no more memory
    than `MOST`, however many children there are.
    """

    def __init__(self, folder: Path, streams: Iterable[str], *, as_of_us: int) -> None:
        self.room = Room(folder.parent)
        self.connection = duckdb.connect(
            self.room.path / "tables.duckdb",
            config={"autoinstall_known_extensions": "false", "threads": "2", "memory_limit": MOST},
        )
        for name in streams:
            files = str(folder / name / "*.parquet").replace("'", "''")
            self.connection.execute(
                f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{files}') "
                f"WHERE known_us <= {int(as_of_us)}"
            )

    def define(self, name: str, query: str) -> None:
        """Make a table of what a query answers."""
        self.connection.execute(f"CREATE TABLE {name} AS {query}").fetchall()

    def keep(self, name: str, columns: Mapping[str, str], rows: Iterable[Row]) -> None:
        """Make a table of these rows."""
        said = ", ".join(f"{column} {TYPES[kind]}" for column, kind in columns.items())
        self.connection.execute(f"CREATE TABLE {name} ({said})").fetchall()
        kept = list(rows)
        if kept:
            marks = ", ".join("?" for _ in columns)
            self.connection.executemany(f"INSERT INTO {name} VALUES ({marks})", kept)

    def rows(self, query: str) -> list[Row]:
        """What a query answers, whole: DuckDB stays busy with one that was not read to its end."""
        return self.connection.execute(query).fetchall()

    def close(self) -> None:
        """Let go of the files, and of what was laid out."""
        self.connection.close()
        self.room.close()
