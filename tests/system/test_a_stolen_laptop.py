"""What a browser keeps on the disk of a laptop, after somebody worked on it and signed out."""

import shutil
from pathlib import Path

import pytest
from tests.foundation.browsers import CHROMIUM, FLAGS, PATIENCE
from tests.system.conftest import enter

from wayhome.journey import text_protected
from wayhome.rules.vocabulary import Protected, Purpose

pytestmark = pytest.mark.system
NAME = "Zqwenna"
ADDRESS = "9 Zqharbour Steps"
TYPED = "zqtyped beside the weir"


@pytest.fixture
def laptop(browser, site, tmp_path):
    """A page of a browser whose folder is kept on a disk, as on a laptop."""
    context = browser.browser_type.launch_persistent_context(
        tmp_path / "profile",
        executable_path=next(filter(None, map(shutil.which, CHROMIUM))),
        args=list(FLAGS),
        base_url=site,
    )
    context.set_default_timeout(PATIENCE)
    yield context.pages[0]
    context.close()


def held(folder: Path, words: str) -> list[str]:
    """The files of a folder in which these words stand, in the ways in which a browser writes."""
    written = [words.encode(encoding) for encoding in ("utf-8", "utf-16-le")]
    written += [words.replace(" ", sign).encode() for sign in ("%20", "+")]
    files = (each for each in folder.rglob("*") if each.is_file() and not each.is_symlink())
    return [
        str(each.relative_to(folder))
        for each in files
        if any(one in content for content in [each.read_bytes()] for one in written)
    ]


def test_nothing_of_a_child_is_on_its_disk(laptop, site, work, tmp_path):
    child = work.child(given=NAME)
    episode = work.episode(child=child)
    text_protected.keep(
        child.child_id,
        Protected.ADDRESS,
        said={"text": ADDRESS, "kept_from": "Somebody", "why": "They follow her"},
        by=work.viewer("nadia"),
        now=work.now,
    )
    enter(laptop, site, work, "nadia")
    laptop.goto(f"/children/{child.reference}/why")
    laptop.locator(f"[value={Purpose.SUPPORT}]").check()
    laptop.locator("main button[type=submit]").click()
    for path in (f"/children/{child.reference}/", f"/episodes/{episode.reference}/"):
        laptop.goto(path)
        assert NAME in laptop.content()
    laptop.goto(f"/children/{child.reference}/protection")
    assert ADDRESS in laptop.content()
    laptop.goto("/report/")
    laptop.get_by_label("First name").fill(NAME)
    laptop.locator("textarea").first.fill(TYPED)
    laptop.wait_for_timeout(2000)
    laptop.goto(f"/episodes/{episode.reference}/")
    laptop.get_by_role("button", name="Sign out").click()
    laptop.get_by_text("You have signed out").wait_for()
    laptop.context.close()

    profile = tmp_path / "profile"
    assert held(profile, episode.reference), "the search finds what a browser keeps: where it was"
    kept = {words: held(profile, words) for words in (NAME, ADDRESS, TYPED)}
    assert kept == {NAME: [], ADDRESS: [], TYPED: []}
