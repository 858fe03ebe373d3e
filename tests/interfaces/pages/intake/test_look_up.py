"""Who may be meant, and what is known of the child who is chosen."""

import pytest
from tests.interfaces.pages import at_work

from wayhome.platform.audit.models import LedgerEntry
from wayhome.rules import told
from wayhome.rules.vocabulary import Marker

pytestmark = pytest.mark.django_db


def test_a_child_whose_name_begins_so_is_offered(work):
    work.child("Amira")

    page = work.sign_in("marek").post("/report/look-up", {"given_name": "ami"})
    mine = work.sign_in("joss").post("/report/look-up", {"given_name": "ami"})

    assert "Amira Example" not in at_work.words(page)
    assert mine.status_code == 200


def test_a_chosen_child_is_shown_with_concerns_contacts_and_history(work):
    child = work.child(
        contacts=[
            told.Contact("Sara Example", "mother", "01632 960010"),
            told.Contact(
                "Gil Example",
                "stepfather",
                "01632 960011",
                unsafe_to_tell=True,
                unsafe_reason="violence",
            ),
        ],
        concerns=[told.Concern(Marker.SELF_HARM, "plan", "Nadia Birch")],
    )
    work.episode(child=child)

    page = work.sign_in("asha").post("/report/look-up", {"do": f"child:{child.child_id}"})
    words = at_work.words(page)

    for known in (
        "Risk of self-harm or suicide",
        "Sara Example",
        "Last seen: Beckside bus station",
        "Already reported missing",
    ):
        assert known in words
    assert "Gil Example" in words
    assert "01632 960011" not in words
    assert f'name="child_id" value="{child.child_id}"' in page.content.decode()


def test_every_look_is_written_down_with_the_purpose_of_a_report(work, as_owner):
    child = work.child()
    work.episode(child=child)

    work.sign_in("asha").post("/report/look-up", {"given_name": "Amira"})
    work.sign_in("asha").post("/report/look-up", {"do": f"child:{child.child_id}"})

    with as_owner():
        looks = LedgerEntry.objects.filter(
            verb__in=("search", "consult"),
            practitioner_id=work.viewer("asha").practitioner_id,
        )
        assert {entry.purpose for entry in looks} == {"report"}
        assert looks.count() == 2


def test_a_child_of_another_area_is_not_shown(work):
    child = work.child()

    page = work.sign_in("marek").post("/report/look-up", {"do": f"child:{child.child_id}"})

    assert "Amira" not in at_work.words(page)


def test_one_letter_is_too_little_to_look_for(work):
    work.episode()

    page = work.sign_in("asha").post("/report/look-up", {"given_name": "A"})

    assert "Amira" not in at_work.words(page)


def test_nobody_of_a_name_is_no_obstacle(work):
    page = work.sign_in("asha").post("/report/look-up", {"given_name": "Nobody"})

    assert "That is no obstacle" in at_work.words(page)


def test_who_may_not_look_up_is_refused(work):
    response = work.sign_in("grace").post("/report/look-up", {"given_name": "Amira"})

    assert response.status_code == 403


def test_without_a_script_a_look_up_keeps_what_was_typed(work):
    work.episode()

    page = work.sign_in("asha").post(
        "/report/", {"do": "look_up", "given_name": "Ami", "why_worried": "It is dark"}
    )

    assert "Amira Example" in at_work.words(page)
    assert "It is dark" in page.content.decode()
    assert "There is a problem" not in at_work.words(page)


def test_without_a_script_choosing_a_child_shows_what_is_known(work):
    episode = work.episode()
    asha = work.sign_in("asha")

    page = asha.post("/report/", {"do": f"child:{episode.child_id}", "why_worried": "It is dark"})
    let_go = asha.post("/report/", {"do": "nobody", "child_id": str(episode.child_id)})

    assert "Times missing before" in at_work.words(page)
    assert "Which council area" not in at_work.words(page)
    assert "Times missing before" not in at_work.words(let_go)
