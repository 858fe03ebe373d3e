"""What was recorded by mistake is withdrawn, and what was once called absent is looked at.

Given a child whose return was a mistake, and a record of the past that was labelled absent
When somebody who may withdraws the one, and reviews the other
Then the search goes on, what was found is kept, and others are refused with a reason
"""

import re
from datetime import timedelta

import pytest
from tests.system import evenings

from wayhome.journey import past, past_episode_imported
from wayhome.rules import told

pytestmark = pytest.mark.system


def test_a_return_that_was_a_mistake_is_withdrawn_and_the_search_goes_on(page, site, axe_check):
    walk = evenings.Site(page, site, axe_check)
    child = walk.missing("Wilf")
    walk.told(child.returned)
    here = f"/episodes/{child.reference}/"

    walk.as_person("joss").open(here)
    page.get_by_role("link", name=re.compile(r"It did not happen.*Returned")).click()
    address = page.url
    walk.in_both_languages("joss", address).open(address)
    walk.press("Withdraw it: the child is missing").reads("There is a problem")
    walk.fill(why="It was his brother").press("Withdraw it: the child is missing")
    walk.reads("the search goes on").reads("Withdrawn as a mistake: Returned")
    walk.in_both_languages("joss", here)

    assert walk.as_person("ben").page.goto(address).status == 404  # not theirs to know of


def test_a_record_that_was_called_absent_is_reviewed_by_whoever_keeps_the_records(
    page, site, axe_check
):
    walk = evenings.Site(page, site, axe_check)
    began = walk.now - timedelta(days=200)
    record = past.PastEpisode(
        line=2,
        key="browser",
        scheme="nominal",
        number="B1",
        child=told.Child(given_name="Ada", family_name="Example"),
        began_at=began,
        ended_at=began + timedelta(hours=5),
        words="Imported record.",
        type_code="missing",
        labels=(past.Label("Absent"),),
        council_id=walk.cast.agencies["Harrowfell Council"],
    )

    def story():
        past_episode_imported.record([record], by=walk.viewer("callum"), now=walk.now)

    walk.told(story)
    walk.in_both_languages("callum", "/past-reviews/").open("/past-reviews/").reads("“Absent”")
    page.get_by_role("link", name=re.compile("Ada Example")).first.click()
    address = page.url
    walk.in_both_languages("callum", address).open(address)
    assert walk.as_person("joss").page.goto(address).status in {403, 404}
