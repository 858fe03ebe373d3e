"""The database shows each person the rows that the rules let them know, and no other."""

import pytest
from django.db import connection
from tests.contracts import worlds
from tests.journey import world

pytestmark = pytest.mark.django_db
BATCHES, AT_ONCE, WORLDS = 13, 4, 100  # 5,200 worlds, each seen by eight people


def differences(scene, *, seed, count=WORLDS):
    """Whom the database shows what it should not, or does not show what it should; then undone."""
    made = [worlds.Maker(scene, seed=seed * 10_000 + n).make() for n in range(count)]
    found = []
    with worlds.written(made, hidden_first=seed % 2 == 0):
        for looker in scene.lookers:
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
    return worlds.scene_of(cast)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_each_person_is_shown_what_the_rules_let_them_know(scene, batch):
    for number in range(AT_ONCE):
        assert differences(scene, seed=batch * AT_ONCE + number) == []


def differing_parts(scene, *, seed):
    """For whom the parts in a child differ, asked of all of a child's absences or one by one."""
    made = [worlds.Maker(scene, seed=seed * 10_000 + n).make() for n in range(100)]
    with worlds.written(made, hidden_first=seed % 2 == 0):
        return [
            looker.viewer.name
            for looker in scene.lookers
            if worlds.parts_in(looker, made) != worlds.parts_shown(looker)
        ]


@pytest.mark.parametrize("seed", range(4))
def test_the_parts_in_a_child_are_those_that_are_shown_one_by_one(scene, seed):
    assert differing_parts(scene, seed=seed) == []


FORGOTTEN_OF_PARTS = (
    ("AND ours.ended_at IS NULL", ""),
    ("AND ours.agency_id = mine", ""),
    ("ours.episode_id = episode.id AND ", ""),
    ("wall_is_hidden(wanted) AND NOT wall_is_step()", "false"),
    ("OR wall_has_opened(wanted)", ""),
)


@pytest.mark.parametrize(("words", "instead"), FORGOTTEN_OF_PARTS)
def test_parts_in_a_child_that_forget_something_are_noticed(scene, as_owner, words, instead):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('parts_in_child(uuid)'::regprocedure)")
        (said,) = cursor.fetchone()
        assert words in said
        cursor.execute(said.replace(words, instead))

    assert any(differing_parts(scene, seed=seed) for seed in range(1, 20))


def test_worlds_hold_something_for_everybody_and_nothing_for_some(scene):
    made = [worlds.Maker(scene, seed=n).make() for n in range(200)]

    for looker in scene.lookers:
        known = [len(worlds.may_know(looker, each)) for each in made]
        assert min(known) == 0
        assert max(known) > 10


@pytest.mark.parametrize("token", ["", "a token nobody has", "a token of ines "])
def test_nobody_is_shown_nothing(scene, token):
    made = [worlds.Maker(scene, seed=n).make() for n in range(20)]

    with worlds.written(made):
        assert worlds.shown(worlds.Looker(scene.lookers[0].viewer, token)) == set()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE practitioners_signin SET ended_at = now()",
        "UPDATE practitioners_practitioner SET is_active = false",
    ],
)
def test_a_sign_in_that_ended_or_a_person_who_left_is_shown_nothing_more(scene, statement):
    made = [worlds.Maker(scene, seed=n).make() for n in range(20)]

    with worlds.written(made):
        before = worlds.shown(scene.lookers[0])
        with connection.cursor() as cursor:
            cursor.execute(statement)
        after = worlds.shown(scene.lookers[0])

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
    "wall_cares_for answers yes where nobody cares": (
        "wall_cares_for(uuid)", "false) AND", "true) AND",
    ),
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
    "wall_is_hidden forgets whom a child is kept from": (
        "wall_is_hidden(uuid)",
        "wall_kept_from(wanted) OR ",
        "",
    ),
    "wall_is_hidden forgets the seals": (
        "wall_is_hidden(uuid)",
        " OR NOT wall_may_know(wanted)",
        "",
    ),
    "wall_may_know needs one list of several": (
        "wall_may_know(uuid)",
        "AND NOT EXISTS (SELECT FROM protection_named AS named\n",
        "AND NOT EXISTS (SELECT FROM protection_named AS named JOIN protection_seal AS any_seal "
        "ON any_seal.child_id = wanted AND any_seal.id <> seal.id\n",
    ),
    "wall_may_know forgets that somebody was taken off": (
        "wall_may_know(uuid)",
        "AND named.ended_at IS NULL",
        "",
    ),
    "wall_kept_from forgets that it was lifted": (
        "wall_kept_from(uuid)",
        "AND conflict.lifted_at IS NULL",
        "",
    ),
    "wall_kept_from withholds also what closes no record": (
        "wall_kept_from(uuid)",
        "AND held.matter IN ('everything', 'return')",
        "",
    ),
    "wall_has_opened forgets that it ended": (
        "wall_has_opened(uuid)",
        "AND ended_at IS NULL",
        "",
    ),
    "wall_has_opened forgets whose look it is": (
        "wall_has_opened(uuid)",
        "practitioner_id = wall_me() AND ",
        "",
    ),
    "wall_our_look forgets that it was reviewed": (
        "wall_our_look(uuid)",
        "AND reviewed_at IS NULL",
        "",
    ),
    "wall_hides_episode hides nothing": (
        "wall_hides_episode(uuid)",
        "RETURN wall_is_hidden(",
        "RETURN false AND wall_is_hidden(",
    ),
    "wall_support_is_ours forgets that the child is hidden": (
        "wall_support_is_ours(uuid)",
        "AND NOT wall_hides_episode(",
        "AND NOT false AND NOT false = wall_hides_episode(",
    ),
    "episodes_guarded guards nothing": ("episodes_guarded()", "WHERE NOT guarded", "WHERE false"),
    "episodes_part_begins believes that nothing guards": (
        "episodes_part_begins()", "NEW.guarded := ", "NEW.guarded := false AND ",
    ),
    "wall_is_guarded forgets the seals": (
        "wall_is_guarded(uuid)", "protection_seal WHERE", "protection_seal WHERE false AND",
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

    assert any(differences(scene, seed=seed) for seed in range(1, 20))
