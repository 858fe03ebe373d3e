"""Which database Wayhome uses, and as whom.

WAYHOME_DATABASE_URL names a PostgreSQL server, 15 or newer. Without it the embedded one in the
state folder is used. Migrations run as the owner; everything else runs as the restricted role,
which may do only what the migrations granted.
"""

import os
from pathlib import Path
from typing import Any

from psycopg import conninfo

from wayhome.platform import embedded_postgres

RESTRICTED_ROLE = "wayhome_app"
POOL_SIZE = 8
POOL_WAIT_SECONDS = 3  # then the answer is that the records cannot be reached


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


def stop(state_dir: Path) -> bool:
    """Stop the embedded database unless another command is using it; say whether it stopped."""
    return is_embedded() and embedded_postgres.stop(_cluster(state_dir))


def settings(address: str, *, pooled: bool) -> dict[str, Any]:
    """Django's settings for the database at this address.

    The connection takes the restricted role, except when WAYHOME_DATABASE_ROLE is `owner`.
    """
    parts: dict[str, Any] = dict(conninfo.conninfo_to_dict(address))
    options: dict[str, Any] = {"application_name": "wayhome"}
    if os.environ.get("WAYHOME_DATABASE_ROLE") != "owner":
        options |= _restricted(pooled=pooled)
    if pooled:
        options["pool"] = {"min_size": 1, "max_size": POOL_SIZE, "timeout": POOL_WAIT_SECONDS}
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


def _restricted(*, pooled: bool) -> dict[str, str]:
    """How a connection takes the restricted role.

    Django sets `assume_role` by asking the connection itself how to quote it, which a pool that
    is still making its first connection cannot answer: there the server is told as it connects.
    """
    if pooled:
        return {"options": f"-c role={RESTRICTED_ROLE}"}
    return {"assume_role": RESTRICTED_ROLE}


def _cluster(state_dir: Path) -> Path:
    return state_dir / "postgres"
