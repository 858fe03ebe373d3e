"""One POST to one number that was checked before, and nothing but the number of the answer.

The name is looked up once; what is connected to is the very number that was looked at, with the
name for TLS and `Host`. No redirect is followed, no body is read, and all of it together ends in
time, however slowly the other side speaks.
"""

import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from wayhome.platform.messaging import endpoints

CONNECTS_WITHIN = 5.0  # seconds
ENDS_WITHIN = 10.0
LONGEST_HEAD = 16_384  # bytes
STATUS = re.compile(rb"HTTP/1\.[01] ([1-5]\d\d)[ \r]")
END_OF_HEAD = b"\r\n\r\n"
FIRST_FINAL = 200  # what is below says that the answer is to follow

LookUp = Callable[[str, int], list[str]]


class NobodyThere(Exception):
    """The request was not sent: no such name, no connection, no TLS, or no such place allowed."""


class NoAnswer(Exception):
    """The request was sent, or some of it, and what came back is no answer."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a request is made by: who looks names up, what checks certificates, how long it lasts.

    `may_be_here` allows a number of this machine, for development and tests.
    """

    look_up: LookUp
    tls: Callable[[], ssl.SSLContext]
    may_be_here: bool = False
    ends_within: float = ENDS_WITHIN


def numbers_of(name: str, port: int) -> list[str]:
    """The numbers a name stands for, in the order to try them. Raises OSError."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return [str(place[0]) for *_kind, place in found]


def post(target: endpoints.Target, *, body: bytes, headers: Mapping[str, str], means: Means) -> int:
    """The number of the answer. Raises NobodyThere, NoAnswer."""
    until = time.monotonic() + means.ends_within
    with _connected(target, means=means, until=until) as line:
        try:
            _send(line, _request(target, headers=headers, body=body), until=until)
            return _status(line, until=until)
        except OSError as problem:
            raise NoAnswer(type(problem).__name__) from problem


@contextmanager
def _connected(target: endpoints.Target, *, means: Means, until: float) -> Iterator[socket.socket]:
    line = _line(target, means=means)
    try:
        if target.is_tls:
            line.settimeout(_left(until))
            line = means.tls().wrap_socket(line, server_hostname=target.host)
    except OSError as problem:  # ssl.SSLError is one
        line.close()
        raise NobodyThere(type(problem).__name__) from problem
    with line:
        yield line


def _line(target: endpoints.Target, *, means: Means) -> socket.socket:
    try:
        number = endpoints.chosen(
            means.look_up(target.host, target.port), may_be_here=means.may_be_here
        )
        return socket.create_connection((number, target.port), timeout=CONNECTS_WITHIN)
    except endpoints.NotAllowed as why:
        raise NobodyThere(str(why)) from why
    except OSError as problem:
        raise NobodyThere(type(problem).__name__) from problem


def _request(target: endpoints.Target, *, headers: Mapping[str, str], body: bytes) -> bytes:
    standard = 443 if target.is_tls else 80
    host = target.host if target.port == standard else f"{target.host}:{target.port}"
    lines = [
        f"POST {target.path} HTTP/1.1",
        f"Host: {host}",
        *(f"{name}: {value}" for name, value in headers.items()),
        f"Content-Length: {len(body)}",
        "User-Agent: Wayhome",
        "Connection: close",
    ]
    return "\r\n".join(lines).encode("ascii") + END_OF_HEAD + body


def _send(line: socket.socket, request: bytes, *, until: float) -> None:
    line.settimeout(_left(until))
    line.sendall(request)


def _status(line: socket.socket, *, until: float) -> int:
    """The number of the first answer that is one: "continue" and the like only announce it."""
    heard, status = b"", 0
    while status < FIRST_FINAL:
        head, heard = _head(line, heard, until=until)
        found = STATUS.match(head)
        if found is None:
            raise NoAnswer("not HTTP")
        status = int(found[1])
    return status


def _head(line: socket.socket, heard: bytes, *, until: float) -> tuple[bytes, bytes]:
    """One head, and what was heard after it."""
    while END_OF_HEAD not in heard:
        line.settimeout(_left(until))
        more = line.recv(4096)
        if not more:
            raise NoAnswer("closed midway")
        heard += more
        if len(heard) > LONGEST_HEAD:
            raise NoAnswer("too long")
    head, _end, rest = heard.partition(END_OF_HEAD)
    return head + b"\r", rest


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
