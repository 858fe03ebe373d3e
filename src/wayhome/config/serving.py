"""Runs the pages and the worker side by side, starts again whichever ends, and stops both in order.

Times are in seconds.
"""

import argparse
import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

from django.conf import settings
from django.core.management import call_command

WATCH_EVERY = 0.5
STOP_WITHIN = 20
TOO_OFTEN = 5  # ends in one run of the service before it gives up
STEADY_AFTER = 60  # a program that ran so long has not failed at its start
PR_SET_PDEATHSIG = 1  # from the kernel's prctl.h


class Program:
    """One process of the service and how it is started again."""

    def __init__(self, name: str, command: Sequence[str]):
        self.name = name
        self.command = command
        self.ends = 0
        self.start()

    def start(self) -> None:
        """Start it, in its own group so that Ctrl-C reaches it only through us."""
        self.started = time.monotonic()
        self.running = subprocess.Popen(
            self.command, start_new_session=True, preexec_fn=_end_with_parent
        )

    def keep_running(self) -> bool:
        """Start it again if it has ended; false if it ends too often to be worth it."""
        if self.running.poll() is None:
            return True
        self._clear_group()
        steady = time.monotonic() - self.started > STEADY_AFTER
        self.ends = 1 if steady else self.ends + 1
        print(f"The {self.name} ended (code {self.running.returncode}).", file=sys.stderr)
        if self.ends >= TOO_OFTEN:
            return False
        self.start()
        return True

    def stop(self) -> None:
        """Ask it to finish what it is doing; insist after a while."""
        self.running.terminate()
        try:
            self.running.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait()
        self._clear_group()

    def _clear_group(self) -> None:
        """End what it started and left behind, which would go on answering on the port."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)


class PortTakenError(ValueError):
    """Something else already answers on the port."""


def serve(arguments: Sequence[str]) -> int:
    """Serve until told to stop. 0 when told to; 1 when a program would not stay up.

    Raises PortTakenError.
    """
    options = _options(arguments)
    _refuse_taken_port(options.host, port=int(options.port))
    if not getattr(settings, "WHITENOISE_USE_FINDERS", False):
        call_command("collectstatic", interactive=False, verbosity=0)
    told_to_stop = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, lambda *_: told_to_stop.set())
    programs = [Program(name, command) for name, command in _commands(options).items()]
    try:
        while not told_to_stop.wait(WATCH_EVERY):
            if not all(program.keep_running() for program in programs):
                return 1
        return 0
    finally:
        for program in programs:
            program.stop()


def _end_with_parent() -> None:
    """In the child, on Linux: be told to stop when the process that watches it is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _refuse_taken_port(host: str, *, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as refused:
            raise PortTakenError(
                f"Port {port} is taken ({refused.strerror}). Choose another: WAYHOME_PORT=8001"
            ) from refused


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="wayhome serve")
    parser.add_argument("--host", default=os.environ.get("WAYHOME_HOST", "127.0.0.1"))
    parser.add_argument("--port", default=os.environ.get("WAYHOME_PORT", "8000"))
    parser.add_argument("--workers", default=os.environ.get("WAYHOME_WORKERS", "2"))
    parser.add_argument("--no-worker", action="store_true", help="pages only")
    return parser.parse_args(arguments)


def _commands(options: argparse.Namespace) -> dict[str, list[str]]:
    pages = [
        sys.executable, "-m", "granian", "--interface", "wsgi",
        "--host", options.host, "--port", options.port, "--workers", options.workers,
        "--blocking-threads", "4", "--respawn-failed-workers", "--workers-kill-timeout", "10",
        "--log-level", "warning", "wayhome.config.wsgi:application",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "wayhome.config.command", "worker"]
    return {"pages": pages} if options.no_worker else {"pages": pages, "worker": worker}
