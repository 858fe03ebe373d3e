"""The demonstration is seeded once, all or nothing, the same every time."""

from datetime import date

import pytest
from django.db import connection

from wayhome.interfaces.jobs import seed_demo
from wayhome.interfaces.rehearsal import cast, demo
from wayhome.journey import glass_reviewed
from wayhome.platform import clock
from wayhome.records.episodes import visibility
from wayhome.rules.vocabulary import EpisodeState


def test_every_child_of_the_demonstration_is_plainly_invented():
    invented = {"Example", "Sample", "Pretend", "Imaginary", "Fictional", "Notional"}
    invented |= {"Invented", "Madeup", "Placeholder", "Specimen"}

    assert {sample.portrait.family for sample in demo.samples(on=date(2026, 3, 10))} <= invented


def test_every_situation_of_the_demonstration_is_used():
    assert {sample.situation for sample in demo.samples(on=date(2026, 3, 10))} == set(
        demo.SITUATIONS.values()
    )


@pytest.mark.django_db
def test_the_demonstration_has_children_at_every_stage_and_a_second_time_adds_nothing(capsys):
    assert seed_demo.main([]) == 0
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    people = cast.find()
    seen = {
        episode
        for username in people.people
        for episode in visibility.episodes(people.viewer(username, now=clock.now()))
    }
    states = {episode.state for episode in seen}
    assert seed_demo.main([]) == 0

    again = {
        episode
        for username in people.people
        for episode in visibility.episodes(people.viewer(username, now=clock.now()))
    }
    printed = capsys.readouterr().out
    assert states >= set(EpisodeState) - {EpisodeState.ENDED_WITHOUT_RETURN}
    assert len({episode.child_id for episode in seen}) >= 40
    assert again == seen
    assert "The records are kept" in printed
    assert "Sgt Tomas Wilde" in printed
    _something_is_guarded(people)


def _something_is_guarded(people):
    """A child is sealed, one is kept from a detective, and an emergency look waits for review."""
    now = clock.now()
    shown = {
        username: {
            child.given_name for child in visibility.children(people.viewer(username, now=now))
        }
        for username in ("asha", "dina", "leon")
    }
    assert {"Bryn", "Malik"} <= shown["leon"]
    assert "Bryn" not in shown["asha"]
    assert "Bryn" in shown["dina"]
    assert "Malik" not in shown["dina"]
    assert glass_reviewed.waiting(by=people.viewer("ines", now=now))


@pytest.mark.django_db
def test_outside_development_a_password_is_asked_for(settings):
    settings.WAYHOME_SIGN_IN_BY_CHOICE = False

    with pytest.raises(ValueError, match="--password"):
        seed_demo.main([])

    assert not cast.is_set_up()
