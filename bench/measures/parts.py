"""The parts of the road from the records to an answer, each with what it took."""

import json
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any, TypeVar

import psycopg

from bench.measures.__main__ import FOUND
from wayhome.insight import laid_out, nightly, nights
from wayhome.insight.engines import LaidOut, Row
from wayhome.insight.extracts import columns, publishing
from wayhome.insight.measures import catalogue, questions
from wayhome.insight.population import laying
from wayhome.platform import clock
from wayhome.platform.row_security import transactions
from wayhome.rules import measures

SCRATCH = "bench_measures"
AT_ONCE = 1 << 20
KINDS = {"BIGINT": "bigint", "INTEGER": "integer", "BOOLEAN": "boolean"}
Found = dict[str, Any]
Answer = TypeVar("Answer")


def extract(_times: int) -> Found:
    """The whole extract, as of the last midnight."""
    return _extracted(whole=True)


def again(_times: int) -> Found:
    """The extract of the night after, when every month but this one is over."""
    return _extracted(whole=False)


def lay_out(_times: int) -> Found:
    """What is counted over, laid out and kept."""
    began = perf_counter()
    with _laid_out() as engine:
        lines = engine.table("SELECT episode FROM episodes_known").num_rows
    took = perf_counter() - began
    [file] = publishing.place().glob(f"{laid_out.NAMED}*")
    return _took(took) | {"lines": lines, "megabytes": file.stat().st_size / 1e6}


def ask(times: int) -> Found:
    """Every question, on DuckDB, and what it took of the processors, which others may have too."""
    found: dict[str, dict[str, float]] = {}
    worked: list[float] = []
    with _laid_out() as engine:
        for measure, by, query in _questions():
            before = process_time()
            took = min(_seconds(engine.table, query)[0] for _ in range(times))
            worked.append((process_time() - before) / times)
            found.setdefault(measure, {})[by] = took
    return _took(0) | {"questions": found, "worked": worked}


def postgres(_times: int) -> Found:
    """The slowest question of each measure, on the server of the records.

    Raises RuntimeError where it answers otherwise than DuckDB.
    """
    found: dict[str, float] = {}
    address = os.environ["WAYHOME_DATABASE_URL"]
    with _laid_out() as engine, psycopg.connect(address, autocommit=True) as server:
        try:
            _load(engine, server)
            for measure, query in _slowest():
                found[measure], there = _seconds(
                    lambda said: server.execute(said).fetchall(), query
                )
                if _plain(there) != _plain(engine.connection.execute(query).fetchall()):
                    raise RuntimeError(f"PostgreSQL and DuckDB differ: {measure}")
        finally:
            server.execute(f"DROP SCHEMA IF EXISTS {SCRATCH} CASCADE")
    return _took(0) | {"questions": found}


MEASURED: dict[str, Callable[[int], Found]] = {
    "extract": extract,
    "again": again,
    "lay_out": lay_out,
    "ask": ask,
    "postgres": postgres,
}


def _extracted(*, whole: bool) -> Found:
    transactions.act_for_the_service()
    now = clock.now()
    began = perf_counter()
    made = nightly.extract(as_of=nights.last_midnight(now), now=now, whole=whole)
    return _took(perf_counter() - began) | {"rows": made.said.rows}


def _took(seconds: float) -> Found:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"seconds": seconds, "memory_mb": memory}


def _published() -> tuple[Path, int]:
    folder, said = publishing.current()
    return folder, columns.microseconds(said.as_of)


@contextmanager
def _laid_out() -> Iterator[LaidOut]:
    folder, as_of_us = _published()
    engine = laid_out.opened(folder, as_of_us=as_of_us)
    try:
        yield engine
    finally:
        engine.close()


def _questions() -> Iterator[tuple[str, str, str]]:
    _, as_of_us = _published()
    for each in catalogue.COUNTED:
        for by in measures.DEFINED[each.measure].breakdowns:
            yield each.measure, by, questions.question(each, by, as_of_us=as_of_us)


def _seconds(ask: Callable[[str], Answer], query: str) -> tuple[float, Answer]:
    began = perf_counter()
    rows = ask(query)
    return perf_counter() - began, rows


def _slowest() -> Iterator[tuple[str, str]]:
    """Of each measure, the question that took DuckDB the longest."""
    asked: dict[str, dict[str, float]] = json.loads(os.environ[FOUND])["ask"]["questions"]
    for measure, by, query in _questions():
        if by == max(asked[measure], key=lambda each: asked[measure][each]):
            yield measure, query


def _load(engine: LaidOut, server: psycopg.Connection) -> None:
    """What is counted over, in tables that only this uses."""
    for statement in (
        f"DROP SCHEMA IF EXISTS {SCRATCH} CASCADE",
        f"CREATE SCHEMA {SCRATCH}",
        f"SET search_path TO {SCRATCH}",
        "SET work_mem TO '512MB'",
        "SET jit TO off",
    ):
        server.execute(statement)
    with TemporaryDirectory(dir=os.environ["WAYHOME_EXTRACT_DIR"]) as folder:
        for table in laying.COUNTED_OVER:
            file = Path(folder) / f"{table}.csv"
            engine.connection.execute(f"COPY {table} TO '{file}' (HEADER FALSE)")
            said = engine.connection.execute(f"DESCRIBE {table}").fetchall()
            made = ", ".join(f'"{name}" {_kind(kind)}' for name, kind, *_ in said)
            server.execute(f"CREATE UNLOGGED TABLE {table} ({made})")
            with (
                file.open("rb") as rows,
                server.cursor().copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copying,
            ):
                while some := rows.read(AT_ONCE):
                    copying.write(some)
            file.unlink()
    server.execute("ANALYZE")


def _kind(kind: str) -> str:
    """The kind of a column in PostgreSQL; a code is a text there, compared by its bytes."""
    return KINDS.get(kind, 'text COLLATE "C"')


def _plain(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=repr)
