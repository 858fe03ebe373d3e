"""A child who is back is offered somebody to talk to, and is heard.

Given a child whose return is recorded
When the council asks a charity, the child says no, and then yes
Then the board counts the time that is left, and each part of what was said goes only where
the child was told it would
"""

import pytest
from playwright.sync_api import expect
from tests.system import evenings

pytestmark = pytest.mark.system


def asked_twice(walk, here):
    """The child says no, is asked again, and says yes."""
    for number, (answer, reason) in enumerate((("declined", "not_now"), ("accepted", None))):
        walk.open(f"{here}/offer").fill(at="now").choose(how="by telephone")
        walk.press("Record the offer")
        walk.page.get_by_role("link", name="Record the answer").last.click()
        walk.choose(answer=answer)
        if number == 0:
            walk.press("Record the answer").reads("Choose why")
            walk.choose(answer=answer, reason=reason)
        walk.press("Record the answer")


def written_down(walk, here):
    """What was said is kept in three parts."""
    walk.open(f"{here}/held").fill(
        at="now",
        own_words="I wanted to see my brother",
        confidential="Not for others",
        shareable="Misses her brother",
        intelligence="A red car",
    )
    walk.page.locator("#id_interviewer").select_option(str(walk.cast.people["ben"]))
    walk.choose(provider_type="commissioned_independent", push="not_listened_to")
    walk.press("Record the interview").reads("I wanted to see my brother")


def test_an_interview_is_offered_declined_offered_again_held_and_released(page, site, axe_check):
    walk = evenings.Site(page, site, axe_check)
    back = walk.missing("Linnet")
    walk.told(back.returned)
    here = f"/episodes/{back.reference}/interview"

    walk.in_both_languages("priya", "/interviews/", here, f"{here}/refer")
    walk.open("/interviews/").reads("Linnet Example")
    walk.open(f"{here}/refer")
    walk.page.get_by_label("Homeward Voices").check()
    walk.press("Ask this provider").reads("Homeward Voices asked to offer it")

    walk.in_both_languages("ben", f"{here}/offer", f"{here}/try", f"{here}/held")
    asked_twice(walk, here)
    written_down(walk, here)
    walk.in_both_languages("ben", f"{here}/release")
    walk.open(f"{here}/release")
    part = walk.page.locator('form:has(input[name="part"][value="shareable"])')
    part.get_by_label("Release this part").check()
    part.get_by_label("Why?").fill("She agreed to these words")
    part.get_by_role("button").click()

    walk.in_both_languages("nadia", here)
    walk.open(here).reads("Misses her brother")
    said = walk.page.inner_text("main")
    assert "Not for others" not in said
    assert "A red car" not in said

    assert walk.as_person("tomas").page.goto(f"{here}/release").status == 403


def test_a_manager_authorises_that_none_is_offered(page, site, axe_check):
    walk = evenings.Site(page, site, axe_check)
    back = walk.missing("Rowan")
    walk.told(back.returned)
    place = f"/episodes/{back.reference}/interview/not-offered"

    walk.in_both_languages("leon", place)
    walk.open(place).choose(reason="in_hospital").fill(explanation="Asked again on the ward")
    walk.press("Authorise and record").reads("Authorised by Leon Ashworth")

    assert walk.as_person("priya").page.goto(place).status == 403


def test_what_was_typed_of_an_interview_survives_a_reload(page, site, axe_check):
    walk = evenings.Site(page, site, axe_check)
    back = walk.missing("Fern")
    walk.told(lambda: back.returned().referred())
    place = f"/episodes/{back.reference}/interview/held"

    walk.as_person("ben").open(place).fill(own_words="I wanted to see my brother")
    expect(page.locator("[data-draft-says]")).to_contain_text("Draft saved")
    page.reload()

    expect(page.locator("#id_own_words")).to_have_value("I wanted to see my brother")
    walk.in_both_languages("ben", place)
    walk.open(place).reads("Only you can read it")
    walk.press("Save and come back").reads("Your answers are kept for you alone")
    walk.open(place).press("Throw the draft away")
    expect(page.locator("#id_own_words")).to_have_value("")
