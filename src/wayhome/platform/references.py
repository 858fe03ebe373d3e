"""References that are read aloud: opaque, unambiguous, with a check character.

Ten random characters from an alphabet of 31 (no 0, O, 1, I or L) and one check character.
Thirty-one is prime, so the weighted sum finds every single wrong character and every two
characters swapped.
"""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 10


def new() -> str:
    """A fresh reference, such as `7K3MD-9QXTR-C`."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return grouped(body + check_character(body))


def check_character(body: str) -> str:
    """The character that makes the weighted sum of the whole a multiple of 31."""
    total = sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(body, start=2))
    return ALPHABET[-total % len(ALPHABET)]


def grouped(letters: str) -> str:
    """The reference in groups of five, as it is stored and shown."""
    return "-".join(letters[start : start + 5] for start in range(0, len(letters), 5))


def read(written: str) -> str | None:
    """The reference somebody typed, tidied, or None when its check character is wrong."""
    letters = "".join(letter for letter in written.upper() if letter.isalnum())
    whole = len(letters) == LENGTH + 1 and all(letter in ALPHABET for letter in letters)
    if not whole or check_character(letters[:-1]) != letters[-1]:
        return None
    return grouped(letters)
