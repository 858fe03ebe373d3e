"""Which database Wayhome uses, and as whom.

WAYHOME_DATABASE_URL names a PostgreSQL server, 15 or newer. Without it the embedded one in the
state folder is used. Migrations run as the owner. Everything else signs in as the restricted role,
which owns nothing and may do only what the migrations granted: no statement, not even one that
somebody smuggled in, makes it the owner again.
"""

import hashlib
import hmac
import os
from pathlib import Path
from typing import Any

from psycopg import conninfo

from wayhome.platform import embedded_postgres
from wayhome.platform.grants import RESTRICTED_ROLE

POOL_SIZE = 8
POOL_WAIT_SECONDS = 3  # then the answer is that the records cannot be reached
# Once a second; then whoever asks next begins anew. A pool that tries on pauses for as long again
# as the database has been away: for minutes after it is back, while whoever asks waits for nothing.
POOL_TRIES_FOR_SECONDS = POOL_WAIT_SECONDS - 1

# Every question is short, but row-level security makes its plan long. Where the server compiles
# plans just in time, as Debian's does, that takes a second and running it takes milliseconds.
NO_COMPILING = "-c jit=off"


def url(state_dir: Path) -> str:
    """The owner's address of the database. Starts nothing."""
    return os.environ.get("WAYHOME_DATABASE_URL") or embedded_postgres.url(_cluster(state_dir))


def is_embedded() -> bool:
    """Whether Wayhome runs the database itself."""
    return not os.environ.get("WAYHOME_DATABASE_URL")


def ensure_running(state_dir: Path) -> str:
    """The owner's address of a database that answers, starting the embedded one if need be."""
    if is_embedded():
        return embedded_postgres.ensure_running(_cluster(state_dir))
    return url(state_dir)


def mend(state_dir: Path) -> bool:
    """Start the embedded database again where it is down; say whether it was.

    Raises CannotStartError.
    """
    if embedded_postgres.answers(_cluster(state_dir)):
        return False
    embedded_postgres.ensure_running(_cluster(state_dir))
    return True


def stop(state_dir: Path) -> bool:
    """Stop the embedded database unless another command is using it; say whether it stopped."""
    return is_embedded() and embedded_postgres.stop(_cluster(state_dir))


def settings(address: str, *, pooled: bool) -> dict[str, Any]:
    """Django's settings for the database at the owner's address.

    The connection is the restricted role's, except when WAYHOME_DATABASE_ROLE is `owner`. Without
    a pool, as in tests, it is the owner's and takes that role, so that a test can act as either,
    unless WAYHOME_DATABASE_ROLE is `restricted`.
    """
    options: dict[str, Any] = {"application_name": "wayhome"}
    role = os.environ.get("WAYHOME_DATABASE_ROLE")
    if pooled:
        options["pool"] = {
            "min_size": 1,
            "max_size": POOL_SIZE,
            "timeout": POOL_WAIT_SECONDS,
            "reconnect_timeout": POOL_TRIES_FOR_SECONDS,
        }
    if role != "owner" and (pooled or role == "restricted"):
        address = restricted(address)
    elif role != "owner":
        options["assume_role"] = RESTRICTED_ROLE
    parts: dict[str, Any] = dict(conninfo.conninfo_to_dict(address))
    parts.setdefault("connect_timeout", POOL_WAIT_SECONDS)  # of a server that says nothing at all
    options["options"] = f"{parts.pop('options', '')} {NO_COMPILING}".strip()
    found = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "wayhome"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "ATOMIC_REQUESTS": True,
    }
    return {**found, "OPTIONS": {**parts, **options}}


def restricted(address: str) -> str:
    """The restricted role's address of the database at the owner's address.

    WAYHOME_APP_DATABASE_URL wins: then the service need not know the owner's address at all.
    """
    if chosen := os.environ.get("WAYHOME_APP_DATABASE_URL"):
        return chosen
    password = password_of_restricted(address)
    return conninfo.make_conninfo(address, user=RESTRICTED_ROLE, password=password)


def password_of_restricted(address: str) -> str | None:
    """The restricted role's password: worked out from the owner's, None where that has none.

    Nobody who knows it can work out the owner's.
    """
    owners = dict(conninfo.conninfo_to_dict(address)).get("password")
    if not owners:
        return None
    return hmac.new(str(owners).encode(), RESTRICTED_ROLE.encode(), hashlib.sha256).hexdigest()


def _cluster(state_dir: Path) -> Path:
    return state_dir / "postgres"
