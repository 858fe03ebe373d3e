"""A PostgreSQL server for the first run, development and tests, kept in one folder.

It listens on a Unix socket only, and only the account that started it may connect (peer). The
folder holds `data`, `run` (the socket), `log` and two lock files. Where the account is root, which
PostgreSQL refuses, the server runs as an unprivileged account. A running server is shared by every
command of the machine and stopped by the last one to finish. Times are in seconds.
"""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from wayhome.platform import postgres_places as places
from wayhome.platform.grants import RESTRICTED_ROLE

SUPERUSER = "postgres"
OWNER = "wayhome_owner"
DATABASE = "wayhome"
PORT = 5432  # only part of the socket's name
STOP_SECONDS = 60
UNHEARD_OF_SECONDS = 7 * 24 * 60 * 60  # crash recovery may be long; it is never cut short
DEPARTURE_SECONDS = 15  # how long the processes of a killed server may take to notice
SETTINGS = (
    f"-c listen_addresses='' -c port={PORT} -c unix_socket_permissions=0700 -c max_connections=100"
)

# Held open as long as this process uses a server: folder → file descriptor of its shared lock.
_in_use: dict[Path, int] = {}


class CannotStartError(RuntimeError):
    """The server did not start; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where one server's files are, whose they are, and the programs that run it."""

    home: Path
    run: Path
    account: places.Account

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server says, appended to for ever."""
        return self.home / "log"


def url(state_dir: Path, *, database: str = DATABASE, role: str = OWNER) -> str:
    """The address of a database in this folder's server, whether or not it is running."""
    return _address(_cluster(state_dir), database=database, role=role)


def ensure_running(state_dir: Path) -> str:
    """The address of the owner's database, on a server that answers.

    Of several processes that ask at once, one makes and starts the server and the others wait.
    Raises CannotStartError.
    """
    cluster = _cluster(state_dir)
    places.own_folder(cluster.home, account=cluster.account)
    places.own_folder(cluster.run, account=cluster.account)
    _declare_in_use(cluster.home)
    with _locked(cluster.home / "starting.lock"):
        if not _answers(cluster):
            _create_if_absent(cluster)
            _start(cluster)
            _create_owner(cluster)
    return _address(cluster)


def answers(state_dir: Path) -> bool:
    """Whether the owner can connect. A server that is still starting does not answer yet."""
    return _answers(_cluster(state_dir))


def stop(state_dir: Path) -> bool:
    """Stop the server unless another process uses it; say whether it was stopped.

    Its open transactions are rolled back and it closes in order.
    """
    cluster = _cluster(state_dir)
    if not (cluster.data / "PG_VERSION").exists():
        return False
    _declare_in_use(cluster.home)
    lock = _in_use.pop(cluster.home)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        stopped = _run(cluster, "pg_ctl", "stop", "-m", "fast", "-w", "-t", str(STOP_SECONDS))
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return stopped.returncode == 0


def _cluster(state_dir: Path) -> Cluster:
    account = places.server_account()
    home = places.reachable_home(state_dir.resolve(), account=account)
    return Cluster(home=home, run=places.socket_folder(home), account=account)


def _address(cluster: Cluster, *, database: str = DATABASE, role: str = OWNER) -> str:
    return f"postgresql://{role}@/{database}?host={quote(str(cluster.run), safe='')}"


def _declare_in_use(home: Path) -> None:
    if home in _in_use:
        return
    lock = os.open(home / "in-use.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_SH)
    _in_use[home] = lock


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _answers(cluster: Cluster) -> bool:
    try:
        psycopg.connect(_address(cluster), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _create_if_absent(cluster: Cluster) -> None:
    """Make the data directory whole or not at all: it is built beside and renamed into place."""
    if cluster.data.exists():
        return
    unfinished = cluster.home / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    made = _run(
        cluster, "initdb", "--username", SUPERUSER, "--auth-local=peer", "--auth-host=reject",
        "--data-checksums", "--encoding=UTF8", "--locale=C.UTF-8", data=unfinished,
    )  # fmt: skip
    if made.returncode != 0:
        raise CannotStartError(f"The database could not be made.\n{made.stdout}")
    unfinished.rename(cluster.data)


def _start(cluster: Cluster) -> None:
    _write_access(cluster)
    started = _attempt(cluster)
    if started.returncode != 0 and places.wait_until_deserted(
        cluster.data, seconds=DEPARTURE_SECONDS
    ):
        # A killed server leaves its lock files behind, and PostgreSQL trusts them for as long as
        # any process has that number: a zombie, or after a restart a stranger.
        for left in (cluster.data / "postmaster.pid", *cluster.run.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)
        started = _attempt(cluster)
    if started.returncode != 0:
        raise CannotStartError(
            f"The database did not start.\n{started.stdout}\n{_last_words(cluster.log)}"
        )


def _attempt(cluster: Cluster) -> subprocess.CompletedProcess[str]:
    options = f"{SETTINGS} -c unix_socket_directories='{cluster.run}'"
    return _run(
        cluster, "pg_ctl", "start", "-w", "-t", str(UNHEARD_OF_SECONDS),
        "-l", str(cluster.log), "-o", options,
    )  # fmt: skip


def _write_access(cluster: Cluster) -> None:
    """Only the account that runs Wayhome may connect: as owner, superuser or restricted role."""
    caller = places.caller_name()
    files = {
        "pg_hba.conf": "local all all peer map=wayhome\n",
        "pg_ident.conf": "".join(
            f'wayhome "{caller}" {role}\n' for role in (SUPERUSER, OWNER, RESTRICTED_ROLE)
        ),
    }
    for name, text in files.items():
        (cluster.data / name).write_text(text)


def _create_owner(cluster: Cluster) -> None:
    """The owner is no superuser, as on a managed server: what works here works there."""
    owner, database = sql.Identifier(OWNER), sql.Identifier(DATABASE)
    with psycopg.connect(
        _address(cluster, database="postgres", role=SUPERUSER), autocommit=True
    ) as connection:
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [OWNER]).rowcount:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE").format(owner))
        known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if not known.rowcount:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))


def _run(
    cluster: Cluster, program: str, *arguments: str, data: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the server's account, in a folder it may be in."""
    programs = places.programs(cluster.data, home=cluster.home, account=cluster.account)
    return subprocess.run(
        [programs / program, "-D", data or cluster.data, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd=cluster.home,
        env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        **places.becoming(cluster.account),
    )


def _last_words(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-20:]) if log.exists() else ""
