"""Which second factors a person has. None of these is about a child.

They are asked in a step: nobody is known yet where most of them are. To whoever looks the database
shows their own alone.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.socialaccount.models import SocialAccount

from wayhome.platform import locked
from wayhome.platform.row_security import transactions
from wayhome.platform.unknown import NoSuch
from wayhome.records.factors import adapters
from wayhome.records.factors.models import Invitation
from wayhome.records.practitioners import viewers

APP = Authenticator.Type.TOTP
PASSKEY = Authenticator.Type.WEBAUTHN
CODES = Authenticator.Type.RECOVERY_CODES


class NoSuchFactor(NoSuch):
    """This person has no such factor."""


@dataclass(frozen=True, slots=True)
class Factor:
    """A passkey, or an app that makes codes."""

    id: int
    is_passkey: bool
    name: str
    added_at: datetime
    used_at: datetime | None


class Codes(RecoveryCodes):
    """The recovery codes of one person: their seed opens for them alone."""

    def generate_codes(self) -> list[str]:
        """All of them, used or not. Raises CannotBeOpened."""
        with adapters.whose(self.instance.user_id, CODES):
            return list(super().generate_codes())


def of(practitioner_id: UUID) -> tuple[Factor, ...]:
    """The passkeys and the app of a person, oldest first; recovery codes are none of them."""
    found = Authenticator.objects.filter(user_id=practitioner_id, type__in=(APP, PASSKEY))
    with transactions.step():
        return tuple(
            Factor(
                each.pk,
                each.type == PASSKEY,
                each.data.get("name", ""),
                each.created_at,
                each.last_used_at,
            )
            for each in found.order_by("created_at", "pk")
        )


def has_any(practitioner_id: UUID) -> bool:
    """Whether this person has a passkey or an app."""
    return bool(of(practitioner_id))


def codes_left(practitioner_id: UUID) -> int:
    """How many recovery codes are unused; 0 where none were made, or none open for this person."""
    with transactions.step():
        codes = Authenticator.objects.filter(user_id=practitioner_id, type=CODES).first()
    try:
        return len(Codes(codes).get_unused_codes()) if codes else 0
    except locked.CannotBeOpened:
        return 0


def bearer_of(provider_id: str, subject: str) -> UUID | None:
    """Whom a provider means by this subject, or None. An e-mail address means nobody."""
    with transactions.step():
        found = SocialAccount.objects.filter(provider=provider_id, uid=subject).first()
    return found.user_id if found else None


def invited_by(secret: str, *, now: datetime) -> bool:
    """Whether a password can be set with this secret at this moment."""
    good = Invitation.objects.filter(
        digest=viewers.digest_of(secret), used_at__isnull=True, expires_at__gt=now
    )
    with transactions.step():
        return good.exists()
