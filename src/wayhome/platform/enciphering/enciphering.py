"""Enciphering text of a record, and reading it back: AES-256-GCM, a data key for each record.

An envelope is a version, the identifier of its data key, a nonce, and the text with its tag. It is
bound to the table, column and row it was made for: anywhere else it cannot be read. Text is in the
clear only between these calls and whoever asked; no error, log or repr here holds any.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wayhome.platform.enciphering import keyring
from wayhome.platform.enciphering.models import DataKey
from wayhome.platform.models import new_id

VERSION = b"\x01"
NONCE = 12
ID = 16
HEADER = len(VERSION) + ID + NONCE


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
    """An envelope of the text, under the data key of one record. Raises Destroyed."""
    key = _key_of(of, at=at)
    nonce = secrets.token_bytes(NONCE)
    sealed = AESGCM(_unwrapped(key)).encrypt(nonce, text.encode(), place.words)
    return VERSION + key.id.bytes + nonce + sealed


def decipher(envelope: bytes, *, place: Place) -> str:
    """The text of an envelope. Raises CannotDecipher, or Destroyed where its key is no more."""
    envelope = bytes(envelope)
    if len(envelope) <= HEADER or envelope[: len(VERSION)] != VERSION:
        raise CannotDecipher(place)
    key = DataKey.objects.filter(id=UUID(bytes=envelope[1 : 1 + ID])).first()
    if key is None:
        raise CannotDecipher(place)
    nonce, sealed = envelope[1 + ID : HEADER], envelope[HEADER:]
    try:
        return AESGCM(_unwrapped(key)).decrypt(nonce, sealed, place.words).decode()
    except InvalidTag:
        raise CannotDecipher(place) from None


def _key_of(of: UUID, *, at: datetime) -> DataKey:
    """The record's data key, made the first time. Two who come together use one."""
    found = DataKey.objects.filter(of=of).first()
    if found is None:
        made = new_id()
        in_use = keyring.ring().in_use
        wrapped = wrap(secrets.token_bytes(32), key_id=made, by=in_use)
        DataKey.objects.bulk_create(
            [DataKey(id=made, of=of, key_name=in_use.name, wrapped=wrapped, made_at=at)],
            ignore_conflicts=True,
        )
        found = DataKey.objects.get(of=of)
    return found


def wrap(secret: bytes, *, key_id: UUID, by: keyring.Key) -> bytes:
    """A data key's secret, wrapped for its own row."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(by.secret).encrypt(nonce, secret, _for_row(key_id))


def unwrap(wrapped: bytes, *, key_id: UUID, by: keyring.Key) -> bytes:
    """A data key's secret. Raises CannotDecipher where the row or the wrapping key is another."""
    try:
        return AESGCM(by.secret).decrypt(wrapped[:NONCE], wrapped[NONCE:], _for_row(key_id))
    except InvalidTag:
        raise CannotDecipher(Place("enciphering_datakey", "wrapped", key_id)) from None


def _unwrapped(key: DataKey) -> bytes:
    if key.wrapped is None:
        raise Destroyed(str(key.id))
    by = keyring.ring().named(key.key_name)
    return unwrap(bytes(key.wrapped), key_id=key.id, by=by)


def _for_row(key_id: UUID) -> bytes:
    return Place("enciphering_datakey", "wrapped", key_id).words
