"""Help is agreed with the child, answered, and the episode closes.

Given a child who was heard
When the council agrees a plan and answers what the child asked for
Then each thing the child said has its answer, and closing says what is left until nothing is
"""

from datetime import timedelta

import pytest
from tests.system import evenings

from wayhome.journey import records_ended
from wayhome.rules.vocabulary import InterviewPart

pytestmark = pytest.mark.system


def heard(walk):
    child = walk.missing("Hazel")

    def story():
        child.returned().seen().referred()
        child.accepted(child.offered()).heard().released(InterviewPart.SHAREABLE).family_told()
        records_ended.close_police_record(
            child.id, summary="Safe", by=walk.viewer("callum"), now=walk.now
        )
        records_ended.finalise(child.id, summary="Heard", by=walk.viewer("priya"), now=walk.now)

    walk.told(story)
    return child


def test_you_said_we_did_and_then_the_episode_closes(page, site, axe_check):
    walk = evenings.Site(page, site, axe_check)
    child = heard(walk)
    here = f"/episodes/{child.reference}"
    due = walk.now + timedelta(days=7)

    walk.in_both_languages("nadia", f"{here}/support", f"{here}/close")
    walk.open(f"{here}/close").reads("No support plan has been agreed")
    walk.open(f"{here}/support").fill(
        summary="Time with family", you_said="See my brother", what_1="Arrange Sundays"
    )
    walk.page.locator("#id_what_1").press("Enter")
    walk.reads("Write who will do it")
    walk.fill(owner_1="Nadia Birch")
    walk.page.locator("#id_agency_1").select_option(label="Harrowfell Council")
    walk.page.locator("#id_due_1-day").fill(str(due.day))
    walk.page.locator("#id_due_1-month").fill(str(due.month))
    walk.page.locator("#id_due_1-year").fill(str(due.year))
    walk.press("Add another action").press("Agree the plan").reads("Arrange Sundays")

    walk.page.get_by_role("link", name="Say what we did").click()
    walk.fill(answer="You see him on Sundays now").press("Record it")
    walk.reads("You see him on Sundays now")
    walk.page.get_by_role("link", name="Arrange Sundays").click()
    walk.fill(outcome="The first visit went well").press("Record it").reads("Done")
    walk.in_both_languages("nadia", f"{here}/support")

    walk.open(f"{here}/close").fill(summary="Home and helped").press("Close the episode")

    assert walk.page.goto(f"{here}/close").status == 409
    assert walk.as_person("ben").page.goto(f"{here}/close").status == 403
