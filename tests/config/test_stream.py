"""Pages and open screens in one process, as the first run serves them."""

import asyncio

import pytest

from wayhome.config import asgi, stream
from wayhome.platform.grants import RESTRICTED_ROLE


def asked(path):
    """The status of an answer at this address, asked as a server that is not a coroutine asks."""
    statuses = []

    async def send(message):
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def answered():
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(b"host", b"127.0.0.1")],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        await asgi.application(scope, receive, send)
        await stream.application.stop()

    asyncio.run(answered())
    return statuses


@pytest.mark.usefixtures("fresh_database")
def test_the_stream_answers_at_its_address_and_the_pages_at_theirs():
    assert asked("/stream") == [200]
    assert asked("/health") == [200]


def test_what_listens_is_the_restricted_role():
    address = stream.address()

    assert f"user={RESTRICTED_ROLE}" in address
    assert "application_name='wayhome stream'" in address
