"""A home the child has left, and others whose part has ended, learn nothing new of the child."""

import json
from dataclasses import dataclass

import pytest
from tests.interfaces import alike
from tests.interfaces.api import calling
from tests.interfaces.api.calling import a_report, after, iso

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.platform import clock
from wayhome.records.episodes import actions
from wayhome.records.episodes.models import Episode
from wayhome.rules.vocabulary import Capacity

pytestmark = pytest.mark.django_db
BEFORE, SINCE = "Sara Example", "Mina Fictional"
MOVED = after(60)
LATER = after(70)


@dataclass
class Moved:
    """A child who was once missing from Larch House and lives at Tideway House since."""

    readers: alike.Readers
    child: str
    first: str

    @property
    def callers(self):
        """The people, calling the API."""
        return self.readers.callers

    def agency(self, name):
        """An agency's identifier."""
        return str(self.callers.cast.agencies[name])

    def close(self):
        """Close the first episode, as the database knows it."""
        Episode.objects.filter(reference=self.first).update(
            closed_at=after(50),
            closed_by_id=self.callers.cast.people["priya"],
            closing_summary="Home",
            absent_until=after(6),
            state="closed",
        )

    def move(self):
        """The child goes to live at Tideway House, and an aunt is known."""
        arrangement = {
            "responsible_authority_id": self.agency("Harrowfell Council"),
            "placement_id": self.agency("Tideway House"),
            "is_looked_after": True,
        }
        learned = {
            "supplied_by": "Nadia Birch",
            "arrangement": arrangement,
            "child": {"description": "Hair cut short now"},
        }
        here = f"/children/{self.child}"
        self.callers.done("nadia", f"{here}/details", learned, at=MOVED)
        aunt = {"contact": {"name": SINCE, "relationship": "aunt", "telephone": "01632 960099"}}
        self.callers.done("nadia", f"{here}/contacts", aunt, at=MOVED)

    def record(self, username):
        """What the API answers when this person opens the child's record."""
        return self.callers.get(
            username, f"/children/{self.child}", at=LATER, Wayhome_Purpose="search"
        )

    def page(self, username):
        """What this person is answered for the child's page, having said why."""
        here = f"/children/{self.child}/"
        with clock.at(LATER):
            client = self.readers.browser(username)
            client.post(f"{here}why", {"purpose": "search", "reason": ""})
            return client.get(here)

    def episode(self, username):
        """The first episode as this person reads it to search, on its page and by the API."""
        here = f"/episodes/{self.first}"
        with clock.at(LATER):
            client = self.readers.browser(username)
            client.post(f"{here}/why", {"purpose": "search", "reason": ""})
            page = client.get(f"{here}/")
        assert page.status_code == 200
        answer = self.callers.read(username, here, at=LATER, Wayhome_Purpose="search")
        return alike.words(page), json.dumps(answer, ensure_ascii=False)


@pytest.fixture
def moved():
    callers = calling.Callers(casting.assemble(now=calling.START))
    child = calling.introduced(callers)
    body = a_report(child_reference=child)
    first = callers.done("joss", "/missing-reports", body, Idempotency_Key="k")["reference"]
    return Moved(alike.Readers(callers), child, first)


def test_a_home_the_child_has_left_no_longer_opens_the_record(moved):
    moved.close()
    before = moved.record("joss").status_code, moved.page("joss").status_code
    moved.move()

    assert before == (200, 200)
    assert (moved.record("joss").status_code, moved.page("joss").status_code) == (404, 404)
    assert SINCE in alike.words(moved.page("tariq"))
    assert moved.record("tariq").json()["contacts"][-1]["name"] == SINCE


def test_an_old_episode_tells_them_the_family_as_it_was_at_its_close(moved):
    moved.close()
    moved.move()

    for told in moved.episode("joss"):
        assert BEFORE in told
        assert SINCE not in told
        assert "Hair cut short now" not in told
        assert "All about this child" not in told
    for told in moved.episode("nadia"):
        assert SINCE in told
    assert "All about this child" in moved.episode("nadia")[0]


def test_while_the_episode_is_open_they_read_what_is_known_today(moved):
    moved.move()

    for told in moved.episode("joss"):
        assert SINCE in told
    assert moved.record("joss").status_code == 200


def test_a_home_the_child_has_left_cannot_put_itself_back(moved):
    moved.close()
    moved.move()
    here = {
        "supplied_by": "x",
        "arrangement": {
            "responsible_authority_id": moved.agency("Harrowfell Council"),
            "placement_id": moved.agency("Larch House"),
        },
    }

    refused = moved.callers.post("joss", f"/children/{moved.child}/details", here, at=LATER)

    assert refused.status_code == 404
    assert moved.record("joss").status_code == 404


@pytest.mark.parametrize(
    ("capacity", "is_over"),
    [
        (Capacity.HEALTH, True),
        (Capacity.SCHOOL, True),
        (Capacity.REPORTER, True),
        (Capacity.HOST_AUTHORITY, False),
        (Capacity.INTERVIEW_PROVIDER, True),
    ],
)
def test_which_parts_are_over_once_the_episode_is_closed(moved, capacity, is_over):
    other = moved.callers.cast.agencies["Eastvale County Council"]
    episode = Episode.objects.get(reference=moved.first)
    actions.add_parties(episode, [(other, capacity)], by=None, at=after(1))
    before = moved.record("elin").status_code
    moved.close()

    expected = 404 if is_over else 200
    assert before == 200
    assert (moved.record("elin").status_code, moved.page("elin").status_code) == (
        expected,
        expected,
    )
    assert moved.callers.get("elin", f"/episodes/{moved.first}", at=LATER).status_code == 200


def test_a_home_finds_the_child_it_has_left_neither_by_name_nor_in_its_list(moved):
    moved.close()
    moved.move()

    found = moved.callers.post("joss", "/children/look-up", {"family_name": "Exam"}, at=LATER)

    assert found.json()["children"] == []
    with clock.at(LATER):
        assert "Amira" not in alike.words(moved.readers.browser("joss").get("/report/"))


def test_the_past_of_an_open_episode_is_told_as_it_was(moved):
    moved.move()

    told = moved.readers.answer("joss", f"/episodes/{moved.first}", at=LATER, as_of=after(1))

    assert SINCE not in told
    assert iso(after(1)) in told


@pytest.mark.parametrize("username", ["grace", "isla", "tomas", "priya", "joss"])
def test_an_open_episode_names_the_home_to_those_who_may_know_where_the_child_lives(
    moved, username
):
    grace, isla = (moved.agency(name) for name in ("Beckside Academy", "Fellside Health Trust"))
    episode = Episode.objects.get(reference=moved.first)
    parts = [(grace, Capacity.SCHOOL), (isla, Capacity.HEALTH)]
    actions.add_parties(episode, parts, by=None, at=after(1))

    answer = moved.callers.read(username, f"/episodes/{moved.first}", at=LATER)

    may_know = username not in {"grace", "isla"}
    assert (moved.agency("Larch House") in str(answer["parties"])) is may_know
    assert ("Larch House" in str(answer["posts"])) is may_know
