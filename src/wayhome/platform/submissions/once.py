"""Doing a submission once, however often it arrives.

The key is claimed by a unique row. A second arrival waits for the first to commit, then
receives the first's answer, unchanged.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from wayhome.platform import durable
from wayhome.platform.submissions.models import Submission

CLAIM = """
INSERT INTO submissions_submission (id, practitioner_id, key, fingerprint, at)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (practitioner_id, key) DO NOTHING RETURNING id
"""
SALT = "wayhome.submission"
Answer = TypeVar("Answer", bound=Mapping[str, object])


class KeyUsedForSomethingElse(Exception):
    """The key was already used with different content; a new submission needs a new key."""


def fingerprint_of(content: object) -> str:
    """A digest that is equal for equal content, for ever: of what comes again after years."""
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


def keyed_fingerprints_of(content: object) -> list[str]:
    """Digests of what somebody typed, by which nobody who reads the tables can guess what it was.

    The first is by the service's secret of today, the others by those before it.
    """
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        salted_hmac(SALT, _canonical(content), secret=each, algorithm="sha256").hexdigest()
        for each in secrets
    ]


def _canonical(content: object) -> str:
    return json.dumps(content, sort_keys=True, default=str, ensure_ascii=False)


def once(
    key: str,
    *,
    practitioner_id: UUID,
    content: object,
    at: datetime,
    do: Callable[[], Answer],
) -> tuple[Answer, bool]:
    """The answer to this key, and whether it was given before.

    Raises KeyUsedForSomethingElse when the key came earlier with different content; and where this
    is the whole transaction, at its commit NotYetDurable (see `durable`): then the answer is not to
    be given yet, and is the same when the key comes again.
    """
    fingerprints = keyed_fingerprints_of(content)
    claim = Submission(practitioner_id=practitioner_id, key=key, fingerprint=fingerprints[0], at=at)
    with transaction.atomic():
        durable.required()
        if not _is_first(claim):
            stored = Submission.objects.select_for_update().get(
                practitioner_id=practitioner_id, key=key
            )
            if stored.fingerprint not in fingerprints:
                raise KeyUsedForSomethingElse(key)
            return cast("Answer", stored.answer), True
        answer = do()
        Submission.objects.filter(id=claim.id).update(answer=answer)
        return answer, False


def _is_first(claim: Submission) -> bool:
    """Claim a key, once whoever claimed it before has committed; whether nobody had."""
    with connection.cursor() as cursor:
        cursor.execute(
            CLAIM, (claim.id, claim.practitioner_id, claim.key, claim.fingerprint, claim.at)
        )
        return cursor.fetchone() is not None


def answered(key: str, *, practitioner_id: UUID) -> Mapping[str, Any] | None:
    """What this practitioner's key was answered; None where nothing came under it yet."""
    found = Submission.objects.filter(practitioner_id=practitioner_id, key=key).first()
    return found.answer if found is not None else None
