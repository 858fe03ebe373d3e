"""A sighting is recorded, and so is an idea of where the child may be."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.system


def test_a_sighting_is_recorded_and_shown(page, sign_in, work, looks_right):
    episode = work.episode()
    sign_in("tomas")
    page.goto(f"/episodes/{episode.reference}/sightings")
    looks_right()
    page.get_by_label("When was the child seen?").fill("now")
    page.get_by_label("Where?").fill("Town park")
    page.get_by_label("Probable").check()
    page.get_by_label("Who saw the child?").fill("Bus driver")
    page.get_by_role("button", name="Record the sighting").click()

    expect(page.get_by_role("list", name="Sightings")).to_contain_text("Town park")
    looks_right()


def test_an_idea_changes_no_level(page, sign_in, work, looks_right):
    episode = work.episode()
    sign_in("joss")
    page.goto(f"/episodes/{episode.reference}/hypotheses")
    looks_right()
    page.get_by_label("Where may the child be?").fill("Her aunt’s")
    page.get_by_label("What makes you think so?").fill("She said so")
    page.get_by_role("button", name="Record this idea").click()

    expect(page.locator("main")).to_contain_text("It changes no level of risk")
    looks_right()
