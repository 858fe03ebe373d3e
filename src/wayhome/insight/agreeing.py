"""Whether two engines that count the same extract come to the same, to the last digit."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from wayhome.insight import counting
from wayhome.insight.engines import DuckDb, Engine
from wayhome.insight.extracts import columns
from wayhome.insight.extracts.streams import STREAMS
from wayhome.insight.on_spark import Spark
from wayhome.insight.population import laying

Came = dict[str, object]


class NothingCounted(ValueError):
    """The extract is empty."""


def differences(folder: Path, *, as_of: datetime, address: str) -> Iterator[str]:
    """How many series there are, and then each that DuckDB and Spark count otherwise.

    Raises NothingCounted where there are none, since two engines agree on nothing by doing nothing.
    """
    as_of_us = columns.microseconds(as_of)
    names = [stream.name for stream in STREAMS]
    here = _came(DuckDb(folder, names, as_of_us=as_of_us), as_of_us)
    there = _came(Spark(address, folder, names, as_of_us=as_of_us), as_of_us)
    if not here:
        raise NothingCounted("there is nothing in the extract to count")
    yield f"{len(here)} series, {len(there)} on {address}"
    for name in sorted({*here, *there}):
        if here.get(name) != there.get(name):
            yield f"{name}: {here.get(name)} here, {there.get(name)} there"


def _came(engine: Engine, as_of_us: int) -> Came:
    try:
        laying.lay_out(engine, as_of_us=as_of_us)
        return {
            f"{table.measure} by {table.by}, {kind} {area}": table.cells(place)
            for table in counting.count_with(engine, as_of_us=as_of_us)
            for place, kind, area in table.named()
        }
    finally:
        engine.close()
