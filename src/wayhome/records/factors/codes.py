"""Codes that an app makes every thirty seconds (RFC 6238), each taken once; and recovery codes.

Used codes are remembered in the row itself, so that no process takes one that another has taken.
"""

import hmac
import math
from datetime import datetime
from uuid import UUID

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction

from wayhome.platform import locked
from wayhome.records.factors import adapters, queries

LAST = "last_counter"


def new_secret() -> str:
    """A fresh secret for an app, in base 32."""
    return totp.generate_totp_secret()


def matching(secret: str, code: str, *, now: datetime) -> int | None:
    """The step of time whose code this is, of those a clock may be at; None where it is of none."""
    step = math.floor(now.timestamp()) // app_settings.TOTP_PERIOD
    around = range(step - app_settings.TOTP_TOLERANCE, step + app_settings.TOTP_TOLERANCE + 1)
    typed = only_digits(code)
    found = [
        each
        for each in around
        if hmac.compare_digest(totp.format_hotp_value(totp.hotp_value(secret, each)), typed)
    ]
    return found[-1] if found else None


def only_digits(code: str) -> str:
    """What was typed, without the spaces and dashes people put in to read it."""
    return "".join(each for each in code if each in "0123456789")


def use(practitioner_id: UUID, code: str, *, now: datetime) -> bool:
    """Whether this code is right and has not been used; then it is used up.

    What was kept for somebody else, or altered, does not open, and no code is right.
    """
    if len(only_digits(code)) == app_settings.TOTP_DIGITS:
        return _use_of_app(practitioner_id, code, now=now)
    return _use_recovery(practitioner_id, code, now=now)


def _use_of_app(practitioner_id: UUID, code: str, *, now: datetime) -> bool:
    with transaction.atomic():
        kept = _locked(practitioner_id, queries.APP)
        if kept is None:
            return False
        try:
            with adapters.whose(practitioner_id, queries.APP):
                secret = get_adapter().decrypt(kept.data["secret"])
        except locked.CannotBeOpened:
            return False
        step = matching(secret, code, now=now)
        if step is None or step <= kept.data.get(LAST, -1):
            return False
        kept.data[LAST] = step
        kept.last_used_at = now
        kept.save(update_fields=["data", "last_used_at"])
    return True


def _use_recovery(practitioner_id: UUID, code: str, *, now: datetime) -> bool:
    with transaction.atomic():
        kept = _locked(practitioner_id, queries.CODES)
        if kept is None or not _is_unused(kept, only_digits(code)):
            return False
        Authenticator.objects.filter(pk=kept.pk).update(last_used_at=now)
    return True


def _is_unused(kept: Authenticator, code: str) -> bool:
    try:
        return queries.Codes(kept).validate_code(code)
    except locked.CannotBeOpened:
        return False


def _locked(practitioner_id: UUID, kind: str) -> Authenticator | None:
    return (
        Authenticator.objects.select_for_update().filter(user_id=practitioner_id, type=kind).first()
    )
