"""Where agencies' systems are told that a notice waits: registered, rotated, revoked, and found.

A secret is shown once, when it is made, and kept enciphered.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from wayhome.platform import prepared
from wayhome.platform.enciphering import enciphering
from wayhome.platform.messaging import endpoints, signing
from wayhome.platform.unknown import NoSuch
from wayhome.records.agencies.models import Webhook, WebhookSecret

SECRET = "secret"  # noqa: S105  # the name of a column


class NoSuchWebhook(NoSuch):
    """No webhook that stands is known by that identifier."""


class RegisteredAlready(ValueError):
    """The agency has a webhook to this address already: rotate its secret, or revoke it."""


def register(
    agency_id: UUID, *, url: str, allowed_hosts: Sequence[str], at: datetime
) -> tuple[Webhook, str]:
    """A webhook of an agency, and its secret. Raises RegisteredAlready.

    Whether the address may be gone to is for whoever calls to ask.
    """
    if Webhook.objects.filter(agency_id=agency_id, url=url, revoked_at__isnull=True).exists():
        raise RegisteredAlready(url)
    webhook = Webhook.objects.create(
        agency_id=agency_id, url=url, allowed_hosts=list(allowed_hosts), registered_at=at
    )
    return webhook, _new_secret(webhook, at=at)


def rotate(webhook_id: UUID, *, old_ends_at: datetime, at: datetime) -> str:
    """A new secret; the one before signs beside it until its end, and any older one no more.

    Raises NoSuchWebhook.
    """
    webhook = _locked(webhook_id)
    secrets = WebhookSecret.objects.filter(webhook=webhook)
    secrets.filter(ends_at__isnull=False).update(secret=None)
    secrets.filter(ends_at__isnull=True).update(ends_at=old_ends_at)
    return _new_secret(webhook, at=at)


def revoke(webhook_id: UUID, *, at: datetime) -> None:
    """Nothing goes there any more, and what signed it is removed. Raises NoSuchWebhook."""
    webhook = _locked(webhook_id)
    webhook.revoked_at = at
    webhook.save(update_fields=["revoked_at"])
    WebhookSecret.objects.filter(webhook=webhook, ends_at__isnull=True).update(ends_at=at)
    WebhookSecret.objects.filter(webhook=webhook).update(secret=None)


def _locked(webhook_id: UUID) -> Webhook:
    standing = Webhook.objects.select_for_update().filter(id=webhook_id, revoked_at__isnull=True)
    found = standing.first()
    if found is None:
        raise NoSuchWebhook(str(webhook_id))
    return found


def _new_secret(webhook: Webhook, *, at: datetime) -> str:
    made = WebhookSecret(webhook=webhook, made_at=at)
    shown = signing.new_secret()
    made.secret = enciphering.encipher(shown, of=webhook.id, place=_place(made), at=at)
    made.save()
    return shown


def _place(secret: WebhookSecret) -> enciphering.Place:
    return enciphering.Place(WebhookSecret._meta.db_table, SECRET, secret.id)


def of_agencies(agency_ids: Iterable[UUID]) -> list[Webhook]:
    """The webhooks that stand, of some agencies."""
    return _STANDING.objects(agencies=list(set(agency_ids)))


def _of_agencies(agencies: list[UUID]) -> "QuerySet[Webhook]":
    theirs = prepared.is_one_of("agency_id", agencies)
    standing = Webhook.objects.filter(theirs, revoked_at__isnull=True)
    return standing.order_by("registered_at", "id")


_STANDING = prepared.Question(
    _of_agencies, agencies=("uuid[]", [UUID("00000000-0000-0000-0000-0000571d0006")])
)


def every() -> list[Webhook]:
    """Every webhook there ever was, with its agency, by the agency's name."""
    return list(Webhook.objects.select_related("agency").order_by("agency__name", "registered_at"))


def standing(webhook_id: UUID) -> Webhook | None:
    """A webhook while it stands."""
    return Webhook.objects.filter(id=webhook_id, revoked_at__isnull=True).first()


def endpoint(endpoint_id: UUID, *, now: datetime) -> endpoints.Endpoint | None:
    """Where to send to and what signs it, newest first; None where no such webhook stands."""
    webhook = standing(endpoint_id)
    if webhook is None:
        return None
    secrets = WebhookSecret.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now), webhook=webhook, secret__isnull=False
    ).order_by("-made_at", "-id")
    return endpoints.Endpoint(
        url=webhook.url,
        allowed_hosts=tuple(webhook.allowed_hosts),
        secrets=tuple(
            enciphering.decipher(bytes(each.secret or b""), place=_place(each)) for each in secrets
        ),
    )
