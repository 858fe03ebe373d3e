"""Sessions kept in the database under the digest of their key.

The key itself is in the browser's cookie alone, so whoever reads the table can neither use a
session nor be shown by the database what its bearer is shown. What a session holds says why its
bearer opens which child, so the table is shown to nobody who looks.
"""

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import connection

from wayhome.platform.row_security import transactions

LENGTH = 40  # of Django's column: 160 bits of the digest


def row_of(session_key: str) -> str:
    """The key of the row in which a session is kept."""
    return hashlib.sha256(f"wayhome session {session_key}".encode()).hexdigest()[:LENGTH]


class SessionStore(db.SessionStore):
    """Django's own, but for what a row is called and who is shown it.

    The database shows a session to whoever has its key, and lets steps alone write one.
    """

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing where there is none of this key."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT session_of_key(%s)", [(self.session_key or "").encode()])
            (kept,) = cursor.fetchone()
        if kept is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(kept)
        return held

    def exists(self, session_key: str) -> bool:
        """Whether there is such a session."""
        with transactions.step():
            return super().exists(row_of(session_key))

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's own
        """Keep the session. Raises CreateError and UpdateError, as Django's own."""
        with transactions.step():
            super().save(must_create=must_create)

    def delete(self, session_key: str | None = None) -> None:
        """End a session: this one where none is named."""
        key = session_key or self.session_key
        if key is not None:
            with transactions.step():
                self.model.objects.filter(session_key=row_of(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row of this session."""
        made = super().create_model_instance(data)
        made.session_key = row_of(made.session_key)
        return made
