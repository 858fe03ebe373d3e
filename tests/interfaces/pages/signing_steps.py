"""Signing in as somebody does: a password, and the codes of an app that a test holds."""

import hashlib
import hmac
import struct
from base64 import b32decode
from datetime import datetime

from django.contrib.auth import get_user_model
from django.test import Client
from tests.interfaces.pages import at_work

from wayhome.journey import factors_changed
from wayhome.platform import clock
from wayhome.records.factors import codes
from wayhome.records.practitioners import viewers

PASSWORD = "a long invented password"  # noqa: S105 - invented


def code_of(secret: str, at: datetime) -> str:
    """The code an app shows at a moment, worked out from RFC 6238 and not by the service."""
    counter = struct.pack(">Q", int(at.timestamp()) // 30)
    mac = hmac.new(b32decode(secret), counter, hashlib.sha1).digest()
    start = mac[-1] & 15
    return f"{(int.from_bytes(mac[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def give_app(username: str, *, at: datetime) -> str:
    """An app of this person's, set up a while ago; its secret."""
    person = get_user_model().objects.get(username=username)
    secret = codes.new_secret()
    viewer = viewers.viewer_of(person.pk, now=at)
    assert factors_changed.app_added(secret, code_of(secret, at), by=viewer, now=at)
    return secret


def send(client: Client, address: str, sent: dict | None = None, *, at: datetime, **headers):
    """What is answered at a moment to what is sent, or to the page asked for."""
    with clock.at(at):
        if sent is None:
            return client.get(address, headers=headers)
        return client.post(address, sent, headers=headers)


def by_password(client: Client, username: str, *, at: datetime, password: str = PASSWORD, **more):
    """The answer to a name and a password."""
    return send(client, "/sign-in", {"username": username, "password": password, **more}, at=at)


def is_in(client: Client, *, at: datetime) -> bool:
    """Whether this browser is signed in."""
    return send(client, "/notices/", at=at).status_code == 200


words = at_work.words
