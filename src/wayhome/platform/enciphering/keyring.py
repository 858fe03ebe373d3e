"""The key-encryption keys: which wraps new data keys, and which still unwrap old ones.

A file, or the environment, holds one key a line: a name of letters, digits and hyphens, a space,
and 64 hexadecimal digits. The last line wraps; every line unwraps. A key is retired by rotating to
a newer one and then taking its line away.
"""

import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from wayhome.platform import key_files

LINE = re.compile(r"([A-Za-z0-9-]{1,40}) ([0-9a-f]{64})")


class NoSuchKey(LookupError):
    """No key-encryption key of that name is in the ring; the message names it and no secret."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key-encryption key. Its secret is never shown."""

    name: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys in the order given; the last is the one in use."""

    keys: tuple[Key, ...]

    @property
    def in_use(self) -> Key:
        """The key that wraps what is made now."""
        return self.keys[-1]

    def named(self, name: str) -> Key:
        """The key of that name. Raises NoSuchKey."""
        for key in self.keys:
            if key.name == name:
                return key
        raise NoSuchKey(name)


def ring() -> Ring:
    """The keys of this installation. Raises ImproperlyConfigured where there is none to read.

    What the environment says comes before the file. Where the settings allow it, as in development,
    a key is made the first time.
    """
    if settings.WAYHOME_CIPHER_KEYS:
        return read(settings.WAYHOME_CIPHER_KEYS.replace(",", "\n"), of="WAYHOME_CIPHER_KEYS")
    place = Path(settings.WAYHOME_CIPHER_KEY_FILE)
    if settings.WAYHOME_MAKES_CIPHER_KEY and not place.exists():
        key_files.make_once(place, fresh_line("first").encode())
    try:
        said = place.read_text()
    except (OSError, UnicodeDecodeError) as problem:
        raise ImproperlyConfigured(f"{place} with the keys cannot be read") from problem
    return read(said, of=str(place))


def read(said: str, *, of: str) -> Ring:
    """The keys written in some lines. Raises ImproperlyConfigured, quoting none of them."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    found = [LINE.fullmatch(line) for line in lines]
    keys = tuple(Key(each[1], bytes.fromhex(each[2])) for each in found if each)
    if not keys or len(keys) != len(lines) or len({key.name for key in keys}) != len(keys):
        raise ImproperlyConfigured(f"{of}: each line is a key's own name and 64 hexadecimal digits")
    return Ring(keys)


def fresh_line(name: str) -> str:
    """A new key, as a line of the file."""
    return f"{name} {secrets.token_hex(32)}\n"
