"""Through the database too: whatever is joined, parted, imported or sealed, protection stays."""

import random

import pytest
from tests.journey import outside, sealed, world

from wayhome.journey import acting, records_joined
from wayhome.records.protection import queries

pytestmark = pytest.mark.django_db
STEPS = 60


def test_no_sequence_through_the_database_lowers_the_protection_of_any_record(cast):
    chance = random.Random(60)  # noqa: S311  # the same sequence every time
    by = cast.viewer("leon", now=world.START)
    records = [world.introduce(cast, date_of_birth=outside.BORN) for _ in range(3)]
    joins, before = [], {}
    for number in range(STEPS):
        now = world.after(number)
        step = chance.choice(["record", "seal", "join", "join", "part"])
        one, other = chance.choices(records, k=2)
        try:
            if step == "record" and len(records) < 8:
                records.append(world.introduce(cast, given_name=f"Alias{number}"))
            elif step == "seal" and number % 3 == 0:
                sealed.seal(cast, one, now=now)
            elif step == "join" and one != other:
                joins.append(records_joined.join(one, other, why="x", by=by, now=now))
            elif step == "part" and joins:
                records_joined.part(joins.pop(), why="x", by=by, now=now)
        except acting.NotNow:
            continue
        borne = queries.borne_by(records)
        marks = {each: {seal.seal_id for seal in borne[each]} for each in records}
        assert all(marks[each] >= held for each, held in before.items())
        for each in records:
            assert all(marks[each] == marks[twin] for twin in queries.one_child(each))
        before = marks
    assert any(before.values())
