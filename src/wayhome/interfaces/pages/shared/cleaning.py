"""What typed text becomes before it is kept: composed, visible, and no longer than allowed.

Letters of every script and emoji are kept as typed. Control characters go, except the new
line; so do the marks that can turn the direction of the text around them, and lone surrogates.
Text in which there is nothing to see is no text.
"""

import unicodedata

DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNSTORABLE = frozenset({"Cc", "Cs"})
# No script needs these to be read. The joiners U+200C and U+200D are needed, and stay.
NOTHING = frozenset("\u00ad\u200b\u2060\ufeff")
UNSEEN = frozenset({*UNSTORABLE, "Cf", "Zs", "Zl", "Zp"})
# Letters, marks and signs by their category, but nothing to look at.
BLANKS = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)


def lines(text: str) -> str:
    """Text of several lines: NFC, one kind of line end, no control characters, no outer space.

    Empty when there is nothing in it to see.
    """
    even = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(letter for letter in even if letter == "\n" or _may_stay(letter))
    if not any(_is_seen(letter) for letter in kept):
        return ""
    return unicodedata.normalize("NFC", kept).strip()


def line(text: str) -> str:
    """Text of one line: as `lines`, with every run of space made one and none without width."""
    return " ".join(lines("".join(each for each in text if each not in NOTHING)).split())


def _may_stay(letter: str) -> bool:
    return letter not in DIRECTION_MARKS and unicodedata.category(letter) not in UNSTORABLE


def _is_seen(letter: str) -> bool:
    return letter not in BLANKS and unicodedata.category(letter) not in UNSEEN
