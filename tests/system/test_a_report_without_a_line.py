"""A report is written without a line, survives the end of its browser, and is sent once."""

import os
import shutil
import signal
from pathlib import Path

import pytest
from tests.foundation.browsers import CHROMIUM, FLAGS, PATIENCE
from tests.system.conftest import enter
from tests.system.test_a_stolen_laptop import held

from wayhome.stages.intake.models import MissingReport

pytestmark = pytest.mark.system
KILLS = int(os.environ.get("WAYHOME_BROWSER_KILLS", "3"))
NAME = "Zqwenna"
WORRY = "zqworried beside the weir"
IS_KEPT = """async () => {
  const cached = await caches.match('/report/offline')
  const worker = await navigator.serviceWorker.ready
  return Boolean(cached && worker.active && navigator.serviceWorker.controller)
}"""
KEPT_HERE = """() => new Promise((resolve) => {
  const asked = indexedDB.open('wayhome-report')
  asked.onsuccess = () => {
    const database = asked.result
    const rows = database.transaction('reports').objectStore('reports').getAll()
    rows.onsuccess = () => {
      database.close()
      resolve(rows.result.map((row) => `${row.state} ${row.content.byteLength}`).join())
    }
  }
})"""
KEYS_HERE = """() => new Promise((resolve) => {
  const asked = indexedDB.open('wayhome-report')
  asked.onsuccess = () => {
    const counted = asked.result.transaction('keys').objectStore('keys').count()
    counted.onsuccess = () => resolve(counted.result)
  }
})"""


