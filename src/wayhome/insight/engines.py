"""What counts: an engine that holds the streams of an extract and answers plain SQL.

The service counts with DuckDB, in the process of the job. Nothing is installed and nothing is
fetched: it reads the files of the extract and no others.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from wayhome.insight.rooms import Room

Row = tuple[Any, ...]
TYPES = {"int": pa.int64()}
MOST = "3GB"
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "threads": "2",
    "memory_limit": MOST,
}


class Asked(Protocol):
    """What the measures ask of an engine that holds what is counted over."""

    def table(self, query: str) -> pa.Table:
        """What a query answers, column by column."""

    def close(self) -> None:
        """Let go of what it holds."""


class Engine(Asked, Protocol):
    """What laying out asks of an engine besides."""

    def rows(self, query: str) -> list[Row]:
        """What a query answers, row by row."""

    def define(self, name: str, query: str) -> None:
        """Make a table of what a query answers."""

    def lay_out(self, name: str, query: str) -> None:
        """Make a table that is counted over, in the form in which it is counted the fastest."""

    def keep(self, name: str, columns: Mapping[str, str], rows: Iterable[Row]) -> None:
        """Make a table of these rows. Each column is of the kind `int`."""


class DuckDb:
    """DuckDB over the files of one extract, of what was known by a moment.

    What it works out on the way is beside the extract, on the disk, while it counts: it takes no
    more memory than `MOST`, however many children there are. What is counted over is in `file`.
    """

    def __init__(self, folder: Path, streams: Iterable[str], *, as_of_us: int) -> None:
        self.room = Room(folder.parent)
        self.file = self.room.path / "laid-out.duckdb"
        self.connection = duckdb.connect(self.file, config=SETTINGS)
        self.coded: dict[str, str] = {}  # by which codes a column is kept, where it was before
        for name in streams:
            files = str(folder / name / "*.parquet").replace("'", "''")
            self.connection.execute(
                f"CREATE TEMP VIEW {name} AS SELECT * FROM read_parquet('{files}') "
                f"WHERE known_us <= {int(as_of_us)}"
            )

    def define(self, name: str, query: str) -> None:
        """Make a table of what a query answers."""
        self.connection.execute(f"CREATE TEMP TABLE {name} AS {query}").fetchall()

    def lay_out(self, name: str, query: str) -> None:
        """Make a table that is counted over. Each code in it is a small number that has a name."""
        plain = f"{name}_plain"
        self.define(plain, query)
        columns = self.rows(f"DESCRIBE {plain}")
        kept = [self._kept(name, column, kind, plain) for column, kind, *_ in columns]
        self.connection.execute(f"CREATE TABLE {name} AS SELECT {', '.join(kept)} FROM {plain}")
        self.connection.execute(f"DROP TABLE {plain}")

    def _kept(self, name: str, column: str, kind: str, plain: str) -> str:
        there = f"FROM {plain} WHERE {column} IS NOT NULL"
        if kind != "VARCHAR" or not self.rows(f"SELECT 1 {there} LIMIT 1"):
            return column
        codes = self.coded.get(column)
        if not codes or self.rows(
            f"SELECT 1 {there} AND TRY_CAST({column} AS {codes}) IS NULL LIMIT 1"
        ):
            codes = self.coded[column] = f"{name}_{column}"
            self.connection.execute(
                f"CREATE TYPE {codes} AS ENUM (SELECT DISTINCT {column} {there} ORDER BY {column})"
            )
        return f"CAST({column} AS {codes}) AS {column}"

    def keep(self, name: str, columns: Mapping[str, str], rows: Iterable[Row]) -> None:
        """Make a table of these rows."""
        values = zip(*rows, strict=True) if (rows := list(rows)) else ([] for _ in columns)
        arrays = [
            pa.array(each, TYPES[kind]) for each, kind in zip(values, columns.values(), strict=True)
        ]
        self.connection.register("kept_rows", pa.Table.from_arrays(arrays, list(columns)))
        self.define(name, "SELECT * FROM kept_rows")
        self.connection.unregister("kept_rows")

    def rows(self, query: str) -> list[Row]:
        """What a query answers, whole: DuckDB stays busy with one that was not read to its end."""
        return self.connection.execute(query).fetchall()

    def table(self, query: str) -> pa.Table:
        """What a query answers, column by column."""
        return self.connection.sql(query).to_arrow_table()

    def finish(self) -> Path:
        """The file of what was laid out, whole. Nothing else is asked of it but to be closed."""
        self.connection.execute("CHECKPOINT")
        self.connection.close()
        return self.file

    def close(self) -> None:
        """Let go of the files, and of what was laid out."""
        self.connection.close()
        self.room.close()


class LaidOut:
    """DuckDB over what was laid out before, which it only reads.

    What does not fit into memory meanwhile lies in a room that is gone with whoever counts.
    """

    def __init__(self, file: Path) -> None:
        self.room = Room(file.parent)
        try:
            self.connection = duckdb.connect(
                file, read_only=True, config=SETTINGS | {"temp_directory": str(self.room.path)}
            )
        except duckdb.Error:
            self.room.close()
            raise

    def table(self, query: str) -> pa.Table:
        """What a query answers, column by column."""
        return self.connection.sql(query).to_arrow_table()

    def close(self) -> None:
        """Let go of the file, and of the room."""
        self.connection.close()
        self.room.close()
