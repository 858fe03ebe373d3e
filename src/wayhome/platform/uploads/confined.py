"""Making a file anew in a process of its own, that may use little memory and little time.

What a stranger sent is never decoded in the service itself. The process is given the bytes and
nothing else: no setting, no connection, no file to write. When it ends, whatever it met is gone.
"""

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass

from wayhome.platform.uploads.kinds import MOST_BYTES, Kind, NotTaken, Reason, kind_of

MOST_MEMORY = 256 * 1024 * 1024
SECONDS = 5
MOST_MADE = 3 * MOST_BYTES


@dataclass(frozen=True, slots=True)
class Made:
    """What is kept of a file: the new bytes, what they are, and the size of a picture."""

    content: bytes
    media_type: str
    width: int = 0
    height: int = 0


def anew(content: bytes) -> Made:
    """The file, made anew. Raises NotTaken, and then nothing of it is kept."""
    kind_of(content)
    try:
        done = subprocess.run(  # our own interpreter and module: no word of theirs
            [sys.executable, "-I", "-m", "wayhome.platform.uploads.confined"],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise NotTaken(Reason.TOO_HARD) from slow
    if done.returncode != 0:
        raise NotTaken(Reason.TOO_HARD)
    return _read(done.stdout)


def _read(said: bytes) -> Made:
    first, _, content = said.partition(b"\n")
    told = json.loads(first)
    if "not_taken" in told:
        raise NotTaken(Reason(told["not_taken"]))
    return Made(content, **told)


def bound() -> None:
    """From here on this process may use this much memory and time, and write no file."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))


def within(content: bytes) -> bytes:
    """What the process answers: a line that says what was made, then its bytes."""
    try:
        made = _made(content)
    except NotTaken as refused:
        return json.dumps({"not_taken": refused.reason}).encode() + b"\n"
    except (MemoryError, RecursionError):
        return json.dumps({"not_taken": Reason.TOO_HARD}).encode() + b"\n"
    told = {"media_type": made.media_type, "width": made.width, "height": made.height}
    return json.dumps(told).encode() + b"\n" + made.content


def _made(content: bytes) -> Made:
    # Only what this kind needs is loaded: memory is short here, and so is time.
    kind = kind_of(content)
    if kind is Kind.PDF:
        from wayhome.platform.uploads import documents

        document = documents.anew(content)
        if len(document) > MOST_MADE:
            raise NotTaken(Reason.TOO_LARGE)
        return Made(document, documents.MEDIA_TYPE)
    from wayhome.platform.uploads import pictures

    picture = pictures.anew(content, kind)
    return Made(picture.content, pictures.MEDIA_TYPE, picture.width, picture.height)


if __name__ == "__main__":
    bound()
    answer = within(sys.stdin.buffer.read(MOST_BYTES + 1))
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(0)
