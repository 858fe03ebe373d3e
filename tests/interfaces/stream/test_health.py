"""The stream says for itself whether screens are told of changes, and to pages by its beat."""

import asyncio

from django.db import connections
from tests.interfaces.stream import listening

from wayhome.platform.amiss import looking
from wayhome.platform.amiss.models import Beat

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=1"


async def asked(stream, path):
    """The status at this address of the stream's own port."""
    statuses = []

    async def send(message):
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await stream({"type": "http", "path": path}, None, send)
    return statuses


async def until_ready(stream):
    async with asyncio.timeout(listening.PATIENCE):
        while await asked(stream, "/health/ready") != [200]:
            await asyncio.sleep(0.05)


def test_it_is_ready_once_it_listens_and_then_says_so_to_the_pages(run, monkeypatch):
    monkeypatch.setattr("wayhome.interfaces.stream.app.BEAT_EVERY", 0.05)
    before = []

    async def happens(stream):
        before.extend(await asked(stream, "/health/ready"))
        await until_ready(stream)
        async with asyncio.timeout(listening.PATIENCE):
            while not await listening.apart(heard):
                await asyncio.sleep(0.05)

    run(happens)

    assert before == [503]  # nobody listened before it was asked


def heard():
    try:
        said = looking._ask()[1]
        return [each.program for each in said] == ["stream"] and Beat.objects.count() == 1
    finally:
        connections.close_all()


def test_while_it_hears_nothing_it_lives_and_is_not_ready():
    async def happens():
        async with listening.streaming(NOWHERE) as stream:
            return await asked(stream, "/health/live"), await asked(stream, "/health/ready")

    assert asyncio.run(happens()) == ([200], [503])
