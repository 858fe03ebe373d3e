"""Through the database too: joined, parted, sealed or kept from whom, protection stays."""

import random

import pytest
from tests.journey import outside, sealed, world

from wayhome.journey import acting, child_kept_from, disclosure_withheld, records_joined
from wayhome.records.protection import queries
from wayhome.records.safety import queries as safety
from wayhome.rules import told
from wayhome.rules.vocabulary import Conflict, Matter

pytestmark = pytest.mark.django_db
STEPS = 90


class Chance:
    """Steps taken by chance on a few records that may be of one child."""

    def __init__(self, cast, *, seed):
        self.cast, self.home = cast, cast.agencies["Larch House"]
        self.by = cast.viewer("leon", now=world.START)
        self.chance = random.Random(seed)  # noqa: S311  # the same sequence every time
        self.records = [world.introduce(cast, date_of_birth=outside.BORN) for _ in range(3)]
        self.joins = []

    def step(self, number):
        steps = [self.record, self.keep, self.withhold, self.join, self.join, self.part]
        take = self.seal if number % 9 == 0 else self.chance.choice(steps)
        take(*self.chance.choices(self.records, k=2), now=world.after(number))

    def record(self, _one, _other, *, now):
        if len(self.records) < 8:
            self.records.append(world.introduce(self.cast, given_name=f"Alias{now:%H}"))

    def seal(self, one, _other, *, now):
        sealed.seal(self.cast, one, now=now)

    def keep(self, one, _other, *, now):
        who = self.chance.choice(["joss", "asha", "wendy"])
        someone, kind = told.Someone(who, username=who), Conflict.RELATIVE
        child_kept_from.keep_from(one, someone, kind=kind, reason="x", by=self.by, now=now)

    def withhold(self, one, _other, *, now):
        of, matter = told.WithheldFrom(agency_id=self.home), self.chance.choice(list(Matter))
        disclosure_withheld.withhold(one, matter, of=of, reason="x", by=self.by, now=now)

    def join(self, one, other, *, now):
        if one != other:
            self.joins.append(records_joined.join(one, other, why="x", by=self.by, now=now))

    def part(self, _one, _other, *, now):
        if self.joins:
            records_joined.part(self.joins.pop(), why="x", by=self.by, now=now)

    def marks(self):
        """What protects each record: seals, who must not know, and what is withheld from a home."""
        borne = queries.borne_by(self.records)
        withheld = safety.withheld_from(self.home)
        return {
            each: {
                *(("sealed", seal.seal_id) for seal in borne[each]),
                *(("kept from", who) for who in safety.must_not_know(each)),
                *(("withheld", matter) for child, matter in withheld if child == each),
            }
            for each in self.records
        }


def test_no_sequence_through_the_database_lowers_the_protection_of_any_record(cast):
    chance, before = Chance(cast, seed=60), {}
    for number in range(STEPS):
        try:
            chance.step(number)
        except acting.NotNow:
            continue
        marks = chance.marks()
        assert all(marks[each] >= held for each, held in before.items())
        for each in chance.records:
            assert all(marks[each] == marks[twin] for twin in queries.one_child(each))
        before = marks
    what = {what for held in before.values() for what, _mark in held}
    assert what == {"sealed", "kept from", "withheld"}
