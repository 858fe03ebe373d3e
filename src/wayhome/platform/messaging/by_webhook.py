"""The courier that tells a partner's system, by a signed webhook, that a notice waits."""

import ssl
from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.conf import settings

from wayhome.platform.messaging import connecting, endpoints, envelope, signing, words
from wayhome.platform.messaging.courier import WENT, Answer, Letter, Outcome

GONE = 410
NOT_NOW = frozenset({429, 502, 503, 504})  # said by whoever stands before a system that is away
TAKEN = range(200, 300)


class EndpointOf(Protocol):
    """Finds an endpoint as it is at a moment; None where none stands."""

    def __call__(self, endpoint_id: UUID, *, now: datetime) -> endpoints.Endpoint | None:
        """The endpoint, with each secret that signs."""


def ordinary_means() -> connecting.Means:
    """By the machine's own names and certificates."""
    return connecting.Means(
        look_up=connecting.numbers_of,
        tls=ssl.create_default_context,
        may_be_here=settings.WAYHOME_WEBHOOKS_TO_THIS_MACHINE,
        ends_within=connecting.ENDS_WITHIN,
    )


class WebhookCourier:
    """One POST to one endpoint of an agency. `address` is the endpoint's identifier."""

    name = "webhook"
    shares_a_road = False

    def __init__(
        self, endpoint_of: EndpointOf, *, means: Callable[[], connecting.Means] = ordinary_means
    ) -> None:
        """`means` is asked for each letter, so that a change of the settings is one at once."""
        self._endpoint_of = endpoint_of
        self._means = means

    def carry(self, letter: Letter, *, now: datetime) -> Answer:
        """Post the letter. Any answer from 200 to 299 takes it; 410 says: never again."""
        endpoint = self._endpoint_of(UUID(letter.address), now=now)
        if endpoint is None:
            return Answer(Outcome.POISON, "no endpoint stands")
        means = self._means()
        body = written(letter)
        try:
            target = endpoints.target(
                endpoint.url, allowed_hosts=endpoint.allowed_hosts, may_be_here=means.may_be_here
            )
            status = connecting.post(
                target,
                body=body,
                headers={
                    "Content-Type": envelope.CONTENT_TYPE,
                    **signing.headers(
                        str(letter.id), body=body, with_secrets=endpoint.secrets, now=now
                    ),
                },
                means=means,
            )
        except endpoints.NotAllowed:
            return Answer(Outcome.POISON, "not an allowed address")
        except connecting.NobodyThere as why:
            return Answer(Outcome.AWAY, str(why))
        except connecting.NoAnswer as why:
            return Answer(Outcome.REFUSED, str(why))
        return _answer(status)


def written(letter: Letter) -> bytes:
    """The body: the same bytes each time this letter is tried."""
    return envelope.write(
        envelope.Event(
            id=letter.id,
            source=settings.WAYHOME_ADDRESS,
            time=letter.queued_at,
            notice=letter.about,
            link=words.link(letter.says, about=letter.about),
        )
    )


def _answer(status: int) -> Answer:
    if status in TAKEN:
        return WENT
    if status == GONE:
        return Answer(Outcome.POISON, str(status))
    return Answer(Outcome.AWAY if status in NOT_NOW else Outcome.REFUSED, str(status))
