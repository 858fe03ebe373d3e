"""Steps are taken and done, the episode changes hands, a review is held, the family is told."""

import pytest
from playwright.sync_api import expect

from wayhome.rules import told
from wayhome.rules.vocabulary import Marker
from wayhome.stages.response.models import Duty

pytestmark = pytest.mark.system


@pytest.fixture
def episode(work):
    """An episode of a child with a mother, a stepfather who must not be told, and a concern."""
    child = work.child(
        contacts=[
            told.Contact("Sara Example", "mother", "01632 960010"),
            told.Contact(
                "Gil Example", "stepfather", unsafe_to_tell=True, unsafe_reason="violence"
            ),
        ],
        concerns=[told.Concern(Marker.TRAFFICKING, "seen", "Nadia Birch")],
    )
    return work.episode(child=child)


@pytest.fixture
def go(page, episode):
    """`go("steps")` opens one of the pages of the episode."""
    return lambda name: page.goto(f"/episodes/{episode.reference}/{name}")


def test_a_step_is_added_taken_and_done(page, sign_in, go, looks_right):
    sign_in("tomas")
    go("steps")
    looks_right()
    page.get_by_label("What is to be done?").fill("Ask her aunt")
    page.get_by_label("Who is to do it?").select_option(label="Duty sergeant, Northmoor Police")
    page.get_by_label("By when?").fill("tomorrow 09:00")
    page.get_by_role("button", name="Add this step").click()

    page.get_by_role("button", name="I will do this Ask her aunt").click()
    expect(page.locator("main")).to_contain_text("You have this step")
    page.get_by_role("link", name="It is done Ask her aunt").click()
    looks_right()
    page.get_by_label("What came of it?").fill("She has not called")
    page.get_by_role("button", name="It is done").click()

    expect(page.locator("main")).to_contain_text("She has not called")


def test_the_episode_changes_hands_once_a_named_person_accepts(page, sign_in, go, looks_right):
    sign_in("ines")
    go("handover")
    looks_right()
    page.get_by_label("Who should own").select_option(
        label="Missing person coordinator, Northmoor Police"
    )
    page.get_by_label("Why, and what").fill("Days begin")
    page.get_by_role("button", name="Offer the episode").click()

    sign_in("callum")
    go("handover")
    page.get_by_role("link", name="Decline").click()
    looks_right()
    go("handover")
    looks_right()
    page.get_by_role("button", name="I take this episode").click()
    go("handover")

    expect(page.locator("main")).to_contain_text("Who owns it now: Callum Frayne")


def test_a_review_is_held(page, sign_in, go, looks_right):
    sign_in("ines")
    go("review")
    looks_right()
    page.get_by_label("What did you consider").fill("High stands")
    page.get_by_role("button", name="Record the review").click()

    expect(page.locator("main")).to_contain_text("The next one is set")


def test_a_strategy_discussion_is_declined_with_a_reason(page, sign_in, go, episode, looks_right):
    duty = Duty.objects.filter(episode=episode, kind="strategy_discussion").first()
    sign_in("leon")
    go(f"duties/{duty.id}/decline")
    looks_right()
    page.get_by_label("Why will this not be done?").fill("Held on Monday")
    page.get_by_role("button", name="Record that it will not be held").click()

    expect(page.locator("main")).to_contain_text("Recorded as not done")


def test_a_mother_is_told_and_a_stepfather_is_not(page, sign_in, go, episode, looks_right):
    mother, stepfather = episode.child.contacts.order_by("-name")
    sign_in("tomas")
    go(f"family/{mother.id}")
    looks_right()
    page.get_by_label("Yes").check()
    page.get_by_label("By telephone").check()
    page.get_by_role("button", name="Record this").click()
    expect(page.locator("main")).to_contain_text("Recorded.")

    go(f"family/{stepfather.id}")
    expect(page.locator("main")).to_contain_text("Do not tell this person")
    expect(page.get_by_label("Yes")).to_have_count(0)
    looks_right()


def test_the_type_changes(page, sign_in, go, looks_right):
    sign_in("nadia")
    go("type")
    looks_right()
    page.get_by_label("Away from placement without authorisation").check()
    page.get_by_label("Why does it change?").fill("At her aunt’s")
    page.get_by_role("button", name="Change the type").click()

    expect(page.locator("main")).to_contain_text("Every duty stays as it was")
