"""After signing out, the screen of a shared computer shows nothing of any child."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.system


def test_back_after_signing_out_shows_nothing_of_a_child(page, sign_in, work):
    episode = work.episode()
    sign_in("tomas")
    page.goto(f"/episodes/{episode.reference}/")
    expect(page.locator("main")).to_contain_text("Amira Example")

    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("main")).to_contain_text("You have signed out")
    page.go_back()

    expect(page).to_have_url(re.compile("/sign-in"))
    assert "Amira" not in page.content()


def test_what_a_page_fetches_by_itself_carries_its_token(page, sign_in, work):
    del work
    sign_in("asha")
    page.goto("/report/")

    with page.expect_request(lambda request: "look-up" in request.url) as fetched:
        page.get_by_label("First name").fill("Amira")

    assert fetched.value.all_headers()["x-csrftoken"]
    assert fetched.value.response().status == 200
