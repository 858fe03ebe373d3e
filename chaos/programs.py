"""One program of the service that runs, is killed without a word, and is started again.

A kill is SIGKILL to the program and to all that it started. Nothing of it may go on: what is left
would answer on the port, or hold the lock, of what is started next.
"""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psycopg

from wayhome.platform import embedded_postgres

GONE_WITHIN = 20  # seconds
STARTED = 19  # of what the kernel says after a process's name: its start, in ticks


class Program:
    """One process of its own group. `settles` is how long it needs before a kill counts."""

    def __init__(
        self, name: str, command: Sequence[str], *, environment: Mapping[str, str], settles: float
    ) -> None:
        self.name, self.command, self.environment = name, command, environment
        self.settles = settles
        self.running: subprocess.Popen[bytes] | None = None
        self.began = 0.0

    def start(self) -> None:
        """Start it, quietly."""
        self.began = time.monotonic()
        self.running = subprocess.Popen(
            self.command,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def is_up(self) -> bool:
        """Whether it has run so long that killing it kills something."""
        is_running = self.running is not None and self.running.poll() is None
        return is_running and time.monotonic() - self.began > self.settles

    def mend(self) -> None:
        """Start it again if it has ended."""
        if self.running is None or self.running.poll() is not None:
            self.start()

    def kill(self) -> None:
        """End it and all that it started, without a word."""
        if self.running is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait(GONE_WITHIN)


class Child:
    """A program that another one has started, in a group of its own, and starts again."""

    def __init__(self, name: str, *, of: Program, says: str, settles: float) -> None:
        self.name, self.of, self.says, self.settles = name, of, says.encode(), settles

    def is_up(self) -> bool:
        """Whether it has run so long that killing it kills something."""
        return any(_age(pid) > self.settles for pid in self._running())

    def kill(self) -> None:
        """End it and all that it started, without a word."""
        for pid in self._running():
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)

    def _running(self) -> list[int]:
        if self.of.running is None:
            return []
        with suppress(OSError):
            return [pid for pid in children_of(self.of.running.pid) if self.says in _command(pid)]
        return []


class Database:
    """The embedded server of one folder."""

    name = "database"

    def __init__(self, state_dir: Path) -> None:
        self.home = state_dir / "postgres"
        self.waits_until = 0.0

    def address(self) -> str:
        """The superuser's, of the service's own database: no row is kept from it."""
        return embedded_postgres.url(self.home, role=embedded_postgres.SUPERUSER)

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            psycopg.connect(self.address(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Start it, and wait until it answers."""
        embedded_postgres.ensure_running(self.home)

    def mend(self) -> None:
        """Start it again if it has ended, once the time is over for which it was to be away."""
        if time.monotonic() >= self.waits_until and not self.is_up():
            with suppress(psycopg.OperationalError, embedded_postgres.CannotStartError):
                self.start()  # killed again as it starts: the next look starts it

    def kill(self, *, away_for: float = 0.0) -> None:
        """End the server and every process of it, without a word; for so many seconds at least."""
        self.waits_until = time.monotonic() + away_for
        with suppress(FileNotFoundError, ProcessLookupError, ValueError):
            server = int((self.home / "data" / "postmaster.pid").read_text().splitlines()[0])
            each = children_of(server)
            os.kill(server, signal.SIGKILL)
            for pid in each:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def kill_a_backend(self, chosen: float) -> bool:
        """End one process that serves the application: the server then ends all and recovers."""
        with psycopg.connect(self.address(), autocommit=True) as line:
            found = line.execute(
                "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'wayhome%'"
            ).fetchall()
        if not found:
            return False
        with suppress(ProcessLookupError):
            os.kill(found[int(chosen * len(found))][0], signal.SIGKILL)
        return True

    def told(self, *statements: str) -> None:
        """Have the server's settings changed, for good."""
        with psycopg.connect(self.address(), autocommit=True) as line:
            for each in statements:
                line.execute(each)


def children_of(pid: int) -> list[int]:
    """The processes that one has started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(each) for each in listed]


def _command(pid: int) -> bytes:
    """What a process was started with; nothing of one that has ended."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _age(pid: int) -> float:
    """For how many seconds a process has run; none of one that has ended."""
    with suppress(OSError):
        of_the_process = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        up_for = float(Path("/proc/uptime").read_text().split()[0])
        return up_for - int(of_the_process[STARTED]) / os.sysconf("SC_CLK_TCK")
    return 0.0
