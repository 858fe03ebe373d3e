"""Where extracts are kept, and which is the one to count from.

An extract is made in a folder of its own and then shown, by a pointer that is put in its place in
one move: whoever counts sees the one before or the one after, and never half of one. The one
before is kept until the next, for whoever is still counting from it.
"""

import json
import os
import shutil
from pathlib import Path

from django.conf import settings

from wayhome.insight.extracts import manifest
from wayhome.insight.extracts.manifest import Manifest

POINTER = "current.json"
MAKING = "making-"
KEPT = 2


class NoExtract(LookupError):
    """No extract has been published yet."""


def place() -> Path:
    """The folder in which extracts are kept, for nobody but the service."""
    folder = Path(settings.WAYHOME_EXTRACT_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def current() -> tuple[Path, Manifest]:
    """The published extract. Raises NoExtract."""
    try:
        named = json.loads((place() / POINTER).read_text())["folder"]
        folder = place() / named
        return folder, manifest.read(folder)
    except (OSError, ValueError, KeyError) as problem:
        raise NoExtract("nothing has been extracted yet") from problem


def begin() -> Path:
    """An empty folder to make an extract in; what was left of one that was not finished is gone."""
    for left in place().glob(f"{MAKING}*"):
        shutil.rmtree(left)
    folder = place() / f"{MAKING}{os.getpid()}"
    folder.mkdir(mode=0o700)
    return folder


def publish(folder: Path, said: Manifest) -> Path:
    """Name the folder for what it holds, and show it. One that is there already stays."""
    (folder / manifest.FILE).write_text(manifest.to_text(said))
    named = place() / f"{said.as_of:%Y%m%dT%H%M%S}-{said.digest[:16]}"
    if named.exists():
        shutil.rmtree(folder)
    else:
        _to_disk(folder)
        folder.rename(named)
    pointer = place() / f"{POINTER}.{os.getpid()}"
    pointer.write_text(json.dumps({"folder": named.name}))
    _to_disk(pointer)
    pointer.replace(place() / POINTER)
    _to_disk(place())
    _forget(but=named)
    return named


def _forget(*, but: Path) -> None:
    """Remove extracts that are older than the one before this."""
    folders = [each for each in place().iterdir() if each.is_dir() and each != but]
    ours = sorted(
        (each for each in folders if (each / manifest.FILE).exists()),
        key=lambda each: each.stat().st_mtime_ns,
    )
    for each in ours[: max(len(ours) - (KEPT - 1), 0)]:
        shutil.rmtree(each)


def _to_disk(what: Path) -> None:
    """Have the disk hold it before anybody is told of it: the files of a folder, and its names."""
    for each in sorted(what.rglob("*")) if what.is_dir() else ():
        _to_disk_one(each)
    _to_disk_one(what)


def _to_disk_one(what: Path) -> None:
    descriptor = os.open(what, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
