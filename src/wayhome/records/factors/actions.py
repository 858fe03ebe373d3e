"""Adding and removing second factors, and the one address at which a password is set."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.socialaccount.models import SocialAccount

from wayhome.records.factors import adapters, codes, queries
from wayhome.records.factors.models import Invitation
from wayhome.records.practitioners import viewers
from wayhome.records.practitioners.models import Practitioner

INVITATION_LASTS = timedelta(minutes=15)


def add_app(practitioner_id: UUID, secret: str, code: str, *, now: datetime) -> bool:
    """Whether the code is of this secret; then the app that holds it is the person's."""
    step = codes.matching(secret, code, now=now)
    if step is None:
        return False
    with adapters.whose(practitioner_id, queries.APP):
        kept = get_adapter().encrypt(secret)
    Authenticator.objects.filter(user_id=practitioner_id, type=queries.APP).delete()
    Authenticator.objects.create(
        user_id=practitioner_id,
        type=queries.APP,
        data={"secret": kept, codes.LAST: step},
        created_at=now,
    )
    return True


def remove(practitioner_id: UUID, factor_id: int) -> None:
    """Forget a passkey or an app. Raises NoSuchFactor."""
    removed, _each = Authenticator.objects.filter(
        user_id=practitioner_id, pk=factor_id, type__in=(queries.APP, queries.PASSKEY)
    ).delete()
    if not removed:
        raise queries.NoSuchFactor(factor_id)


def forget_all(practitioner_id: UUID) -> None:
    """Forget every factor of a person who has lost them, with the recovery codes."""
    Authenticator.objects.filter(user_id=practitioner_id).delete()


def new_recovery_codes(practitioner_id: UUID, *, now: datetime) -> list[str]:
    """Ten fresh codes, in place of those there were."""
    with adapters.whose(practitioner_id, queries.CODES):
        seed = get_adapter().encrypt(RecoveryCodes.generate_seed())
    Authenticator.objects.filter(user_id=practitioner_id, type=queries.CODES).delete()
    made = Authenticator.objects.create(
        user_id=practitioner_id,
        type=queries.CODES,
        data={"seed": seed, "used_mask": 0},
        created_at=now,
    )
    return queries.Codes(made).generate_codes()


def invite(practitioner_id: UUID, *, at: datetime, forgets_factors: bool) -> str:
    """A secret with which this person sets their password once; any before it is no longer good."""
    Invitation.objects.filter(practitioner_id=practitioner_id, used_at__isnull=True).update(
        used_at=at
    )
    secret = secrets.token_urlsafe(32)
    Invitation.objects.create(
        practitioner_id=practitioner_id,
        digest=viewers.digest_of(secret),
        made_at=at,
        expires_at=at + INVITATION_LASTS,
        forgets_factors=forgets_factors,
    )
    return secret


def use_invitation(secret: str, *, at: datetime) -> Invitation | None:
    """The invitation of this secret, used up by this call; None where it is not good now."""
    unused = Invitation.objects.filter(
        digest=viewers.digest_of(secret), used_at__isnull=True, expires_at__gt=at
    )
    found = unused.select_for_update().first()
    if found is not None:
        found.used_at = at
        found.save(update_fields=["used_at"])
    return found


def set_password(practitioner_id: UUID, password: str) -> None:
    """This person's password from now on; every session begun with another ends."""
    person = Practitioner.objects.get(pk=practitioner_id)
    person.set_password(password)
    person.save(update_fields=["credential"])


def know_by_provider(practitioner_id: UUID, *, provider_id: str, subject: str) -> None:
    """This is whom the provider means by this subject; nobody else, and by no other."""
    SocialAccount.objects.update_or_create(
        provider=provider_id, user_id=practitioner_id, defaults={"uid": subject}
    )
