"""Who looked, and what a purpose holds back, are read in a browser.

Given a child whose record somebody opened
When a manager says they review practice
Then they see what is held back for that, who looked and why, and that they asked
"""

import pytest
from tests.system import evenings

from wayhome.records.children import queries as children

pytestmark = pytest.mark.system


def test_a_manager_reads_who_looked_and_what_is_held_back(page, site, axe_check):
    walk = evenings.Site(page, site, axe_check)
    missing = walk.missing("Bryony")
    reference = children.known(missing.child_id).child.reference
    here = f"/children/{reference}/"

    walk.in_both_languages("leon", "/looks/", "/looks/review/")
    walk.open(f"{here}why").choose(purpose="oversight")
    walk.fill(reason="The review of March").press("Open the record")
    walk.reads("Held back for this")
    walk.page.get_by_role("link", name="Who looked at this child, and why").click()
    walk.reads("The review of March").reads("Leon Ashworth, Harrowfell Council")

    assert walk.as_person("joss").page.goto("/looks/review/").status == 403
