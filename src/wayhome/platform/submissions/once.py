"""Doing a submission once, however often it arrives.

The key is claimed by a unique row. A second arrival waits for the first to commit, then
receives the first's answer, unchanged.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar, cast
from uuid import UUID

from django.db import transaction

from wayhome.platform.submissions.models import Submission

Answer = TypeVar("Answer", bound=Mapping[str, object])


class KeyUsedForSomethingElse(Exception):
    """The key was already used with different content; a new submission needs a new key."""


def fingerprint_of(content: object) -> str:
    """A digest that is equal for equal content."""
    canonical = json.dumps(content, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def once(
    key: str,
    *,
    practitioner_id: UUID,
    content: object,
    at: datetime,
    do: Callable[[], Answer],
) -> tuple[Answer, bool]:
    """The answer to this key, and whether it was given before.

    Raises KeyUsedForSomethingElse when the key came earlier with different content.
    """
    fingerprint = fingerprint_of(content)
    with transaction.atomic():
        claimed = Submission.objects.bulk_create(
            [Submission(practitioner_id=practitioner_id, key=key, fingerprint=fingerprint, at=at)],
            ignore_conflicts=True,
        )[0]
        stored = Submission.objects.select_for_update().get(
            practitioner_id=practitioner_id, key=key
        )
        if stored.id != claimed.id:
            if stored.fingerprint != fingerprint:
                raise KeyUsedForSomethingElse(key)
            return cast("Answer", stored.answer), True
        answer = do()
        stored.answer = answer
        stored.save(update_fields=["answer"])
        return answer, False
