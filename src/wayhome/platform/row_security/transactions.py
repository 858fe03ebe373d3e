"""For whom a transaction acts: one who looks, a step of the journey, or nobody.

One who looks is known to the database by a token that it looks up itself, so the application
cannot name somebody else. A step is known by the key. Both last until their block ends, and no
longer than the transaction. The worker and the commands act for the service: each connection they
open brings the key. A request never does, whichever process answers it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction
from psycopg.pq import TransactionStatus

from wayhome.platform.row_security import keys

TOKEN = "wayhome.token"  # noqa: S105  # the name of a setting, not a secret
STEP = "wayhome.step"
_TOLD = f"SELECT set_config('{TOKEN}', %s, %s), set_config('{STEP}', %s, %s)"


@dataclass(frozen=True, slots=True)
class Whose:
    """For whom a transaction acts. Nobody in particular where it is neither."""

    token: str = ""
    is_step: bool = False


_NOBODY = Whose()
_AS_OPENED = Whose()  # nobody, or the service where the connection brought the key
_NOW: ContextVar[Whose] = ContextVar("whose", default=_AS_OPENED)


class NotInATransaction(RuntimeError):
    """Somebody would look outside a transaction, where the database forgets who at once."""


def act_for_the_service() -> None:
    """Let each connection that this process opens from now on bring the key."""
    options = _options()
    options["options"] = f"{options.get('options', '')} -c {STEP}={_key()}".strip()


@contextmanager
def as_nobody() -> Iterator[None]:
    """Meanwhile nobody acts until it is said who, even where the connection brought the key."""
    if not _brought_key():
        yield
        return
    before = _NOW.set(_NOBODY)
    try:
        _tell_session("")
        yield
    finally:
        _NOW.reset(before)
        _tell_session(_key())


@contextmanager
def looking(token: str) -> Iterator[None]:
    """Meanwhile the database shows what the bearer of this token may know of, and changes nothing.

    Raises NotInATransaction. A token that is unknown, ended or revoked is shown nothing. At the
    end of the transaction the database forgets by itself.
    """
    if not connection.in_atomic_block:
        raise NotInATransaction("say who looks inside the transaction in which they look")
    before = _NOW.set(Whose(token))
    try:
        _tell(Whose(token))
        yield
    finally:
        _NOW.reset(before)


@contextmanager
def step(*, savepoint: bool = True) -> Iterator[None]:
    """One transaction that may record: a step of the journey, which has asked whether it may.

    A step inside a step is part of it. `savepoint` as for `transaction.atomic`. What fails is
    undone, and with it what the database was told.
    """
    whose = _NOW.get()
    with transaction.atomic(savepoint=savepoint):
        if whose.is_step or (whose is _AS_OPENED and _brought_key()):
            yield
            return
        before = _NOW.set(Whose(whose.token, is_step=True))
        try:
            _tell(_NOW.get())
            yield
        finally:
            _NOW.reset(before)
        if connection.savepoint_ids and not connection.needs_rollback:
            _tell(whose)


def _tell(whose: Whose) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [whose.token, True, _key() if whose.is_step else "", True])


def _tell_session(key: str) -> None:
    """Beside the requests that are counted: no request does this but in a process of the tests."""
    connection.ensure_connection()
    if connection.connection.info.transaction_status is not TransactionStatus.INERROR:
        connection.connection.execute(_TOLD, ["", False, key, False])


def _options() -> dict[str, Any]:
    found: dict[str, Any] = connections.settings["default"].setdefault("OPTIONS", {})
    return found


def _brought_key() -> bool:
    return f"{STEP}=" in str(_options().get("options", ""))


def _key() -> str:
    return keys.key_in(settings.WAYHOME_STEP_KEY_FILE, may_make=settings.WAYHOME_MAKES_STEP_KEY)
