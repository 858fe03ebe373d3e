"""The database shows each person the rows that the rules let them know, and no other."""

import pytest
from django.db import connection
from tests.contracts import worlds
from tests.journey import world

pytestmark = pytest.mark.django_db
BATCHES, AT_ONCE, WORLDS = 13, 8, 50  # 5,200 worlds, each seen by eight people


def differences(cast, lookers, *, seed, count=WORLDS):
    """Whom the database shows what it should not, or does not show what it should; then undone."""
    made = [worlds.Maker(cast, seed=seed * 10_000 + n, among=lookers).make() for n in range(count)]
    found = []
    with worlds.written(made):
        for looker in lookers:
            expected = set().union(*(worlds.may_know(looker, each) for each in made))
            shown = worlds.shown(looker)
            if shown != expected:
                found.append((looker.viewer.name, len(shown - expected), len(expected - shown)))
    return found


@pytest.fixture
def scene():
    cast = world.assemble()
    with connection.cursor() as cursor:  # each world is undone: the tables look empty to a planner
        cursor.execute("SET LOCAL enable_seqscan = off")
    return cast, worlds.lookers(cast)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_each_person_is_shown_what_the_rules_let_them_know(scene, batch):
    for number in range(AT_ONCE):
        assert differences(*scene, seed=batch * AT_ONCE + number) == []


def test_worlds_hold_something_for_everybody_and_nothing_for_some(scene):
    cast, lookers = scene
    made = [worlds.Maker(cast, seed=n, among=lookers).make() for n in range(200)]

    for looker in lookers:
        known = [len(worlds.may_know(looker, each)) for each in made]
        assert min(known) == 0
        assert max(known) > 10


@pytest.mark.parametrize("token", ["", "a token nobody has", "a token of ines "])
def test_nobody_is_shown_nothing(scene, token):
    cast, lookers = scene
    made = [worlds.Maker(cast, seed=n, among=lookers).make() for n in range(20)]

    with worlds.written(made):
        assert worlds.shown(worlds.Looker(lookers[0].viewer, token)) == set()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE practitioners_signin SET ended_at = now()",
        "UPDATE practitioners_practitioner SET is_active = false",
    ],
)
def test_a_sign_in_that_ended_or_a_person_who_left_is_shown_nothing_more(scene, statement):
    cast, lookers = scene
    made = [worlds.Maker(cast, seed=n, among=lookers).make() for n in range(20)]

    with worlds.written(made):
        before = worlds.shown(lookers[0])
        with connection.cursor() as cursor:
            cursor.execute(statement)
        after = worlds.shown(lookers[0])

    assert before
    assert after == set()


# A wall with one stone out: each of these must be noticed.
FORGOTTEN = {
    "wall_sees_episode forgets that a part ended": (
        "wall_sees_episode(uuid)", " AND ended_at IS NULL", "",
    ),
    "wall_sees_episode forgets whose part it is": (
        "wall_sees_episode(uuid)", " AND agency_id = wall_agency()", "",
    ),
    "wall_sees_episode forgets which episode": (
        "wall_sees_episode(uuid)", "episode_id = wanted AND ", "",
    ),
    "wall_cares_for takes the oldest care": (
        "wall_cares_for(uuid)", "since DESC, id DESC", "since, id",
    ),
    "wall_cares_for forgets the school": ("wall_cares_for(uuid)", "school_id, ", ""),
    "wall_cares_for answers yes where nobody cares": ("wall_cares_for(uuid)", "false);", "true);"),
    "wall_sees_child forgets that a part ended": (
        "wall_sees_child(uuid)", " AND party.ended_at IS NULL", "",
    ),
    "wall_sees_child forgets care": ("wall_sees_child(uuid)", "OR wall_cares_for(wanted)", ""),
    "wall_sees_of_child forgets what ends with the episode": (
        "wall_sees_of_child(uuid, timestamptz)", "party.capacity NOT IN", "party.capacity IN",
    ),
    "wall_sees_of_child forgets the school among them": (
        "wall_sees_of_child(uuid, timestamptz)", "'school', ", "",
    ),
    "wall_sees_of_child forgets that a provider finished": (
        "wall_sees_of_child(uuid, timestamptz)", " AND party.finished_at IS NULL", "",
    ),
    "wall_sees_of_child forgets that it closed": (
        "wall_sees_of_child(uuid, timestamptz)", "known_at <= episode.closed_at", "true",
    ),
    "wall_asked_of_us forgets that it was done": (
        "wall_asked_of_us(uuid)", " AND action.done_at IS NULL", "",
    ),
    "wall_agency is the first there is": (
        "wall_agency()", " WHERE id = wall_me()", " LIMIT 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("stone", FORGOTTEN)
def test_a_wall_with_one_stone_out_is_noticed(scene, as_owner, stone):
    function, words, instead = FORGOTTEN[stone]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef(%s::regprocedure)", [function])
        (said,) = cursor.fetchone()
        assert words in said
        cursor.execute(said.replace(words, instead))

    assert differences(*scene, seed=1)
