"""Keeping what was typed for the one person and the one page it was typed on, encrypted.

What is kept for longer than a shift is no longer given back, and is removed when the next is kept.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from wayhome.platform import locked
from wayhome.platform.row_security import transactions
from wayhome.platform.unsent.models import UnsentForm

Typed = Mapping[str, list[str]]
LASTS = timedelta(hours=12)
LONGEST = 400_000  # characters: more than every box of the longest form filled to its end
LONGEST_PAGE = 300


def keep(practitioner_id: UUID, page: str, typed: Typed, *, at: datetime) -> bool:
    """Whether it is kept, in place of what was kept of this page before: not what is too long."""
    written = json.dumps(dict(typed))
    if len(written) > LONGEST or len(page) > LONGEST_PAGE:
        return False
    content = locked.lock(written, about=_about(practitioner_id, page))
    with transactions.step():
        UnsentForm.objects.filter(saved_at__lt=at - LASTS).delete()
        UnsentForm.objects.update_or_create(
            practitioner_id=practitioner_id,
            page=page,
            defaults={"content": content, "saved_at": at},
        )
    return True


def kept(practitioner_id: UUID, page: str, *, now: datetime) -> Typed:
    """What this person typed on this page and nobody took; empty where there is nothing."""
    with transactions.step():
        found = _standing(practitioner_id, now=now).filter(page=page).first()
    if found is None:
        return {}
    written = locked.unlock(found.content, about=_about(practitioner_id, page))
    typed: dict[str, list[str]] = json.loads(written)
    return typed


def has_any(practitioner_id: UUID, *, now: datetime) -> bool:
    """Whether anything this person typed waits to be sent again."""
    with transactions.step():
        return _standing(practitioner_id, now=now).exists()


def drop(practitioner_id: UUID, *pages: str) -> None:
    """Forget what was typed on these pages: it has been sent, or is wanted no more."""
    with transactions.step():
        UnsentForm.objects.filter(practitioner_id=practitioner_id, page__in=pages).delete()


def _standing(practitioner_id: UUID, *, now: datetime) -> QuerySet[UnsentForm]:
    return UnsentForm.objects.filter(practitioner_id=practitioner_id, saved_at__gte=now - LASTS)


def _about(practitioner_id: UUID, page: str) -> str:
    return f"unsent form of {practitioner_id} on {page}"
