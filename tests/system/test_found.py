"""A child is located, comes back, is seen by police; the police and the council end their records.

Given a child who is missing
When each owner records their own moment
Then the five moments stand apart, and the wrong person is refused with a reason
"""

import pytest
from tests.system import evenings

pytestmark = pytest.mark.system


def test_five_moments_have_five_owners(page, site, axe_check):
    walk = evenings.Site(page, site, axe_check)
    missing = walk.missing("Wren")
    here = f"/episodes/{missing.reference}"

    walk.in_both_languages("tomas", f"{here}/located", f"{here}/returned", f"{here}/seen")

    walk.open(f"{here}/located").press("Record that the child is located").reads(
        "There is a problem"
    )
    walk.fill(at="now", place="A friend’s flat").choose(found_by="police")
    walk.press("Record that the child is located")

    walk.as_person("joss").open(f"{here}/returned")
    walk.fill(at="now").choose(to="placement").press("Record the return")

    walk.as_person("tomas").open(f"{here}/seen")
    walk.fill(at="now").choose(mode="face_to_face", seen_alone="yes", harm="violence")
    walk.press("Record the prevention interview")
    walk.open(f"{here}/seen").reads("Violence or assault")

    walk.in_both_languages("callum", f"{here}/police-record")
    walk.open(f"{here}/police-record").fill(summary="Safe and well")
    walk.press("Close the police record")

    walk.in_both_languages("priya", f"{here}/finalise")
    walk.open(f"{here}/finalise").fill(summary="Too soon").press("Finalise the record")
    walk.reads("Settle the return home interview first")

    refused = walk.as_person("joss").page.goto(f"{here}/seen")
    assert refused.status == 403
    walk.reads("Your post does not allow you to record the prevention interview")
