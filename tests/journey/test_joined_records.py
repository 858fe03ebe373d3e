"""What protects a child in one record protects them in every record joined with it as one child."""

import pytest
from tests.journey import world

from wayhome.journey import child_introduced, disclosure_withheld, records_joined
from wayhome.journey.acting import Contradiction
from wayhome.platform.audit.models import LedgerEntry
from wayhome.records.children import queries as children
from wayhome.records.episodes import visibility
from wayhome.records.safety.models import Withholding
from wayhome.rules import access, told
from wayhome.rules.vocabulary import DutyKind, Matter
from wayhome.stages.response.models import Duty

pytestmark = pytest.mark.django_db
FATHER = ("Sam Example", "father", "01632 960111")
UNSAFE = {"unsafe_to_tell": True, "unsafe_reason": "He is the harm"}
ORDERS = pytest.mark.parametrize("first", ["said", "joined"])


@pytest.fixture
def one(cast):
    return world.introduce(cast)


@pytest.fixture
def other(cast):
    """A second record of the child, who is away by it."""
    child_id = world.introduce(cast, given_name="Amy")
    world.report(cast, child_id, key="other")
    return child_id


def learned(cast, child_id, contact, *, hours=1.0):
    return child_introduced.learned(
        child_id,
        told.Child(),
        supplied_by="a grandmother",
        contact=contact,
        by=cast.viewer("nadia", now=world.after(hours)),
        now=world.after(hours),
    )


def joined(cast, one, other, *, hours=2.0):
    leon = cast.viewer("leon", now=world.after(hours))
    records_joined.join(one, other, why="One child", by=leon, now=world.after(hours))


def withheld(cast, child_id, matter, *, hours=2.5, **of):
    disclosure_withheld.withhold(
        child_id,
        matter,
        of=told.WithheldFrom(**of),
        reason="He would come for her",
        by=cast.viewer("leon", now=world.after(hours)),
        now=world.after(hours),
    )


def in_order(first, *, said, join):
    steps = [said, join] if first == "said" else [join, said]
    for step in steps:
        step()


def to_tell(child_id):
    """What is asked, of whoever tells the family, and was not taken back."""
    waiting = Duty.objects.filter(
        episode__child_id=child_id,
        kind=DutyKind.TELL_FAMILY,
        met_at__isnull=True,
        declined_at__isnull=True,
    )
    return [duty.reason for duty in waiting]


def unsafe_of(child_id):
    return [(each.name, each.unsafe_to_tell) for each in children.known(child_id).standing_contacts]


@ORDERS
def test_nobody_is_asked_to_tell_who_is_unsafe_by_the_other_record(
    cast, one, other, first, as_owner
):
    learned(cast, other, told.Contact(*FATHER))
    assert len(to_tell(other)) == 1

    in_order(
        first,
        said=lambda: learned(cast, one, told.Contact("Samuel", *FATHER[1:], **UNSAFE), hours=3),
        join=lambda: joined(cast, one, other),
    )

    assert unsafe_of(other) == [("Sam Example", True)]
    assert to_tell(other) == []
    with as_owner():
        changed = LedgerEntry.objects.filter(child_id=other, deed=access.Deed.CHANGE_FAMILY)
        assert changed.count() == 1


def test_who_becomes_known_later_is_held_against_both_records(cast, one, other):
    learned(cast, one, told.Contact(*FATHER, **UNSAFE))
    joined(cast, one, other)

    answer = learned(cast, other, told.Contact(*FATHER), hours=3)

    assert unsafe_of(other) == [("Sam Example", True)]
    assert to_tell(other) == []
    assert len(answer.warnings) == 1


def test_a_decision_that_somebody_is_safe_is_asked_again_of_what_the_other_record_says(
    cast, one, other
):
    learned(cast, one, told.Contact(*FATHER, **UNSAFE))
    learned(cast, other, told.Contact(*FATHER, **UNSAFE))
    [row] = children.known(other).standing_contacts
    child_introduced.learned(
        other,
        told.Child(),
        supplied_by="a court",
        contact=told.Contact(*FATHER, why_corrected="The order was lifted"),
        corrects_contact_id=row.id,
        by=cast.viewer("nadia", now=world.after(1.5)),
        now=world.after(1.5),
    )
    assert unsafe_of(other) == [("Sam Example", False)]

    joined(cast, one, other)

    assert unsafe_of(other) == [("Sam Example", True)]


def test_somebody_else_in_the_family_is_told_as_before(cast, one, other):
    learned(cast, one, told.Contact(*FATHER, **UNSAFE))
    learned(cast, other, told.Contact("Grace Example", "grandmother", "01632 960222"))

    joined(cast, one, other)

    assert unsafe_of(other) == [("Grace Example", False)]
    assert len(to_tell(other)) == 1


@ORDERS
def test_whoever_tells_a_parent_says_nothing_of_what_the_other_record_withholds(
    cast, one, other, first
):
    learned(cast, one, told.Contact(*FATHER))
    learned(cast, other, told.Contact(*FATHER))
    [contact] = children.known(one).standing_contacts
    label = Matter.WHEREABOUTS.label
    assert label not in to_tell(other)[0]

    in_order(
        first,
        said=lambda: withheld(cast, one, Matter.WHEREABOUTS, contact_id=contact.id),
        join=lambda: joined(cast, one, other),
    )

    [asked] = to_tell(other)
    assert label in asked


def test_somebody_else_in_the_family_is_told_all_of_it(cast, one, other):
    learned(cast, one, told.Contact(*FATHER))
    learned(cast, other, told.Contact("Grace Example", "grandmother", "01632 960222"))
    joined(cast, one, other)
    [contact] = children.known(one).standing_contacts

    withheld(cast, one, Matter.WHEREABOUTS, contact_id=contact.id)

    [asked] = to_tell(other)
    assert Matter.WHEREABOUTS.label not in asked


@ORDERS
def test_an_agency_that_must_not_know_by_one_record_must_not_by_the_other(cast, one, other, first):
    home = cast.agencies["Larch House"]

    in_order(
        first,
        said=lambda: withheld(cast, one, Matter.EVERYTHING, agency_id=home),
        join=lambda: joined(cast, one, other),
    )

    wendy = cast.viewer("wendy", now=world.after(4))
    assert not visibility.children(wendy).filter(id__in=[one, other]).exists()


@ORDERS
def test_whoever_leads_the_search_is_not_shut_out_of_it(cast, one, other, first):
    police = cast.agencies["Northmoor Police"]

    with pytest.raises(Contradiction, match="Hand over first"):
        in_order(
            first,
            said=lambda: withheld(cast, one, Matter.EVERYTHING, agency_id=police),
            join=lambda: joined(cast, one, other),
        )

    assert not Withholding.objects.filter(child_id=other).exists()
    ines = cast.viewer("ines", now=world.after(4))
    assert visibility.children(ines).filter(id=other).exists()
