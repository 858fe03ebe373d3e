"""Who may be the second person of an export, and where an export stands."""

from datetime import timedelta

import pytest

from tests.rules import situations as s
from wayhome.rules import exports
from wayhome.rules.vocabulary import AgencyKind, PostKind

HARROWFELL = {"agency": "Harrowfell", "kind": AgencyKind.LOCAL_AUTHORITY}
MANAGER = s.viewer(PostKind.TEAM_MANAGER, **HARROWFELL)


def export(**known):
    """An export of many children that waits, asked for by somebody of the manager's agency."""
    ordinary = {
        "asked_by": s.somebody("a social worker"),
        "agency_id": MANAGER.agency_id,
        "children": exports.MOST_CHILDREN_ALONE + 1,
        "expires_at": s.at(0) + exports.LASTS,
    }
    return exports.Export(**ordinary | known)


def test_a_manager_of_the_agency_that_asks_is_the_second_person():
    assert exports.may_decide(MANAGER, export()).allowed


@pytest.mark.parametrize(
    ("viewer", "asked", "why"),
    [
        (
            s.viewer(PostKind.SOCIAL_WORK_TEAM, **HARROWFELL),
            export(),
            "Your post does not allow you to approve that records are taken out",
        ),
        (
            MANAGER,
            export(agency_id=s.somebody("Millbrook")),
            "This is for a manager of the agency that asks",
        ),
        (
            MANAGER,
            export(asked_by=MANAGER.practitioner_id),
            "Whoever asks for an export cannot approve it: ask somebody else",
        ),
    ],
    ids=["no manager", "another agency", "whoever asked"],
)
def test_nobody_else_is_and_each_is_told_why(viewer, asked, why):
    decision = exports.may_decide(viewer, asked)

    assert (decision.allowed, decision.reason) == (False, why)


@pytest.mark.parametrize(
    ("known", "state"),
    [
        ({}, exports.ExportState.WAITING),
        ({"children": exports.MOST_CHILDREN_ALONE}, exports.ExportState.BEING_MADE),
        ({"approved_at": s.at(1)}, exports.ExportState.BEING_MADE),
        ({"approved_at": s.at(1), "made_at": s.at(2)}, exports.ExportState.READY),
        ({"approved_at": s.at(1), "failed_at": s.at(2)}, exports.ExportState.NOT_MADE),
        ({"declined_at": s.at(1)}, exports.ExportState.DECLINED),
        ({"made_at": s.at(2), "revoked_at": s.at(3)}, exports.ExportState.REVOKED),
    ],
)
def test_where_an_export_stands_and_that_its_time_ends_whatever_it_waits_for(known, state):
    asked = export(**known)
    ends = {exports.ExportState.DECLINED, exports.ExportState.REVOKED}

    assert exports.state_of(asked, now=s.at(4)) is state
    assert exports.state_of(asked, now=asked.expires_at - timedelta(seconds=1)) is state
    over = exports.state_of(asked, now=asked.expires_at)
    assert over is (state if state in ends else exports.ExportState.EXPIRED)
