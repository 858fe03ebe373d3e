"""Rows are named by what they are: the same each time, none twice, the first recorded first."""

import uuid

import numpy as np

from wayhome.platform import references
from wayhome.platform.copying import naming
from wayhome.platform.models import new_id

MOMENT = 1_700_000_000_123_456  # in microseconds
MANY = 200_000


def ids(*, places, since=MOMENT, key="one"):
    recorded_at = np.full(len(places), since)
    found = naming.ids(places, recorded_at=recorded_at, key=naming.key_of(key))
    return [uuid.UUID(bytes=each.tobytes()) for each in found]


def test_an_identifier_is_of_the_seventh_version_and_tells_when_its_row_was_recorded():
    [found] = ids(places=np.array([41]))

    assert found.version == 7
    assert found.variant == uuid.RFC_4122
    assert found.int >> 80 == MOMENT // 1000


def test_no_two_rows_have_one_identifier_and_those_recorded_together_keep_their_order():
    found = ids(places=np.arange(MANY))

    assert len(set(found)) == MANY
    assert found == sorted(found)


def test_the_order_holds_within_a_millisecond():
    [earlier], [later] = (
        ids(places=np.array([place]), since=MOMENT + n) for place, n in ((9, 0), (3, 1))
    )

    assert earlier < later


def test_the_same_row_of_the_same_record_always_has_the_same_identifier_and_no_other_has():
    all_of_them = ids(places=np.arange(100))

    assert ids(places=np.array([7, 3])) == [all_of_them[7], all_of_them[3]]
    assert not set(all_of_them) & set(ids(places=np.arange(100), key="other"))


def test_no_two_rows_have_one_reference_and_each_can_be_read():
    found = naming.references_of(np.arange(MANY), key=naming.key_of("one")).to_pylist()

    assert len(set(found)) == MANY
    assert all(references.read(each) == each for each in found[:2000])
    assert found[:2] != naming.references_of(np.arange(2), key=naming.key_of("two")).to_pylist()


def test_new_identifiers_are_all_different():
    before, found, after = new_id(), naming.fresh(MANY), new_id()

    assert len({each.tobytes() for each in found}) == MANY
    made = uuid.UUID(bytes=found[0].tobytes()).int >> 80
    assert before.int >> 80 <= made <= after.int >> 80


def test_what_was_recorded_in_another_year_is_named_by_the_moment_of_what_it_is_about():
    a_year = 366 * 24 * 3600 * 1_000_000
    recorded_at = np.array([MOMENT + 1_000_000, MOMENT + a_year])
    own = naming.ids(np.arange(2), recorded_at=recorded_at, key=naming.key_of("notices"))
    theirs = naming.ids(np.arange(2), recorded_at=np.full(2, MOMENT), key=naming.key_of("episodes"))
    made = naming.beside(own, theirs)

    assert (made[0] == own[0]).all()
    assert (made[1] == np.concatenate([theirs[1, :6], own[1, 6:]])).all()
