"""The line between a browser and the service, which a test can cut and mend."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest


class Line:
    """An address of its own that leads to the service for as long as the line is whole."""

    def __init__(self, site: str) -> None:
        self._there = (urlsplit(site).hostname, urlsplit(site).port)
        self._here: tuple[str, int] = ("127.0.0.1", 0)
        self._open: set[socket.socket] = set()
        self.mend()

    @property
    def address(self) -> str:
        """What the browser calls the service."""
        return f"http://127.0.0.1:{self._here[1]}"

    def mend(self) -> None:
        """From now on the service is reached."""
        self._listening = socket.create_server(self._here)
        self._here = self._listening.getsockname()
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def cut(self) -> None:
        """From now on it is not; whatever was under way is broken off."""
        _close(self._listening)
        for each in list(self._open):
            _close(each)

    def _accept(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _whence = listening.accept()
                far = socket.create_connection(self._there)
                self._open |= {near, far}
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=_carry, args=(one, other), daemon=True).start()


def _carry(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while said := one.recv(65536):
            other.sendall(said)
    _close(one)
    _close(other)


def _close(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()


@pytest.fixture
def line(site: str) -> Iterator[Line]:
    """The line to the running service. A browser that uses its address can be cut off."""
    made = Line(site)
    yield made
    made.cut()
