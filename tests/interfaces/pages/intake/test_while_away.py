"""A report is taken while the database is away, and said to be received only once it is kept."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.interfaces.pages import at_work

from wayhome.interfaces.jobs import every_minute, journalled
from wayhome.interfaces.pages.shared import giving
from wayhome.journey import partnership_formed
from wayhome.platform import clock
from wayhome.platform.journal import keeping
from wayhome.platform.journal.models import HeldReport
from wayhome.records.agencies.models import Post
from wayhome.records.episodes.models import Episode
from wayhome.records.practitioners import viewers
from wayhome.records.practitioners.models import Holding, SignIn
from wayhome.rules.vocabulary import PostKind
from wayhome.stages.intake.models import MissingReport

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)


def said(**more):
    return {
        "submission_key": at_work.key(),
        "reporter_name": "Sam Sample",
        "reporter_telephone": "01632 960003",
        "why_worried": "Not back and it is dark",
        "type": "missing",
        **more,
    }


def at_a_browser(work, username):
    """Somebody whose browser has been on a page of Wayhome."""
    client = work.sign_in(username)
    client.get("/report/")
    client.raise_request_exception = False
    return client


@pytest.fixture
def joss(work, journal):
    """Somebody at a home."""
    del journal
    return at_a_browser(work, "joss")


def replay(after=timedelta(0)):
    return journalled.replay(now=clock.now() + after)


# ------------------------------------------------------------------ while it is away


def test_it_is_kept_and_answered_reference_to_follow(joss, database_away):
    sent = said()
    with database_away():
        answer = joss.post("/report/", sent)
        page = joss.get(answer.url)

    [entry] = keeping.held().entries
    assert answer.url == f"/report/waiting/{sent['submission_key']}"
    assert (page.status_code, "reference to follow" in at_work.words(page)) == (202, True)
    assert page.headers["Refresh"].endswith("on_screen=1")
    assert entry["typed"]["why_worried"] == [sent["why_worried"]]


def test_the_questions_are_asked_all_the_same(joss, database_away):
    with database_away():
        page = joss.get("/report/")

    assert page.status_code == 200
    assert "Why are you worried?" in at_work.words(page)
    assert "The records cannot be reached just now" in at_work.words(page)
    assert "csrfmiddlewaretoken" in page.content.decode()


def test_what_must_be_put_right_is_said_at_once_and_nothing_typed_is_lost(joss, database_away):
    with database_away():
        page = joss.post("/report/", said(why_worried="", given_name="Amira"))

    assert page.status_code == 422
    assert "Enter an answer to “Why are you worried?”" in at_work.words(page)
    assert "Amira" in page.content.decode()
    assert keeping.held().last == 0


def test_a_button_that_needs_the_records_leaves_what_was_typed(joss, database_away):
    with database_away():
        page = joss.post("/report/", said(do="look_up", given_name="Amira"))

    assert page.status_code == 200
    assert "Amira" in page.content.decode()
    assert keeping.held().last == 0


def nobody(joss):
    del joss.cookies[giving.COOKIE]


def somebody_elses_session(joss):
    joss.cookies["sessionid"] = "another"


def an_old_proof(joss):
    with clock.at(clock.now() - giving.LASTS - AN_HOUR):
        joss.get("/report/")


def a_proof_from_the_future(joss):
    with clock.at(clock.now() + AN_HOUR):
        joss.get("/report/")


def a_forged_proof(joss):
    joss.cookies[giving.COOKIE] = joss.cookies[giving.COOKIE].value + "x"


@pytest.mark.parametrize(
    "change",
    [nobody, somebody_elses_session, an_old_proof, a_proof_from_the_future, a_forged_proof],
)
def test_whoever_cannot_show_who_they_are_is_told_to_telephone(joss, database_away, change):
    change(joss)
    with database_away():
        page = joss.post("/report/", said())

    assert page.status_code == 503
    for words in ("999", "101", "116 000", "paper form", "Nothing was recorded"):
        assert words in at_work.words(page)
    assert keeping.held().last == 0


def test_whoever_signs_out_leaves_no_proof_behind(joss):
    joss.post("/sign-out")

    assert joss.cookies[giving.COOKIE].value == ""


@pytest.mark.usefixtures("journal")
def test_another_site_cannot_send_a_report_in_their_name(work, database_away):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.cookies = at_a_browser(work, "joss").cookies
    with database_away():
        answer = browser.post("/report/", said())

    assert answer.status_code == 403
    assert keeping.held().last == 0


def test_a_full_disk_is_said_and_whom_to_telephone(joss, database_away, settings):
    settings.WAYHOME_JOURNAL_BYTES = 10
    with database_away():
        page = joss.post("/report/", said())

    assert page.status_code == 503
    assert all(number in at_work.words(page) for number in ("999", "101", "116 000"))
    assert 'href="/report/paper"' in page.content.decode()


def test_what_was_never_sent_is_not_said_to_be_received(joss, database_away):
    with database_away():
        assert joss.get(f"/report/waiting/{at_work.key()}").status_code == 503
    assert joss.get(f"/report/waiting/{at_work.key()}").status_code == 404


def test_nobody_else_is_told_that_it_was_received(joss, work, database_away):
    other = at_a_browser(work, "nadia")
    with database_away():
        address = joss.post("/report/", said()).url
        assert other.get(address).status_code == 503

    assert other.get(address).status_code == 404


def test_any_other_page_says_that_the_records_are_away(joss, database_away):
    with database_away():
        assert joss.get("/episodes/").status_code == 503
        assert joss.get("/nowhere-at-all").status_code == 503


# ------------------------------------------------------------------ once it is back


def test_before_it_is_recorded_the_page_says_so(joss, database_away):
    with database_away():
        address = joss.post("/report/", said()).url

    assert joss.get(address).status_code == 202


def test_it_is_recorded_and_its_giver_is_told(joss, database_away):
    with database_away():
        address = joss.post("/report/", said(given_name="Amira")).url

    done = replay()

    episode = Episode.objects.get()
    assert (done.recorded, done.held, keeping.held().last) == (1, 0, 0)
    assert joss.get(address).url == f"/report/{episode.reference}/received"
    assert "Report received" in at_work.words(joss.get(address, follow=True))


def test_it_was_received_when_it_came_and_recorded_when_it_was(joss, database_away):
    with database_away():
        joss.post("/report/", said(last_seen_at="now"))
        received = clock.now()

    replay(AN_HOUR)

    report = MissingReport.objects.get()
    assert timedelta(0) <= received - report.received_at < timedelta(minutes=1)
    assert report.recorded_at - report.received_at >= AN_HOUR - timedelta(minutes=1)
    assert report.last_seen_at <= report.received_at


def test_the_worker_does_it(joss, database_away, caplog):
    caplog.set_level("INFO")
    with database_away():
        joss.post("/report/", said(reporter_name="Zqwenna"))

    every_minute.Worker().turn()
    every_minute.Worker().turn()

    assert MissingReport.objects.count() == 1
    runs = [each.facts for each in caplog.records if each.name == "wayhome.worker"]
    [of_the_journal] = [run for run in runs if run["run"] == "journal"]
    assert of_the_journal["recorded"] == 1
    assert "Zqwenna" not in str(runs)
    assert "Zqwenna" not in caplog.text


def test_sent_again_and_replayed_again_it_is_one_report_with_one_answer(joss, database_away):
    sent = said()
    with database_away():
        joss.post("/report/", sent)
        joss.post("/report/", sent)
    kept = keeping.held()

    replay()
    for entry in kept.entries:
        keeping.keep(entry, is_proved=True)
    again = replay()
    later = joss.post("/report/", sent)

    assert again.recorded == 2, [each.why for each in HeldReport.objects.all()]
    assert MissingReport.objects.count() == 1
    assert later.url == f"/report/{Episode.objects.get().reference}/received"


def test_sent_again_with_more_in_it_nothing_of_either_is_lost(joss, work, database_away):
    child = work.child()
    sent = said(child_id=str(child.child_id))
    with database_away():
        joss.post("/report/", sent)
        for _twice in range(2):
            joss.post("/report/", {**sent, "why_worried": "She has no medicine"})

    replay()

    assert Episode.objects.count() == 1
    worries = {report.why_worried for report in MissingReport.objects.all()}
    assert worries == {"Not back and it is dark", "She has no medicine"}
    assert MissingReport.objects.count() == 2


def test_they_are_recorded_in_the_order_in_which_they_came(joss, work, database_away):
    carers = {name: at_a_browser(work, name) for name in ("nadia", "grace")}
    with database_away():
        joss.post("/report/", said(given_name="Ada"))
        carers["grace"].post("/report/", said(given_name="Bea"))
        joss.post("/report/", said(given_name="Cora"))

    replay()

    made = Episode.objects.order_by("recorded_at", "id").values_list("child__given_name", flat=True)
    assert list(made) == ["Ada", "Bea", "Cora"]


def test_what_is_not_understood_waits_for_a_person_and_holds_nothing_up(joss, work, database_away):
    odd = {
        "id": str(uuid.uuid4()),
        "way": "of a later version",
        "key": "odd",
        "received_at": clock.now().isoformat(),
        "said": {"given_name": "Olive", "worn": ["a red coat", {"shoes": "none"}]},
    }
    with database_away():
        joss.post("/report/", said(given_name="Ada"))
        keeping.keep(odd, is_proved=False)
        joss.post("/report/", said(given_name="Cora"))

    done = replay()

    assert (done.recorded, done.held) == (2, 1)
    assert keeping.held().last == 0
    held = HeldReport.objects.get()
    page = at_work.words(work.sign_in("asha").get(f"/report/held/{held.id}"))
    assert "It was kept in a way that is not understood here." in page
    assert "Olive" in page
    assert "a red coat" in page


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("way", ["page", "api"])
def test_what_is_not_understood_goes_to_the_force_of_whoever_says_they_sent_it(work, way):
    given = work.cast.people["joss"]
    token = partnership_formed.token(
        given, label="x", now=clock.now() - AN_HOUR, lasts=timedelta(days=1)
    )
    by = {
        "page": {"practitioner_id": str(given)},
        "api": {"digest": viewers.digest_of(token)},
    }
    odd = {"id": str(uuid.uuid4()), "way": way, "key": "odd", **by[way]}
    keeping.keep(
        {**odd, "received_at": clock.now().isoformat(), "said": {"given_name": "Olive"}},
        is_proved=False,
    )

    replay()

    held = HeldReport.objects.get()
    address = f"/report/held/{held.id}"
    assert (held.claimed_by_id, held.force_id) == (given, work.cast.agencies["Northmoor Police"])
    assert "Olive" in at_work.words(work.sign_in("asha").get(address))
    assert work.sign_in("marek").get(address).status_code == 404


@pytest.mark.usefixtures("journal")
def test_what_was_sent_with_a_token_that_nobody_had_goes_to_every_force(work):
    keeping.keep(
        {
            "id": str(uuid.uuid4()),
            "way": "api",
            "key": "odd",
            "digest": "0" * 64,
            "received_at": clock.now().isoformat(),
            "body": {"given_name": "Olive"},
        },
        is_proved=False,
    )

    replay()

    address = f"/report/held/{HeldReport.objects.get().id}"
    assert work.sign_in("marek").get(address).status_code == 200


def test_while_it_is_away_still_nothing_leaves_the_journal(joss, database_away):
    with database_away():
        joss.post("/report/", said())
        every_minute.Worker().turn()

    assert keeping.held().last == 1


def test_somebody_who_has_gone_home_since_was_signed_in_then(joss, database_away):
    with database_away():
        joss.post("/report/", said())
    joss.post("/sign-out")

    assert replay(AN_HOUR).recorded == 1


# ------------------------------------------------------------------ what a person must look at


def signed_out_before(_as_owner):
    SignIn.objects.update(ended_at=clock.now() - AN_HOUR)


def account_closed(_as_owner):
    get_user_model().objects.filter(username="joss").update(is_active=False)


def a_sign_in_too_old(as_owner):
    with as_owner():
        SignIn.objects.update(begun_at=clock.now() - giving.LASTS - AN_HOUR)


@pytest.mark.parametrize("change", [signed_out_before, account_closed, a_sign_in_too_old])
def test_what_cannot_be_shown_to_be_theirs_waits_for_a_person(
    joss, database_away, as_owner, change
):
    with database_away():
        joss.post("/report/", said())
    change(as_owner)

    done = replay()

    assert (done.recorded, done.held, keeping.held().last) == (0, 1, 0)
    assert MissingReport.objects.count() == 0
    assert "signed in" in HeldReport.objects.get().why
    assert HeldReport.objects.get().claimed_by.username == "joss"


def test_it_waits_once_however_often_it_is_replayed(joss, database_away):
    with database_away():
        joss.post("/report/", said())
    signed_out_before(None)
    [entry] = keeping.held().entries
    replay()

    keeping.keep(entry, is_proved=True)
    replay()

    assert HeldReport.objects.count() == 1


@pytest.mark.usefixtures("journal")
def test_what_nobody_could_ask_while_it_was_away_waits_with_what_is_to_be_put_right(
    work, database_away
):
    asha = at_a_browser(work, "asha")
    with database_away():
        asha.post("/report/", said(channel="telephone"))

    replay()

    assert HeldReport.objects.get().why == "Something in it needs to be put right."


def test_a_child_whom_the_giver_may_not_know_of_is_not_recorded_by_their_word(joss, database_away):
    with database_away():
        joss.post("/report/", said(child_id=at_work.key()))

    assert replay().held == 1


def test_a_report_that_contradicts_itself_waits(joss, work, database_away):
    child = work.child()
    with database_away():
        joss.post(
            "/report/", said(child_id=str(child.child_id), last_seen_at="1 January 2000 10:00")
        )

    assert replay().held == 1


def test_whoever_may_not_report_has_it_put_before_a_person(joss, database_away, as_owner):
    with database_away():
        joss.post("/report/", said())
    with as_owner():
        Holding.objects.filter(practitioner__username="joss").update(
            post=Post.objects.filter(kind=PostKind.INTERVIEWER).first()
        )

    replay()

    assert HeldReport.objects.get().why == "Whoever sent it may not make a report."
