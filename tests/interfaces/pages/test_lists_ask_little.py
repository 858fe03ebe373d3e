"""A list asks the database as much about many as about few: no row costs a question of its own."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.interfaces.pages import at_work, counting
from tests.journey import outside, sealed, world
from tests.platform.uploads import hostile

from wayhome.journey import child_introduced, word_of_sealed
from wayhome.platform import clock
from wayhome.records.files.models import File
from wayhome.records.looks.models import LookReview
from wayhome.records.protection.models import Word
from wayhome.rules import told
from wayhome.rules.vocabulary import Purpose, ReviewOutcome, WhyReviewed

pytestmark = pytest.mark.django_db
EXPORT = {
    "kind": "open_episodes",
    "recipient_name": "A. Nother",
    "purpose": "search",
    "reason": "For the night shift",
    "format": "csv",
}


@pytest.fixture
def work(db):
    del db
    return at_work.Work()


@pytest.fixture
def count(work):
    """`count(client, address)`: what the page holds, and how often it asks."""

    def questions(client, address):
        with clock.at(work.now):
            client.get(address)  # whatever is found out once is found out
            with counting.asked() as found:
                page = client.get(address)
        assert page.status_code == 200
        return at_work.words(page), len(found)

    return questions


def opened(work, username, child):
    client = work.sign_in(username)
    with clock.at(work.now):
        answer = client.post(
            f"/children/{child.reference}/why",
            {"purpose": str(Purpose.STRATEGY), "reason": "x", "submission_key": at_work.key()},
        )
    assert answer.status_code == 302
    return client


def test_the_sealed_inbox(work, count):
    child = work.child()
    born = told.Child(date_of_birth=outside.AMIRA.date_of_birth)
    by = work.viewer("nadia")
    child_introduced.learned(child.child_id, born, supplied_by="x", by=by, now=work.now)
    sealed.seal(work.cast, child.child_id, now=work.now)

    def comes(times):
        for _time in range(times):
            council = work.cast.agencies["Eastvale County Council"]
            world.report(
                work.cast,
                by="tariq",
                child=outside.AMIRA,
                council_id=council,
                key=at_work.key(),
                now=work.now,
            )
        word_of_sealed.gather(now=work.now)

    client = work.sign_in("dina")
    comes(1)
    few, first = count(client, "/sealed/")
    comes(3)
    many, then = count(client, "/sealed/")

    assert Word.objects.count() >= 4
    assert many.count("Its record") > few.count("Its record")
    assert then == first


def test_the_files_of_a_child(work, count):
    child = work.episode().child
    client = opened(work, "nadia", child)

    def add(times):
        for _time in range(times):
            sent = SimpleUploadedFile("a.jpg", hostile.whole("JPEG"))
            with clock.at(work.now):
                client.post(
                    f"/children/{child.reference}/files/add",
                    {
                        "submission_key": at_work.key(),
                        "subject": "photograph",
                        "title": "A picture",
                        "file": sent,
                    },
                )

    add(1)
    few, first = count(client, f"/children/{child.reference}/files/")
    add(2)
    many, then = count(client, f"/children/{child.reference}/files/")

    assert File.objects.count() == 3
    assert many.count("A picture") > few.count("A picture")
    assert then == first


def test_my_exports(work, count):
    work.episode()
    client = work.sign_in("nadia")
    agency = str(work.cast.agencies["Harrowfell Council"])

    def ask(times):
        for _time in range(times):
            sent = {**EXPORT, "recipient_agency": agency, "submission_key": at_work.key()}
            with clock.at(work.now):
                assert client.post("/exports/ask", sent).status_code == 302

    ask(1)
    _few, first = count(client, "/exports/")
    ask(3)
    many, then = count(client, "/exports/")

    assert many.count("For A. Nother") == 4
    assert then == first


def test_who_looked_and_my_own_looks(work, count):
    child = work.child()
    manager = opened(work, "leon", child)
    pages = f"/children/{child.reference}/looks", "/looks/"
    first = [count(manager, page)[1] for page in pages]
    for username in ("nadia", "joss", "tomas"):
        reader = opened(work, username, child)
        with clock.at(work.now):
            reader.get(f"/children/{child.reference}")

    then = [count(manager, page) for page in pages]

    assert "Nadia Birch" in then[0][0]
    assert [asked for _said, asked in then] == first


def test_the_looks_i_am_to_review(work, count, as_owner):
    reviewer = work.cast.people["idris"]
    child = work.child()

    def put_up(lookers):
        with as_owner():
            for name in lookers:
                for outcome in ("", ReviewOutcome.NOT_EXPLAINED):
                    _row(work, name, reviewer, child, outcome)

    client = work.sign_in("idris")
    put_up(["nadia"])
    _few, first = count(client, "/looks/review/")
    put_up(["leon", "joss"])
    many, then = count(client, "/looks/review/")

    assert many.count("A look by") == 3
    assert then == first


def _row(work, name, reviewer, child, outcome):
    answered = (
        {"answered_at": work.now, "answered_by_id": reviewer, "explanation": "x"} if outcome else {}
    )
    LookReview.objects.create(
        entry_id=at_work.key(),
        looked_at=work.now,
        looker_id=work.cast.people[name],
        looker_agency_id=work.viewer(name).agency_id,
        child_id=child.child_id,
        why=WhyReviewed.NO_REFERENCE,
        recorded_at=work.now,
        assigned_to_id=reviewer,
        due_at=work.now + timedelta(hours=72),
        outcome=outcome,
        **answered,
    )
