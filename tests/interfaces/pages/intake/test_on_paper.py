"""The form on paper, and a report that was written on it and is typed in later."""

from datetime import timedelta

import pytest
from tests.interfaces.pages import at_work

from wayhome.platform.audit.models import LedgerEntry
from wayhome.rules import access, factors
from wayhome.stages.intake.models import MissingReport

pytestmark = pytest.mark.django_db


def test_anybody_may_print_it_and_it_holds_nothing_of_anybody(client, work):
    work.episode(child=work.child("Zqwenna"))

    page = client.get("/report/paper")

    assert page.status_code == 200
    assert "Zqwenna" not in page.content.decode()
    for words in ("999", "101", "116 000", "Why are you worried?", "Which council area"):
        assert words in at_work.words(page)


def test_it_asks_all_that_the_page_asks(client):
    page = at_work.words(client.get("/report/paper")).replace("&#39;", "’")

    for topic in factors.TOPICS:
        if topic.code not in {"worry", "tried"}:
            assert topic.question in page


def test_it_is_there_in_welsh(client):
    client.cookies["django_language"] = "cy"

    assert 'lang="cy"' in client.get("/report/paper").content.decode()


def test_it_is_there_while_the_database_is_away(client, database_away):
    client.cookies["sessionid"] = "of somebody who was signed in"
    client.raise_request_exception = False
    with database_away():
        page = client.get("/report/paper")

    assert page.status_code == 200
    assert "Why are you worried?" in at_work.words(page)


def test_typed_in_later_it_keeps_the_true_times_and_says_so(work, as_owner):
    child = work.child()
    joss = work.sign_in("joss")

    answer = joss.post(
        "/report/",
        {
            "submission_key": at_work.key(),
            "reporter_name": "Sam Sample",
            "reporter_telephone": "01632 960003",
            "why_worried": "Not back and it is dark",
            "type": "missing",
            "child_id": str(child.child_id),
            "reported_at": "yesterday 21:40",
            "last_seen_at": "yesterday 16:00",
        },
    )

    report = MissingReport.objects.get()
    assert report.channel == "keyed_later"
    assert report.recorded_at - report.received_at > timedelta(hours=2)
    assert report.received_at - report.last_seen_at == timedelta(hours=5, minutes=40)
    page = at_work.words(joss.get(f"/episodes/{answer.url.split('/')[2]}/", follow=True))
    assert "keyed in later" in page
    with as_owner():
        entered = LedgerEntry.objects.get(deed=access.Deed.REPORT)
    assert entered.reason == "keyed in later from paper"


def test_a_report_of_this_moment_says_nothing_of_paper(work, as_owner):
    work.episode()

    with as_owner():
        assert LedgerEntry.objects.get(deed=access.Deed.REPORT).reason == ""
    assert MissingReport.objects.get().channel == "form"


def test_a_paper_of_tomorrow_is_refused(work):
    page = work.sign_in("asha").post("/report/", {"reported_at": "1 January 2200 10:00"})

    assert "This is in the future" in at_work.words(page)
