"""The service as it is run: pages and open screens in a process of their own, on a port."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings

from tests.foundation import databases

STARTS_WITHIN = 60  # seconds, on a busy machine


def free_port() -> int:
    """A port that nothing answers on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(name: str, *, port: int | None = None) -> Iterator[str]:
    """The address of the service on this database, until the block ends."""
    port = port or free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "asginl", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "1", "--workers-kill-timeout", "3",
        "--log-level", "warning", "wayhome.config.asgi:application",
    ]  # fmt: skip
    running = subprocess.Popen(
        command,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "wayhome.config.settings.test",
            "WAYHOME_DATABASE_URL": databases.address_of(name),
            "WAYHOME_DATABASE_ROLE": "restricted",
        },
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, running)
        yield address
    finally:
        running.terminate()
        running.wait(STARTS_WITHIN)


def _wait_for(address: str, running: subprocess.Popen) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and running.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health/ready", timeout=5):  # noqa: S310  # our own
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the service did not start: {running.poll()}")


@pytest.fixture
def live_site(demo_database, django_db_blocker) -> Iterator[str]:
    """The address of the service with its open screens, on its own copy of the demo partnership."""
    with (
        django_db_blocker.unblock(),
        databases.database_copied_from(demo_database, purpose="live") as name,
        served(name) as address,
    ):
        before, settings.WAYHOME_ADDRESS = settings.WAYHOME_ADDRESS, address
        yield address
        settings.WAYHOME_ADDRESS = before
