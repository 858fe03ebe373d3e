"""Whether an e-mail address can be written to, asked when it is given and not when it is needed."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST = 254


class NoSuchAddress(ValueError):
    """A message cannot be sent to this address; the message says whose it is and what to do."""


def checked(address: str, *, of: str) -> str:
    """The address, or nothing where none was given. Raises NoSuchAddress, naming whose it is."""
    if not address:
        return address
    try:
        address.encode("ascii")
        validate_email(address)
    except (UnicodeEncodeError, ValidationError) as wrong:
        raise NoSuchAddress(_refused(address, of=of)) from wrong
    if len(address) > LONGEST:
        raise NoSuchAddress(_refused(address, of=of))
    return address


def _refused(address: str, *, of: str) -> str:
    return (
        f"{address!r} is not an e-mail address a message can be sent to. "
        f"Give {of} an address like name@example.org, or leave it empty."
    )
