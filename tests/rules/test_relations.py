"""What ties an agency to a child, from the parts it plays."""

import pytest

from tests.rules import situations as s
from wayhome.rules import facts, relations
from wayhome.rules.relations import Kind
from wayhome.rules.vocabulary import Capacity, PostKind

VIEWER = s.viewer(PostKind.DUTY_SERGEANT)


def kinds(*capacities, ended=None, agency="Northwick Police"):
    held = tuple(facts.Relation(s.party(each, agency), ended_at=ended) for each in capacities)
    return relations.kinds_of(VIEWER, held)


def test_every_relation_says_who_holds_it_from_when_until_when_and_by_what():
    assert set(relations.RELATIONS) == set(Kind)
    assert set(relations.OF_PART) == set(Capacity)


@pytest.mark.parametrize("capacity", Capacity)
def test_a_part_is_a_relation_until_it_ends(capacity):
    assert kinds(capacity) == {relations.OF_PART[capacity]}
    assert kinds(capacity, ended=s.at(1)) == {Kind.NONE}


def test_the_part_of_another_agency_is_no_relation_of_mine():
    assert kinds(Capacity.HOST_FORCE, agency="Southmere Police") == {Kind.NONE}


def test_several_parts_are_several_relations():
    assert kinds(Capacity.HOST_FORCE, Capacity.REPORTER) == {Kind.LEAD, Kind.NETWORK_MEMBER}
