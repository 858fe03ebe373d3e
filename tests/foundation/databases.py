"""Databases for tests, copied from one migrated template instead of being emptied.

The server is WAYHOME_DATABASE_URL, or an embedded one in the test state folder. Its owner must be
allowed to create databases. Tests run as the restricted role, as the application does.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from psycopg import conninfo, sql

from wayhome.config import database, places
from wayhome.platform.grants import RESTRICTED_ROLE
from wayhome.platform.row_security import keys, transactions

RUN = "WAYHOME_TEST_RUN"  # the process number of the pytest that started the workers
COPIES = ("wayhome_test_", "wayhome_demo_")


def pytest_configure(config):
    """Name this run, so that its databases are told from those of another at the same time."""
    if not hasattr(config, "workerinput"):
        os.environ[RUN] = str(os.getpid())


def pytest_unconfigure(config):
    """A run that used databases drops its demo; the last run out stops the embedded server."""
    if not hasattr(config, "workerinput") and _used_mark().exists():
        _used_mark().unlink()
        database.ensure_running(settings.STATE_DIR)
        drop(demo_name())
        database.stop(settings.STATE_DIR)


# ------------------------------------------------------------------ the server


def address_of(name: str) -> str:
    """The owner's address of one database of the test server."""
    parts = urlsplit(database.url(settings.STATE_DIR))
    return urlunsplit(parts._replace(path=f"/{name}"))


def as_server(statement: str, *names: str) -> None:
    """Run one statement about databases as the owner."""
    quoted = [sql.Identifier(name) for name in names]
    with psycopg.connect(database.url(settings.STATE_DIR), autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*quoted))


def names_like(prefix: str) -> list[str]:
    """The databases of the server whose names begin so."""
    with psycopg.connect(database.url(settings.STATE_DIR)) as server:
        rows = server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
        )
        return [name for (name,) in rows]


def copy(template: str, *, name: str) -> None:
    """A new database with everything the template holds."""
    as_server("CREATE DATABASE {} TEMPLATE {}", name, template)


def drop(name: str) -> None:
    """Remove a database, whoever is still connected to it.

    Our own connections are ended first. WITH (FORCE) would end the server's housekeeping too, which
    only its superuser may; a plain DROP asks that to stop, and waits for it.
    """
    with psycopg.connect(database.url(settings.STATE_DIR), autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = %s AND usename IN (current_user, %s)",
            [name, RESTRICTED_ROLE],
        )
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


