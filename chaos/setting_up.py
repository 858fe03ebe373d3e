"""A database with the shape of the service, and the invented people who report and acknowledge."""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import django
import psycopg

from chaos.programs import Database
from wayhome.platform import embedded_postgres
from wayhome.platform import postgres_places as places
from wayhome.platform.grants import RESTRICTED_ROLE

LASTS = timedelta(days=2)
CALLERS = ("asha", "marek", "joss", "wendy")  # two forces, a home, and a home's manager
INSPECTORS = ("ines", "femi")
# As safe, and ten times as quick on a busy disk: otherwise a storm kills what has hardly begun.
QUICK_TO_RECOVER = "ALTER SYSTEM SET recovery_init_sync_method = syncfs"
TOLD_BY_WEBHOOK = ("Northmoor Police", "Harrowfell Council")


@dataclass(frozen=True, slots=True)
class People:
    """The tokens of those who report and of those who acknowledge, and where they may report."""

    callers: dict[str, str]
    inspectors: dict[str, str]
    councils: dict[str, str]
    cookie: str


def shape(database: Database, *, like: str | None) -> None:
    """Start the database and give it its tables: those of the one at an address, or made anew."""
    database.start()
    database.told(QUICK_TO_RECOVER)
    if like is None:
        command = [sys.executable, "-m", "wayhome.config.command", "migrate", "--quiet"]
        subprocess.run(command, check=True, env=os.environ | {"WAYHOME_DATABASE_ROLE": "owner"})
        return
    _copy(like, to=database.home)


def people() -> People:
    """The partnership, its people, and a token for each who takes part."""
    django.setup()
    # These need the settings, which name the database, which is only known here.
    from wayhome.interfaces.rehearsal import cast as casting
    from wayhome.journey import partnership_formed
    from wayhome.platform import clock
    from wayhome.platform.row_security import transactions

    transactions.act_for_the_service()
    now = clock.now()
    cast = casting.assemble(now=now)
    tokens = {
        name: partnership_formed.token(
            cast.people[name], label="chaos", now=now - timedelta(minutes=1), lasts=LASTS
        )
        for name in (*CALLERS, *INSPECTORS)
    }
    return People(
        {name: tokens[name] for name in CALLERS},
        {name: tokens[name] for name in INSPECTORS},
        {name: str(each) for name, each in cast.agencies.items()},
        cookie(cast.people[INSPECTORS[0]]),
    )


def cookie(practitioner_id: UUID) -> str:
    """The cookie of a browser in which somebody has signed in."""
    # These need the settings, which name the database, which is only known here.
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from wayhome.journey import signing_in
    from wayhome.platform import clock
    from wayhome.platform.sessions import SessionStore
    from wayhome.records.practitioners import queries as practitioners

    person = practitioners.one(practitioner_id)
    if person is None:
        raise KeyError(practitioner_id)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    signing_in.begun(person.pk, token=session.session_key or "", device="chaos", now=clock.now())
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def more_cookies(count: int) -> list[str]:
    """The cookies of so many more inspectors of a force, each signed in."""
    # These need the settings, which name the database, which is only known here.
    from wayhome.interfaces.rehearsal import cast as casting
    from wayhome.journey import partnership_formed
    from wayhome.platform import clock
    from wayhome.rules import told
    from wayhome.rules.vocabulary import PostKind

    force = casting.find().agencies[TOLD_BY_WEBHOOK[0]]
    new = [
        told.NewPractitioner(
            f"Inspector {number}",
            username=f"inspector{number}",
            agency_id=force,
            posts=(PostKind.DUTY_INSPECTOR,),
            email=f"inspector{number}@chaos.invalid",
        )
        for number in range(count)
    ]
    made = partnership_formed.practitioners(new, now=clock.now() - timedelta(minutes=1))
    return [cookie(each) for each in made]


def webhooks(port: int) -> None:
    """Have the systems of a force and a council told too, at this port of this machine."""
    # These need the settings, which name the database, which is only known here.
    from wayhome.journey import webhook_registered
    from wayhome.platform import clock

    for name in TOLD_BY_WEBHOOK:
        webhook_registered.record(
            name,
            url=f"http://127.0.0.1:{port}/",
            allowed_hosts=[f"127.0.0.1:{port}"],
            now=clock.now(),
        )


def _copy(like: str, *, to: Path) -> None:
    superusers = embedded_postgres.url(to, database="postgres", role=embedded_postgres.SUPERUSER)
    with psycopg.connect(superusers, autocommit=True) as line:
        line.execute(f"CREATE ROLE {RESTRICTED_ROLE} LOGIN")
        line.execute(f"GRANT {RESTRICTED_ROLE} TO {embedded_postgres.OWNER}")
    account = places.server_account()
    programs = places.programs(to / "data", home=to.resolve(), account=account)
    made = subprocess.run(
        [programs / "pg_dump", "--enable-row-security", "--no-owner", like],
        check=True,
        stdout=subprocess.PIPE,
    ).stdout
    subprocess.run(
        [programs / "psql", "--quiet", "--set", "ON_ERROR_STOP=1", embedded_postgres.url(to)],
        input=made,
        check=True,
        stdout=subprocess.DEVNULL,
    )
