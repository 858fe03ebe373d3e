"""What typed text becomes before it is kept: composed, visible, and no longer than allowed.

Letters of every script and emoji are kept as typed. Control characters go, except the new
line; so do the marks that can turn the direction of the text around them, and lone surrogates.
"""

import unicodedata

DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNSTORABLE = frozenset({"Cc", "Cs"})


def lines(text: str) -> str:
    """Text of several lines: NFC, one kind of line end, no control characters, no outer space."""
    even = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(letter for letter in even if letter == "\n" or _may_stay(letter))
    return unicodedata.normalize("NFC", kept).strip()


def line(text: str) -> str:
    """Text of one line: as `lines`, with every run of space made one space."""
    return " ".join(lines(text).split())


def _may_stay(letter: str) -> bool:
    return letter not in DIRECTION_MARKS and unicodedata.category(letter) not in UNSTORABLE
