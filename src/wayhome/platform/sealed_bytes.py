"""A file kept so that whoever holds the database alone cannot read it.

It is enciphered as text is (`enciphering`), under the data key of the record it belongs to, and
bound to its own row: the bytes of one file cannot be passed off as those of another.
"""

import base64
from datetime import datetime
from uuid import UUID

from wayhome.platform.enciphering import enciphering

Place = enciphering.Place


def seal(content: bytes, *, of: UUID, place: Place, at: datetime) -> bytes:
    """The file as it is kept, under the key of the record `of`. Raises Destroyed."""
    return enciphering.encipher(base64.b64encode(content).decode(), of=of, place=place, at=at)


def opened(sealed: bytes, *, place: Place) -> bytes:
    """The file again. Raises CannotDecipher, or Destroyed where its key is no more."""
    return base64.b64decode(enciphering.decipher(sealed, place=place))
