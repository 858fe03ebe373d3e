"""The ledger's pages: who may read what of it, that reading is itself entered, and its words."""

import html
import re
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection
from django.urls import reverse
from tests.interfaces.pages import at_work
from tests.journey import sealed

from wayhome.interfaces.jobs import every_minute
from wayhome.journey import looks_considered, time_passed
from wayhome.platform import clock
from wayhome.platform.audit import sealing
from wayhome.platform.audit.models import LedgerEntry, Verb
from wayhome.platform.messaging.models import Message
from wayhome.platform.row_security import transactions
from wayhome.records.looks import queries
from wayhome.records.looks.models import LookReview
from wayhome.records.practitioners import actions as practitioners
from wayhome.rules import access
from wayhome.rules.vocabulary import PostKind, Purpose, WhyReviewed

pytestmark = pytest.mark.django_db


def looking_as(practitioner_id, *, at):
    """Meanwhile the database knows that this person looks, and shows what they may know of."""
    lasts = timedelta(hours=1)
    token, _stored = practitioners.issue_token(
        practitioner_id, label="x", posts=list(PostKind), at=at, lasts=lasts
    )
    whose = ExitStack()
    whose.enter_context(transactions.as_nobody())
    whose.enter_context(transactions.looking(token))
    return whose


@pytest.fixture
def child(work):
    return work.child()


def opened(work, username, child, *, purpose=Purpose.STRATEGY, reason="Plan meeting on Thursday"):
    """A client in which this person has opened the child's record."""
    client = work.sign_in(username)
    client.post(
        reverse("child_purpose", args=[child.reference]),
        {"purpose": str(purpose), "reason": reason},
    )
    client.get(reverse("child", args=[child.reference]))
    return client


def looks_at(client, child, **given):
    return client.get(reverse("child_looks", args=[child.reference]), given)


def test_a_manager_of_the_council_reads_who_looked_of_which_agency_and_why(work, child):
    opened(work, "nadia", child)

    said = at_work.words(looks_at(opened(work, "leon", child), child))

    assert "Nadia Birch, Harrowfell Council" in said
    assert "To prepare a strategy discussion · Plan meeting on Thursday" in said
    assert "Looked: see a child's record" in html.unescape(said)


def test_that_somebody_asked_who_looked_is_itself_a_look(work, child, as_owner):
    looks_at(opened(work, "leon", child), child)

    with as_owner():
        asked = LedgerEntry.objects.get(deed=access.Deed.SEE_LOOKS)
    assert (asked.child_id, asked.sections) == (child.child_id, ["who looked"])


@pytest.mark.parametrize("username", ["joss", "wendy", "nadia"])
def test_whoever_does_not_answer_for_others_is_refused(work, child, username):
    assert looks_at(opened(work, username, child), child).status_code == 403


@pytest.mark.parametrize("username", ["joan", "nora", "idris"])
def test_of_a_child_of_others_it_is_not_said_that_there_is_one(work, child, username):
    client = work.sign_in(username)

    known, unknown = looks_at(client, child), client.get("/children/22222-22222-2/looks")

    assert (known.status_code, unknown.status_code) == (404, 404)
    assert at_work.words(known) == at_work.words(unknown)


def test_the_database_itself_answers_who_looked_only_to_those_who_may_ask(work, child):
    opened(work, "nadia", child)
    counted = {}
    for username in ("leon", "nadia", "joss", "nora", "idris"):
        with looking_as(work.cast.people[username], at=work.now):
            found = queries.at_child(child.child_id)
        counted[username] = bool(found.entries)

    assert counted == {
        "leon": True,
        "nadia": False,
        "joss": False,
        "nora": False,
        "idris": False,
    }


def test_the_database_answers_each_person_of_their_own_looks_alone(work, child):
    opened(work, "nadia", child)
    opened(work, "leon", child)

    with looking_as(work.cast.people["nadia"], at=work.now):
        found = queries.mine()

    assert found.entries
    assert {entry.practitioner_id for entry in found.entries} == {
        work.viewer("nadia").practitioner_id
    }


def test_the_posts_and_parts_the_database_asks_for_are_those_of_the_rules(as_owner):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'looks_may_ask'")
        (source,) = cursor.fetchone()
    posts = source.split("post.kind IN (")[1].split(")")[0]
    parts = source.split("party.capacity IN (")[1].split(")")[0]

    def listed(words):
        return {word.strip().strip("'") for word in words.split(",")}

    assert listed(posts) == set(access.MAY[access.Deed.SEE_LOOKS])
    assert listed(parts) == set(access.PART_NEEDED[access.Deed.SEE_LOOKS])


def test_my_own_looks_are_mine_and_go_on_page_by_page(work, child, monkeypatch):
    monkeypatch.setattr(queries, "A_PAGE", 1)
    client = opened(work, "nadia", child)
    opened(work, "leon", child)

    first = client.get(reverse("my_looks"))
    said = at_work.words(first)
    older = re.search(r'href="(/looks/\?before=[^"]+)"', first.content.decode())[1]
    second = client.get(html.unescape(older))

    assert "My own looks" in said
    assert "Leon" not in said
    assert "Back to the start" in at_work.words(second)
    assert "see a child" not in at_work.words(second)


