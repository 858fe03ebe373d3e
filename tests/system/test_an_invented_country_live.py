"""A newcomer watches an invented country on the list of episodes within a minute of starting it."""

import json

import pytest
from playwright.sync_api import expect
from tests.interfaces.pages import at_work
from tests.system.conftest import enter

from wayhome.interfaces.jobs import simulate
from wayhome.interfaces.jobs.live import feeding
from wayhome.interfaces.rehearsal import cast as casting

pytestmark = pytest.mark.system


def test_reports_come_up_on_the_list_and_nothing_is_refused(page, live_site, capsys):
    enter(page, live_site, at_work.Work(casting.find()), "ines")
    page.goto(f"{live_site}/episodes/")
    page.locator("html[data-line=up]").wait_for(state="attached")
    before = page.locator(".wh-episodes > li").count()

    code = simulate.main(["--live", "--minutes", "0.15", "--speed", "6000", "--address", live_site])

    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert code == 0
    assert said["told"]["reported"] > 0
    assert not said["refused"]
    expect(page.locator(".wh-episodes > li").nth(before)).to_be_visible(timeout=15_000)


def test_where_nobody_answers_it_says_so(live_site):
    del live_site

    with pytest.raises(feeding.NotThere, match="nobody answers at"):
        simulate.main(["--live", "--minutes", "1", "--address", "http://127.0.0.1:1"])
