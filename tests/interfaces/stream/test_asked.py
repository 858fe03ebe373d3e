"""What is kept of how the database is asked is what the policy of the page says of each viewer."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.http import QueryDict

from wayhome.interfaces.pages.mine import filters
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.interfaces.stream import asked
from wayhome.platform import clock
from wayhome.records.episodes import visibility
from wayhome.rules.vocabulary import Matter
from wayhome.stages.response import board as boards

ADDRESSES = [
    "scope=all",
    "scope=agency",
    "scope=mine",
    "scope=all&state=away&level=high",
    "scope=all&due=late",
]
OTHERWISE = {
    "as they are": lambda _child: {},
    "kept from": lambda child: {"kept_from": frozenset({child, uuid4()})},
    "opened": lambda child: {"opened": frozenset({child})},
    "withheld": lambda child: {"withheld": frozenset({(child, Matter.PLACEMENT)})},
    "closed account": lambda _child: {"active": False},
    "no post": lambda _child: {"posts": frozenset(), "post_ids": frozenset()},
}


@pytest.mark.parametrize("otherwise", OTHERWISE.values(), ids=OTHERWISE)
@pytest.mark.parametrize("address", ADDRESSES)
def test_for_everybody_it_is_asked_as_their_own_page_asks(work, address, otherwise):
    now = clock.now()
    for person in (part.username for part in casting.PEOPLE):
        viewer = work.viewer(person)
        viewer = replace(viewer, **otherwise(uuid4()))
        chosen = filters.read(QueryDict(address), viewer=viewer)
        for _again in range(2):
            episode_id = uuid4()
            there = visibility.episodes(viewer).filter(id=episode_id)

            found = asked.page_of(viewer, chosen, episode_id, now=now)

            narrowed = filters.narrowed(there, chosen, viewer=viewer, now=now)
            assert found == boards.page_of(narrowed), (person, address)
