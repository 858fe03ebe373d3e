"""Who asks: everybody of the cast, and whoever has no business here any more or never had."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.test import Client

from tests.canary.marks import Planted
from tests.canary.oracle import Reader
from wayhome.interfaces.pages.shared import proving, unsent
from wayhome.journey import partnership_formed
from wayhome.platform import clock
from wayhome.rules.vocabulary import Purpose

BACKEND = "django.contrib.auth.backends.ModelBackend"
NOBODY = Reader("nobody", None, None, frozenset(), active=False)


@dataclass(slots=True)
class WayIn:
    """How one reader reaches pages and the API. The cookies are put back before each request."""

    reader: Reader
    client: Client
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def page(self, method: str, address: str, **sent: Any) -> Any:
        """What a page answers."""
        self.client.cookies = SimpleCookie(self.cookies)
        return getattr(self.client, method)(address, **sent)

    def call(self, method: str, address: str, *, body: str | None = None, purpose: str = "") -> Any:
        """What the API answers."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if purpose:
            headers["Wayhome-Purpose"] = purpose
        if method == "post":
            headers["Idempotency-Key"] = hashlib.sha256(address.encode()).hexdigest()[:32]
        sent = {} if body is None else {"data": body}
        self.client.cookies = SimpleCookie()
        return getattr(self.client, method)(
            address, content_type="application/json", headers=headers, **sent
        )


def everybody(planted: Planted, *, now: datetime, own: dict[UUID, str]) -> dict[str, WayIn]:
    """A way in for each person of the world, by the name `own` gives them; and for nobody."""
    found = {"nobody": WayIn(NOBODY, _client())}
    for person in planted.of("practitioners.Practitioner"):
        reader = reader_of(planted, person, now=now, name=own[person["id"]])
        found[reader.name] = _signed_in(planted, reader, now=now)
    return found


def reader_of(planted: Planted, person: dict[str, Any], *, now: datetime, name: str) -> Reader:
    """A person with the posts they hold at a moment."""
    posts = frozenset(
        planted.rows["agencies.Post"][held["post_id"]]["kind"]
        for held in planted.of("practitioners.Holding")
        if held["practitioner_id"] == person["id"]
        and held["since"] <= now
        and (held["until"] is None or held["until"] > now)
    )
    agency = planted.rows["agencies.Agency"][person["agency_id"]]
    return Reader(
        name, person["id"], person["agency_id"], posts, person["is_active"], agency["kind"]
    )


def _client() -> Client:
    return Client(raise_request_exception=False)


def _signed_in(planted: Planted, reader: Reader, *, now: datetime) -> WayIn:
    client = _client()
    client.force_login(get_user_model().objects.get(id=reader.practitioner_id), backend=BACKEND)
    session = client.session
    until = (now + timedelta(hours=4)).isoformat()
    session["purposes"] = {
        str(record["id"]): [str(Purpose.ASSESS), "", until]
        for label in ("children.Child", "episodes.Episode")
        for record in planted.of(label)
    }
    session[unsent.WAITING] = True
    session[proving.PROVED] = ["passkey", now.isoformat()]
    session.save()
    with clock.at(now):
        client.get("/protocol/")  # the database gets to know this sign-in
    token = partnership_formed.token(
        reader.practitioner_id, label="canary", now=now, lasts=timedelta(days=1)
    )
    cookies = {name: each.value for name, each in client.cookies.items()}
    return WayIn(reader, client, cookies, token)
