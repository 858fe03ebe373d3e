"""Runs pages, stream and worker side by side, starts again whichever ends, and stops all in order.

The embedded database, where there is one, is watched too. Times are in seconds.
"""

import argparse
import ipaddress
import logging
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from wayhome.config import places, systemd
from wayhome.config.programs import Program, is_answered
from wayhome.platform.embedded_postgres import CannotStartError

WATCH_EVERY = 0.5
LETS_GO_WITHIN = 2  # what is being answered; an open screen never ends by itself
DATABASE_WATCHED_EVERY = 2
PAGES = "pages"
STREAM = "stream"
WORKER = "worker"

log = logging.getLogger("wayhome.serve")


class PortTakenError(ValueError):
    """Something else already answers on the port."""


class OpenToAnybodyError(ValueError):
    """Other machines would reach pages on which a person is chosen, not signed in."""


def serve(arguments: Sequence[str], *, mend: Callable[[], bool] | None = None) -> int:
    """Serve until told to stop. 0 when told to; 1 when the pages would not stay up.

    `mend` starts a database of our own again where it is down, and says whether it was. Raises
    PortTakenError and OpenToAnybodyError.
    """
    options = _options(arguments)
    for port in filter(None, (options.port, options.stream_port)):
        _refuse_taken_port(options.host, port=int(port))
    if not getattr(settings, "WHITENOISE_USE_FINDERS", False):
        call_command("collectstatic", interactive=False, verbosity=0)
    told_to_stop, told_to_renew = _signals()
    mending = threading.Thread(target=_keep_mended, args=(mend, told_to_stop), daemon=True)
    mending.start()
    pulses = tempfile.TemporaryDirectory(prefix="wayhome-pulse-")
    programs = _started(options, pulse=Path(pulses.name) / WORKER)
    is_ready = False
    try:
        while not told_to_stop.wait(WATCH_EVERY):
            if told_to_renew.is_set():
                told_to_renew.clear()
                _renew(programs)
            if not all(program.keep_running() for program in programs):
                log.critical("THE SERVICE GIVES UP: the pages do not stay up. See what they said.")
                return 1
            is_ready = is_ready or _says_that_it_is_ready(programs)
            systemd.tell(systemd.ALIVE)
        return 0
    finally:
        systemd.tell(systemd.STOPPING)
        told_to_stop.set()
        for program in programs:
            program.let_go()
        for program in programs:
            program.stop()
        mending.join()
        pulses.cleanup()


def _signals() -> tuple[threading.Event, threading.Event]:
    """What is set once the service is told to stop, and to begin anew with what its files say.

    A terminal that is closed means stop; without a terminal the same signal means begin anew.
    """
    told_to_stop, told_to_renew = threading.Event(), threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: told_to_stop.set())
    hung_up = told_to_stop if sys.stdin is not None and sys.stdin.isatty() else told_to_renew
    signal.signal(signal.SIGHUP, lambda *_: hung_up.set())
    return told_to_stop, told_to_renew


def _started(options: argparse.Namespace, *, pulse: Path) -> list[Program]:
    answering = {PAGES: options.port, STREAM: options.stream_port}
    return [
        Program(
            name,
            command,
            gives_up=name == PAGES,
            answers=(_reached_at(options.host), int(answering[name]))
            if name in answering
            else None,
            pulse=pulse if name == WORKER else None,
        )
        for name, command in _commands(options, pulse=pulse).items()
    ]


def _reached_at(host: str) -> str:
    """An address of this machine at which what listens on this host is reached."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # not listened on


def _renew(programs: Sequence[Program]) -> None:
    log.info("Begun anew, as asked.")
    for program in programs:
        program.renew()


def _says_that_it_is_ready(programs: Sequence[Program]) -> bool:
    """Whether all that answer now do, which is said the first time."""
    if not all(is_answered(*each.answers) for each in programs if each.answers):
        return False
    systemd.tell(systemd.READY)
    return True


def _keep_mended(mend: Callable[[], bool] | None, told_to_stop: threading.Event) -> None:
    while mend is not None and not told_to_stop.wait(DATABASE_WATCHED_EVERY):
        try:
            was_down = mend()
        except CannotStartError as problem:
            log.critical("The database does not start: %s", str(problem).splitlines()[0])
            continue
        if was_down:
            log.error("The database was down, and was started again.")


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


def _commands(options: argparse.Namespace, *, pulse: Path) -> dict[str, list[str]]:
    commands = {PAGES: _pages(options)}
    if options.stream_port:
        commands[STREAM] = _granian(options, options.stream_port, "asginl", "stream", workers="1")
    if not options.no_worker:
        worker = [sys.executable, "-m", "wayhome.config.command", "worker"]
        commands[WORKER] = [*worker, "--pulse", str(pulse)]
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
        "--log-config", str(places.PACKAGE / "config" / "granian-log.json"),
    ]  # fmt: skip
