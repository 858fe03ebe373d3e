"""Registering a passkey and signing in by one (WebAuthn), with the person verified by their device.

The challenge is kept in the session of the request and is good for one answer, right or wrong.
"""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError

from wayhome.records.practitioners.models import Practitioner

Answer = dict[str, object]


class NotProven(ValueError):
    """The answer of the browser does not prove anything."""


def registering(practitioner_id: UUID) -> Answer:
    """What a browser is asked for, to make a passkey of this person."""
    return webauthn.begin_registration(_person(practitioner_id), passwordless=True)


def registered(practitioner_id: UUID, answer: Answer, *, name: str, now: datetime) -> Authenticator:
    """Keep the passkey that a browser made. Raises NotProven."""
    try:
        webauthn.parse_registration_response(answer)
        webauthn.complete_registration(answer)
    except (ValidationError, ValueError, TypeError, KeyError) as problem:
        raise NotProven from problem
    finally:
        webauthn.clear_state()
    return Authenticator.objects.create(
        user_id=practitioner_id,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": name, "credential": answer},
        created_at=now,
    )


def asking() -> Answer:
    """What a browser is asked for, to prove whoever is at it: any passkey of ours."""
    return webauthn.begin_authentication(None)


def proven(answer: Answer, *, now: datetime) -> UUID:
    """Whose passkey this answer was made with. Raises NotProven."""
    try:
        person = webauthn.extract_user_from_response(answer)
        used = webauthn.complete_authentication(person, answer)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as problem:
        raise NotProven from problem
    finally:
        webauthn.clear_state()
    Authenticator.objects.filter(pk=used.pk).update(last_used_at=now)
    return person.pk


def _person(practitioner_id: UUID) -> Practitioner:
    return Practitioner.objects.get(pk=practitioner_id)
