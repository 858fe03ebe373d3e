"""Letters to a partner's real system: what each answer means, and what is signed."""

import ssl

import pytest
from tests.foundation import partners
from tests.platform.messaging.letters import NOW, letter

from wayhome.platform.messaging import by_webhook, connecting, endpoints, envelope, signing
from wayhome.platform.messaging.courier import WENT, Answer, Outcome

SECRETS = (signing.new_secret(), signing.new_secret())


def carried(partner, *, url=None, hosts=None, one=None, means=None):
    endpoint = endpoints.Endpoint(
        url or f"http://127.0.0.1:{partner.port}/hook",
        tuple(hosts or [f"127.0.0.1:{partner.port}"]),
        SECRETS,
    )
    courier = by_webhook.WebhookCourier(
        lambda _endpoint_id, *, now: endpoint if now == NOW else None,
        means=means or by_webhook.ordinary_means,
    )
    one = one or letter(courier="webhook", address="0197b2f4-8a1c-7d3e-9b5a-6c2d1e0f4a3b")
    return courier.carry(one, now=NOW)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, WENT),
        (202, WENT),
        (299, WENT),
        (301, Answer(Outcome.REFUSED, "301")),
        (400, Answer(Outcome.REFUSED, "400")),
        (401, Answer(Outcome.REFUSED, "401")),
        (500, Answer(Outcome.REFUSED, "500")),
        (410, Answer(Outcome.POISON, "410")),
        (429, Answer(Outcome.AWAY, "429")),
        (502, Answer(Outcome.AWAY, "502")),
        (503, Answer(Outcome.AWAY, "503")),
        (504, Answer(Outcome.AWAY, "504")),
    ],
)
def test_what_each_answer_means(partner, status, answer):
    partner.behaves = partners.answers(status)

    assert carried(partner) == answer


def test_each_secret_that_stands_signs_and_a_second_try_is_the_same_event(partner):
    one = letter(courier="webhook", address="0197b2f4-8a1c-7d3e-9b5a-6c2d1e0f4a3b")
    carried(partner, one=one)
    carried(partner, one=one)

    first, second = partner.requests
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == str(one.id)
    assert first.headers["content-type"] == envelope.CONTENT_TYPE
    for secret in SECRETS:
        assert signing.verify(
            first.headers, body=first.body, with_secrets=[secret], seen=signing.Seen(), now=NOW
        ) == str(one.id)
    assert envelope.read(first.body).id == one.id


def test_a_system_that_is_not_there_is_away(partner):
    partner.close()

    assert carried(partner) == Answer(Outcome.AWAY, "ConnectionRefusedError")


def test_a_system_that_closes_midway_has_refused(partner):
    partner.behaves = partners.says(b"HTTP/1.1 200")

    assert carried(partner) == Answer(Outcome.REFUSED, "closed midway")


def test_an_address_off_its_own_list_is_never_gone_to(partner):
    assert carried(partner, hosts=["partner.example"]) == Answer(
        Outcome.POISON, "not an allowed address"
    )
    assert partner.requests == []


def test_an_endpoint_that_does_not_stand_is_never_gone_to():
    courier = by_webhook.WebhookCourier(lambda _endpoint_id, *, now: None)  # noqa: ARG005
    one = letter(courier="webhook", address="0197b2f4-8a1c-7d3e-9b5a-6c2d1e0f4a3b")

    assert courier.carry(one, now=NOW) == Answer(Outcome.POISON, "no endpoint stands")


def test_in_production_this_machine_is_gone_to_neither_plainly_nor_by_name(
    partner, partner_with_tls, certificates, settings
):
    settings.WAYHOME_WEBHOOKS_TO_THIS_MACHINE = False
    rebound = connecting.Means(
        look_up=lambda _name, _port: ["127.0.0.1"],
        tls=lambda: ssl.create_default_context(cafile=certificates.authority),
    )
    port = partner_with_tls.port

    assert carried(partner).outcome is Outcome.POISON
    assert carried(
        partner,
        url=f"https://{partners.NAME}:{port}/",
        hosts=[f"{partners.NAME}:{port}"],
        means=lambda: rebound,
    ) == Answer(Outcome.AWAY, "The name stands for a number that is not public.")
    assert partner.requests == partner_with_tls.requests == []


def test_a_system_is_told_by_tls_for_its_name(partner_with_tls, certificates):
    port = partner_with_tls.port
    means = connecting.Means(
        look_up=lambda _name, _port: ["127.0.0.1"],
        tls=lambda: ssl.create_default_context(cafile=certificates.authority),
        may_be_here=True,
    )

    assert (
        carried(
            partner_with_tls,
            url=f"https://{partners.NAME}:{port}/",
            hosts=[f"{partners.NAME}:{port}"],
            means=lambda: means,
        )
        == WENT
    )
    assert partner_with_tls.names_asked_for == [partners.NAME]