@contextmanager
def one_at_a_time():
    """Held by whichever process is making a template; the others wait."""
    settings.STATE_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.STATE_DIR / "making.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def wayhome(*arguments: str, name: str) -> None:
    """Run a `wayhome` command against one database. Fails with what the command printed."""
    done = subprocess.run(
        [sys.executable, "-m", "wayhome.config.command", *arguments],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "wayhome.config.settings.test",
            "WAYHOME_DATABASE_URL": address_of(name),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.exit(f"wayhome {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}", 2)


# ------------------------------------------------------------------ templates


def shape() -> str:
    """Changes whenever a migration, or what is done beside them, changes."""
    beside = [
        places.PACKAGE / "config" / "migrating.py",
        places.PACKAGE / "platform" / "by_year.py",
        places.PACKAGE / "platform" / "by_year_functions.py",
        places.PACKAGE / "platform" / "grants.py",
        places.PACKAGE / "platform" / "row_security" / "policies.py",
    ]
    key = keys.key_in(settings.WAYHOME_STEP_KEY_FILE, may_make=True)
    files = sorted([*places.PACKAGE.glob("**/migrations/*.py"), *beside])
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    digest.update(keys.digest_of(key).encode())
    return digest.hexdigest()[:12]


def demo_name() -> str:
    """The database of this run that the demo was seeded into."""
    return f"wayhome_demo_{os.environ[RUN]}"


@pytest.fixture(scope="session")
def template_database() -> str:
    """The name of a migrated, empty database, made again only when the migrations have changed."""
    database.ensure_running(settings.STATE_DIR)
    name = f"wayhome_template_{shape()}"
    with one_at_a_time():
        _used_mark().touch()
        _forget_ended_runs()
        if name not in names_like(name):
            unfinished = f"{name}_unfinished"
            drop(unfinished)
            as_server("CREATE DATABASE {}", unfinished)
            wayhome("migrate", name=unfinished)
            as_server("ALTER DATABASE {} RENAME TO {}", unfinished, name)
    return name


@pytest.fixture(scope="session")
def demo_database(template_database: str) -> str:
    """The name of a database with the demo partnership in it, seeded once a run."""
    name = demo_name()
    with one_at_a_time():
        if name not in names_like(name):
            unfinished = f"{name}_unfinished"
            drop(unfinished)
            copy(template_database, name=unfinished)
            wayhome("seed-demo", name=unfinished)
            as_server("ALTER DATABASE {} RENAME TO {}", unfinished, name)
    return name


def _used_mark() -> Path:
    """A file that is there once any process of this run has used a database."""
    return settings.STATE_DIR / f"used-by-{os.environ[RUN]}"


def _forget_ended_runs() -> None:
    """Drop what a killed run on this machine left behind."""
    if not database.is_embedded() or not Path("/proc/self").exists():
        return
    for prefix in COPIES:
        for name in names_like(prefix):
            run = name.removeprefix(prefix).partition("_")[0]
            if not Path(f"/proc/{run}").exists():
                drop(name)


# ------------------------------------------------------------------ databases for tests


@contextmanager
def connected_to(name: str):
    """Every connection Django opens meanwhile is to this database."""
    chosen = connections.settings["default"]
    before = chosen["NAME"]
    connections.close_all()
    chosen["NAME"] = connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connections.close_all()
        chosen["NAME"] = connection.settings_dict["NAME"] = before


@contextmanager
def database_copied_from(template: str, *, purpose: str):
    """A new database that Django is connected to; dropped at the end."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"wayhome_test_{os.environ[RUN]}_{worker}_{purpose}"
    drop(name)
    copy(template, name=name)
    try:
        with connected_to(name):
            yield name
    finally:
        drop(name)


@pytest.fixture(scope="session", autouse=True)
def _tests_act_for_the_service():
    """A test sets its scene as the worker would; a page it opens is a page all the same."""
    transactions.act_for_the_service()


@pytest.fixture(scope="session")
def django_db_setup(template_database, django_db_blocker):
    """The database that tests marked `django_db` share, each in a transaction of its own."""
    with (
        django_db_blocker.unblock(),
        database_copied_from(template_database, purpose="shared"),
    ):
        yield


@pytest.fixture
def fresh_database(template_database, django_db_blocker):
    """An empty database of the test's own, where it may commit. Use without `django_db`."""
    with (
        django_db_blocker.unblock(),
        database_copied_from(template_database, purpose="fresh") as name,
    ):
        yield name


@pytest.fixture
def as_the_service():
    """Connect as a page of the service does: signed in as the restricted role, without the key."""
    owners = connections["default"]
    service = connections.create_connection("default")
    address = conninfo.conninfo_to_dict(database.restricted(database.url(settings.STATE_DIR)))
    of_the_tests = ("assume_role", "options")
    options = {k: v for k, v in owners.settings_dict["OPTIONS"].items() if k not in of_the_tests}
    service.settings_dict = {
        **owners.settings_dict,
        "USER": address["user"],
        "PASSWORD": address.get("password") or "",
        "OPTIONS": options | {"options": database.NO_COMPILING},
    }
    connections["default"] = service
    yield service
    service.close()
    connections["default"] = owners


@contextmanager
def owner():
    """Act as the owner of the database, and then as the service again."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    yield
    # Reached only when all went well: after an error the rollback gives the role back.
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {RESTRICTED_ROLE}")


@pytest.fixture
def as_owner():
    """Act inside it as the owner, to read what the application may not, such as the ledger."""
    return owner
