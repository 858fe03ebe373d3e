"""A child is reported missing from a page."""

from uuid import uuid4

import pytest
from tests.interfaces.pages import at_work

from wayhome.records.episodes.models import Episode
from wayhome.stages.intake.models import Draft, MissingReport, ReportAnswer

pytestmark = pytest.mark.django_db


def minimum(**more):
    return {
        "submission_key": at_work.key(),
        "reporter_name": "Sam Sample",
        "reporter_telephone": "01632 960003",
        "why_worried": "Not back and it is dark",
        "type": "missing",
        **more,
    }


def by_phone(work, **more):
    council = work.cast.agencies["Harrowfell Council"]
    return minimum(channel="telephone", council_id=str(council), **more)


def test_a_call_handler_is_asked_twelve_questions(work):
    page = at_work.words(work.sign_in("asha").get("/report/"))

    for number in range(1, 13):
        assert f"{number}. " in page


def test_a_carer_chooses_from_the_children_who_live_there(work):
    work.child("Amira")
    page = at_work.words(work.sign_in("joss").get("/report/"))

    assert "Amira Example" in page
    assert "A child who is not in this list" in page


def test_a_report_with_no_name_no_birthday_and_no_time_is_accepted(work):
    response = work.sign_in("asha").post("/report/", by_phone(work))

    episode = Episode.objects.get()
    assert response.status_code == 302
    assert response.url == f"/report/{episode.reference}/received"
