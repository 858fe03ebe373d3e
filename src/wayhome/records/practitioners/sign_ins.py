"""Where a practitioner is signed in now. Only they themselves are told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from wayhome.platform.row_security import transactions
from wayhome.platform.unknown import NoSuch
from wayhome.records.practitioners import viewers
from wayhome.records.practitioners.models import SignIn

LASTS = timedelta(hours=12)  # as long as a session, whoever uses it


class NoSuchSignIn(NoSuch):
    """This person is signed in nowhere of that name."""


@dataclass(frozen=True, slots=True)
class Place:
    """One device: what its browser says it is, since when and when used; whether it is this."""

    id: UUID
    device: str
    begun_at: datetime
    last_used_at: datetime
    is_here: bool


def of(practitioner_id: UUID, *, token: str, now: datetime) -> list[Place]:
    """Everywhere this person is signed in, this device first, then the last used."""
    here = viewers.digest_of(token)
    found = [
        Place(each.id, each.device, each.begun_at, each.last_used_at, each.digest == here)
        for each in open_ones(practitioner_id).filter(begun_at__gt=now - LASTS)
    ]
    return sorted(found, key=lambda place: (not place.is_here, -place.last_used_at.timestamp()))


def was_signed_in(practitioner_id: UUID, *, digest: str, at: datetime) -> bool:
    """Whether this person was signed in at a moment by the session of this digest.

    One that has ended since counts: they may have gone home. One that was too old then does not.
    """
    with transactions.step():  # nobody is signed in who asks
        return SignIn.objects.filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=at),
            practitioner_id=practitioner_id,
            digest=digest,
            begun_at__lte=at,
            begun_at__gt=at - LASTS,
        ).exists()


def open_ones(practitioner_id: UUID) -> QuerySet[SignIn]:
    """Those that have not been ended."""
    return SignIn.objects.filter(practitioner_id=practitioner_id, ended_at__isnull=True)


def renamed(before: str, after: str) -> None:
    """The sign-in of one token is now that of another; an ended one stays as it was."""
    known = SignIn.objects.filter(digest=viewers.digest_of(before), ended_at__isnull=True)
    known.update(digest=viewers.digest_of(after))


def noted(token: str, *, at: datetime) -> None:
    """The sign-in of this token was used; an ended one stays as it was."""
    used = SignIn.objects.filter(digest=viewers.digest_of(token), ended_at__isnull=True)
    used.update(last_used_at=at)
