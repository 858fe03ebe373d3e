"""Runs pages, stream and worker side by side, starts again whichever ends, and stops all in order.

Times are in seconds.
"""

import argparse
import contextlib
import ctypes
import ipaddress
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
TOO_OFTEN = 5  # ends of the pages, one soon after another, before the service gives up
LONGEST_PAUSE = 60  # before a program that keeps ending is started again
STEADY_AFTER = 60  # a program that ran so long has not failed at its start
LETS_GO_WITHIN = 2  # what is being answered; an open screen never ends by itself
PAGES = "pages"
STREAM = "stream"
PR_SET_PDEATHSIG = 1  # from the kernel's prctl.h


class Program:
    """One process of the service and how it is started again.

    `gives_up` says whether the whole service ends when this program will not stay up. The worker
    never brings the pages down: it is started again, after growing pauses, for ever.
    """

    def __init__(self, name: str, command: Sequence[str], *, gives_up: bool):
        self.name = name
        self.command = command
        self.gives_up = gives_up
        self.ends = 0
        self.starts_at: float | None = None
        self.start()

    def start(self) -> None:
        """Start it, in its own group so that Ctrl-C reaches it only through us."""
        self.starts_at = None
        self.started = time.monotonic()
        self.running = subprocess.Popen(
            self.command, start_new_session=True, preexec_fn=_end_with_parent
        )

    def keep_running(self) -> bool:
        """Start it again if it has ended, once its pause is over; false if it is given up."""
        if self.running.poll() is None:
            return True
        if self.starts_at is None:
            self._ended()
        if self.gives_up and self.ends >= TOO_OFTEN:
            return False
        if self.starts_at is None or time.monotonic() >= self.starts_at:
            self.start()
        return True

    def _ended(self) -> None:
        """Clear up after it, say so, and set when it starts again; at once after its first end."""
        self._clear_group()
        steady = time.monotonic() - self.started > STEADY_AFTER
        self.ends = 1 if steady else self.ends + 1
        pause = min(2.0 ** min(self.ends - 1, 10) - 1, LONGEST_PAUSE)
        print(self._lament(pause), file=sys.stderr, flush=True)
        self.starts_at = time.monotonic() + pause

    def _lament(self, pause: float) -> str:
        ended = f"The {self.name} ended (code {self.running.returncode})."
        if self.gives_up or self.ends == 1:
            return ended
        return (
            f"{ended} IT HAS NOW FAILED {self.ends} TIMES: while it is down no message is sent "
            f"and nothing unanswered climbs. It is started again after {pause:.0f} s."
        )

    def let_go(self) -> None:
        """Ask it to finish what it is doing."""
        self.running.terminate()

    def stop(self) -> None:
        """Wait until it has finished; insist after a while."""
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


class OpenToAnybodyError(ValueError):
    """Other machines would reach pages on which a person is chosen, not signed in."""


def serve(arguments: Sequence[str]) -> int:
    """Serve until told to stop. 0 when told to; 1 when the pages would not stay up.

    Raises PortTakenError and OpenToAnybodyError.
    """
    options = _options(arguments)
    for port in filter(None, (options.port, options.stream_port)):
        _refuse_taken_port(options.host, port=int(port))
    if not getattr(settings, "WHITENOISE_USE_FINDERS", False):
        call_command("collectstatic", interactive=False, verbosity=0)
    told_to_stop = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, lambda *_: told_to_stop.set())
    programs = [
        Program(name, command, gives_up=name == PAGES)
        for name, command in _commands(options).items()
    ]
    try:
        while not told_to_stop.wait(WATCH_EVERY):
            if not all(program.keep_running() for program in programs):
                return 1
        return 0
    finally:
        for program in programs:
            program.let_go()
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
    parser.add_argument("--stream-port", default=os.environ.get("WAYHOME_STREAM_PORT", ""))
    parser.add_argument("--no-worker", action="store_true", help="pages only")
    options = parser.parse_args(arguments)
    if settings.WAYHOME_SIGN_IN_BY_CHOICE and not _is_this_machine(options.host):
        raise OpenToAnybodyError(
            f"With these settings anybody may sign in as anybody, so the pages are for this "
            f"machine alone, not for {options.host}. Leave the host out, or run it in production."
        )
    return options


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _commands(options: argparse.Namespace) -> dict[str, list[str]]:
    commands = {PAGES: _pages(options)}
    if options.stream_port:
        commands[STREAM] = _granian(options, options.stream_port, "asginl", "stream", workers="1")
    if not options.no_worker:
        commands["worker"] = [sys.executable, "-m", "wayhome.config.command", "worker"]
    return commands


def _pages(options: argparse.Namespace) -> list[str]:
    """Quicker without the open screens, which then have a process of their own."""
    if options.stream_port:
        pages = _granian(options, options.port, "wsgi", "wsgi", workers=options.workers)
        return [*pages, "--blocking-threads", "4"]
    return _granian(options, options.port, "asginl", "asgi", workers=options.workers)


def _granian(
    options: argparse.Namespace, port: str, interface: str, module: str, *, workers: str
) -> list[str]:
    return [
        sys.executable, "-m", "granian", f"wayhome.config.{module}:application",
        "--interface", interface, "--host", options.host, "--port", port,
        "--workers", workers, "--respawn-failed-workers",
        "--workers-kill-timeout", str(LETS_GO_WITHIN), "--log-level", "warning",
    ]  # fmt: skip
