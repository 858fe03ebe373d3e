"""Support is agreed, answered and done; an episode closes once nothing is left."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from tests.interfaces.pages import after_return, at_work

from wayhome.journey import account, support_agreed
from wayhome.records.episodes import queries as episodes
from wayhome.rules import told
from wayhome.rules.vocabulary import InterviewPart, Marker
from wayhome.stages.response.models import Notice


@pytest.fixture
def after(work):
    return after_return.After(work, work.episode()).returned()


def place(after, name):
    return f"/episodes/{after.reference}/{name}"


def whole(after):
    later = after.work.now + timedelta(minutes=10)
    return account.whole_of(episodes.locked(after.id), as_of=later)


def plan(after, **more):
    due = after.work.now + timedelta(days=7)
    return {
        "submission_key": at_work.key(),
        "summary": "Time with family",
        "you_said": "See my brother\n\nBe told when plans change",
        "rows": "3",
        "what_1": "Arrange Sundays",
        "owner_1": "Nadia Birch",
        "agency_1": str(after.work.cast.agencies["Harrowfell Council"]),
        "due_1-day": str(due.day),
        "due_1-month": str(due.month),
        "due_1-year": str(due.year),
        **more,
    }


def test_a_plan_has_actions_with_owners_and_what_the_child_asked_for(after):
    client = after.work.sign_in("nadia")

    answer = client.post(place(after, "support"), plan(after))

    assert answer.status_code == 302
    said = at_work.words(client.get(place(after, "support")))
    assert "Nadia Birch, Harrowfell Council" in said
    assert "“Be told when plans change”" in said
    assert len(whole(after).support.asked) == 2


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"owner_1": ""}, "Write who will do it"),
        ({"agency_1": ""}, "Choose their agency"),
        ({"agency_1": "nobody"}, "Choose one of the answers shown"),
        ({"due_1-day": ""}, "Enter the day too"),
        ({"due_1-year": "2020"}, "This day has passed"),
        ({"summary": ""}, "What is this plan for"),
        ({"summary": "x" * 10_000}, "characters or fewer"),
        ({"what_2": "Another"}, "Write who will do it"),
    ],
)
def test_a_half_written_action_says_what_is_missing(after, more, words):
    answer = after.work.sign_in("nadia").post(place(after, "support"), plan(after, **more))

    assert answer.status_code == 422
    assert words in at_work.words(answer)
    assert not whole(after).support.plans


def test_a_plan_without_any_action_is_asked_for_one(after):
    none = {name: "" for name in plan(after) if name.endswith("_1") or name.startswith("due_1")}

    answer = after.work.sign_in("nadia").post(place(after, "support"), plan(after, **none))

    assert "at least one thing" in at_work.words(answer)


def test_the_first_button_of_the_form_is_the_one_that_agrees_the_plan(after):
    page = after.work.sign_in("nadia").get(place(after, "support")).content.decode()
    asked = page[page.index('name="submission_key"') :]

    first = re.search(r"<button[^>]*>([^<]*)", asked)

    assert first is not None
    assert first[1] == "Agree the plan"
    assert "name=" not in first[0]


@pytest.mark.parametrize(("rows", "shown"), [("3", 4), ("12", 12), ("999999", 12), ("x", 2)])
def test_another_action_is_added_and_nothing_typed_is_lost(after, rows, shown):
    answer = after.work.sign_in("nadia").post(
        place(after, "support"), plan(after, which="row", rows=rows)
    )

    page = answer.content.decode()
    assert f"Action {shown}" in page
    assert f"Action {shown + 1}" not in page
    assert "Arrange Sundays" in page
    assert not whole(after).support.plans


def test_one_action_is_asked_for_and_more_may_be_added(after):
    client = after.work.sign_in("nadia")

    first = at_work.words(client.get(place(after, "support")))
    more = at_work.words(client.post(place(after, "support"), plan(after, which="row", rows="1")))

    assert "Action 1 " in first
    assert "Action 2" not in first
    assert "Action 2 (optional)" in more


def test_a_thing_asked_for_in_which_nothing_can_be_seen_is_not_asked_for(after):
    sent = plan(after, you_said="See my brother\n\u200b\n")

    after.work.sign_in("nadia").post(place(after, "support"), sent)

    assert [asked.you_said for asked in whole(after).support.asked] == ["See my brother"]


def test_while_the_child_is_missing_only_that_is_said(work):
    missing = after_return.After(work, work.episode())
    client = work.sign_in("nadia")

    page = client.get(place(missing, "support"))
    sent = client.post(place(missing, "support"), plan(missing))

    assert "Support is agreed once the child is back." in at_work.words(page)
    assert 'name="summary"' not in page.content.decode()
    assert sent.status_code == 422
    assert "Arrange Sundays" in sent.content.decode()


def test_no_support_needs_a_reason(after):
    client = after.work.sign_in("nadia")
    bare = client.post(place(after, "support"), {"which": "not_needed"})
    full = client.post(
        place(after, "support"),
        {
            "which": "not_needed",
            "none-submission_key": at_work.key(),
            "none-because": "Asked; well supported already",
        },
    )

    assert "There is a problem" in at_work.words(bare)
    assert full.status_code == 302
    assert "well supported already" in at_work.words(client.get(place(after, "support")))


def test_the_childs_home_reads_the_plan_but_does_not_write_it(after):
    home = after.work.sign_in("joss")
    before = home.get(place(after, "support"))
    after.helped()
    page = home.get(place(after, "support"))
    answer = home.post(place(after, "support"), plan(after))

    assert before.status_code == 403
    assert "Arrange Sundays" in at_work.words(page)
    assert "Say what we did" not in at_work.words(page)
    assert answer.status_code == 403


def test_a_second_plan_adds_to_the_first(after):
    after.helped()
    client = after.work.sign_in("nadia")

    assert place(after, "support/more") in client.get(place(after, "support")).content.decode()
    form = at_work.words(client.get(place(after, "support/more")))
    answer = client.post(place(after, "support/more"), plan(after, summary="A club by the river"))

    said = at_work.words(client.get(place(after, "support")))
    assert "No support is needed" not in form
    assert answer.headers["Location"] == place(after, "support")
    assert "A club by the river" in said
    assert "Time with family" in said


def test_whoever_is_asked_sees_what_is_asked_and_nothing_else_of_the_child(after):
    school = str(after.work.cast.agencies["Beckside Academy"])
    due = (after.work.now + timedelta(days=7)).date()
    action = told.PlanAction("Keep the club open", "Grace Ottery", UUID(school), due)
    support_agreed.record(
        after.id,
        told.Plan("Belonging", (action,)),
        by=after.work.viewer("nadia"),
        now=after.work.now,
    )
    row = next(one for one in whole(after).support.actions)
    client = after.work.sign_in("grace")
    notice = Notice.objects.get(reason="support_asked")

    assert "Keep the club open" in at_work.words(client.get("/support-asked/"))
    read = client.get(f"/notices/{notice.id}/").content.decode()
    assert "/support-asked/" in read
    assert after.reference not in read
    assert "support is asked of you" in at_work.words(client.get("/episodes/")).lower()
    assert client.get(place(after, "")).status_code == 404
    assert client.get(place(after, "support")).status_code == 404
    assert "Keep the club open" in at_work.words(client.get(f"/support-asked/{row.id}"))

    sent = {"submission_key": at_work.key(), "came": "not_done", "outcome": "The hall burnt down"}
    answer = client.post(f"/support-asked/{row.id}", sent)
    assert answer.headers["Location"] == "/support-asked/"
    assert "No support is asked of your post" in at_work.words(client.get("/support-asked/"))
    council = after.work.sign_in("nadia")
    shown = at_work.words(council.get(place(after, "support")))
    assert "Will not be done" in shown
    assert "The hall burnt down" in at_work.words(council.get(place(after, "")))


def test_nobody_else_opens_what_is_asked_of_a_post(after):
    after.helped()
    [action] = whole(after).support.actions

    assert after.work.sign_in("grace").get(f"/support-asked/{action.id}").status_code == 404
    assert after.work.sign_in("asha").get("/support-asked/").status_code == 403


def test_you_said_is_answered_by_we_did(after):
    after.helped()
    [asked] = whole(after).support.asked
    [action] = whole(after).support.actions
    client = after.work.sign_in("nadia")
    client.post(
        place(after, f"support/asked/{asked.id}"),
        {"submission_key": at_work.key(), "answer": "You see him on Sundays now"},
    )
    done = {"submission_key": at_work.key(), "outcome": "First visit went well"}
    client.post(place(after, f"support/actions/{action.id}/done"), done)

    said = at_work.words(client.get(place(after, "support")))
    assert "You see him on Sundays now" in said
    assert "First visit went well" in said


@pytest.mark.parametrize("name", ["support/asked/{}", "support/actions/{}/done"])
def test_a_plan_of_another_episode_is_not_found(after, name):
    after.helped()
    other = after_return.After(after.work, after.work.episode(child=after.work.child("Bryn")))
    thing = whole(after).support.asked[0].id

    answer = after.work.sign_in("nadia").get(place(other, name.format(thing)))

    assert answer.status_code == 404


@pytest.mark.parametrize("username", ["joss", "tomas"])
def test_support_is_answered_only_by_the_council(after, username):
    after.helped()
    asked = whole(after).support.asked[0]

    answer = after.work.sign_in(username).get(place(after, f"support/asked/{asked.id}"))

    assert answer.status_code == 403
    assert "Your post does not allow you to agree support" in at_work.words(answer)


def test_closing_says_what_is_left_and_where(after):
    answer = after.work.sign_in("nadia").get(place(after, "close"))

    said = at_work.words(answer)
    assert "The police have not recorded a prevention interview" in said
    assert f'href="/episodes/{after.reference}/support"' in answer.content.decode()


def trafficked(work):
    """A child whose parents are to be told, and whom a strategy discussion is about."""
    child = work.child(
        "Bryn",
        contacts=[
            told.Contact("Sara Example", "mother", "01632 960010"),
            told.Contact("Col Example", "father", "01632 960011"),
        ],
        concerns=[told.Concern(Marker.TRAFFICKING, "seen", "Nadia Birch")],
    )
    return after_return.After(work, work.episode(child=child)).returned()


def ways_on(page):
    """Each way on from what is left: where it leads, and what is read out for it."""
    return re.findall(r'<a class="govuk-link" href="([^"]+)">[^<]+<span[^>]*>([^<]+)', page)


@pytest.mark.parametrize("username", ["nadia", "tomas"])
def test_each_duty_left_leads_to_the_page_where_it_is_met(work, username):
    after = trafficked(work)
    after.seen().referred()
    after.accepted(after.offered()).heard()
    client = work.sign_in(username)

    page = client.get(place(after, "close")).content.decode()

    led = dict(ways_on(page))
    told_to = [words for href, words in led.items() if "/family/" in href]
    assert sorted("Sara Example" in words for words in told_to) == [False, True]
    assert all(client.get(href).status_code == 200 for href in led)
    assert "Still to do: strategy discussion" in page
    assert any("/duties/" in href for href in led) == (username == "nadia")
    assert "Still to do: release of interview findings" in page
    assert "Homeward Voices" in page
    assert not any(href.endswith("/release") for href in led)


def test_each_way_on_from_what_is_left_is_named_by_its_deed(work):
    after = trafficked(work)

    said = at_work.words(work.sign_in("nadia").get(place(after, "close")))

    assert "Go there" not in said
    assert "Agree support :" in said
    assert "Finalise the council’s record :" in said
    assert "Say whether it was held :" in said


@pytest.mark.parametrize(
    ("username", "post"),
    [
        ("nadia", "Missing person coordinator, Northmoor Police"),
        ("tomas", "Social worker, Harrowfell Council"),
    ],
)
def test_what_is_left_for_somebody_else_says_whose_it_is(after, username, post):
    said = at_work.words(after.work.sign_in(username).get(place(after, "close")))

    assert f"To be done by: {post}" in said


def test_who_held_the_interview_is_led_to_release_it(work):
    after = trafficked(work).seen()
    after.accepted(after.offered(by="priya"), by="priya").heard(by="priya")

    page = work.sign_in("nadia").get(place(after, "close")).content.decode()

    assert place(after, "interview/release") in dict(ways_on(page))


def test_closing_before_everything_is_done_is_refused(after):
    answer = after.work.sign_in("nadia").post(
        place(after, "close"), {"submission_key": at_work.key(), "summary": "Home"}
    )

    assert answer.status_code == 422
    assert "cannot be closed yet" in at_work.words(answer)
    assert episodes.locked(after.id).closed_at is None


def test_an_episode_closes_once_nothing_is_left_and_then_is_not_changed(after):
    after.seen().referred()
    after.accepted(after.offered()).heard().released(InterviewPart.SHAREABLE).helped()
    after.family_told()
    sent = {"submission_key": at_work.key(), "summary": "Well"}
    after.work.sign_in("callum").post(place(after, "police-record"), sent)
    after.work.sign_in("priya").post(place(after, "finalise"), sent)
    client = after.work.sign_in("nadia")

    page = client.get(place(after, "close"))
    answer = client.post(place(after, "close"), {**sent, "summary": "Home and helped"})
    again = client.get(place(after, "close"))

    assert "Everything that must be done is done" in at_work.words(page)
    assert answer.status_code == 302
    assert again.status_code == 409
    assert "This episode is closed" in at_work.words(again)


@pytest.mark.parametrize("username", ["joss", "ben"])
def test_closing_is_for_police_and_the_responsible_council(after, username):
    after.referred()

    answer = after.work.sign_in(username).get(place(after, "close"))

    assert answer.status_code == 403
