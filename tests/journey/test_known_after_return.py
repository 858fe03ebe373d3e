"""A parent or carer who becomes known once the child is back is told that they are."""

import pytest
from tests.journey import world

from wayhome.journey import child_introduced, child_returned, family_told
from wayhome.records.episodes import queries as episodes
from wayhome.rules import told
from wayhome.rules.vocabulary import ReturnedTo
from wayhome.stages.response.models import Duty

pytestmark = pytest.mark.django_db
GRAN = told.Contact("Gran Example", "grandmother", telephone="07000 111111")


@pytest.fixture
def episode_id(cast):
    return world.open_episode(cast)


@pytest.fixture
def learn(cast, episode_id):
    def learned(contact, *, hours):
        child_introduced.learned(
            episodes.locked(episode_id).child_id,
            told.Child(),
            supplied_by="the home",
            by=cast.viewer("nadia", now=world.START),
            now=world.after(hours),
            contact=contact,
        )

    return learned


@pytest.fixture
def home_again(cast, episode_id):
    def returned(hours=5, to=ReturnedTo.PLACEMENT):
        back = told.Returned(world.after(hours), to)
        by = cast.viewer("tomas", now=world.START)
        child_returned.record(episode_id, back, by=by, now=world.after(hours))

    return returned


def asked(episode_id):
    waiting = Duty.objects.filter(
        episode_id=episode_id, kind="tell_family", met_at=None, declined_at=None
    )
    return list(waiting.order_by("recorded_at").values_list("reason", flat=True))


@pytest.mark.parametrize(
    ("to", "words"),
    [
        (ReturnedTo.PLACEMENT, "Tell Gran Example (grandmother) that the child is back"),
        (ReturnedTo.DIED, "Tell Gran Example (grandmother) in person that the child has died"),
    ],
)
def test_they_are_to_be_told_how_it_ended(episode_id, learn, home_again, to, words):
    home_again(to=to)
    learn(GRAN, hours=6)
    assert asked(episode_id) == [words]


def test_one_it_is_not_safe_to_tell_is_not(episode_id, learn, home_again):
    home_again()
    learn(told.Contact("Dale", "father", unsafe_to_tell=True, unsafe_reason="No contact"), hours=6)
    assert asked(episode_id) == []


def test_of_one_who_may_be_somebody_it_was_decided_not_to_tell_it_is_asked(
    cast, episode_id, learn, home_again
):
    learn(GRAN, hours=1)
    [gran] = [duty.contact_id for duty in Duty.objects.filter(kind="tell_family")]
    by = cast.viewer("tomas", now=world.START)
    family_told.not_told(episode_id, gran, reason="She is ill", by=by, now=world.after(2))
    home_again()
    learn(told.Contact("Gran E.", "grandmother", telephone="07000 111111"), hours=6)

    assert asked(episode_id) == [
        "Decide whether to tell Gran E. (grandmother): this may be Gran Example, whom it was "
        "decided not to tell"
    ]


def test_one_who_was_told_while_the_child_was_away_is_told_once_that_they_are_back(
    episode_id, learn, home_again
):
    learn(GRAN, hours=1)
    home_again()
    assert "Tell Gran Example (grandmother) that the child is back" in asked(episode_id)
    assert len(asked(episode_id)) == len(set(asked(episode_id)))
