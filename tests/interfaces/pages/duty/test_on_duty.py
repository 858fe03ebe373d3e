"""Who is on duty: read by everybody of the agency, said by whoever is over the post."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wayhome.journey import duty_rostered, rota_gaps
from wayhome.platform import clock
from wayhome.records.practitioners.models import DutyCover, RotaGap, RotaShift
from wayhome.rules import london, rotas
from wayhome.rules.vocabulary import PostKind

pytestmark = pytest.mark.django_db
EVERY_DAY = [str(number) for number in range(7)]
KEY = "11111111-1111-4111-8111-11111111111"


def words(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def post(tonight):
    return tonight.cast.post("Northmoor Police", PostKind.DUTY_INSPECTOR)


def lines(tonight, *, begins="00:00", ends="00:00", days=EVERY_DAY, who="ines", number=1):
    return {
        "submission_key": f"{KEY}{number}",
        "practitioner_id": str(tonight.cast.people[who]),
        "weekdays": days,
        "begins": begins,
        "ends": ends,
    }


def moment(name, at):
    there = at.astimezone(london.LONDON)
    return {
        f"{name}-day": there.day,
        f"{name}-month": there.month,
        f"{name}-year": there.year,
        f"{name}-time": f"{there:%H:%M}",
    }


def test_whoever_is_over_a_post_puts_somebody_on_duty_each_week(sign_in, tonight, post):
    client = sign_in("owen")
    assert "No rota" in words(client.get("/on-duty/"))
    assert "On which days" in words(client.get(f"/on-duty/{post}/pattern"))

    answer = client.post(f"/on-duty/{post}/pattern", lines(tonight))

    assert answer.headers["Location"] == f"/on-duty/{post}/"
    assert RotaShift.objects.count() == 7
    page = words(client.get(f"/on-duty/{post}/"))
    assert "On duty now: Insp. Ines Holloway" in page
    assert "Monday 00:00–00:00" in page
    assert "Somebody is on duty" in words(client.get("/on-duty/"))


@pytest.mark.parametrize(
    "changes",
    [{"weekdays": []}, {"begins": "late"}, {"practitioner_id": ""}],
    ids=["no day", "no time", "nobody"],
)
def test_a_rota_that_cannot_be_read_is_shown_again(sign_in, tonight, post, changes):
    sent = lines(tonight) | changes
    assert sign_in("owen").post(f"/on-duty/{post}/pattern", sent).status_code == 422
    assert RotaShift.objects.count() == 0


def test_everybody_of_the_agency_reads_it_and_nobody_else_is_shown_it(sign_in, tonight, post):
    sign_in("owen").post(f"/on-duty/{post}/pattern", lines(tonight))
    page = words(sign_in("asha").get(f"/on-duty/{post}/"))
    assert "On duty now: Insp. Ines Holloway" in page
    assert "Put somebody on duty each week" not in page
    assert sign_in("nadia").get(f"/on-duty/{post}/").status_code == 404
    assert "Ines" not in words(sign_in("nadia").get("/on-duty/"))


@pytest.mark.parametrize("address", ["pattern", "stand-in"])
def test_somebody_who_is_not_over_the_post_says_nothing_of_it(sign_in, post, address):
    assert sign_in("ines").get(f"/on-duty/{post}/{address}").status_code == 403
    assert sign_in("joan").get(f"/on-duty/{post}/{address}").status_code == 404


def test_a_gap_is_seen_and_somebody_stands_in(sign_in, tonight, post):
    client, now = sign_in("owen"), clock.now()
    tomorrow = str((london.day_of(now) + timedelta(days=2)).weekday())
    client.post(f"/on-duty/{post}/pattern", lines(tonight, days=[tomorrow]))
    rota_gaps.look(now=clock.now())
    [gap] = RotaGap.objects.all()
    assert "Nobody is on duty" in words(client.get("/on-duty/"))
    assert client.get(f"/notices/{gap.id}/").headers["Location"] == "/on-duty/"
    assert "In whose stead?" in words(client.get(f"/on-duty/{post}/stand-in"))

    sent = {
        "submission_key": f"{KEY}2",
        "practitioner_id": str(tonight.cast.people["ines"]),
        "instead_of_id": "",
        **moment("begins_at", now - timedelta(hours=1)),
        **moment("ends_at", now + timedelta(hours=5)),
    }
    assert client.post(f"/on-duty/{post}/stand-in", sent).status_code == 302

    assert DutyCover.objects.get().recorded_by_id == tonight.cast.people["owen"]
    page = words(client.get(f"/on-duty/{post}/"))
    assert "On duty now: Insp. Ines Holloway" in page
    assert "Insp. Ines Holloway besides" in page


def test_a_line_is_taken_off_by_a_press(sign_in, tonight, post):
    client = sign_in("owen")
    client.post(f"/on-duty/{post}/pattern", lines(tonight, days=["0"]))
    line = RotaShift.objects.get()
    assert client.get(f"/on-duty/lines/{line.id}/take-off").status_code == 405
    assert sign_in("ines").post(f"/on-duty/lines/{line.id}/take-off").status_code == 403
    assert sign_in("owen").post(f"/on-duty/lines/{line.id}/take-off").status_code == 302
    line.refresh_from_db()
    assert line.until is not None
    assert "until" in words(sign_in("owen").get(f"/on-duty/{post}/"))


def test_a_line_nobody_knows_is_not_there(sign_in, post):
    assert sign_in("owen").post(f"/on-duty/lines/{post}/take-off").status_code == 404


def test_the_list_asks_no_more_for_more_posts(sign_in, tonight, django_assert_max_num_queries):
    client = sign_in("owen")
    for number, kind, who in (
        (1, PostKind.DUTY_INSPECTOR, "ines"),
        (2, PostKind.DETECTIVE_INSPECTOR, "dina"),
    ):
        post = tonight.cast.post("Northmoor Police", kind)
        client.post(f"/on-duty/{post}/pattern", lines(tonight, who=who, number=number))
    with django_assert_max_num_queries(24):
        client.get("/on-duty/")


def asked(client, address):
    """How many queries a page asks."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_page_of_a_rota_asks_no_more_for_more_lines_and_swaps(sign_in, tonight, post):
    client, now = sign_in("owen"), clock.now()
    client.post(f"/on-duty/{post}/pattern", lines(tonight, days=["0"]))
    page = f"/on-duty/{post}/"
    client.get(page)
    few = asked(client, page)

    for number in range(2, 7):
        hour = f"{number:02}:00"
        sent = lines(tonight, begins=hour, ends=hour, number=number)
        assert client.post(f"/on-duty/{post}/pattern", sent).status_code == 302
        cover = rotas.Cover(
            tonight.cast.people["ines"],
            rotas.Span(now, now + timedelta(hours=number)),
        )
        duty_rostered.stood_in(post, cover, by=tonight.cast.viewer("owen", now=now), now=now)
    assert words(client.get(page)).count("Insp. Ines Holloway besides") == 5

    assert asked(client, page) == few


def test_whoever_is_over_a_post_has_whoever_is_on_duty_written_to_too(sign_in, post):
    client = sign_in("owen")
    assert "Messages go to the mailbox of this post." in words(client.get(f"/on-duty/{post}/"))

    answer = client.post(f"/on-duty/{post}/written-to", {"to": "on duty"})

    assert answer.headers["Location"] == f"/on-duty/{post}/"
    page = words(client.get(f"/on-duty/{post}/"))
    assert "and to whoever is on duty" in page
    assert "Write to the mailbox alone" in page
    client.post(f"/on-duty/{post}/written-to", {"to": "mailbox"})
    assert "Write to whoever is on duty too" in words(client.get(f"/on-duty/{post}/"))


def test_nobody_else_says_who_is_written_to(sign_in, post):
    sent = {"to": "on duty"}
    assert sign_in("ines").post(f"/on-duty/{post}/written-to", sent).status_code == 403
    assert sign_in("nadia").post(f"/on-duty/{post}/written-to", sent).status_code == 404
    assert "Write to whoever" not in words(sign_in("ines").get(f"/on-duty/{post}/"))
