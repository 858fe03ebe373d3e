"""The whole service on one machine: database, pages, stream and worker, each a program of its own.

They are the programs of production. Whatever is killed is started again here, as a supervisor does.
"""

import http.client
import json
import os
import shutil
import socket
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from chaos.programs import Child, Database, Program

UP_WITHIN = 120  # seconds
LOOK_EVERY = 0.2
SETTLES = 10  # seconds in which a program starts and does something, before it is killed again
SERVED_SETTLES = 3  # as above, of what is waited for
SETTINGS = "chaos.settings"
BACKEND = "backend"
THREADS = "4"  # of each process of the pages, as in production

SERVED = {  # what `wayhome serve` runs, and by what of its command it is known
    "pages": "wayhome.config.wsgi",
    "stream": "wayhome.config.stream",
    "worker": "wayhome.config.command\0worker",
}


class NotUp(RuntimeError):
    """The service did not come up again in time."""


class House:
    """The programs, and the thread that starts again what has ended."""

    # What a storm kills, and how often beside the rest: what comes back soonest most often.
    targets: Mapping[str, int] = {"database": 2, BACKEND: 3, "pages": 1, "stream": 1, "worker": 1}
    moves_within = 20  # seconds: so long at most until one more is recorded out of the journal
    is_waited_for = False  # whether all is up before the next kill

    def __init__(self, state_dir: Path, *, workers: int = 1) -> None:
        self.state_dir = state_dir
        self.port, self.stream_port = _free_port(), _free_port()
        self.database = Database(state_dir)
        pages = _granian("wsgi", "wsgi", self.port, workers=workers)
        self.pages = self._program(
            "pages", [*pages, "--blocking-threads", THREADS], settles=SETTLES
        )
        self.stream = self._program(
            "stream", _granian("stream", "asginl", self.stream_port), settles=SETTLES
        )
        self.worker = self._program(
            "worker", [sys.executable, "-m", "wayhome.config.command", "worker"], settles=SETTLES
        )
        self._is_over = threading.Event()
        self._menders: list[threading.Thread] = []

    @property
    def programs(self) -> Sequence[Program | Child]:
        """All but the database."""
        return self.pages, self.stream, self.worker

    @property
    def mended(self) -> Sequence[Program | Database]:
        """What is started again here."""
        return self.database, self.pages, self.stream, self.worker

    @property
    def journal(self) -> Path:
        """The file that holds what the database could not take."""
        return self.state_dir / "journal" / "received.journal"

    def open(self) -> None:
        """Start everything, and keep it started."""
        for each in self.mended:
            mender = threading.Thread(target=self._mend, args=(each,), daemon=True)
            mender.start()
            self._menders.append(mender)
        self.wait_until_up()

    def wait_until_up(self) -> None:
        """Until the records can be reached through the pages, and the stream answers."""
        until = time.monotonic() + UP_WITHIN
        while not (self._reaches_its_records() and self._streams()):
            if time.monotonic() > until:
                raise NotUp(self.state_dir)
            time.sleep(LOOK_EVERY)  # asked over HTTP: a program that starts tells nobody

    def close(self) -> None:
        """End everything, and let nothing start again."""
        self._is_over.set()
        for each in self._menders:
            each.join(UP_WITHIN)
        for program in self.programs:
            program.kill()
        self.database.kill()

    def _mend(self, program: Program | Database) -> None:
        while not self._is_over.wait(LOOK_EVERY):
            program.mend()

    def _program(self, name: str, command: list[str], *, settles: float) -> Program:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": SETTINGS}
        return Program(name, command, environment=environment, settles=settles)

    def _reaches_its_records(self) -> bool:
        """Not whether it is ready: it is ready for reports while its records are away, too."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            line.request("GET", "/health/degraded")
            amiss = json.loads(line.getresponse().read())["amiss"]
        except (OSError, http.client.HTTPException, ValueError):
            return False
        finally:
            line.close()
        return not {each["code"] for each in amiss} & {"database_away", "read_only"}

    def _streams(self) -> bool:
        return self._answers(self.stream_port, "/stream")

    def _answers(self, port: int, path: str) -> bool:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            line.request("GET", path)
            return line.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()


class Served(House):
    """The same run by `wayhome serve`: it mends what it runs, and is itself started again here."""

    targets: Mapping[str, int] = {
        "serve": 2, "database": 1, BACKEND: 1, "pages": 2, "stream": 2, "worker": 2
    }  # fmt: skip
    moves_within = 100  # what ended again and again is started again after a minute
    is_waited_for = True  # it would be killed again before it has started anything

    def __init__(self, state_dir: Path) -> None:
        self.state_dir = state_dir
        self.port, self.stream_port = _free_port(), _free_port()
        self.database = Database(state_dir)
        serve = [sys.executable, "-m", "wayhome.config.command", "serve", "--workers", "1"]
        at = ["--port", str(self.port), "--stream-port", str(self.stream_port)]
        self.serving = self._program("serve", [*serve, *at], settles=SERVED_SETTLES)
        self._children = [
            Child(name, of=self.serving, says=says, settles=SERVED_SETTLES)
            for name, says in SERVED.items()
        ]
        self._is_over = threading.Event()
        self._menders: list[threading.Thread] = []

    @property
    def programs(self) -> Sequence[Program | Child]:
        """What it runs, and itself."""
        return *self._children, self.serving

    @property
    def mended(self) -> Sequence[Program | Database]:
        """Itself alone."""
        return (self.serving,)


def emptied(state_dir: Path) -> Path:
    """The folder with nothing in it, where the database's own account can reach it."""
    shutil.rmtree(state_dir, ignore_errors=True)
    state_dir.mkdir(parents=True)
    return state_dir


def _granian(module: str, interface: str, port: int, *, workers: int = 1) -> list[str]:
    return [
        sys.executable, "-m", "granian", f"wayhome.config.{module}:application",
        "--interface", interface, "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--respawn-failed-workers", "--log-level", "critical",
    ]  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
