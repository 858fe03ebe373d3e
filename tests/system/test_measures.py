"""A coordinator sees what is measured in their own area, and what is shown of another."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.system import conftest as signing

from wayhome.insight import nightly

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


@pytest.fixture
def counted(work, settings, tmp_path):
    """Everything of the demonstration, counted as of now."""
    settings.WAYHOME_EXTRACT_DIR = tmp_path
    nightly.extract(as_of=work.now, now=work.now)
    return nightly.count(now=work.now)


@pytest.mark.usefixtures("counted")
def test_a_coordinator_reads_a_measure_of_their_own_area(page, sign_in, looks_right, keep):
    sign_in("priya")
    page.goto("/")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Measures").click()
    expect(page.locator("main")).to_contain_text("These are your agency’s own numbers, exact")
    expect(page.locator("main")).to_contain_text("Harrowfell Council")
    looks_right()
    keep("measures")

    page.get_by_label("What is measured").select_option(label="Return home interviews offered")
    page.get_by_role("button", name="Show").click()

    expect(page.locator("main svg[role=img]")).to_have_count(1)
    expect(page.locator("main table")).to_contain_text("Share")
    looks_right()
    keep("measures-share")


@pytest.mark.usefixtures("counted")
def test_the_numbers_of_another_area_hide_a_few(page, sign_in, looks_right, keep):
    sign_in("priya")
    page.goto("/measures/?area=everywhere&by=placement")

    expect(page.locator("main")).to_contain_text("A number from 1 to 7 is not shown")
    expect(page.locator("main table")).to_contain_text("not shown")
    looks_right()
    keep("measures-elsewhere")


@pytest.mark.usefixtures("counted")
def test_the_page_works_where_no_script_runs(plain_page, site, work):
    signing.enter(plain_page, site, work, "priya")
    plain_page.goto("/measures/")
    plain_page.get_by_label("What is measured").select_option(label="Children")
    plain_page.get_by_role("button", name="Show").click()

    expect(plain_page.locator("main h2").first).to_have_text("Children")
