"""The records of one child share its protection, and nothing that happens to them lowers it."""

import random
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from tests.rules import situations as s
from wayhome.rules import protection
from wayhome.rules.london import LONDON
from wayhome.rules.vocabulary import Capacity, PostKind

SEQUENCES = 20_000
PEOPLE = [uuid.UUID(int=number) for number in range(1, 6)]


class Register:
    """Records, the joins that stand, and the seals each bears, as the journey keeps them."""

    def __init__(self):
        self.seals, self.joins = {}, []

    def record(self, chance):
        """A record made by a feed, an import, or under another name of a child known here."""
        self.seals[uuid.UUID(int=chance.getrandbits(128))] = frozenset()

    def seal(self, chance):
        new = protection.Seal(uuid.UUID(int=chance.getrandbits(128)), frozenset(PEOPLE[:2]))
        for record in protection.together(self._one(chance), self.joins):
            self.seals[record] |= {new}

    def join(self, chance):
        one, other = self._one(chance), self._one(chance)
        if other in protection.together(one, self.joins):
            return
        self.joins.append((one, other))
        group = protection.together(one, self.joins)
        owed = protection.owed_after_joining({each: self.seals[each] for each in group})
        for record, more in owed.items():
            self.seals[record] |= more

    def part(self, chance):
        if self.joins:
            self.joins.remove(chance.choice(self.joins))

    def _one(self, chance):
        return chance.choice(sorted(self.seals))


STEPS = (Register.record, Register.seal, Register.join, Register.part)


def test_no_sequence_of_merge_split_import_and_alias_lowers_the_protection_of_any_record():
    chance = random.Random(20_000)  # noqa: S311  # the same sequences every time
    for _ in range(SEQUENCES):
        register = Register()
        register.record(chance)
        for step in chance.choices(STEPS, weights=(3, 2, 4, 2), k=7):
            before = dict(register.seals)
            step(register, chance)
            assert all(register.seals[record] >= seals for record, seals in before.items())
            for record in register.seals:
                group = protection.together(record, register.joins)
                assert register.seals[record] == protection.highest(
                    register.seals[each] for each in group
                )


def test_a_record_is_known_to_those_on_every_list_and_an_open_one_to_everybody():
    one = protection.Seal(uuid.uuid4(), frozenset(PEOPLE[:2]))
    other = protection.Seal(uuid.uuid4(), frozenset(PEOPLE[1:3]))

    known = [who for who in PEOPLE if protection.may_know([one, other], who)]

    assert known == [PEOPLE[1]]
    assert all(protection.may_know([], who) for who in PEOPLE)


@pytest.mark.parametrize(
    ("pages", "minutes", "owed"),
    [(1, 14, False), (1, 15, True), (2, 16, False), (2, 60, True), (3, 240, True), (4, 999, False)],
)
def test_the_list_is_paged_again_at_these_times_and_no_more(pages, minutes, owed):
    came = datetime(2026, 3, 10, 21, tzinfo=UTC)

    again = protection.is_paged_again(came, pages=pages, now=came + timedelta(minutes=minutes))

    assert again is owed


def test_the_list_is_paged_again_after_an_hour_gone_by_on_the_night_that_has_one_twice():
    came = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)
    an_hour_later = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1)

    assert protection.is_paged_again(came, pages=2, now=an_hour_later)


def test_neither_the_same_person_nor_the_same_agency_agrees():
    by = s.viewer(PostKind.DETECTIVE_INSPECTOR)

    assert not protection.may_agree(by.practitioner_id, uuid.uuid4(), by=by)
    assert not protection.may_agree(uuid.uuid4(), by.agency_id, by=by)
    assert protection.may_agree(uuid.uuid4(), uuid.uuid4(), by=by)


def test_a_list_without_one_of_the_two_keys_or_without_the_owner_is_refused():
    police = s.viewer(PostKind.DETECTIVE_INSPECTOR)
    parties = (s.party(Capacity.HOST_FORCE),)

    found = protection.problems_with_list([police], parties=parties, owners=[{uuid.uuid4()}])

    assert [each.message for each in found] == [
        protection.SOMEBODY_CAN_ACT,
        protection.AN_OWNER_IS_NAMED,
    ]
