"""A server of these tests' own, which may be told to wait for a standby, or to stop answering."""

import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections
from psycopg import conninfo
from tests.foundation import databases

from wayhome.platform import embedded_postgres
from wayhome.platform import postgres_places as places
from wayhome.platform.grants import RESTRICTED_ROLE


class Server:
    """A running server with an empty database of Wayhome on it, and its superuser's hand."""

    def __init__(self, state_dir: Path) -> None:
        self.state_dir = state_dir
        self.owners = embedded_postgres.ensure_running(state_dir)
        self.superusers = embedded_postgres.url(
            state_dir, database="postgres", role=embedded_postgres.SUPERUSER
        )

    def told(self, statement: str, *values: object) -> list[tuple]:
        """What the server answers its superuser."""
        with psycopg.connect(self.superusers, autocommit=True) as line:
            found = line.execute(statement, values)
            return found.fetchall() if found.description else []

    @contextmanager
    def waiting_for_a_standby(self):
        """Meanwhile each commit waits for a standby that does not exist."""
        self._set("synchronous_standby_names", "'nobody'")
        try:
            yield
        finally:
            self._set("synchronous_standby_names", "DEFAULT")

    def cancel_whoever_waits(self) -> int:
        """What an operator does who sees commits wait: how many were told to wait no more."""
        return len(
            self.told(
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
            )
        )

    def backends(self) -> list[int]:
        """The processes that serve the application."""
        return [
            pid
            for (pid,) in self.told(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'wayhome'"
            )
        ]

    def _set(self, name: str, value: str) -> None:
        if value == "DEFAULT":
            self.told(f"ALTER SYSTEM RESET {name}")
        else:
            self.told(f"ALTER SYSTEM SET {name} = {value}")
        self.told("SELECT pg_reload_conf()")
        wanted = "" if value == "DEFAULT" else value.strip("'")
        while self.told(f"SHOW {name}") != [(wanted,)]:
            pass


@pytest.fixture(scope="module")
def server(template_database):
    """The server, with the shape of the database copied to it; stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="wayhome-durable-") as folder:
        Path(folder).chmod(0o755)
        found = Server(Path(folder) / "postgres")
        _copy(databases.address_of(template_database), to=found)
        yield found
        embedded_postgres.stop(found.state_dir)


def _copy(template: str, *, to: Server) -> None:
    to.told(f"CREATE ROLE {RESTRICTED_ROLE} LOGIN")
    to.told(f"GRANT {RESTRICTED_ROLE} TO {embedded_postgres.OWNER}")
    account = places.server_account()
    programs = places.programs(to.state_dir / "data", home=to.state_dir.resolve(), account=account)
    shape = subprocess.run(
        [programs / "pg_dump", "--enable-row-security", "--no-owner", template],
        check=True,
        stdout=subprocess.PIPE,
    ).stdout
    subprocess.run(
        [programs / "psql", "--quiet", "--set", "ON_ERROR_STOP=1", to.owners],
        input=shape,
        check=True,
        stdout=subprocess.DEVNULL,
    )


@pytest.fixture
def connected(server, django_db_blocker):
    """Django's connections lead to that server."""
    parts = conninfo.conninfo_to_dict(server.owners)
    there = {"HOST": parts["host"], "NAME": parts["dbname"], "USER": parts["user"]}
    there |= {"PORT": "", "PASSWORD": ""}
    chosen = connections.settings["default"]
    before = {name: chosen[name] for name in there}
    with django_db_blocker.unblock():
        connections.close_all()
        chosen.update(there)
        connection.settings_dict.update(there)
        try:
            yield server
        finally:
            connections.close_all()
            chosen.update(before)
            connection.settings_dict.update(before)
