"""A child's record is opened for a purpose, read, and added to; the protocol is read.

Given a child with a parent whom it is not safe to tell
When an officer says why they open the record
Then they see every time away, who cares for the child and who must not be told
"""

import pytest
from tests.system import evenings

from wayhome.records.children import queries as children
from wayhome.rules import told

pytestmark = pytest.mark.system

UNSAFE = told.Contact(
    "Lee Example", "stepfather", unsafe_to_tell=True, unsafe_reason="A court order"
)


def test_a_childs_record_is_opened_for_a_purpose_and_added_to(page, site, axe_check):
    walk = evenings.Site(page, site, axe_check)
    missing = walk.missing("Bryony", contacts=[UNSAFE])
    reference = children.known(missing.child_id).child.reference
    here = f"/children/{reference}/"

    walk.in_both_languages("tomas", "/children/")
    walk.open("/children/").press("Look up").reads("Enter a name")
    walk.fill(given_name="Bryony", family_name="Example").press("Look up")
    walk.page.locator(f'a[href="{here}"]').click()
    walk.choose(purpose="search").press("Open the record")
    walk.reads("Not safe to tell.").reads("A court order").reads("Beckside bus station")

    for language in evenings.LANGUAGES:
        walk.page.context.add_cookies([{"name": "django_language", "value": language, "url": site}])
        for place in ("", "detail", "contact", "marker"):
            walk.open(f"{here}{place}")
    walk.page.context.add_cookies([{"name": "django_language", "value": "en", "url": site}])
    walk.open(f"{here}marker").choose(marker="medical")
    walk.fill(evidence="Needs an inhaler", supplied_by="Joss Amberley")
    walk.press("Keep this concern").reads("Needs an inhaler")

    assert walk.as_person("femi").page.goto(here).status == 404
    assert walk.as_person("ben").page.goto("/children/").status == 403


def test_the_protocol_is_read_in_words(page, site, axe_check):
    walk = evenings.Site(page, site, axe_check)

    walk.in_both_languages(
        "joss", "/protocol/", "/protocol/?on=bananas", "/protocol/?on=1 May 1990"
    )
    walk.open("/protocol/").reads("Every report starts at: Medium risk")
    walk.page.locator("#on").fill("1 May 1990")
    walk.press("Show").reads("No protocol was in force then")
