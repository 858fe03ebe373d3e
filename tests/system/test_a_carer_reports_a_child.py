"""A carer reports a child who lives with them; once with a script and once without."""

import pytest
from playwright.sync_api import expect
from tests.system.conftest import enter

pytestmark = pytest.mark.system


def test_a_carer_chooses_the_child_and_says_why(page, sign_in, work, looks_right):
    work.child("Quillon")
    sign_in("joss")
    page.goto("/report/")
    looks_right()

    page.get_by_label("Quillon Example").check()
    expect(page.get_by_label("First name")).to_be_hidden()
    expect(page.locator("#known")).to_contain_text("Quillon Example, age 15")
    page.get_by_role("button", name="Show what is known, for this report").click()
    expect(page.locator("#known")).to_contain_text("No earlier time missing")
    page.get_by_label("Telephone number").fill("01632 960001")
    page.get_by_label("Why are you worried").fill("He is always back by six")
    page.get_by_role("button", name="Send the report").last.click()

    expect(page.locator("h1")).to_have_text("Report received")
    looks_right()


def test_it_all_works_without_a_script(plain_page, site, work):
    work.episode(child=work.child("Quillon"))
    enter(plain_page, site, work, "asha")
    plain_page.goto("/report/")

    plain_page.get_by_label("First name").fill("Quil")
    plain_page.get_by_label("1. Why are you worried").fill("He is always back by six")
    plain_page.get_by_role("button", name="Is this child already known?").click()
    plain_page.get_by_role("button", name="This child Quillon").click()
    plain_page.get_by_role("button", name="Show what is known, for this report").click()
    expect(plain_page.locator("#known")).to_contain_text("Times missing before")
    plain_page.get_by_role("button", name="Save and come back").click()
    plain_page.goto("/report/")
    expect(plain_page.locator("#known")).to_contain_text("Times missing before")
    plain_page.get_by_label("Name of the person reporting").fill("Sam Sample")
    plain_page.get_by_label("Telephone number").fill("01632 960003")
    plain_page.get_by_label("Name of the person reporting").press("Enter")

    expect(plain_page.locator("h1")).to_have_text("Report received")
    expect(plain_page.locator("main")).to_contain_text("had already been reported missing")
