"""What is amiss with the service is said on each page, to everybody alike, and asks nothing."""

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.interfaces.pages import at_work

from wayhome.interfaces.pages.shared import amiss
from wayhome.platform.amiss import looking, reasons
from wayhome.platform.amiss.reasons import Amiss

pytestmark = pytest.mark.django_db
TOLD = [each for each in Amiss if reasons.MEANING[each].tells]
DEGRADED = {
    Amiss.MAIL_AWAY,
    Amiss.STREAM_AWAY,
    Amiss.WORKER_AWAY,
    Amiss.DATABASE_AWAY,
    Amiss.DISK_NEARLY_FULL,
    Amiss.READ_ONLY,
}


@pytest.fixture
def work():
    return at_work.Work()


@pytest.fixture
def is_amiss(monkeypatch):
    """`is_amiss(*what)`: from now on the last look saw this."""

    def said(*what):
        monkeypatch.setattr(looking, "_SEEN", looking.Seen(looking.look, amiss=frozenset(what)))

    return said


def banner(answer):
    """The lines of the banner, in order; none where there is no banner."""
    found = re.search(r'<div id="amiss">(.*?)</div>\s*<', answer.content.decode(), re.DOTALL)
    assert found, "the page has no place for a banner"
    return [html.unescape(line) for line in re.findall(r"<p[^>]*>(.*?)</p>", found[1])]


def without_tokens(answer):
    """The page without what is different each time: the token of each form."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]+"', r"\1", answer.content.decode())


@pytest.mark.parametrize("what", TOLD)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_each_is_said_to_whoever_is_not_signed_in_in_their_language(is_amiss, what, language):
    visitor = Client(headers={"Accept-Language": language})
    before = banner(visitor.get("/sign-in"))

    is_amiss(what)

    with translation.override(language):
        assert banner(visitor.get("/sign-in")) == amiss.lines({what})
    assert before == []


def test_each_degraded_mode_is_said(is_amiss, work):
    is_amiss(*DEGRADED)

    lines = banner(work.sign_in("joss").get("/episodes/"))

    assert len(lines) == len(set(lines)) == len(DEGRADED)
    assert lines[0].startswith("The records cannot be reached")


def test_what_only_whoever_runs_it_can_mend_is_not_said(is_amiss, work):
    is_amiss(*(set(Amiss) - set(TOLD)))

    assert banner(work.sign_in("joss").get("/episodes/")) == []


def test_two_refusals_are_alike_whatever_is_amiss(is_amiss, work):
    joss = work.sign_in("joss")
    is_amiss(*Amiss)

    one, other = joss.get("/episodes/MC-2026-AAAA/"), joss.get("/episodes/MC-2026-BBBB/")

    assert one.status_code == other.status_code == 404
    assert banner(one) == banner(other) != []
    assert without_tokens(one).replace("MC-2026-AAAA", "MC-2026-BBBB") == without_tokens(other)


def test_a_banner_costs_no_question(is_amiss, work):
    joss = work.sign_in("joss")
    joss.get("/episodes/")
    with CaptureQueriesContext(connection) as without:
        joss.get("/episodes/")
    is_amiss(*Amiss)

    with CaptureQueriesContext(connection) as with_it:
        joss.get("/episodes/")

    assert len(with_it) == len(without)


def test_a_list_that_renews_itself_renews_the_banner_too(work):
    page = work.sign_in("joss").get("/episodes/").content.decode()

    assert re.search(r'hx-select-oob="[^"]*#amiss', page)


def test_the_page_that_is_kept_in_a_browser_says_nothing_of_today(is_amiss, work):
    is_amiss(*Amiss)

    assert banner(work.sign_in("joss").get("/report/offline")) == []


def test_while_the_records_are_away_each_page_says_so_and_that_a_report_is_taken(
    work, database_away
):
    joss = work.sign_in("joss")
    joss.raise_request_exception = False

    with database_away():
        answer = joss.get("/episodes/")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert banner(answer) == amiss.lines({Amiss.DATABASE_AWAY})
    assert "Report a child missing all the same" in answer.content.decode()
