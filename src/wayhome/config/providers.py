"""Which agencies have a sign-in of their own, read from a file. Half a provider is refused."""

import json
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

NEEDED = ("id", "name", "agency", "issuer", "client_id", "secret")
ALSO = (
    "acr",
)  # the classes of proof that count as several factors, beside `mfa` among the methods


def named_in(place: str) -> list[dict[str, object]]:
    """The providers in this file; none where no file is named. Raises ImproperlyConfigured."""
    if not place:
        return []
    try:
        found = json.loads(Path(place).read_text())
    except (OSError, ValueError) as problem:
        raise ImproperlyConfigured(f"{place} is not a list of providers") from problem
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ImproperlyConfigured(f"{place} is not a list of providers")
    for each in found:
        if wrong := _wrong_with(each):
            raise ImproperlyConfigured(f"{place}: {wrong}")
    return found


def _wrong_with(provider: dict[str, object]) -> str:
    """What is wrong with a provider, never with its secret in it; nothing where all is well."""
    for name in NEEDED:
        if not isinstance(provider.get(name), str) or not provider[name]:
            return f"{name} is missing"
    if unknown := sorted(set(provider) - {*NEEDED, *ALSO}):
        return f"{unknown[0]} is not known"
    if not re.fullmatch(r"[a-z0-9-]{1,40}", str(provider["id"])):
        return "an id is of letters, digits and dashes"
    if not str(provider["issuer"]).startswith("https://"):
        return "an issuer must begin with https://"
    return ""
