"""In a real browser: a passkey is made and signs in by itself, and an app works without scripts."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from playwright.sync_api import expect
from tests.interfaces.pages import signing_steps as steps

from wayhome.platform import clock

pytestmark = pytest.mark.system
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def by_password(site, work):
    """People of the demonstration sign in by a password, and tomas has one."""
    del site, work
    before, settings.WAYHOME_SIGN_IN_BY_CHOICE = settings.WAYHOME_SIGN_IN_BY_CHOICE, False
    person = get_user_model().objects.get(username="tomas")
    person.set_password(steps.PASSWORD)
    person.save()
    yield
    settings.WAYHOME_SIGN_IN_BY_CHOICE = before


@pytest.fixture
def at_localhost(site):
    """The site under a name: a passkey belongs to a name and never to a number."""
    return f"http://localhost:{urlsplit(site).port}"


@pytest.fixture
def device(browser, at_localhost):
    """A page of a browser on a device that makes passkeys, and what the device holds."""
    context = browser.new_context(base_url=at_localhost)
    context.set_default_timeout(10_000)
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page, cdp, made["authenticatorId"]
    context.close()


def type_password(page):
    page.goto("/sign-in")
    page.get_by_label("Username").fill("tomas")
    page.get_by_label("Password").fill(steps.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page):
    """Signed out once the page that says so is there: until then a next address would race it."""
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("main")).to_contain_text("You have signed out")


@pytest.mark.usefixtures("by_password")
def test_a_passkey_is_made_before_any_other_page_and_then_signs_in_alone(device, axe_check):
    page, cdp, authenticator = device
    type_password(page)
    expect(page.locator("h1")).to_have_text("Set up a second way to prove who you are")
    axe_check(page)

    page.get_by_role("link", name="A passkey").click()
    axe_check(page)
    page.get_by_label("What will you know it by?").fill("work laptop")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.locator("h1")).to_have_text("Keep your recovery codes")
    axe_check(page)
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()

    page.goto("/your-sign-in/")
    expect(page.locator("main")).to_contain_text("Passkey: work laptop")
    axe_check(page)
    sign_out(page)

    page.goto("/sign-in?next=/notices/")
    axe_check(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/notices/")

    held = cdp.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert len(held) == 1
    assert held[0]["isResidentCredential"]


@pytest.mark.usefixtures("by_password")
def test_a_device_that_does_not_verify_whoever_holds_it_signs_nobody_in(device):
    page, cdp, authenticator = device
    type_password(page)
    page.goto("/sign-in/set-up/passkey")
    page.get_by_label("What will you know it by?").fill("work laptop")
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_role("button", name="I have kept them").click()
    sign_out(page)

    chosen = {"authenticatorId": authenticator, "isUserVerified": False}
    cdp.send("WebAuthn.setUserVerified", chosen)
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.locator("[data-passkey-says]")).to_contain_text("No passkey was used")
    page.goto("/notices/")
    assert urlsplit(page.url).path == "/sign-in"


@pytest.mark.usefixtures("by_password")
def test_an_app_and_its_code_work_where_no_script_runs(plain_page):
    page = plain_page
    type_password(page)
    page.get_by_role("link", name="An app that makes codes").click()
    secret = page.locator(".wh-key__letters").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(steps.code_of(secret, clock.now()))
    page.get_by_role("button", name="Continue").click()

    expect(page.locator("h1")).to_have_text("Keep your recovery codes")
    expect(page.locator(".wh-codes li")).to_have_count(10)
    recovery = page.locator(".wh-codes li").first.inner_text()
    page.get_by_role("button", name="I have kept them").click()
    sign_out(page)

    type_password(page)
    expect(page.locator("h1")).to_have_text("Prove that it is you")
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_each_page_is_right_for_everybody_in_both_languages(page, sign_in, looks_right):
    sign_in("tomas")
    page.goto("/sign-in/confirm")
    looks_right()
    page.get_by_role("button").last.click()
    for address in ("", "where", "tokens", "codes"):
        page.goto(f"/your-sign-in/{address}")
        looks_right()
    for address in ("app", "passkey", ""):
        page.goto(f"/sign-in/set-up/{address}".rstrip("/"))
        looks_right()
