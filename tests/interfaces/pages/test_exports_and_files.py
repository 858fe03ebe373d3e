"""Asking for an export and fetching it; adding a file, seeing it, and putting it right."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.interfaces.pages import at_work
from tests.platform.uploads import hostile

from wayhome.interfaces.jobs import every_minute
from wayhome.platform import clock
from wayhome.platform.audit.models import LedgerEntry
from wayhome.platform.uploads import kinds
from wayhome.records.exports.models import Export
from wayhome.records.files.models import File, FileContent

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(db):
    del db
    return at_work.Work()


@pytest.fixture
def child(work):
    """A child with an open episode, and a client of their social worker who has said why."""
    episode = work.episode()
    return episode.child


def opened(work, who, child) -> Client:
    client = work.sign_in(who)
    with clock.at(work.now):
        client.post(
            f"/children/{child.reference}/why",
            {"purpose": "strategy", "reason": "", "submission_key": at_work.key()},
        )
    return client


def send(work, client, child, content, *, name="photo.jpg", subject="photograph", **more):
    with clock.at(work.now):
        return client.post(
            f"/children/{child.reference}/files/add",
            {
                "submission_key": at_work.key(),
                "subject": subject,
                "title": "School photograph",
                "file": SimpleUploadedFile(name, content),
                **more,
            },
        )


def get(work, client, address):
    with clock.at(work.now):
        return client.get(address)


def ask(work, client, **more):
    answers = {
        "submission_key": at_work.key(),
        "kind": "open_episodes",
        "recipient_name": "A. Nother",
        "recipient_agency": str(work.cast.agencies["Harrowfell Council"]),
        "purpose": "search",
        "reason": "For the night shift",
        "format": "xlsx",
        **more,
    }
    with clock.at(work.now):
        return client.post("/exports/ask", answers)


# ------------------------------------------------------------------ exports


def test_an_export_is_asked_for_and_fetched_with_headers_that_keep_it(work, child):
    client = work.sign_in("nadia")
    asked = ask(work, client)
    page = get(work, client, asked.url)
    with clock.at(work.now):
        file = client.post(f"{asked.url}file")

    assert "Fetch the file" in at_work.words(page)
    assert child.given_name not in at_work.words(page)
    assert file.headers["Content-Disposition"].startswith("attachment; filename=")
    assert child.given_name not in file.headers["Content-Disposition"]
    assert file.headers["Cache-Control"] == "no-store, private"
    assert "sandbox" in file.headers["Content-Security-Policy"]
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.content[:2] == b"PK"


@pytest.mark.usefixtures("child")
def test_a_link_alone_fetches_nothing(work):
    asked = ask(work, work.sign_in("nadia"))

    assert get(work, work.sign_in("nadia"), f"{asked.url}file").status_code == 405
    with clock.at(work.now):
        assert work.sign_in("tomas").post(f"{asked.url}file").status_code == 404


def test_an_export_of_one_episode_needs_its_reference(work, child):
    client = work.sign_in("nadia")

    wrong = ask(work, client, kind="episode", reference="7K3MD")
    unknown = ask(work, client, kind="episode", reference="22222-22222-2")
    right = ask(work, client, kind="episode", reference=child.episodes.get().reference)

    assert wrong.status_code == 422
    assert "Enter the whole reference" in at_work.words(wrong)
    assert unknown.status_code in (404, 422)
    assert right.status_code == 302


@pytest.mark.usefixtures("child")
def test_a_refused_export_says_why_and_keeps_what_was_typed(work):
    refused = ask(
        work,
        work.sign_in("nadia"),
        recipient_agency=str(work.cast.agencies["Eastvale Police"]),
    )

    assert refused.status_code == 422
    assert "Choose another agency or purpose" in at_work.words(refused)
    assert "For the night shift" in refused.content.decode()


def test_whoever_may_take_nothing_out_is_shown_no_way_to(work, child):
    client = work.sign_in("joss")

    assert get(work, client, "/exports/").status_code == 403
    assert "Take this" not in at_work.words(
        get(work, client, f"/episodes/{child.episodes.get().reference}/")
    )


@pytest.mark.usefixtures("child")
def test_a_manager_declines_with_a_reason(work, monkeypatch):
    monkeypatch.setattr("wayhome.rules.exports.MOST_CHILDREN_ALONE", 0)
    asked = ask(work, work.sign_in("nadia"))
    manager = work.sign_in("leon")

    listed = at_work.words(get(work, manager, "/exports/"))
    with clock.at(work.now):
        manager.post(f"{asked.url}decline", {"submission_key": at_work.key(), "why": "Too wide"})
    page = at_work.words(get(work, work.sign_in("nadia"), asked.url))

    assert "Waiting for you" in listed
    assert "Too wide" in page
    assert Export.objects.get().made_at is None


@pytest.mark.usefixtures("child")
def test_a_manager_approves_and_the_worker_makes_it(work, monkeypatch):
    monkeypatch.setattr("wayhome.rules.exports.MOST_CHILDREN_ALONE", 0)
    asked = ask(work, work.sign_in("nadia"), format="pdf")
    with clock.at(work.now):
        work.sign_in("leon").post(f"{asked.url}approve")
    every_minute.Worker(now=lambda: work.now).look()

    with clock.at(work.now):
        assert work.sign_in("nadia").post(f"{asked.url}file").content.startswith(b"%PDF")


# ------------------------------------------------------------------ files


def test_a_photograph_is_kept_as_pixels_and_shown_on_the_childs_page(work, child):
    client = opened(work, "nadia", child)
    sent = send(work, client, child, hostile.whole("JPEG"), name="../../etc/\x00passwd.svg")
    page = get(work, client, f"/children/{child.reference}/").content.decode()
    address = re.search(r'src="(/files/[^"]+)"', page)[1]
    shown = get(work, client, address)

    assert sent.status_code == 302
    assert 'alt="Photograph of the child"' in page
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert hostile.CANARY not in shown.content
    assert Image.open(io.BytesIO(shown.content)).size == (120, 160)
    assert (
        shown.headers["Content-Security-Policy"]
        == "default-src 'none'; frame-ancestors 'none'; sandbox"
    )
    assert shown.headers["Cache-Control"] == "no-store, private"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "passwd" not in shown.headers["Content-Disposition"]


def test_what_is_kept_in_the_database_cannot_be_read_there(work, child):
    send(work, opened(work, "nadia", child), child, hostile.whole("PNG"))

    assert b"JFIF" not in bytes(FileContent.objects.get().sealed)


def test_each_look_at_a_file_is_entered_with_its_class(work, child, as_owner):
    client = opened(work, "nadia", child)
    send(work, client, child, hostile.whole("JPEG"))
    held = File.objects.get()
    get(work, client, f"/files/{held.id}")

    with as_owner():
        looks = list(LedgerEntry.objects.filter(object_id=held.id, verb="consult"))

    assert [(each.child_id, each.sections) for each in looks] == [(child.id, ["appeal"])]


@pytest.mark.parametrize("page", ["replace", "withdraw"])
def test_a_page_that_names_the_child_of_a_file_is_a_look_at_them(work, child, as_owner, page):
    client = opened(work, "nadia", child)
    send(work, client, child, hostile.whole("JPEG"))

    def looks():
        with as_owner():
            return LedgerEntry.objects.filter(child_id=child.id, verb="consult").count()

    before = looks()
    answer = get(work, client, f"/files/{File.objects.get().id}/{page}")

    assert child.given_name in at_work.words(answer)
    assert looks() == before + 1


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("tomas", True),
        ("joss", True),
        ("nadia", True),
        ("isla", False),
        ("lowri", False),
        ("tariq", False),
    ],
)
def test_a_photograph_is_seen_by_those_who_look_for_the_child(work, child, who, sees):
    send(work, opened(work, "nadia", child), child, hostile.whole("JPEG"))
    held = File.objects.get()

    answer = get(work, work.sign_in(who), f"/files/{held.id}")

    assert (answer.status_code == 200) is sees
    assert answer.status_code in (200, 404)


def test_a_home_hands_in_intelligence_and_does_not_read_it_back(work, child):
    home = opened(work, "joss", child)
    sent = send(work, home, child, hostile.documents()["launch"], subject="intelligence")
    held = File.objects.get()

    assert sent.status_code == 302
    assert get(work, home, f"/files/{held.id}").status_code == 404
    assert "School photograph" not in at_work.words(
        get(work, home, f"/children/{child.reference}/files/")
    )
    assert get(work, opened(work, "nadia", child), f"/files/{held.id}").status_code == 404
    police = get(work, opened(work, "tomas", child), f"/files/{held.id}")
    assert police.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (hostile.others()["svg"], "Only JPEG, PNG, WebP and PDF are taken"),
        (hostile.others()["docx"], "Save a document from Word or Excel as PDF"),
        (b"\xff\xd8\xff" + b"\0" * kinds.MOST_BYTES, "larger than 10 MB"),
        (b"", "empty"),
        (hostile.documents()["note"], "must be a picture"),
    ],
    ids=["svg", "docx", "too large", "empty", "pdf as a photograph"],
)
def test_what_is_not_taken_leaves_nothing_and_says_what_to_do(work, child, content, says):
    answer = send(work, opened(work, "nadia", child), child, content)

    assert answer.status_code == 422
    assert says in at_work.words(answer)
    assert not File.objects.exists()


def test_a_replaced_and_a_withdrawn_file_are_shown_to_nobody(work, child):
    client = opened(work, "nadia", child)
    send(work, client, child, hostile.whole("JPEG"))
    first = File.objects.get()
    with clock.at(work.now):
        client.post(
            f"/files/{first.id}/replace",
            {
                "submission_key": at_work.key(),
                "title": "Newer",
                "file": SimpleUploadedFile("a", hostile.whole("PNG")),
            },
        )
    second = File.objects.get(corrects=first)
    with clock.at(work.now):
        done = client.post(
            f"/files/{second.id}/withdraw",
            {"submission_key": at_work.key(), "why": "It is another child"},
        )

    assert done.status_code == 302
    assert get(work, client, f"/files/{first.id}").status_code == 404
    assert get(work, client, f"/files/{second.id}").status_code == 404
    assert File.objects.count() == 2


def test_a_home_withdraws_only_what_it_added(work, child):
    send(work, opened(work, "nadia", child), child, hostile.whole("JPEG"))
    held = File.objects.get()
    with clock.at(work.now):
        refused = opened(work, "joss", child).post(
            f"/files/{held.id}/withdraw", {"submission_key": at_work.key(), "why": "No"}
        )

    assert refused.status_code == 403
    held.refresh_from_db()
    assert held.withdrawn_at is None


def test_a_file_is_never_written_to_a_disk_on_its_way(work, child, settings):
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"
    big = hostile.whole("PNG") + b"\0" * 4_000_000

    assert send(work, opened(work, "nadia", child), child, big).status_code == 302
