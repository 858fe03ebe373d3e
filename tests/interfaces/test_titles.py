"""A browser writes the title and the address of every page to its disk: neither names a child."""

import re
from html import unescape

import pytest
from django.urls import NoReverseMatch, reverse
from tests.interfaces.pages import at_work
from tests.interfaces.test_for_a_purpose import addresses

pytestmark = pytest.mark.django_db
NAME = "Zqwenna"
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@pytest.fixture
def work():
    return at_work.Work()


def test_the_title_of_no_page_names_a_child(work):
    child = work.child(given=NAME)
    episode = work.episode(child=child)
    titled, named = {}, {}
    for who in ("tomas", "leon", "isla"):
        client = work.sign_in(who)
        client.post(f"/children/{child.reference}/why", {"purpose": "search"})
        for name, places in sorted(set(addresses())):
            for reference in (child.reference, episode.reference) if places else (None,):
                try:
                    address = reverse(name, args=[reference] if reference else [])
                except NoReverseMatch:
                    continue
                found = TITLE.search(client.get(address).content.decode())
                if found is None:
                    continue
                title = unescape(found[1])
                titled.setdefault(address, title)
                if NAME in title:
                    named[address] = title

    assert not named
    assert titled[f"/episodes/{episode.reference}/"] == f"Episode {episode.reference} – Wayhome"
    assert titled[f"/children/{child.reference}/"] == f"Record {child.reference} – Wayhome"
    assert len(titled) > 60
