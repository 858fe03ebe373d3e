"""Whom somebody asked for in vain is in the ledger too, on a page as through the API."""

import pytest
from tests.interfaces import alike
from tests.interfaces.api import calling

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.platform import clock
from wayhome.platform.audit.models import LedgerEntry
from wayhome.rules.access import Deed

pytestmark = pytest.mark.django_db
NOBODY = "22222-22222-2"
STRANGER = "lowri"  # a sergeant of another force


@pytest.fixture
def readers():
    return alike.Readers(calling.Callers(casting.assemble(now=calling.START)))


@pytest.fixture
def entries(as_owner):
    """`entries(step)` gives what the step adds to the ledger."""

    def added(step):
        with as_owner():
            before = set(LedgerEntry.objects.values_list("id", flat=True))
        with clock.at(calling.START):
            step()
        with as_owner():
            made = LedgerEntry.objects.exclude(id__in=before).order_by("at", "id")
            return [(e.verb, e.deed, e.reference, e.reason, e.count) for e in made]

    return added


def looking_up(readers, username, **asked):
    """The three ways in which somebody looks a child up."""
    readers.callers.token(username)
    client = readers.browser(username)
    return [
        lambda: readers.callers.post(username, "/children/look-up", asked),
        lambda: client.post("/children/", asked),
        lambda: client.post("/report/look-up", asked),
    ]


def test_a_look_up_that_finds_nobody_is_one_entry(readers, entries):
    steps = looking_up(readers, "tomas", family_name="Nobodyatall")

    made = [entries(step) for step in steps]

    assert made == [[("search", Deed.LOOK_UP_CHILD, "", "", 0)]] * 3


def test_a_look_up_that_finds_a_child_of_others_is_no_different(readers, entries):
    calling.reported(readers.callers)

    made = [entries(step) for step in looking_up(readers, STRANGER, family_name="Example")]

    assert made == [[("search", Deed.LOOK_UP_CHILD, "", "", 0)]] * 3


def test_each_child_found_is_an_entry(readers, entries):
    calling.reported(readers.callers)

    made = [entries(step) for step in looking_up(readers, "tomas", family_name="Example")]

    assert made == [[("search", Deed.LOOK_UP_CHILD, "", "", 1)]] * 3


def test_asking_for_nothing_is_no_look_up(readers, entries):
    api, *pages = looking_up(readers, "tomas", family_name="")

    verbs = [[entry[0] for entry in entries(step)] for step in (api, *pages)]
    assert verbs == [["refuse"], [], []]


def test_a_page_that_is_not_to_be_known_of_is_entered_as_the_api_enters_it(readers, entries):
    episode = calling.reported(readers.callers)
    child = readers.callers.read("tomas", f"/episodes/{episode}")["child"]["reference"]
    client = readers.browser(STRANGER)
    why = {"Wayhome_Purpose": "search"}
    readers.callers.token(STRANGER)

    for reference, page, api in (
        (episode, "episodes/<str:reference>/", f"/episodes/{episode}"),
        (child, "children/<str:reference>/", f"/children/{child}"),
        (NOBODY, "episodes/<str:reference>/", f"/episodes/{NOBODY}"),
    ):
        here = "/" + page.replace("<str:reference>", reference)
        [on_page] = entries(lambda here=here: client.get(here))
        [by_api] = entries(lambda api=api: readers.callers.get(STRANGER, api, **why))

        assert on_page == ("refuse", f"GET {page}", reference, "not found", 1)
        assert (by_api[0], by_api[2:]) == (on_page[0], on_page[2:])


def test_an_address_that_is_no_reference_is_entered_without_it(readers, entries):
    client = readers.browser(STRANGER)

    [entry] = entries(lambda: client.get("/episodes/nonsense/"))

    assert entry[2:4] == ("", "not found")


def test_a_page_refused_is_entered_with_its_reference_and_why(readers, entries):
    episode = calling.reported(readers.callers)
    client = readers.browser("joss")

    *_, entry = entries(lambda: client.get(f"/episodes/{episode}/assess"))

    verb, deed, reference, reason, _count = entry
    assert (verb, deed, reference) == (
        "refuse",
        "GET episodes/<str:reference>/assess",
        episode,
    )
    assert reason
