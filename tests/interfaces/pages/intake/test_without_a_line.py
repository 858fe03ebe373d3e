"""What a browser keeps to take a report without a line, and how such a report is read."""

import json
import re
from datetime import datetime

import pytest
from django.http import QueryDict
from tests.interfaces.pages import at_work

from wayhome.interfaces.pages.intake import asking
from wayhome.interfaces.pages.shared import giving
from wayhome.platform import clock
from wayhome.rules import london
from wayhome.stages.intake.models import MissingReport

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 0, 10, tzinfo=london.LONDON)


@pytest.mark.parametrize("username", ["joss", "asha", "nadia", None])
def test_the_page_that_is_kept_holds_nobody(work, client, username):
    work.child("Zqwenna")
    person = work.sign_in(username) if username else client

    page = person.get("/report/offline").content.decode()

    assert 'name="why_worried"' in page
    assert "There is no line to Wayhome" in page
    names = ["Zqwenna", *(work.viewer(each).name for each in ("joss", "asha", "nadia"))]
    assert [name for name in names if name in page] == []
    assert 'name="csrfmiddlewaretoken"' not in page


def test_it_asks_what_each_post_is_asked(work):
    of_police = at_work.words(work.sign_in("asha").get("/report/offline"))
    of_a_home = at_work.words(work.sign_in("joss").get("/report/offline"))

    assert "12. " in of_police
    assert "Which council area" in of_police
    assert "12. " not in of_a_home


def test_the_script_that_keeps_it_is_told_what_it_may_keep(client):
    script = client.get("/report/worker.js")

    kept = json.loads(re.search(r"= (\{.*\})", script.content.decode())[1])
    assert script.headers["Content-Type"] == "text/javascript"
    assert kept["shell"] == "/report/offline"
    assert [file.rpartition("/")[2] for file in kept["files"]] == [
        "wayhome.css",
        "wayhome.js",
        "mark.svg",
    ]
    assert 'importScripts("/static/build/worker.js")' in script.content.decode()


def test_who_is_at_the_screen_is_told_by_a_name_that_tells_nobody(work, client):
    joss, nadia = (work.sign_in(each).get("/report/line").json() for each in ("joss", "nadia"))
    nobody = client.get("/report/line").json()

    assert len({joss["owner"], nadia["owner"], nobody["owner"]}) == 3
    assert nobody["owner"] == ""
    assert joss["token"]
    assert str(work.cast.people["joss"]) not in joss["owner"]


def test_while_the_database_is_away_there_is_a_line_all_the_same(work, journal, database_away):
    del journal
    joss = work.sign_in("joss")
    owner = joss.get("/report/line").json()["owner"]
    joss.raise_request_exception = False
    with database_away():
        assert joss.get("/report/line").json()["owner"] == owner
        del joss.cookies[giving.COOKIE]
        assert joss.get("/report/line").json()["owner"] == ""


def test_one_written_without_a_line_chooses_no_child_from_a_list(work):
    work.child()
    sent = {
        "submission_key": at_work.key(),
        "reporter_name": "Sam Sample",
        "reporter_telephone": "01632 960003",
        "why_worried": "Not back and it is dark",
        "type": "missing",
        "written_at": clock.now().isoformat(),
    }

    answer = work.sign_in("joss").post("/report/", sent)

    assert answer.status_code == 302
    assert MissingReport.objects.count() == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-09T23:50:00.000Z", datetime(2026, 3, 9, 23, 50, tzinfo=london.LONDON)),
        ("2026-03-09T00:09:00Z", NOW),  # more than a day ago
        ("2026-03-10T00:11:00Z", NOW),  # to come
        ("2026-03-09T23:50:00", NOW),  # in no zone
        ("yesterday", NOW),
        ("", NOW),
    ],
)
def test_today_means_the_day_on_which_it_was_written(written, meant):
    sent = QueryDict(mutable=True)
    sent["written_at"] = written

    assert asking.written_at(sent, now=NOW) == meant


def test_sent_again_it_gets_the_same_answer_also_once_there_is_a_child_to_choose(work):
    sent = {
        "submission_key": at_work.key(),
        "reporter_name": "Sam Sample",
        "reporter_telephone": "01632 960003",
        "why_worried": "Not back and it is dark",
        "type": "missing",
    }
    joss = work.sign_in("joss")

    first, again = joss.post("/report/", sent), joss.post("/report/", sent)

    assert first.url == again.url
    assert MissingReport.objects.count() == 1
