"""Sessions kept in the database under the digest of their key.

The key itself is in the browser's cookie alone, so whoever reads the table can neither use a
session nor be shown by the database what its bearer is shown.
"""

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db.models.functions import Now

LENGTH = 40  # of Django's column: 160 bits of the digest


def row_of(session_key: str) -> str:
    """The key of the row in which a session is kept."""
    return hashlib.sha256(f"wayhome session {session_key}".encode()).hexdigest()[:LENGTH]


class SessionStore(db.SessionStore):
    """Django's own, but for what a row is called."""

    def exists(self, session_key: str) -> bool:
        """Whether there is such a session."""
        return super().exists(row_of(session_key))

    def delete(self, session_key: str | None = None) -> None:
        """End a session: this one where none is named."""
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=row_of(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row of this session."""
        made = super().create_model_instance(data)
        made.session_key = row_of(made.session_key)
        return made

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        kept = self.model.objects.filter(expire_date__gt=Now())
        found = kept.filter(session_key=row_of(self.session_key or "")).first()
        if found is None:
            self._session_key = None
        return found