def test_what_was_refused_is_said_in_words_and_not_as_an_address_of_the_service(work):
    client = work.sign_in("joss")
    assert client.get(reverse("exports")).status_code == 403

    said = at_work.words(client.get(reverse("my_looks")))

    assert "Was refused: open a page or send a form" in said
    assert "GET " not in said


@pytest.mark.parametrize("before", ["nonsense", "2026-01-01T00:00:00~x", "2026-01-01T00:00:00"])
def test_a_place_in_the_list_that_is_none_is_not_found(work, child, before):
    client = opened(work, "nadia", child)

    assert client.get(reverse("my_looks"), {"before": before}).status_code == 404


@pytest.fixture
def reviewed(work, child, monkeypatch):
    """A look of Nadia's for a junk reason, put before Idris of another agency."""
    monkeypatch.setattr(queries, "number_of", lambda _entry_id: 1)
    opened(work, "nadia", child, reason="police business")
    sealing.seal(now=clock.now())
    looks_considered.record(now=clock.now())
    return LookReview.objects.get(assigned_to_id=work.cast.people["idris"])


def test_the_reviewer_sees_who_and_why_and_no_child(work, child, reviewed):
    client = work.sign_in("idris")

    queue = at_work.words(client.get(reverse("looks_to_review")))
    page = at_work.words(client.get(reverse("look_review", args=[reviewed.id])))

    assert "A look by Nadia Birch, Harrowfell Council" in queue
    assert "police business" in page
    for name in ("Amira", "Example", child.reference):
        assert name not in queue + page


def test_each_look_a_reviewer_reads_is_in_the_ledger(work, child, reviewed, as_owner):
    work.sign_in("idris").get(reverse("look_review", args=[reviewed.id]))

    with as_owner():
        entry = LedgerEntry.objects.get(deed=access.Deed.REVIEW_LOOKS)
    assert (entry.verb, entry.child_id) == (Verb.CONSULT, child.child_id)


def test_the_reviewer_learns_which_child_once_they_say_why(work, child, reviewed):
    client = work.sign_in("idris")
    ask = reverse("look_review_child", args=[reviewed.id])

    unsaid = client.post(ask, {"why": ""})
    client.post(ask, {"why": "Her manager asks which child"})
    page = at_work.words(client.get(reverse("look_review", args=[reviewed.id])))

    assert unsaid.status_code == 422
    assert child.reference in page
    assert "Amira" not in page


@pytest.mark.parametrize("username", ["ursula", "leon", "owen", "joan"])
def test_a_look_that_is_somebody_elses_to_review_is_not_found(work, reviewed, username):
    client = work.sign_in(username)

    for name in ("look_review", "look_review_child"):
        assert client.get(reverse(name, args=[reviewed.id])).status_code == 404


def test_what_was_not_explained_stands_before_the_lookers_own_governance(work, reviewed):
    work.sign_in("idris").post(
        reverse("look_review", args=[reviewed.id]),
        {"outcome": "not_explained", "explanation": "Nobody had asked her to"},
    )

    def said(username):
        return at_work.words(work.sign_in(username).get(reverse("looks_to_review")))

    assert "Nobody had asked her to" in said("ursula")
    assert "Nobody had asked her to" not in said("joan")
    assert work.sign_in("nadia").get(reverse("looks_to_review")).status_code == 403


@pytest.mark.parametrize("name", ["child", "child_looks"])
def test_where_the_ledger_cannot_be_written_a_childs_page_is_not_shown(work, child, name, as_owner):
    client = opened(work, "leon", child)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_ledgerentry FROM wayhome_app")

    with pytest.raises(DatabaseError, match="permission denied"):
        client.get(reverse(name, args=[child.reference]))


def test_where_the_ledger_cannot_be_written_an_episode_is_not_shown(work, as_owner):
    episode = work.episode()
    client = work.sign_in("tomas")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_ledgerentry FROM wayhome_app")

    with pytest.raises(DatabaseError, match="permission denied"):
        client.get(reverse("episode", args=[episode.reference]))


def test_the_message_that_a_look_waits_says_nothing_and_leads_its_reviewer_to_it(
    work, child, reviewed
):
    (owed,) = Message.objects.filter(about=reviewed.id)
    every_minute.carry(now=clock.now())
    (sent,) = [each for each in mail.outbox if str(reviewed.id) in each.body]

    assert sent.to == [owed.address]
    for told in ("Amira", "Example", "Nadia", "Harrowfell", "police business", child.reference):
        assert told not in f"{sent.subject} {sent.body}"
    address = f"/notices/{reviewed.id}/"
    assert address in sent.body
    led = work.sign_in("idris").get(address)
    assert led["Location"] == reverse("look_review", args=[reviewed.id])
    for who in ("ursula", "ines", "nadia"):
        assert work.sign_in(who).get(address).status_code == 404


