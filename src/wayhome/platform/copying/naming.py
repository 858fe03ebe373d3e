"""Identifiers and references of rows by the million, the same each time they are worked out.

An identifier (UUID version 7) is made of the moment its row was recorded, of the row's place, and
of a digest of whose row it is: the back record, the table, the place. So whoever names the row
works it out again and looks nothing up, and of rows recorded together the first comes first. A
reference is its row's place, shuffled: no two rows have the same.
"""

import hashlib
import os

import numpy as np
import pyarrow as pa

from wayhome.platform import references, years
from wayhome.platform.models import new_id

_HALF = np.uint64(len(references.ALPHABET) ** (references.LENGTH // 2))
A_MILLISECOND = 1000  # in microseconds
FRACTIONS = 4096  # of a millisecond: what the twelve bits after it hold
_ROUNDS = 6
_LETTERS = np.frombuffer(references.ALPHABET.encode(), np.uint8)


def key_of(*words: str) -> bytes:
    """A key of 32 bytes, made of words."""
    return hashlib.sha256("\0".join(words).encode()).digest()


def ids(places: np.ndarray, *, recorded_at: np.ndarray, key: bytes) -> np.ndarray:
    """The identifiers of rows by their places in their table, sixteen bytes a row.

    `recorded_at` is in microseconds. Fewer than 2 to the 32 rows a table have one each.
    """
    numbers = places.astype(np.uint64)
    digest = _mixed(numbers ^ _quarters(key)[0]) >> np.uint64(34)
    milliseconds, left = np.divmod(recorded_at, A_MILLISECOND)
    return _version_7(
        milliseconds, left * FRACTIONS // A_MILLISECOND, numbers << np.uint64(30) | digest
    )


def beside(own: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Identifiers, each made of the year of another's: see `models.new_id_beside`."""
    firsts = np.array(years.FIRSTS, np.uint64)
    of_own, of_others = (
        np.searchsorted(firsts, each.view(">u8")[:, 0] >> np.uint64(16), side="right")
        for each in (np.ascontiguousarray(own), np.ascontiguousarray(others))
    )
    made = own.copy()
    differ = of_own != of_others
    made[differ, :6] = others[differ, :6]
    return made


def fresh(count: int) -> np.ndarray:
    """So many new identifiers of this moment, sixteen bytes a row."""
    chance = np.frombuffer(os.urandom(16 * count), np.uint64).reshape(2, count)
    now = np.full(count, new_id().int >> 80, np.int64)
    return _version_7(now, chance[0], chance[1])


def references_of(places: np.ndarray, *, key: bytes) -> pa.Array:
    """The references of rows by their places in their table, as they are stored and shown."""
    numbers = places.astype(np.uint64)
    left, right = numbers // _HALF, numbers % _HALF
    keys = _quarters(key)
    for turn in range(_ROUNDS):
        stirred = _mixed(right ^ keys[turn % len(keys)] ^ np.uint64(turn << 32)) % _HALF
        left, right = right, (left + stirred) % _HALF
    body = np.concatenate([_digits(left), _digits(right)], axis=1)
    weights = np.arange(2, references.LENGTH + 2)
    check = -(body * weights).sum(axis=1) % len(references.ALPHABET)
    whole = np.concatenate([body, check[:, None]], axis=1)
    return pa.array(_grouped(_LETTERS[whole]))


def _grouped(letters: np.ndarray) -> np.ndarray:
    dash = np.full((len(letters), 1), ord("-"), np.uint8)
    parts = [letters[:, :5], dash, letters[:, 5:10], dash, letters[:, 10:]]
    joined = np.ascontiguousarray(np.concatenate(parts, axis=1))
    return joined.view(f"S{joined.shape[1]}").ravel().astype(str)


def _digits(numbers: np.ndarray) -> np.ndarray:
    base = np.uint64(len(references.ALPHABET))
    powers = base ** np.arange(references.LENGTH // 2, dtype=np.uint64)
    return ((numbers[:, None] // powers) % base).astype(np.int64)


def _quarters(key: bytes) -> np.ndarray:
    return np.frombuffer(key, np.uint64)


def _version_7(milliseconds: np.ndarray, then: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """RFC 9562 section 5.7: 48 bits of time, the version, 12 bits, the variant, 62 bits."""
    twelve = then.astype(np.uint64) & np.uint64(FRACTIONS - 1)
    high = (milliseconds.astype(np.uint64) << np.uint64(16)) | np.uint64(0x7000) | twelve
    low = (rest & np.uint64(0x3FFF_FFFF_FFFF_FFFF)) | np.uint64(0x8000_0000_0000_0000)
    return np.stack([high, low], axis=1).astype(">u8").view(np.uint8).reshape(-1, 16)


def _mixed(numbers: np.ndarray) -> np.ndarray:
    """Each number stirred so that every bit of it moves every other (SplitMix64's last step)."""
    with np.errstate(over="ignore"):
        stirred = numbers + np.uint64(0x9E37_79B9_7F4A_7C15)
        stirred = (stirred ^ (stirred >> np.uint64(30))) * np.uint64(0xBF58_476D_1CE4_E5B9)
        stirred = (stirred ^ (stirred >> np.uint64(27))) * np.uint64(0x94D0_49BB_1331_11EB)
        return stirred ^ (stirred >> np.uint64(31))
