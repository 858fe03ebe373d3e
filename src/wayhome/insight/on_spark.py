"""The same SQL on a cluster of Spark, handed to it through Ibis.

An extra: the service counts with DuckDB and needs neither Spark nor Ibis (requirements/spark.in).
Two engines that agree to the last digit are a check of both, and a way on for an extract that has
outgrown one machine.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from pyspark.sql import SparkSession

from wayhome.insight.engines import Row

# All on this machine, without a web page of its own; small, since the partitions of a test are few.
SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.crossJoin.enabled": "true",
}
TYPES = {"int": "bigint"}


class Spark:
    """Spark over the files of one extract, of what was known by a moment."""

    def __init__(
        self, address: str, folder: Path, streams: Iterable[str], *, as_of_us: int
    ) -> None:
        builder = SparkSession.builder.master(address).appName("wayhome measures")
        self.session = builder.config(map=SETTINGS).getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")
        self.ibis = ibis.pyspark.connect(self.session)
        for name in streams:
            self._see(
                name,
                f"SELECT * FROM parquet.`{folder / name}` WHERE known_us <= {int(as_of_us)}",
            )

    def define(self, name: str, query: str) -> None:
        """Make a table of what a query answers, worked out once."""
        made = self._ask(query).localCheckpoint()  # or each plan would hold all those before it
        made.createOrReplaceTempView(name)

    def lay_out(self, name: str, query: str) -> None:
        """The same: Spark keeps every table as columns."""
        self.define(name, query)

    def keep(self, name: str, columns: Mapping[str, str], rows: Iterable[Row]) -> None:
        """Make a table of these rows."""
        said = ", ".join(f"{column} {TYPES[kind]}" for column, kind in columns.items())
        self.session.createDataFrame(list(rows), schema=said).createOrReplaceTempView(name)

    def rows(self, query: str) -> list[Row]:
        """What a query answers, whole."""
        return [tuple(row) for row in self._ask(query).collect()]

    def table(self, query: str) -> pa.Table:
        """What a query answers, column by column."""
        return self._ask(query).toArrow()

    def close(self) -> None:
        """Let go of the cluster."""
        self.session.stop()

    def _see(self, name: str, query: str) -> None:
        self._ask(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS {query}")

    def _ask(self, query: str) -> Any:
        return self.ibis.raw_sql(query)
