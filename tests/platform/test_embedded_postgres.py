"""The embedded server: one start for many askers, and back after any end."""

import os
import signal
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import psycopg
import pytest

from wayhome.platform import embedded_postgres
from wayhome.platform import postgres_places as places

START = (
    "import sys; from pathlib import Path; from wayhome.platform import embedded_postgres;"
    "print(embedded_postgres.ensure_running(Path(sys.argv[1])))"
)


@pytest.fixture
def state_dir():
    """A folder for one server, where the server's own account can reach it; stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="wayhome-server-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "postgres"
        embedded_postgres.stop(Path(folder) / "postgres")


def postmaster(state_dir: Path) -> int:
    return int((state_dir / "data" / "postmaster.pid").read_text().splitlines()[0])


def remembered(address: str) -> list[int]:
    with psycopg.connect(address) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM remembered")]


def test_of_several_that_ask_at_once_each_gets_the_same_server(state_dir):
    askers = [
        subprocess.Popen(
            [sys.executable, "-c", START, str(state_dir)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]

    answers = {asker.communicate()[0].strip() for asker in askers}

    assert answers == {embedded_postgres.url(state_dir)}
    assert not any(asker.returncode for asker in askers)


@pytest.fixture
def private_umask():
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.mark.usefixtures("private_umask")
def test_whoever_asks_while_the_folder_is_made_finds_the_same_folder(monkeypatch):
    account = places.server_account()
    with tempfile.TemporaryDirectory(prefix="wayhome-server-") as outer:
        Path(outer).chmod(0o755)
        wanted = Path(outer) / "state" / "postgres"
        found = []

        def looking(made, *arguments, real, **options):
            found.append(places.reachable_home(wanted, account=account))
            real(made, *arguments, **options)
            found.append(places.reachable_home(wanted, account=account))

        for name in ("mkdir", "chown", "chmod"):
            monkeypatch.setattr(os, name, partial(looking, real=getattr(os, name)))
        places.own_folder(wanted, account=account)
        monkeypatch.undo()

        assert len(found) >= 6
        assert set(found) == {wanted}
        assert wanted.stat().st_mode & 0o777 == 0o700


def test_a_killed_server_comes_back_with_everything_it_acknowledged(state_dir):
    address = embedded_postgres.ensure_running(state_dir)
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE remembered (number int)")
        connection.execute("INSERT INTO remembered VALUES (1)")
    os.kill(postmaster(state_dir), signal.SIGKILL)

    address = embedded_postgres.ensure_running(state_dir)

    assert remembered(address) == [1]


def test_a_lock_file_with_a_strangers_number_does_not_keep_it_from_starting(state_dir):
    embedded_postgres.ensure_running(state_dir)
    left = (state_dir / "data" / "postmaster.pid").read_text().splitlines()
    assert embedded_postgres.stop(state_dir)
    with subprocess.Popen(["sleep", "60"]) as stranger:
        lock = state_dir / "data" / "postmaster.pid"
        lock.write_text("\n".join([str(stranger.pid), *left[1:]]) + "\n")
        owner = (state_dir / "data").stat()
        os.chown(lock, owner.st_uid, owner.st_gid)

        address = embedded_postgres.ensure_running(state_dir)
        stranger.kill()

    with psycopg.connect(address) as connection:
        assert connection.info.dbname == "wayhome"


def test_a_server_that_another_process_uses_is_not_stopped(state_dir):
    waiting = START + "; input()"
    with subprocess.Popen(
        [sys.executable, "-c", waiting, str(state_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        other.stdout.readline()

        assert not embedded_postgres.stop(state_dir)
        other.communicate("\n")

    assert embedded_postgres.stop(state_dir)


def test_it_listens_on_no_network_and_its_owner_is_no_superuser(state_dir):
    address = embedded_postgres.ensure_running(state_dir)

    with psycopg.connect(address) as connection:
        listening = connection.execute("SHOW listen_addresses").fetchone()
        checksums = connection.execute("SHOW data_checksums").fetchone()
        superuser = connection.execute(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone()

    assert (listening, checksums, superuser) == (("",), ("on",), (False,))
