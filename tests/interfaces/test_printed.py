"""What is printed says whose print it is, and the ledger says that it was printed."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.interfaces.pages import at_work

from wayhome.journey import partnership_formed
from wayhome.platform.audit.models import LedgerEntry, Verb

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(db):
    del db
    return at_work.Work()


@pytest.fixture
def episode(work):
    return work.episode()


def addresses(episode):
    return {
        "episode": reverse("episode", args=[episode.reference]),
        "child": reverse("child", args=[episode.child.reference]),
    }


@pytest.fixture
def entered(as_owner, episode):
    """The looks at the episode and its child that were entered under a verb."""

    def read(verb):
        looks = LedgerEntry.objects.filter(child_id=episode.child_id, deed__startswith="see")
        with as_owner():
            return list(looks.filter(verb=verb))

    return read


def opened(work, episode):
    client = work.sign_in("ines")
    client.post(
        reverse("child_purpose", args=[episode.child.reference]),
        {"purpose": "search", "reason": "The search"},
    )
    return client


@pytest.mark.parametrize("which", ["episode", "child"])
def test_a_record_is_printed_by_the_way_on_its_page_and_entered_as_printed(
    work, episode, entered, which
):
    client = opened(work, episode)
    screen = client.get(addresses(episode)[which]).content.decode()
    assert "Printed by" not in screen
    assert entered(Verb.PRINT) == []
    [way] = re.findall(r'href="([^"]+)">Print this record', screen)
    looked = len(entered(Verb.CONSULT))

    paper = client.get(way).content.decode()

    assert "Printed by Insp. Ines Holloway, Northmoor Police" in paper
    [entry] = entered(Verb.PRINT)
    assert entry.sections
    assert len(entered(Verb.CONSULT)) == looked
    [back] = re.findall(r'href="([^"]+)">Back to the screen', paper)
    assert back == addresses(episode)[which]


def test_what_was_known_at_a_moment_is_printed_as_of_that_moment(work, episode):
    client = opened(work, episode)
    later = episode.recorded_at + timedelta(hours=1)
    asked = {"as_of": f"{later:%Y-%m-%d %H:%M}", "paper": "1"}

    paper = client.get(addresses(episode)["episode"], asked).content.decode()

    [back] = re.findall(r'href="([^"]+)">Back to the screen', paper)
    assert "as_of=" in back
    assert "paper" not in back


@pytest.mark.parametrize("which", ["episodes", "children"])
def test_a_program_says_that_it_prints(client, work, episode, entered, which):
    token = partnership_formed.token(
        work.cast.people["ines"], label="prints", now=work.now, lasts=timedelta(days=1)
    )
    reference = episode.reference if which == "episodes" else episode.child.reference
    for for_print in ("", "?for_print=true"):
        answer = client.get(
            f"/api/v1/{which}/{reference}{for_print}",
            headers={"Authorization": f"Bearer {token}", "Wayhome-Purpose": "search"},
        )
        assert answer.status_code == 200

    assert len(entered(Verb.PRINT)) == 1
    assert len(entered(Verb.CONSULT)) == 1


def test_who_may_not_read_a_record_prints_none_of_it(work, episode, entered):
    client = work.sign_in("mei")

    answers = [client.get(each, {"paper": "1"}) for each in addresses(episode).values()]

    assert {answer.status_code for answer in answers} == {404}
    assert entered(Verb.PRINT) == []
