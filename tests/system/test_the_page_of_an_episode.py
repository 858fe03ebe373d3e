"""One page tells an episode: to each agency its part, and any earlier moment again."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.system


def test_each_agency_reads_its_part_and_an_earlier_moment(page, work, sign_in, looks_right):
    episode = work.episode()
    here = f"/episodes/{episode.reference}/"

    sign_in("ines")
    page.goto(here)
    expect(page.get_by_role("navigation", name="What you can do")).to_be_visible()
    looks_right()
    page.get_by_role("link", name="Oldest first").click()
    expect(page.get_by_role("link", name="Newest first")).to_be_visible()
    page.get_by_label("What did we know at").fill("1/1/2001 10:00")
    page.get_by_role("button", name="Look back").click()
    expect(page.locator("#as-of-error")).to_contain_text("Nothing was recorded yet then")
    looks_right()
    page.get_by_label("What did we know at").fill("now")
    page.get_by_role("button", name="Look back").click()
    expect(page.locator("main")).to_contain_text("Nothing can be recorded on this view")
    looks_right()
    page.get_by_role("link", name="Back to now").first.click()
    expect(page.get_by_role("navigation", name="What you can do")).to_be_visible()

    sign_in("harri")
    answer = page.goto(here)
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text("Page not found")
    looks_right()


def test_a_childs_record_asks_why(page, work, sign_in, looks_right):
    episode = work.episode()
    sign_in("ines")
    page.goto(f"/episodes/{episode.reference}/")
    page.get_by_role("link", name="All about this child").click()
    expect(page.locator("h1")).to_contain_text("Why are you opening this child’s record?")
    looks_right()
    page.get_by_label("To check or review practice").check()
    page.get_by_role("button", name="Open the record").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what you are checking")
    looks_right()
    page.get_by_label("To find a child who is missing").check()
    page.get_by_role("button", name="Open the record").click()
    expect(page.locator("h1")).not_to_contain_text("Why are you opening")
