"""What is held back today is read at no moment, neither on a page nor through the API."""

import random
from dataclasses import dataclass
from datetime import timedelta

import pytest
from tests.interfaces import alike
from tests.interfaces.api import calling
from tests.interfaces.api.calling import after, iso

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.records.episodes import actions
from wayhome.records.episodes.models import Episode, Party
from wayhome.rules.vocabulary import Capacity, InterviewPart

pytestmark = pytest.mark.django_db
SAID = {
    InterviewPart.CONFIDENTIAL: "Told to nobody else",
    InterviewPart.SHAREABLE: "Misses her brother",
    InterviewPart.INTELLIGENCE: "A flat above a shop",
}
HELD = 41
READ_BY = {
    "tomas": set(InterviewPart),
    "nadia": {InterviewPart.CONFIDENTIAL, InterviewPart.SHAREABLE},
    "joss": set(),
    "ben": set(InterviewPart),
}


@dataclass
class Story:
    """An episode whose interview was held, and what is decided of its parts after."""

    readers: alike.Readers
    reference: str

    def decide(self, part, *, released, at):
        """Release a part, or hold it back."""
        self.readers.callers.done(
            "ben",
            f"/episodes/{self.reference}/interview-releases",
            {"part": str(part), "released": released, "reason": "she asked"},
            at=at,
        )

    def on_page(self, username, *, at, as_of=None):
        """The parts whose words this person reads on the page of the episode."""
        said = self.readers.page(username, f"/episodes/{self.reference}/", at=at, as_of=as_of)
        return _parts_in(said)

    def by_api(self, username, *, at, as_of=None):
        """The parts whose words this person is answered."""
        said = self.readers.answer(username, f"/episodes/{self.reference}", at=at, as_of=as_of)
        return _parts_in(said)


def _parts_in(said):
    return {part for part, words in SAID.items() if words in said}


@pytest.fixture
def story():
    callers = calling.Callers(casting.assemble(now=calling.START))
    reference = calling.reported(callers)
    here = f"/episodes/{reference}"
    callers.done("joss", f"{here}/returned", {"at": iso(after(6)), "to": "placement"}, at=after(6))
    provider = {"provider_id": str(callers.cast.agencies["Homeward Voices"])}
    callers.done("priya", f"{here}/interview-referrals", provider, at=after(8))
    offered = {"at": iso(after(20)), "how": "by telephone"}
    offer = callers.done("ben", f"{here}/interview-offers", offered, at=after(20))["made_id"]
    accepted = {"answer": "accepted"}
    callers.done("ben", f"{here}/interview-offers/{offer}/answer", accepted, at=after(21))
    held = {
        "at": iso(after(HELD - 1)),
        "interviewer_id": str(callers.cast.people["ben"]),
        "provider_type": "commissioned_independent",
        **{str(part): words for part, words in SAID.items()},
    }
    callers.done("ben", f"{here}/interviews", held, at=after(HELD))
    return Story(alike.Readers(callers), reference)


def test_words_that_were_released_and_then_held_back_are_read_at_no_moment(story):
    for part in InterviewPart:
        story.decide(part, released=True, at=after(42))
    while_released = story.by_api("tomas", at=after(43))
    for part in InterviewPart:
        story.decide(part, released=False, at=after(44))

    assert while_released == set(InterviewPart)
    assert story.by_api("tomas", at=after(45), as_of=after(43)) == set()
    assert story.on_page("tomas", at=after(45), as_of=after(43)) == set()


@pytest.mark.parametrize("seed", range(3))
def test_no_moment_shows_what_is_held_back_now(story, seed):
    chance = random.Random(seed)  # noqa: S311  # the same story every time; nothing is secret
    decided = [
        (after(HELD + 1 + number), chance.choice(list(InterviewPart)), chance.random() < 0.6)
        for number in range(7)
    ]
    for at, part, released in decided:
        story.decide(part, released=released, at=at)
    now = after(HELD + 10)

    for username, includes in READ_BY.items():
        for moment in [at + timedelta(minutes=30) for at, *_ in decided]:
            told = story.by_api(username, at=now, as_of=moment)
            still = _released_by(decided, moment) & _released_by(decided, now)
            assert told == (includes if username == "ben" else includes & still)
            assert story.on_page(username, at=now, as_of=moment) <= told


def _released_by(decided, moment):
    newest = {part: released for at, part, released in decided if at <= moment}
    return {part for part, released in newest.items() if released}


@pytest.mark.parametrize("as_of", [None, after(HELD + 0.5)])
def test_a_part_that_has_ended_reads_a_past_moment_no_more(story, as_of):
    story.decide(InterviewPart.SHAREABLE, released=True, at=after(HELD + 0.1))
    episode = Episode.objects.get()
    council = story.readers.callers.cast.agencies["Harrowfell Council"]
    before = story.by_api("nadia", at=after(HELD + 1), as_of=as_of)
    Party.objects.filter(episode=episode, agency_id=council).update(
        ended_at=after(HELD + 1), ended_by_id=story.readers.callers.cast.people["ines"]
    )
    actions.add_parties(episode, [(council, Capacity.HEALTH)], by=None, at=after(HELD + 1))

    assert before == {InterviewPart.SHAREABLE}
    for reads in (story.by_api, story.on_page):
        assert reads("nadia", at=after(HELD + 2), as_of=as_of) == set()
    page = story.readers.page(
        "nadia", f"/episodes/{story.reference}/", at=after(HELD + 2), as_of=as_of
    )
    assert "Beckside bus station" not in page


def test_a_part_that_was_given_since_reads_a_past_moment_too(story):
    story.decide(InterviewPart.SHAREABLE, released=True, at=after(HELD + 0.1))
    episode = Episode.objects.get()
    other = story.readers.callers.cast.agencies["Eastvale County Council"]
    actions.add_parties(episode, [(other, Capacity.HOST_AUTHORITY)], by=None, at=after(HELD + 1))

    for reads in (story.by_api, story.on_page):
        told = reads("elin", at=after(HELD + 2), as_of=after(HELD + 0.5))
        assert told == {InterviewPart.SHAREABLE}
