"""What kind of file it is, by its first bytes. Its name and what was said of it are not believed.

Only four kinds are taken. Anything else is refused, with words that say what to send instead.
"""

from enum import StrEnum

MOST_BYTES = 10 * 1024 * 1024


class Kind(StrEnum):
    """A kind of file that is taken."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"


class Reason(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OTHER_KIND = "other_kind"
    TOO_MANY_PIXELS = "too_many_pixels"
    UNREADABLE = "unreadable"
    LOCKED = "locked"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_HARD = "too_hard"


class NotTaken(Exception):
    """A file was not taken, and nothing of it is kept; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        """Keep the reason; the message is its code."""
        super().__init__(str(reason))
        self.reason = reason


def kind_of(content: bytes) -> Kind:
    """The kind. Raises NotTaken for nothing, for too much, and for every other kind."""
    if not content:
        raise NotTaken(Reason.EMPTY)
    if len(content) > MOST_BYTES:
        raise NotTaken(Reason.TOO_LARGE)
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind.WEBP
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    raise NotTaken(Reason.OTHER_KIND)
