"""What measures are counted over, kept beside the extract, so that a question lays nothing out.

It is laid out once for each extract and moment: whoever asks again, or asks something else, reads
the file. It is found by what it was made of, the steps themselves among that, and so never stands
in for another. The last two are kept.
"""

import hashlib
import logging
import os
from pathlib import Path

import duckdb

from wayhome.insight import engines
from wayhome.insight.engines import DuckDb, LaidOut
from wayhome.insight.extracts.streams import STREAMS
from wayhome.insight.population import laying

NAMED, ENDING = "laid-out-", ".duckdb"
KEPT = 2
log = logging.getLogger("wayhome.measures")


def opened(folder: Path, *, as_of_us: int) -> LaidOut:
    """What is counted over, of a published extract as of a moment; laid out if it was not yet.

    One that cannot be read, or that somebody else has just let go of, is laid out once more.
    """
    file = folder.parent / f"{NAMED}{_made_of(folder, as_of_us)}{ENDING}"
    if file.exists():
        try:
            return _read(file)
        except (FileNotFoundError, duckdb.Error) as unread:
            log.warning("laid out anew: %s", unread)
            file.unlink(missing_ok=True)
    _lay_out(folder, file, as_of_us=as_of_us)
    return _read(file)


def _read(file: Path) -> LaidOut:
    os.utime(file)
    found = LaidOut(file)
    _forget(but=file)
    return found


def _made_of(folder: Path, as_of_us: int) -> str:
    """A mark of all that decides what is laid out, what is written in the program among that."""
    mark = hashlib.sha256(f"{folder.name} {as_of_us} {duckdb.__version__}".encode())
    for written in (*sorted(Path(laying.__file__).parent.glob("*.py")), Path(engines.__file__)):
        mark.update(written.read_bytes())
    for step in laying.steps(as_of_us):
        mark.update(step.query.encode())
    return mark.hexdigest()[:16]


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
    others = [each for each in but.parent.glob(f"{NAMED}*{ENDING}") if each != but]
    for each in sorted(others, key=lambda each: each.stat().st_mtime_ns)[: -(KEPT - 1)]:
        each.unlink(missing_ok=True)
