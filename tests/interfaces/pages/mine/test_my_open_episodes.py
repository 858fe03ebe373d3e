"""My open episodes: what each person sees, in what order, and how little it asks."""

import re

import pytest
from django.db import connection
from tests.interfaces.pages import counting

from wayhome.rules.vocabulary import Level
from wayhome.stages.response import queries as response

pytestmark = pytest.mark.django_db
MOST_QUESTIONS = 9
REALISTIC = 12


def page_of(client, query=""):
    response = client.get(f"/episodes/{query}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def rows_of(page):
    return re.findall(r'id="row-([^"]+)"', page)


@pytest.fixture
def several(tonight):
    """Children missing through an evening, one home again."""
    made = [tonight.missing(number, hours=number / 6) for number in range(REALISTIC)]
    tonight.assessed(made[1], police=Level.LOW, council=None, hours=2.2)
    tonight.home_again(made[2], hours=0.6)
    return made


def test_the_list_asks_at_most_nine_questions_also_when_notices_are_first_shown(sign_in, several):
    client = sign_in("ines")
    with counting.asked() as first:
        page = page_of(client)
    assert len(rows_of(page)) == len(several)
    assert len(first) <= MOST_QUESTIONS, "\n".join(first)
    with counting.asked() as again:
        page_of(client)
    assert len(again) < MOST_QUESTIONS


def test_newest_first_with_what_is_due_from_whom_and_by_when(sign_in, several):
    page = page_of(sign_in("ines"))
    assert rows_of(page) == [missing.reference for missing in reversed(several)]
    for words in ("Telling the family", "Duty sergeant, Northmoor Police", "Medium risk"):
        assert words in page, words
    assert re.search(r"\d+ notices nobody has yet", page)


def test_every_child_on_the_page_is_entered_in_the_ledger(sign_in, several, ledger):
    page_of(sign_in("ines"))
    for missing in several:
        assert ledger(missing.child_id)[-1][:2] == ("consult", "see open episodes")


def test_a_list_that_renews_itself_is_entered_once_until_it_changes(
    sign_in, several, tonight, ledger
):
    def looks():
        return len([one for one in ledger(several[0].child_id) if one[0] == "consult"])

    client = sign_in("ines")
    renew = re.search(r'hx-get="/episodes/([^"]+)"', page_of(client)).group(1)
    renew = renew.replace("&amp;", "&")
    before = looks()
    page_of(client, renew)
    assert looks() == before
    tonight.missing(REALISTIC, hours=2.9)
    page_of(client, renew)
    assert looks() == before + 1
    page_of(client)
    assert looks() == before + 2


def test_a_token_of_somebody_else_hides_no_look(sign_in, several, ledger):
    renew = re.search(r'hx-get="/episodes/([^"]+)"', page_of(sign_in("ines"))).group(1)
    client = sign_in("tomas")
    before = len(ledger(several[0].child_id))
    page_of(client, renew.replace("&amp;", "&"))
    page_of(client, "?on_screen=forged")
    assert len(ledger(several[0].child_id)) == before + 2


def test_a_social_worker_sees_her_councils_children_and_another_council_none(sign_in, several):
    page = page_of(sign_in("nadia"))
    assert "My children" in page
    assert len(rows_of(page)) == len(several)
    assert rows_of(page_of(sign_in("elin"))) == []
    assert "No open episode matches what you chose" in page_of(sign_in("elin"))


def test_health_sees_the_child_but_not_who_must_do_what(sign_in, several):
    page = page_of(sign_in("isla"))
    assert len(rows_of(page)) == len(several)
    assert "Police risk assessment" not in page
    assert "nobody has yet" not in page


def test_filters_narrow_and_are_kept(sign_in, several):
    client = sign_in("ines")
    assert rows_of(page_of(client, "?state=back")) == [several[2].reference]
    assert several[2].reference not in rows_of(page_of(client, "?state=away"))
    assert rows_of(page_of(client, "?level=low")) == []
    assert rows_of(page_of(client, "?scope=mine")) == rows_of(page_of(client))
    late = page_of(client, "?due=late")
    assert 'value="late" selected' in late
    for nonsense in ("?state=x&level=y&scope=z", "?after=nonsense", "?after=2026-01-01_x"):
        assert len(rows_of(page_of(client, nonsense))) == len(several)


def test_a_long_list_goes_on_from_where_it_stopped(sign_in, several, monkeypatch):
    monkeypatch.setattr("wayhome.interfaces.pages.mine.filters.PAGE", 5)
    client, seen, query = sign_in("ines"), [], ""
    for _turn in range(3):
        page = page_of(client, query)
        seen += rows_of(page)
        more = re.search(r'href="(\?[^"]*after=[^"]+)" rel="next"', page)
        query = more.group(1).replace("&amp;", "&") if more else ""
    assert seen == [missing.reference for missing in reversed(several)]
    assert query == ""


@pytest.mark.usefixtures("several")
def test_notices_are_delivered_to_a_holder_by_being_shown(sign_in, tonight):
    ines = tonight.who("ines")
    assert not [one for one in response.waiting_notices(ines) if one.delivered_at]
    page = page_of(sign_in("ines"))
    assert "Waiting for you to say “I have this”" in page
    assert [one for one in response.waiting_notices(ines) if one.delivered_at]
    assert not [one for one in response.waiting_notices(tonight.who("nadia")) if one.delivered_at]


@pytest.mark.usefixtures("several")
def test_acknowledging_from_the_list_comes_back_to_it(sign_in):
    client = sign_in("ines")
    page = page_of(client)
    action, onward = re.search(
        r'action="(/notices/[^"]+/have)">.*?name="next" value="([^"]+)"', page
    ).groups()
    answer = client.post(action, {"next": onward.replace("&amp;", "&")})
    assert answer.headers["Location"].startswith("/episodes/?scope=agency")
    assert "You have this." in page_of(client)


def test_closed_episodes_are_not_open(sign_in, several, as_owner):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE episodes_episode SET closed_at = now(), closed_by_id = "
            "(SELECT id FROM practitioners_practitioner LIMIT 1) WHERE reference = %s",
            [several[0].reference],
        )
    assert several[0].reference not in rows_of(page_of(sign_in("ines")))


def test_without_scripts_the_page_renews_itself_and_with_them_it_polls(sign_in):
    page = page_of(sign_in("ines"))
    assert '<noscript><meta http-equiv="refresh" content="60; url=?' in page
    assert 'hx-trigger="every 30s, live"' in page
