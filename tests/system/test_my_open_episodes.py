"""At three in the morning an inspector sees what is due, says "I have this", and reads on."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.system
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def fits(page):
    """Nothing on the page is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_from_the_door_to_i_have_this(page, work, looks_right, screen):
    episode = work.episode()
    page.set_viewport_size(screen)
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Who would you like to be?")
    looks_right()
    fits(page)
    page.get_by_role("button", name="Insp. Ines Holloway").first.click()

    expect(page.locator("h1")).to_have_text("Open episodes")
    expect(page).to_have_title("(10 notices) Open episodes – Wayhome")
    row = page.locator(f"#row-{episode.reference}")
    expect(row).to_be_visible()
    looks_right()
    fits(page)

    page.get_by_role("button", name="I have this").first.click()
    expect(page.get_by_role("alert")).to_contain_text("You have this.")
    page.locator(f"#row-{episode.reference}").click()
    expect(page.get_by_role("heading", name="What is due")).to_be_visible()
    looks_right()
    fits(page)


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_a_notice_is_read_and_acknowledged(page, work, sign_in, looks_right, screen):
    work.episode()
    page.set_viewport_size(screen)
    sign_in("ines")
    page.goto("/notices/")
    looks_right()
    fits(page)
    page.get_by_role("link", name="Read the notice").first.click()
    expect(page.locator("main")).to_contain_text("Opened today")
    looks_right()
    fits(page)
    page.get_by_role("button", name="I have this").click()
    expect(page.locator("main")).to_contain_text("You have this.")


def test_the_list_renews_itself_without_losing_the_page(page, work, sign_in):
    sign_in("ines")
    page.clock.install()
    page.goto("/episodes/")
    later = work.episode()
    expect(page.locator(f"#row-{later.reference}")).to_have_count(0)
    page.clock.run_for(31_000)
    expect(page.locator(f"#row-{later.reference}")).to_be_visible()


def test_it_all_works_where_no_script_runs(plain_page, work):
    episode = work.episode()
    plain_page.goto("/episodes/")
    plain_page.get_by_role("button", name="Insp. Ines Holloway").first.click()
    expect(plain_page.locator("h1")).to_have_text("Open episodes")
    plain_page.get_by_label("Where things stand").select_option("away")
    plain_page.get_by_role("button", name="Show", exact=True).click()
    plain_page.locator(f"#row-{episode.reference}").click()
    plain_page.get_by_text("Nobody has these").click()
    expect(plain_page.get_by_text("not opened").first).to_be_visible()
    expect(plain_page.get_by_role("heading", name="What happened")).to_be_visible()
