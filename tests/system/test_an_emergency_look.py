"""A record is opened in an emergency, and a child is kept from a colleague.

Given a child whom another force answers for
When a sergeant opens the record in an emergency
Then they read it, see how long is left, and end it; and another agency reviews the look
"""

import pytest
from tests.system import evenings

from wayhome.records.children import queries as children

pytestmark = pytest.mark.system


def test_a_record_is_opened_in_an_emergency_ended_and_reviewed(page, site, axe_check):
    walk = evenings.Site(page, site, axe_check)
    missing = walk.missing("Petra")
    reference = children.known(missing.child_id).child.reference

    walk.in_both_languages("lowri", "/emergency-looks/", "/emergency-looks/ask")
    walk.open("/emergency-looks/ask").press("Open the record").reads("There is a problem")
    walk.choose(reason="danger_now")
    walk.fill(
        live_reference="EV-2026-114",
        statement="A girl at the station says that somebody follows her and tells her name.",
        reference="22222-22222-2",
    )
    walk.press("Open the record").reads("No record was opened")
    walk.fill(reference=reference).press("Open the record")
    walk.reads("Petra Example").reads("You opened this record in an emergency:")
    walk.open("/emergency-looks/").press("End this look now Petra Example")
    walk.reads("The look has ended")

    walk.as_person("ines").open("/emergency-looks/").reads("EV-2026-114")
    walk.page.get_by_role("link", name="Review this look").first.click()
    walk.choose(finding="right").fill(findings="The incident is live")
    walk.press("Keep this review").reads("Your review is kept")


def test_a_child_is_kept_from_a_colleague_and_not_disclosed_to_a_home(page, site, axe_check):
    walk = evenings.Site(page, site, axe_check)
    missing = walk.missing("Orla")
    reference = children.known(missing.child_id).child.reference
    here = f"/children/{reference}/apart/"

    walk.as_person("callum").open(f"/children/{reference}/why")
    walk.choose(purpose="strategy").press("Open the record")
    walk.open(here).open(f"{here}withhold").open(f"{here}person")
    walk.fill(name="Dina Sorrel", username="dina", reason="An aunt").choose(kind="relative")
    walk.press("Record it").reads("Dina Sorrel")
    walk.in_both_languages("tomas", "/declare")

    walk.as_person("dina")
    answer = walk.page.goto(f"/children/{reference}/")
    assert answer.status == 404
