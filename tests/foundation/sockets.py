"""No test may leave this machine."""

import ipaddress
import socket

import pytest


class NetworkIsClosedError(RuntimeError):
    """A test tried to reach another machine."""


def _is_here(host) -> bool:
    if host in {None, "", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _only_this_machine():
    """Python's own sockets reach loopback and Unix sockets, nothing else."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self, address):
        if self.family != socket.AF_UNIX and not _is_here(address[0]):
            raise NetworkIsClosedError(f"A test tried to connect to {address}.")
        return connect(self, address)

    def guarded_look_up(host, *rest, **named):
        name = host.decode() if isinstance(host, bytes) else host
        if not _is_here(name):
            raise NetworkIsClosedError(f"A test tried to look up {name}.")
        return look_up(host, *rest, **named)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(socket.socket, "connect", guarded_connect)
        patched.setattr(socket, "getaddrinfo", guarded_look_up)
        yield
