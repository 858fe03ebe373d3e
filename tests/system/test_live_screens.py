"""Two screens side by side: what is done on one stands on the other, and nothing is pressed."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.interfaces.pages import at_work
from tests.system.conftest import enter

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import child_returned, review_held
from wayhome.platform import clock
from wayhome.rules import told
from wayhome.rules.vocabulary import ReturnedTo
from wayhome.stages.response import queries as response

pytestmark = pytest.mark.system
PATIENCE = 15_000


@pytest.fixture
def two_screens(browser, live_site):
    """`two_screens("ines", "sam")` are two browsers in which these two have signed in."""
    work = at_work.Work(casting.find())
    contexts = []

    def opened(*usernames):
        pages = []
        for username in usernames:
            context = browser.new_context(base_url=live_site, locale="en-GB")
            context.set_default_timeout(PATIENCE)
            contexts.append(context)
            page = context.new_page()
            enter(page, live_site, work, username)
            pages.append(page)
        return pages

    opened.work = work
    yield opened
    for context in contexts:
        context.close()


def ready(page):
    """The stream of this page has told it something: from now on it is told of changes."""
    page.locator("html[data-line=up]").wait_for(state="attached")


def waiting(work, episode):
    """The notice of this episode that waits for the inspector."""
    notices = response.waiting_notices(work.viewer("ines"))
    return notices.get(episode_id=episode.id).id


def test_a_report_an_acknowledgement_and_a_handover_stand_on_the_other_screen(two_screens):
    inspector, coordinator = two_screens("ines", "callum")
    for each in (inspector, coordinator):
        each.goto("/episodes/")
        ready(each)

    episode = two_screens.work.episode()
    row = coordinator.locator(f"#row-{episode.reference}")
    expect(row).to_be_visible(timeout=PATIENCE)
    expect(inspector.locator(f"#row-{episode.reference}")).to_be_visible(timeout=PATIENCE)

    row.click()
    ready(coordinator)
    told = coordinator.locator("main")
    expect(told).not_to_contain_text("Somebody has these")
    inspector.goto("/notices/")
    inspector.locator(
        f'form[action="/notices/{waiting(two_screens.work, episode)}/have"] button'
    ).click()
    expect(told).to_contain_text("Somebody has these", timeout=PATIENCE)

    inspector.goto(f"/episodes/{episode.reference}/handover")
    inspector.get_by_label("Who should own").select_option(
        label="Missing person coordinator, Northmoor Police"
    )
    inspector.get_by_label("Why, and what").fill("Days begin")
    inspector.get_by_role("button", name="Offer the episode").click()
    expect(told).to_contain_text("Days begin", timeout=PATIENCE)


def test_the_line_of_a_report_stands_in_the_list_before_its_page_is_asked_for(two_screens):
    (page,) = two_screens("callum")
    two_screens.work.episode()
    page.goto("/episodes/")
    ready(page)
    page.route("**/episodes/?*", lambda route: route.abort())

    episode = two_screens.work.episode()

    row = page.locator(f"#row-{episode.reference}")
    expect(row).to_be_visible(timeout=PATIENCE)
    moments = page.locator(".wh-episodes > li").evaluate_all(
        "all => all.map(one => one.dataset.at)"
    )
    assert moments == sorted(moments, reverse=True)


def test_what_was_folded_open_stays_open_when_the_page_renews_itself(two_screens):
    (page,) = two_screens("callum")
    episode = two_screens.work.episode()
    page.goto(f"/episodes/{episode.reference}/")
    ready(page)
    page.get_by_text("Nobody has these").click()
    expect(page.locator("details[open]")).not_to_have_count(0)

    review_held.record(
        episode.id,
        findings="Reviewed by the tests",
        by=two_screens.work.viewer("ines"),
        now=clock.now(),
    )

    expect(page.locator("main")).to_contain_text("Reviewed by the tests", timeout=PATIENCE)
    expect(page.locator("details[open]")).not_to_have_count(0)


def test_a_screen_says_how_old_it_is_while_the_line_is_down(two_screens):
    (page,) = two_screens("ines")
    page.clock.install()
    page.goto("/episodes/")
    ready(page)
    age = page.locator("#live-age")
    expect(age).to_be_hidden()
    expect(page.locator("[data-unsent]")).to_be_hidden()

    page.context.set_offline(True)
    page.clock.run_for(20_000)
    expect(age).to_be_visible()
    expect(age).to_contain_text("This page is as of")

    page.context.set_offline(False)
    expect(age).to_be_hidden()  # at once, not after the longest wait between two tries


def test_the_oldest_of_many_pages_of_a_browser_says_so_and_has_its_line_back_when_looked_at(
    two_screens,
):
    (page,) = two_screens("ines")
    page.goto("/episodes/")
    ready(page)
    others = [page.context.new_page() for _each in range(5)]
    for other in others:
        other.goto("/episodes/")
        ready(other)

    age = page.locator("#live-age")
    expect(age).to_contain_text("more pages open", timeout=PATIENCE)
    expect(page.locator(".wh-age__text")).to_be_visible()

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # looked at again
    expect(age).to_be_hidden()
    expect(others[0].locator("#live-age")).to_contain_text("more pages open", timeout=PATIENCE)


def test_a_child_who_is_back_stands_on_the_interview_board(two_screens):
    (page,) = two_screens("priya")
    work = two_screens.work
    episode = work.episode()
    page.goto("/interviews/")
    ready(page)
    expect(page.locator("main")).not_to_contain_text(episode.reference)

    child_returned.record(
        episode.id,
        told.Returned(at=clock.now() - timedelta(minutes=5), to=ReturnedTo.HOME),
        by=work.viewer("joss"),
        now=clock.now(),
    )

    expect(page.locator("main")).to_contain_text(episode.reference, timeout=PATIENCE)


WATCHED = """
  window.heard = []
  OscillatorNode.prototype.start = () => window.heard.push('sound')
  OscillatorNode.prototype.stop = () => {}
  window.Notification = class extends EventTarget {
    constructor(words) { super(); window.heard.push(words) }
    static permission = 'granted'
    static async requestPermission() { return 'granted' }
  }
"""


def test_whoever_asked_is_called_when_something_new_waits_and_told_nothing_of_it(two_screens):
    (page,) = two_screens("ines")
    page.add_init_script(WATCHED)
    page.goto("/episodes/")
    ready(page)
    page.get_by_text("Be called when something new waits for you").click()
    page.get_by_label("By a sound").check()
    page.get_by_label("By a message of the browser").check()
    page.evaluate("window.heard.length = 0")

    two_screens.work.episode(at=clock.now())

    page.wait_for_function("() => window.heard.length > 2", timeout=PATIENCE)
    assert set(page.evaluate("window.heard")) == {"sound", "Something new waits for you in Wayhome"}

    page.reload()
    ready(page)
    page.get_by_text("Be called when something new waits for you").click()
    expect(page.get_by_label("By a sound")).to_be_checked()
    assert page.evaluate("window.heard") == []


def test_whoever_did_not_ask_is_not_called(two_screens):
    (page,) = two_screens("ines")
    page.add_init_script(WATCHED)
    page.goto("/episodes/")
    ready(page)

    episode = two_screens.work.episode(at=clock.now())

    expect(page.locator(f"#row-{episode.reference}")).to_be_visible(timeout=PATIENCE)
    page.wait_for_timeout(1000)
    assert page.evaluate("window.heard") == []
