"""What measures are counted over, kept beside the extract, so that a question lays nothing out.

It is laid out once for each extract and moment: whoever asks again, or asks something else, reads
the file. It is found by what it was made of, the steps themselves among that, and so never stands
in for another. The last two are kept.
"""

import hashlib
import os
from pathlib import Path

import duckdb

from wayhome.insight.engines import DuckDb, LaidOut
from wayhome.insight.extracts.streams import STREAMS
from wayhome.insight.population import laying

NAMED = "laid-out-"
KEPT = 2


def opened(folder: Path, *, as_of_us: int) -> LaidOut:
    """What is counted over, of a published extract as of a moment; laid out if it was not yet."""
    file = folder.parent / f"{NAMED}{_made_of(folder, as_of_us)}.duckdb"
    if not file.exists():
        _lay_out(folder, file, as_of_us=as_of_us)
    os.utime(file)
    _forget(but=file)
    return LaidOut(file)


def _made_of(folder: Path, as_of_us: int) -> str:
    """A mark of all that decides what is laid out."""
    said = [folder.name, f"{as_of_us}", duckdb.__version__]
    said += [step.query for step in laying.steps(as_of_us)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def _lay_out(folder: Path, file: Path, *, as_of_us: int) -> None:
    engine = DuckDb(folder, [stream.name for stream in STREAMS], as_of_us=as_of_us)
    try:
        laying.lay_out(engine, as_of_us=as_of_us)
        made = engine.finish()
        made.chmod(0o600)
        made.rename(file)  # in one move: nobody finds half of one
    finally:
        engine.close()


def _forget(*, but: Path) -> None:
    """Remove those that were asked of before the one before this."""
    others = [each for each in but.parent.glob(f"{NAMED}*") if each != but]
    for each in sorted(others, key=lambda each: each.stat().st_mtime_ns)[: -(KEPT - 1)]:
        each.unlink(missing_ok=True)