class Laptop:
    """A browser whose folder is kept on a disk, which can be killed and started again."""

    def __init__(self, browser, line, work, profile: Path) -> None:
        self._kind = browser.browser_type
        self._line, self._work, self._profile = line, work, profile
        self.start()

    def start(self):
        """Start it on the folder that it had before."""
        self.context = self._kind.launch_persistent_context(
            self._profile,
            executable_path=next(filter(None, map(shutil.which, CHROMIUM))),
            args=list(FLAGS),
            base_url=self._line.address,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.pages[0]

    def kill(self):
        """End it as a power cut does, and start it again."""
        lock = (self._profile / "SingletonLock").readlink()
        os.kill(int(str(lock).rpartition("-")[2]), signal.SIGKILL)
        self.page.wait_for_event("close") if not self.page.is_closed() else None
        for left in self._profile.glob("Singleton*"):
            left.unlink()
        self.start()

    def enter(self, username):
        """Sign this person in, in this browser."""
        enter(self.page, self._line.address, self._work, username)

    def shows(self, words):
        """Wait until the page says so."""
        self.page.get_by_text(words).first.wait_for()

    def kept(self):
        """What is kept in it: the state and the length of each report."""
        return self.page.evaluate(KEPT_HERE)


@pytest.fixture
def laptop(browser, line, work, tmp_path):
    made = Laptop(browser, line, work, tmp_path / "profile")
    made.enter("joss")
    made.page.goto("/report/")
    made.page.wait_for_function(IS_KEPT)
    yield made
    made.context.close()


def write(page):
    page.get_by_label("Name of the person reporting").fill("Sam Sample")
    page.get_by_label("Telephone number").fill("01632 960003")
    page.get_by_label("First name").fill(NAME)
    page.get_by_label("Why are you worried?").fill(WORRY)


def wait_until_kept(laptop, *, before=""):
    while not (found := laptop.kept()) or found == before:
        laptop.page.wait_for_timeout(20)
    return found


def send(page):
    page.get_by_role("button", name="Send the report").last.click()


def test_what_is_written_without_a_line_survives_the_browser_and_is_sent_once(
    laptop, line, axe_check, tmp_path
):
    line.cut()
    laptop.page.goto("/report/")
    laptop.shows("There is no line to Wayhome")
    axe_check(laptop.page)
    write(laptop.page)
    laptop.page.wait_for_timeout(300)
    for _kill in range(KILLS):
        wait_until_kept(laptop)
        laptop.kill()
        laptop.page.goto("/report/")
        laptop.page.wait_for_function("() => document.getElementById('id_given_name').value !== ''")
        assert laptop.page.get_by_label("First name").input_value() == NAME
        assert laptop.page.get_by_label("Why are you worried?").input_value() == WORRY

    send(laptop.page)
    laptop.shows("1 report has not been sent")
    laptop.kill()
    laptop.page.goto("/report/")
    laptop.shows("1 report has not been sent")
    assert held(tmp_path / "profile", NAME) == held(tmp_path / "profile", WORRY) == []

    line.mend()
    laptop.page.goto("/sign-in")
    laptop.shows("Sign in to send it")
    laptop.enter("joss")
    laptop.page.goto("/report/")
    laptop.shows("Your report has been sent. Reference")

    assert laptop.kept() == ""
    assert MissingReport.objects.filter(why_worried=WORRY).count() == 1


def test_a_report_that_was_sent_when_the_line_went_is_kept_and_sent_by_itself(laptop, line):
    write(laptop.page)
    laptop.page.locator("#placed input[value=other]").check()
    line.cut()
    send(laptop.page)
    laptop.shows("1 report has not been sent")

    line.mend()
    laptop.shows("Your report has been sent. Reference")

    assert MissingReport.objects.filter(why_worried=WORRY).count() == 1


def test_what_must_be_put_right_is_not_dropped(laptop, line):
    line.cut()
    laptop.page.goto("/report/")
    write(laptop.page)
    laptop.page.get_by_label("When were they last seen?").fill("after tea")
    send(laptop.page)
    laptop.shows("1 report has not been sent")
    line.mend()
    laptop.page.goto("/report/")
    laptop.shows("must be put right first")

    laptop.page.goto("/report/")
    laptop.page.wait_for_function("() => document.getElementById('id_given_name').value !== ''")
    assert laptop.page.get_by_label("First name").input_value() == NAME


def test_it_is_not_sent_in_the_name_of_somebody_else(laptop, line):
    line.cut()
    laptop.page.goto("/report/")
    write(laptop.page)
    send(laptop.page)
    laptop.shows("1 report has not been sent")
    line.mend()
    laptop.enter("nadia")
    laptop.page.goto("/report/")
    laptop.shows("written by somebody else")

    assert not MissingReport.objects.filter(why_worried=WORRY).exists()
    assert laptop.page.get_by_label("First name").input_value() == ""


def test_signing_out_sends_it_first_and_leaves_nothing(laptop, line):
    line.cut()
    laptop.page.goto("/report/")
    write(laptop.page)
    send(laptop.page)
    laptop.shows("1 report has not been sent")
    line.mend()
    laptop.page.goto("/report/")
    laptop.page.get_by_role("button", name="Sign out").click()
    laptop.shows("You have signed out")

    assert MissingReport.objects.filter(why_worried=WORRY).count() == 1
    assert laptop.page.evaluate("() => caches.keys()") == []
    assert laptop.kept() == ""
    assert laptop.page.evaluate(KEYS_HERE) == 0


def test_no_other_page_is_kept(laptop, line, work):
    episode = work.episode(child=work.child(NAME))
    laptop.page.goto(f"/episodes/{episode.reference}/")
    laptop.page.goto("/report/")
    laptop.page.wait_for_function(IS_KEPT)
    kept = """async () => {
      const found = []
      for (const name of await caches.keys()) {
        const cache = await caches.open(name)
        for (const asked of await cache.keys()) {
          found.push([new URL(asked.url).pathname, await (await cache.match(asked)).text()])
        }
      }
      return found
    }"""

    found = laptop.page.evaluate(kept)

    assert {path.rpartition("/")[2].partition(".")[0] for path, _text in found} == {
        "offline",
        "wayhome",
        "mark",
    }
    assert not any(NAME in text for _path, text in found)
    assert not any("Joss" in text for _path, text in found)
    line.cut()
    with pytest.raises(Exception, match="ERR_"):
        laptop.page.goto(f"/episodes/{episode.reference}/")
