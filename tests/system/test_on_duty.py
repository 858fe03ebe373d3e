"""A superintendent fills a rota, and an inspector cannot take a notice."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from wayhome.stages.response import queries as response

pytestmark = pytest.mark.system
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def keep(page):
    """Keeps pictures of a page, wide and narrow, where a person wants to look at them."""
    folder = os.environ.get("WAYHOME_PICTURES")

    def picture(name):
        wide = page.viewport_size
        for where, size in (("wide", wide), ("phone", PHONE)):
            page.set_viewport_size(size)
            beyond = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert beyond <= 0, f"{name}: wider than the screen at {size['width']}"
            if folder:
                page.screenshot(path=Path(folder) / f"{name}-{where}.png", full_page=True)
        page.set_viewport_size(wide)

    return picture


def test_somebody_is_put_on_duty_and_it_is_seen_who_is(page, sign_in, looks_right, keep):
    sign_in("owen")
    page.goto("/on-duty/")
    looks_right()
    expect(page.locator("main")).to_contain_text("On duty now: Insp. Ines Holloway")
    keep("on-duty")
    page.get_by_role("link", name="Safeguarding detective inspector").click()
    page.get_by_role("link", name="Put somebody on duty each week").click()
    looks_right()
    page.get_by_label("Who?").select_option(label="DI Dina Sorrel")
    page.get_by_label("Monday").check()
    page.get_by_label("From when?").fill("07:00")
    page.get_by_label("Until when?").fill("19:00")
    keep("pattern")
    page.get_by_role("button", name="Put on the rota").click()

    expect(page.locator("main")).to_contain_text("Monday 07:00–19:00")
    looks_right()
    keep("rota")
    page.get_by_role("link", name="Let somebody stand in, or fill a gap").click()
    looks_right()
    keep("stand-in")


def test_whoever_cannot_take_a_notice_says_why_and_the_episode_says_who_is_next(
    page, sign_in, work, looks_right, keep
):
    episode = work.episode()
    sign_in("ines")
    page.goto("/notices/")
    waiting = response.waiting_notices(work.viewer("ines")).get(episode_id=episode.id)
    page.locator(f'a[href="/notices/{waiting.id}/cannot"]').click()
    looks_right()
    keep("cannot")
    page.get_by_label("At another emergency").check()
    page.get_by_label("In your own words").fill("At a fire in the harbour")
    page.get_by_role("button", name="Ask the next person").click()
    expect(page.locator("main")).to_contain_text("You have said that you cannot take this")

    page.goto(f"/episodes/{episode.reference}/")
    page.locator("summary", has_text="Nobody has these").click()
    expect(page.locator("main")).to_contain_text("At another emergency – At a fire in the harbour")
    expect(page.locator("main")).to_contain_text("Next asked:")
    keep("episode")
