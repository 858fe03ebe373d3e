"""Police and children's services assess alone, differ, and agree in two signatures."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.system


def assess(page, level, reasons):
    """Fill in and send one side's assessment."""
    page.get_by_label(level, exact=True).check()
    page.get_by_label("Why do you judge so?").fill(reasons)
    page.get_by_role("button", name="Record your assessment").click()


def differ(page, sign_in, here):
    """Both sides assess, two levels apart."""
    sign_in("tomas")
    page.goto(f"{here}/assess")
    assess(page, "Low", "Her phone is on")
    sign_in("nadia")
    page.goto(f"{here}/assess")
    expect(page.locator("main")).to_contain_text("hidden from you")
    assess(page, "High", "She said she wants to disappear")


def test_an_assessment_says_what_shows_each_factor(page, sign_in, work, looks_right):
    sign_in("tomas")
    page.goto(f"/episodes/{work.episode().reference}/assess")
    looks_right()

    expect(page.locator("#id_evidence_medicine")).to_be_hidden()
    page.get_by_role("group", name="Is essential medicine").get_by_label("Yes").check()
    page.locator("#id_evidence_medicine").fill("Inhaler left behind")
    assess(page, "High", "No medicine")

    expect(page.locator("main")).to_contain_text("Your assessment is recorded")


def test_a_difference_is_answered_with_the_ladder_beside_it(page, sign_in, work, looks_right):
    here = f"/episodes/{work.episode().reference}"
    differ(page, sign_in, here)
    sign_in("ines")
    page.goto(f"{here}/challenge")
    expect(page.locator("main")).to_contain_text("2 levels apart")
    looks_right()

    page.get_by_label("What is your answer").fill("We spoke to the aunt")
    page.get_by_role("button", name="Record your answer").click()

    expect(page.locator("main")).to_contain_text("Your answer is recorded")


def test_both_sides_sign_and_say_why_the_level_may_be_lower(page, sign_in, work, looks_right):
    here = f"/episodes/{work.episode().reference}"
    differ(page, sign_in, here)
    sign_in("tomas")
    page.goto(f"{here}/joint")
    looks_right()
    page.get_by_label("Medium", exact=True).check()
    page.get_by_label("Why this level?").fill("Both spoke to the aunt")
    page.get_by_role("button", name="Sign and put forward").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why, in your side")
    page.get_by_label("If it is lower").fill("The aunt has spoken to her")
    page.get_by_role("button", name="Sign and put forward").click()

    sign_in("nadia")
    page.goto(f"{here}/joint")
    page.get_by_role("link", name="Read it and sign").click()
    looks_right()
    page.get_by_label("Why may it be lower").fill("We heard her voice")
    page.get_by_role("button", name="Sign for your side").click()

    expect(page.locator("main")).to_contain_text("Both sides now work to this level")


def test_where_nothing_differs_there_is_nothing_to_answer(page, sign_in, work, looks_right):
    sign_in("ines")
    page.goto(f"/episodes/{work.episode().reference}/challenge")

    expect(page.locator("h1")).to_have_text("No difference waits for an answer")
    looks_right()


def test_whoever_holds_no_key_is_told_why(page, sign_in, work, axe_check):
    episode = work.episode()
    sign_in("joss")

    page.goto(f"/episodes/{episode.reference}/assess")

    expect(page.locator("main")).to_contain_text("Risk is assessed by police")
    axe_check(page)
