"""A call handler takes a report by keyboard, and nothing that was typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from wayhome.stages.intake.models import MissingReport

pytestmark = pytest.mark.system
KEYS_ENOUGH = 40  # presses of the tab key that the least report may take


def type_in(page, label, words):
    """Go on by the tab key until this question, and type."""
    for _press in range(KEYS_ENOUGH):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => document.activeElement.labels?.[0]?.textContent.trim() ?? ''"
        )
        if focused.startswith(label):
            page.keyboard.type(words)
            return
    pytest.fail(f"the keyboard never came to {label}")


def least(page):
    """The least that can be sent, by the keyboard alone."""
    type_in(page, "Name of the person reporting", "Sam Sample")
    type_in(page, "Telephone number", "01632 960003")
    type_in(page, "Which council area", "Harrow")
    type_in(page, "1. Why are you worried", "Not back and it is dark")


def test_the_least_report_is_made_by_keyboard_alone(page, sign_in, looks_right):
    sign_in("asha")
    page.goto("/report/")
    looks_right()

    page.locator("h1").click()
    least(page)
    type_in(page, "Police log number", "NM-1")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Report received")
    expect(page.locator("main")).to_contain_text("Duty inspector, Northmoor Police")
    looks_right()


def test_a_child_already_known_appears_as_the_name_is_typed(page, sign_in, work, axe_check):
    work.episode(child=work.child("Zephyrine"))
    sign_in("asha")
    page.goto("/report/")

    page.get_by_label("First name").press_sequentially("Zeph")
    page.get_by_role("button", name=re.compile("This child Zephyrine")).click()

    expect(page.locator("#known-name")).to_be_focused()
    axe_check(page)
    page.get_by_role("button", name="Show what is known, for this report").click()
    expect(page.locator("#known")).to_contain_text("Last seen: Beckside bus station")
    expect(page.get_by_label("First name")).to_be_hidden()
    axe_check(page)
    page.get_by_label("Name of the person reporting").fill("Sam Sample")
    page.get_by_label("Telephone number").fill("01632 960003")
    page.get_by_label("1. Why are you worried").fill("Still not back")
    page.get_by_role("button", name="Send the report").last.click()
    expect(page.locator("main")).to_contain_text("had already been reported missing")


def test_a_draft_survives_a_reload(page, sign_in):
    sign_in("asha")
    page.goto("/report/")

    page.get_by_label("1. Why are you worried").fill("She left her medicine")
    expect(page.locator("[data-draft-says]")).to_contain_text("Draft saved")
    page.reload()

    expect(page.get_by_label("1. Why are you worried")).to_have_value("She left her medicine")
    expect(page.locator("main")).to_contain_text("This is a draft")
    page.get_by_role("button", name="Throw the draft away").click()
    expect(page.get_by_label("1. Why are you worried")).to_have_value("")


def test_pressing_enter_twice_makes_one_report(page, sign_in):
    sign_in("asha")
    page.goto("/report/")
    before = MissingReport.objects.count()

    page.locator("h1").click()
    least(page)
    page.get_by_label("Name of the person reporting").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Report received")
    assert MissingReport.objects.count() == before + 1


def test_what_is_wrong_is_said_and_every_word_is_kept(page, sign_in, axe_check):
    sign_in("asha")
    page.goto("/report/")

    page.get_by_label("3. Is this out of character").fill("Very")
    page.get_by_role("button", name="Send the report").last.click()

    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page.get_by_label("3. Is this out of character")).to_have_value("Very")
    axe_check(page)
