"""An agency's system is registered, its secret rotated and shown once, and revoked."""

from datetime import timedelta

import pytest
from tests.journey import world

from wayhome.journey import webhook_registered
from wayhome.platform.messaging import endpoints, signing
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import queries as agencies
from wayhome.records.agencies import webhooks
from wayhome.records.agencies.models import Webhook, WebhookSecret

pytestmark = pytest.mark.django_db
AGENCY, URL = "Harrowfell Council", "https://hooks.harrowfell.example/wayhome"
NOW, DAY = world.START, timedelta(days=1)


@pytest.fixture
def cast(db):
    del db
    return world.assemble()


def register(url=URL, hosts=("hooks.harrowfell.example",), agency=AGENCY):
    return webhook_registered.record(agency, url=url, allowed_hosts=hosts, now=NOW)


def secrets(webhook_id, *, at=NOW):
    return webhooks.endpoint(webhook_id, now=at).secrets


def test_a_webhook_is_where_it_was_said_with_the_secret_that_was_shown(cast):
    webhook_id, secret = register()

    assert webhooks.endpoint(webhook_id, now=NOW) == endpoints.Endpoint(
        URL, ("hooks.harrowfell.example",), (secret,)
    )
    assert [each.id for each in webhooks.of_agencies([cast.agencies[AGENCY]])] == [webhook_id]


@pytest.mark.usefixtures("cast")
def test_a_secret_is_kept_enciphered_and_nowhere_in_the_clear():
    _webhook_id, secret = register()

    [kept] = WebhookSecret.objects.all()
    assert signing.key_of(secret) not in bytes(kept.secret)
    assert secret.encode() not in bytes(kept.secret)


@pytest.mark.usefixtures("cast")
def test_whoever_looks_is_shown_neither_a_webhook_nor_what_signs_it():
    register()

    with transactions.as_nobody():
        assert not WebhookSecret.objects.exists()
        assert not Webhook.objects.exists()
    assert WebhookSecret.objects.exists()


@pytest.mark.usefixtures("cast")
def test_while_a_secret_is_rotated_both_sign_the_newest_first_until_the_old_one_ends():
    webhook_id, old = register()

    new = webhook_registered.rotated(webhook_id, overlap=DAY, now=NOW + DAY)

    assert secrets(webhook_id, at=NOW + DAY) == (new, old)
    assert secrets(webhook_id, at=NOW + 2 * DAY) == (new,)


@pytest.mark.usefixtures("cast")
def test_rotated_again_the_oldest_signs_no_more_and_is_removed():
    webhook_id, _old = register()
    new = webhook_registered.rotated(webhook_id, overlap=DAY, now=NOW)
    newest = webhook_registered.rotated(webhook_id, overlap=DAY, now=NOW + timedelta(hours=1))

    assert secrets(webhook_id, at=NOW + timedelta(hours=2)) == (newest, new)
    assert WebhookSecret.objects.filter(secret__isnull=True).count() == 1


@pytest.mark.usefixtures("cast")
def test_a_revoked_webhook_is_not_found_and_its_secrets_are_gone():
    webhook_id, _secret = register()
    webhook_registered.rotated(webhook_id, overlap=DAY, now=NOW)

    webhook_registered.revoked(webhook_id, now=NOW + DAY)

    assert webhooks.endpoint(webhook_id, now=NOW + DAY) is None
    assert not WebhookSecret.objects.filter(secret__isnull=False).exists()
    for again in (
        lambda: webhook_registered.revoked(webhook_id, now=NOW + DAY),
        lambda: webhook_registered.rotated(webhook_id, overlap=DAY, now=NOW + DAY),
    ):
        with pytest.raises(webhooks.NoSuchWebhook):
            again()
    assert register()[0] != webhook_id


@pytest.mark.usefixtures("cast")
def test_an_agency_has_one_webhook_to_an_address():
    register()

    with pytest.raises(webhooks.RegisteredAlready):
        register()
    register(agency="Northmoor Police")


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("http://hooks.harrowfell.example/wayhome", ("hooks.harrowfell.example",)),
        (URL, ("other.example",)),
        (URL, ()),
        ("https://user@hooks.harrowfell.example/", ("hooks.harrowfell.example",)),
    ],
)
def test_an_address_that_may_not_be_gone_to_is_not_registered(url, hosts):
    with pytest.raises(endpoints.NotAllowed):
        register(url, hosts)
    assert webhooks.every() == []


@pytest.mark.usefixtures("cast")
def test_an_agency_nobody_knows_gets_none():
    with pytest.raises(agencies.NoSuchAgency):
        register(agency="Nowhere Council")


@pytest.mark.usefixtures("cast")
def test_each_is_entered_and_no_entry_holds_a_secret(as_owner):
    before = len(world.ledger_of(as_owner))
    webhook_id, _secret = register()
    webhook_registered.rotated(webhook_id, overlap=DAY, now=NOW)
    webhook_registered.revoked(webhook_id, now=NOW)

    assert world.ledger_of(as_owner)[before:] == [
        webhook_registered.REGISTERED,
        webhook_registered.ROTATED,
        webhook_registered.REVOKED,
    ]
