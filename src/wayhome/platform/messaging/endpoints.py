"""Where a webhook may go: an address whose host is on a list, and nothing of our own networks.

The list is kept with the endpoint, by whoever registered it. An address of this machine, and HTTP
without TLS to it, are for development and tests alone.
"""

import ipaddress
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

LONGEST = 500
LONGEST_HOST = 253
HOST = re.compile(
    r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*"
)
PATH = re.compile(r"/[A-Za-z0-9_.~!$&'()*+,;=:@%/-]*")
QUERY = re.compile(r"[A-Za-z0-9_.~!$&'()*+,;=:@%/?-]*")
PORTS = {"https": 443, "http": 80}
SITE_OF_TRANSLATION = ipaddress.ip_network("64:ff9b::/96")  # IPv4 in IPv6, as NAT64 has it


class NotAllowed(ValueError):
    """A webhook may not go there; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where an agency's system takes webhooks, which hosts that may be, and what signs them."""

    url: str
    allowed_hosts: tuple[str, ...]
    secrets: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart."""

    host: str
    port: int
    path: str
    is_tls: bool


def target(url: str, *, allowed_hosts: Collection[str], may_be_here: bool) -> Target:
    """The address taken apart. Raises NotAllowed.

    A host of the list stands for its port 443; another port is written beside it.
    """
    parts = _parts(url)
    port = parts.port or PORTS[parts.scheme]
    host = parts.hostname or ""
    if not HOST.fullmatch(host) or len(host) > LONGEST_HOST:
        raise NotAllowed("Write the host as a name in small letters, as partner.example.")
    if parts.scheme == "http" and not (may_be_here and is_of_this_machine(host)):
        raise NotAllowed("A webhook goes by https alone.")
    if not _is_listed(host, port, allowed_hosts):
        raise NotAllowed(f"{host} is not among the hosts this webhook may go to.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port, path, is_tls=parts.scheme == "https")


def _parts(url: str) -> SplitResult:
    if not url.isascii() or not url.isprintable() or len(url) > LONGEST:
        raise NotAllowed(f"Write the address in plain characters, {LONGEST} at most.")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise NotAllowed("This is not an address.") from None
    if parts.scheme not in PORTS or "@" in parts.netloc or "#" in url:
        raise NotAllowed("Write the address as https://, the host and the path, without a name.")
    if not PATH.fullmatch(parts.path or "/") or not QUERY.fullmatch(parts.query):
        raise NotAllowed("The path has a character that an address does not have.")
    return parts


def _is_listed(host: str, port: int, allowed_hosts: Collection[str]) -> bool:
    return f"{host}:{port}" in allowed_hosts or (port == PORTS["https"] and host in allowed_hosts)


def is_of_this_machine(host: str) -> bool:
    """Whether this is a number of this machine. A name says nothing: it may lead anywhere."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def chosen(found: Iterable[str], *, may_be_here: bool) -> str:
    """The number to connect to, of those a name stands for. Raises NotAllowed.

    One that is not public among them refuses them all: whoever answers for a name that leads both
    outside and inside may try again until it leads inside.
    """
    numbers = [each.partition("%")[0] for each in found]
    if not numbers:
        raise NotAllowed("The name stands for no number.")
    for each in numbers:
        if not (is_public(each) or (may_be_here and is_of_this_machine(each))):
            raise NotAllowed("The name stands for a number that is not public.")
    return numbers[0]


def is_public(number: str) -> bool:
    """Whether a number is one of the whole internet's, itself and whatever it carries within.

    Not public are this machine, a private or shared network, the link, several at once, what is
    reserved, and each of these written within IPv6.
    """
    address = ipaddress.ip_address(number)
    return all(
        each.is_global and not (each.is_multicast or each.is_reserved or each.is_unspecified)
        for each in _within(address)
    )


def _within(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """What a number stands for in the end: itself, or the IPv4 that is written in it."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address.sixtofour:
        return [address, address.sixtofour]
    if address.teredo:
        return [address, *address.teredo]
    if address in SITE_OF_TRANSLATION:
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    return [address]
