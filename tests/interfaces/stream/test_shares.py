"""Lines are read in several parts at once: what reads the same is in one, and each in one alone."""

from dataclasses import replace
from uuid import uuid4

from wayhome.interfaces.pages.mine import filters
from wayhome.interfaces.stream import listed, ready, screens
from wayhome.interfaces.stream.whose import Opened
from wayhome.platform import clock
from wayhome.records.episodes.audience import Concerned
from wayhome.rules import facts
from wayhome.rules.vocabulary import AgencyKind, Capacity, PostKind

ALL = listed.Listed(filters.Chosen("all"), "en")


def known(*people, list_shown=ALL):
    """What so many people of agencies of their own know of a change that concerns all of them."""
    agencies = [uuid4() for _ in people]
    parties = tuple(facts.Party(each, Capacity.HEALTH) for each in agencies)
    opened = screens.Screens()
    for agency_id, count in zip(agencies, people, strict=True):
        viewer = replace(ready.NOBODY, agency_id=agency_id)
        opened.open |= {
            screens.Screen(Opened(f"{agency_id} {number}", viewer, None, list_shown))
            for number in range(count)
        }
    changed = Concerned(uuid4(), "-", uuid4(), parties, None)
    return opened.changed([changed], at=clock.now())


def kinds(part):
    return {each.same for each in part}


def test_all_for_whom_a_line_reads_the_same_are_in_one_part():
    parts = screens.shares(known(5, 4, 3), among=2)

    assert [len(part) for part in parts] == [8, 4]
    assert not kinds(parts[0]) & kinds(parts[1])


def test_no_more_readings_are_dealt_out_than_of_one_change_and_the_largest_first(monkeypatch):
    monkeypatch.setattr(listed, "MOST_READINGS", 3)

    parts = screens.shares(known(1, 5, 2, 4), among=2)

    assert [len(part) for part in parts] == [7, 4]
    assert sum(len(kinds(part)) for part in parts) == 3


def test_a_screen_that_shows_no_list_is_read_for_in_none():
    assert screens.shares(known(3, list_shown=None), among=2) == []
    assert screens.shares([], among=2) == []


def judged_for(*viewers, named=None):
    """What is judged of one change for each, by what is worked out once."""
    agency = viewers[0].agency_id
    parties = (facts.Party(agency, Capacity.HOST_FORCE),)
    judged = screens.Judged(Concerned(uuid4(), "R", uuid4(), parties, named))
    opened = [Opened(str(each.practitioner_id), each, None) for each in viewers]
    asked = [judged.of.may_know(each) for each in viewers]
    return [judged.may_know(each) for each in opened], asked


def test_of_those_who_are_alike_the_policy_is_asked_once_and_says_the_same():
    agency = uuid4()
    alike = [inspector(agency), inspector(agency), inspector(uuid4())]

    found, asked = judged_for(*alike)

    assert found == asked == [True, True, False]


def test_of_a_sealed_record_each_is_asked_by_who_they_are():
    agency = uuid4()
    named, other = inspector(agency), inspector(agency)

    found, asked = judged_for(named, other, named=frozenset({named.practitioner_id}))

    assert found == asked == [True, False]


def test_a_child_kept_from_one_of_them_is_kept_from_that_one_alone():
    agency = uuid4()
    first = inspector(agency)
    judged = screens.Judged(
        Concerned(uuid4(), "R", uuid4(), (facts.Party(agency, Capacity.HOST_FORCE),), None)
    )
    kept = replace(first, kept_from=frozenset({judged.of.child_id}), practitioner_id=uuid4())

    said = [judged.may_know(Opened("t", each, None)) for each in (first, kept)]

    assert said == [True, False]


def inspector(agency_id):
    """A duty inspector of an agency: somebody else each time."""
    return facts.Viewer(
        practitioner_id=uuid4(),
        name="Somebody",
        agency_id=agency_id,
        agency_name="A force",
        agency_kind=AgencyKind.POLICE,
        posts=frozenset({PostKind.DUTY_INSPECTOR}),
        post_ids=frozenset(),
    )
