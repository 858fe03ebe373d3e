"""What was recorded wrongly is put right, and both stay to be read.

Given a child whose return and a sighting were recorded wrongly
When somebody who may corrects them, with and without a script
Then the line of time shows both, with who corrected and why, and others are refused with a reason
"""

import re

import pytest
from playwright.sync_api import expect
from tests.system import conftest, evenings

from wayhome.journey import sighting_received
from wayhome.rules import told
from wayhome.rules.vocabulary import Certainty

pytestmark = pytest.mark.system


def away_and_back(walk, name):
    child = walk.missing(name)
    sighting = told.Sighting(child.ago(1.5), "Town park", Certainty.POSSIBLE, "A driver")

    def story():
        sighting_received.record(child.id, sighting, by=walk.viewer("joss"), now=child.ago(1.5))
        child.returned().referred()

    walk.told(story)
    return child


def test_a_return_and_a_sighting_are_corrected_from_the_line_of_time(page, site, axe_check):
    walk = evenings.Site(page, site, axe_check)
    child = away_and_back(walk, "Bryony")
    here = f"/episodes/{child.reference}/"

    walk.as_person("joss").open(here)
    page.get_by_role("link", name=re.compile(r"Correct this\W+Returned")).click()
    address = page.url
    walk.in_both_languages("joss", address).open(address)
    walk.press("Correct it").reads("There is a problem")
    walk.choose(to="home").fill(why="She went to her mother’s first").press("Correct it")
    walk.reads("It is corrected").reads("She went to her mother’s first").reads("Corrected since")
    walk.reads("Corrected: Returned")

    page.get_by_role("link", name=re.compile(r"Correct this\W+Sighting: Town park")).click()
    walk.fill(place="The library", why="Misheard").press("Correct it")
    walk.reads("Sighting: Town park").reads("Corrected: Sighting: The library")
    walk.in_both_languages("joss", here)

    walk.as_person("tomas").open(address).reads("Somebody has corrected this already")
    assert walk.as_person("ben").page.goto(address).status == 403
    walk.reads("Your post does not allow you to record the child's return")


def test_a_correction_needs_no_script(page, site, axe_check, plain_page):
    walk = evenings.Site(page, site, axe_check)
    child = away_and_back(walk, "Jay")
    conftest.enter(plain_page, site, walk, "tomas")

    plain_page.goto(f"/episodes/{child.reference}/")
    plain_page.get_by_role("link", name=re.compile(r"Correct this\W+Sighting")).click()
    plain_page.locator("#id_at").fill("now")
    plain_page.locator("#id_why").fill("The driver rang back")
    plain_page.get_by_role("button", name="Correct it").click()
    expect(plain_page.locator("main")).to_contain_text("There is a problem")
    plain_page.locator("#id_at").fill("yesterday 09:00")
    plain_page.get_by_role("button", name="Correct it").click()
    expect(plain_page.locator("main")).to_contain_text("The driver rang back")
