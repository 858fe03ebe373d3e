"""The `wayhome` command: one word, one job."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, execute_from_command_line
from django.db import Error, connection

from wayhome.config import database, guarding, migrating, places, serving
from wayhome.platform.copying import aside
from wayhome.platform.embedded_postgres import CannotStartError
from wayhome.platform.postgres_places import NoProgramsError
from wayhome.platform.row_security import transactions

# The jobs are imported only when asked for: their models need Django's settings first.
JOBS = {
    "seed-demo": "wayhome.interfaces.jobs.seed_demo",
    "worker": "wayhome.interfaces.jobs.every_minute",
    "replay": "wayhome.interfaces.jobs.replay",
    "import": "wayhome.interfaces.jobs.import_episodes",
    "token": "wayhome.interfaces.jobs.token",
    "keys": "wayhome.interfaces.jobs.keys",
    "form": "wayhome.interfaces.jobs.form",
    "invite": "wayhome.interfaces.jobs.invite",
    "identity": "wayhome.interfaces.jobs.identity",
    "webhook": "wayhome.interfaces.jobs.webhook",
    "messages": "wayhome.interfaces.jobs.messages",
    "simulate": "wayhome.interfaces.jobs.simulate",
    "extract": "wayhome.interfaces.jobs.extract",
    "measures": "wayhome.interfaces.jobs.measures",
}
JOB_PURPOSES = {
    "seed-demo": "Fill an empty database with invented children.",
    "worker": "Send messages and watch the clocks.",
    "replay": "Play a published case through the journey.",
    "import": "Read past episodes from a CSV file.",
    "token": "Make a token for the API, and show it once.",
    "keys": "Show, make and rotate the keys of what is enciphered.",
    "form": "Set up a partnership, its agencies and its people.",
    "invite": "Let somebody set their password, once.",
    "identity": "Say whom an agency's own sign-in means.",
    "webhook": "Tell an agency's own system that notices wait.",
    "messages": "Show what waits to be carried or was set aside, and try it again.",
    "simulate": "Invent a population, and write its back record.",
    "extract": "Make what measures are counted from, of which no child is named.",
    "measures": "Count every measure, and keep the results for their page.",
}

# Nothing is read or written in the database: none need be there.
WITHOUT_RECORDS = {"simulate"}
LIVE = "--live"  # but for this: the people of the records tell of it


def main(argv: Sequence[str] | None = None) -> int:
    """Run one sub-command and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    name, rest = _split(arguments)
    try:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", places.settings_module())
        return COMMANDS[name](rest) if name in COMMANDS else _job(name, rest)
    except (CannotStartError, NoProgramsError, ImproperlyConfigured, ValueError) as problem:
        print(f"wayhome {name}: {problem}", file=sys.stderr)
        return 1


def _split(arguments: list[str]) -> tuple[str, list[str]]:
    parser = argparse.ArgumentParser(prog="wayhome", description="Missing children, brought home.")
    names = parser.add_subparsers(dest="name", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        names.add_parser(name, help=command.__doc__, add_help=False)
    for name, purpose in JOB_PURPOSES.items():
        names.add_parser(name, help=purpose, add_help=False)
    chosen, rest = parser.parse_known_args(arguments[:1] or ["--help"])
    return chosen.name, rest + arguments[1:]


def _job(name: str, arguments: list[str]) -> int:
    if name in WITHOUT_RECORDS and LIVE not in arguments:
        django.setup()
    else:
        database.ensure_running(_state_dir())
        django.setup()
        transactions.act_for_the_service()
        with suppress(Error):  # whoever cannot reach the records yet is told so by what they do
            aside.require_none()
    module = importlib.import_module(JOBS[name])
    return module.main(arguments) or 0


def _migrate(arguments: list[str]) -> int:
    """Bring the database to the shape this version needs."""
    _as_owner()

    migrating.bring_up_to_date(verbosity=0 if "--quiet" in arguments else 1)
    return 0


def _serve(arguments: list[str]) -> int:
    """Answer on a port, with the worker beside."""
    database.ensure_running(_state_dir())
    django.setup()
    try:
        _refuse_too_much()
        mend = partial(database.mend, _state_dir()) if database.is_embedded() else None
        return serving.serve(arguments, mend=mend)
    finally:
        database.stop(_state_dir())


def _refuse_too_much() -> None:
    try:
        guarding.require_restricted()
        aside.require_none()
    except Error:
        print("The records cannot be reached yet. Who asks there is seen to before it is ready.")
    finally:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL has one


def _db_url(_arguments: list[str]) -> int:
    """Start the database if need be and print its address."""
    print(database.ensure_running(_state_dir()))
    return 0


def _stop_database(_arguments: list[str]) -> int:
    """Stop the embedded database unless something is using it."""
    print("Stopped." if database.stop(_state_dir()) else "Not stopped: not running, or in use.")
    return 0


def _shell(_arguments: list[str]) -> int:
    """Open a Python prompt with the models, as the restricted role."""
    database.ensure_running(_state_dir())
    django.setup()
    call_command("shell")
    return 0


def _django(arguments: list[str]) -> int:
    """Run a command of Django's own, as the owner: wayhome django makemigrations."""
    _as_owner()
    execute_from_command_line(["wayhome django", *arguments])
    return 0


def _audit(arguments: list[str]) -> int:
    """Prove that the ledger is as it was sealed, or that it holds one entry."""
    if arguments[:1] == ["check"]:
        django.setup()  # a proof is checked without a database
    else:
        _as_owner()  # the application itself cannot read the ledger
    return importlib.import_module("wayhome.interfaces.jobs.audit").main(arguments)


def _import_history(arguments: list[str]) -> int:
    """Bring in a back record: a folder of columns."""
    _as_owner()  # as a migration does: see docs/importing.md
    return importlib.import_module("wayhome.interfaces.jobs.import_history").main(arguments)


def _as_owner() -> None:
    os.environ["WAYHOME_DATABASE_ROLE"] = "owner"
    database.ensure_running(_state_dir())
    django.setup()


def _state_dir():
    """The state folder of the chosen settings, which is not the same for the tests."""
    return settings.STATE_DIR


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "migrate": _migrate,
    "serve": _serve,
    "db-url": _db_url,
    "stop-database": _stop_database,
    "shell": _shell,
    "django": _django,
    "audit": _audit,
    "import-history": _import_history,
}

if __name__ == "__main__":
    raise SystemExit(main())
