"""Enciphering text of a record, and reading it back: a data key for each record.

An envelope is a version, the identifier of its data key, a nonce, and the text with its tag. It is
bound to the table, column and row it was made for: anywhere else it cannot be read. Text is in the
clear only between these calls and whoever asked; no error, log or repr here holds any.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.platform import shut
from wayhome.platform.enciphering import keyring
from wayhome.platform.enciphering.models import DataKey
from wayhome.platform.models import new_id

VERSION = b"\x01"
ID = 16
HEADER = len(VERSION) + ID


class CannotDecipher(ValueError):
    """An envelope is broken, was made for another place, or its key is another."""

    def __init__(self, place: "Place") -> None:
        """Say where, and nothing of what."""
        super().__init__(f"{place.table}.{place.column} of {place.row} cannot be deciphered")


class Destroyed(LookupError):
    """The data key was destroyed: what was enciphered under it can never be read again."""


@dataclass(frozen=True, slots=True)
class Place:
    """The table, column and row that an envelope belongs to, and to no other."""

    table: str
    column: str
    row: UUID

    @property
    def words(self) -> bytes:
        """What binds an envelope to this place."""
        return f"wayhome\n{self.table}\n{self.column}\n{self.row}\n".encode()


def encipher(text: str, *, of: UUID, place: Place, at: datetime) -> bytes:
    """An envelope of the text, under the data key of one record."""
    return encipher_bytes(text.encode(), of=of, place=place, at=at)


def encipher_bytes(content: bytes, *, of: UUID, place: Place, at: datetime) -> bytes:
    """An envelope of a file's bytes, as of text."""
    key = _key_of(of, at=at)
    return VERSION + key.id.bytes + shut.shut(content, key=_unwrapped(key), about=place.words)


def decipher(envelope: bytes, *, place: Place) -> str:
    """The text of an envelope. Raises CannotDecipher, or Destroyed where its key is no more."""
    return decipher_bytes(envelope, place=place).decode()


def decipher_bytes(envelope: bytes, *, place: Place) -> bytes:
    """The bytes of an envelope, as of text. Raises CannotDecipher, Destroyed."""
    envelope = bytes(envelope)
    if len(envelope) <= HEADER or envelope[: len(VERSION)] != VERSION:
        raise CannotDecipher(place)
    key = DataKey.objects.filter(id=UUID(bytes=envelope[len(VERSION) : HEADER])).first()
    if key is None:
        raise CannotDecipher(place)
    try:
        return shut.opened(envelope[HEADER:], key=_unwrapped(key), about=place.words)
    except shut.DoesNotOpen:
        raise CannotDecipher(place) from None


def _key_of(of: UUID, *, at: datetime) -> DataKey:
    """The record's data key that stands, or a new one. Two who come together use one."""
    standing = DataKey.objects.filter(of=of, destroyed_at__isnull=True)
    found = standing.first()
    if found is None:
        made = new_id()
        in_use = keyring.ring().in_use
        wrapped = wrap(secrets.token_bytes(shut.KEY), key_id=made, by=in_use)
        DataKey.objects.bulk_create(
            [DataKey(id=made, of=of, key_name=in_use.name, wrapped=wrapped, made_at=at)],
            ignore_conflicts=True,
        )
        found = standing.get()
    return found


def wrap(secret: bytes, *, key_id: UUID, by: keyring.Key) -> bytes:
    """A data key's secret, wrapped for its own row."""
    return shut.shut(secret, key=by.secret, about=_for_row(key_id))


def unwrap(wrapped: bytes, *, key_id: UUID, by: keyring.Key) -> bytes:
    """A data key's secret. Raises CannotDecipher where the row or the wrapping key is another."""
    try:
        return shut.opened(wrapped, key=by.secret, about=_for_row(key_id))
    except shut.DoesNotOpen:
        raise CannotDecipher(Place("enciphering_datakey", "wrapped", key_id)) from None


def _unwrapped(key: DataKey) -> bytes:
    if key.wrapped is None:
        raise Destroyed(str(key.id))
    by = keyring.ring().named(key.key_name)
    return unwrap(bytes(key.wrapped), key_id=key.id, by=by)


def _for_row(key_id: UUID) -> bytes:
    return Place("enciphering_datakey", "wrapped", key_id).words