def test_a_late_review_is_told_to_the_reviewers_manager_and_names_neither_looker_nor_child(
    work, child, reviewed
):
    later = clock.now() + timedelta(hours=73)
    time_passed.record(now=later)
    with clock.at(later):
        clients = {who: work.sign_in(who) for who in ("ines", "femi", "idris", "leon")}
        led = clients["ines"].get(f"/notices/{reviewed.id}/")
        said = {
            who: at_work.words(client.get(reverse("looks_to_review")))
            for who, client in clients.items()
        }

    assert led["Location"] == reverse("looks_to_review")
    assert "A review by Idris Pell" in said["ines"]
    for told in ("Nadia", "Amira", "police business", child.reference):
        assert told not in said["ines"]
    for who in ("femi", "idris", "leon"):
        assert "A review by" not in said[who]


def test_of_a_sealed_child_the_page_says_that_there_is_a_reason_and_who_may_read_it(
    work, child, reviewed
):
    sealed.seal(work.cast, child.child_id)

    page = at_work.words(work.sign_in("idris").get(reverse("look_review", args=[reviewed.id])))

    assert "A reason is written down. It is read only by those on the named list" in page
    assert "police business" not in page


def test_what_was_found_of_a_look_at_a_sealed_child_is_read_by_its_list_alone(
    work, child, reviewed
):
    work.sign_in("idris").post(
        reverse("look_review", args=[reviewed.id]),
        {"outcome": "not_explained", "explanation": "Nobody had asked her to"},
    )
    sealed.seal(work.cast, child.child_id)

    said = {
        who: at_work.words(work.sign_in(who).get(reverse("looks_to_review")))
        for who in ("leon", "ursula")
    }

    assert "Nobody had asked her to" in said["leon"]
    assert "Nobody had asked her to" not in said["ursula"]
    assert "What the reviewer found is read only by those on the named list" in said["ursula"]


def _many(work, child, *, how_many, outcome=""):
    """Looks of Nadia's that Idris is to review, or found not explained, a minute apart."""
    for number in range(how_many):
        at = work.now + timedelta(minutes=number)
        found = {"answered_at": at, "answered_by_id": work.cast.people["idris"]}
        LookReview.objects.create(
            entry_id=at_work.key(),
            looked_at=work.now,
            looker_id=work.cast.people["nadia"],
            looker_agency_id=work.viewer("nadia").agency_id,
            child_id=child.child_id,
            why=WhyReviewed.NO_REFERENCE,
            recorded_at=work.now,
            assigned_to_id=work.cast.people["idris"],
            due_at=at + timedelta(hours=72),
            outcome=outcome,
            explanation=f"Found number {number:03}" if outcome else "",
            **(found if outcome else {}),
        )


def _walk(client, address, pattern):
    """What the pattern finds on each page of a list, from the first to the last."""
    found = []
    while address:
        page = client.get(address).content.decode()
        found.append(re.findall(pattern, page))
        on = re.search(r'href="([^"]+)" rel="next"', page)
        address = html.unescape(on[1]) if on else ""
    return found


def test_what_was_not_explained_goes_on_page_by_page_and_none_is_left_out(work, child):
    _many(work, child, how_many=103, outcome="not_explained")

    pages = _walk(work.sign_in("ursula"), reverse("looks_to_review"), r"Found number (\d+)")

    assert [len(page) for page in pages] == [50, 50, 3]
    assert [int(each) for page in pages for each in page] == list(reversed(range(103)))


def test_the_looks_to_review_go_on_page_by_page_in_the_order_they_are_due(work, child):
    _many(work, child, how_many=53)
    in_order = LookReview.objects.order_by("due_at", "id").values_list("id", flat=True)

    pages = _walk(work.sign_in("idris"), reverse("looks_to_review"), r"/looks/review/([0-9a-f-]+)")

    assert [len(page) for page in pages] == [50, 3]
    assert [each for page in pages for each in page] == [str(each) for each in in_order]


@pytest.mark.parametrize("name", ["after", "late_after", "answered_after"])
@pytest.mark.parametrize("place", ["nonsense", "2026-01-01T00:00:00~x", "2026-01-01T00:00:00"])
def test_a_place_in_the_queue_that_is_none_is_not_found(work, name, place):
    client = work.sign_in("ursula")

    assert client.get(reverse("looks_to_review"), {name: place}).status_code == 404


def test_a_look_that_was_reviewed_already_says_so_and_what_was_found_stands(work, reviewed):
    client, at = work.sign_in("idris"), reverse("look_review", args=[reviewed.id])
    client.post(at, {"outcome": "explained", "explanation": "Her team asked"})

    again = client.post(at, {"outcome": "not_explained", "explanation": "x"})

    assert again.status_code == 409
    assert "You have reviewed this look already" in at_work.words(again)
    reviewed.refresh_from_db()
    assert reviewed.outcome == "explained"
