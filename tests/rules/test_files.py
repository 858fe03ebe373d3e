"""Who may take back a photograph or a document."""

import pytest

from tests.rules import situations as s
from wayhome.rules import files
from wayhome.rules.vocabulary import Capacity, PostKind

ANOTHER = "Another agency added this. Ask them to withdraw it"
LEADS = {
    *(Capacity.HOME_FORCE, Capacity.HOST_FORCE),
    *(Capacity.RESPONSIBLE_AUTHORITY, Capacity.HOST_AUTHORITY),
}


def decided(viewer, part, *, added_by):
    parties = [s.party(part, agency="Northwick Police")]
    return files.may_withdraw(viewer, added_by_agency=added_by, parties=parties)


@pytest.mark.parametrize("part", sorted(LEADS))
@pytest.mark.parametrize("added_by", [s.somebody("Larch House"), None])
def test_a_lead_for_the_child_withdraws_what_anybody_added(part, added_by):
    assert decided(s.viewer(PostKind.DUTY_SERGEANT), part, added_by=added_by).allowed


def test_a_home_withdraws_what_it_added_and_nothing_of_another_agency():
    home = s.viewer(PostKind.HOME_MANAGER)

    own = decided(home, Capacity.PLACEMENT, added_by=home.agency_id)
    other = decided(home, Capacity.PLACEMENT, added_by=s.somebody("Harrowfell Council"))

    assert own.allowed
    assert (other.allowed, other.reason) == (False, ANOTHER)


@pytest.mark.parametrize("part", sorted(set(Capacity) - LEADS - {Capacity.PLACEMENT}))
def test_other_parts_withdraw_nothing_not_even_their_own(part):
    viewer = s.viewer(PostKind.DUTY_SERGEANT)

    assert not decided(viewer, part, added_by=viewer.agency_id).allowed
