"""Who may be meant, and what is known of the child who is chosen."""

import pytest
from tests.interfaces.pages import at_work

from wayhome.rules import told
from wayhome.rules.vocabulary import Marker

pytestmark = pytest.mark.django_db


def test_a_child_whose_name_begins_so_is_offered(work):
    work.child("Amira")

    page = work.sign_in("asha").post("/report/look-up", {"given_name": "ami"})

    assert "Amira Example" in at_work.words(page)


def test_a_chosen_child_is_shown_with_concerns_contacts_and_history(work):
    child = work.child(
        contacts=[told.Contact("Sara Example", "mother", "01632 960010")],
        concerns=[told.Concern(Marker.SELF_HARM, "plan", "Nadia Birch")],
    )
    work.episode(child=child)

    page = work.sign_in("asha").post("/report/look-up", {"do": f"child:{child.child_id}"})
    words = at_work.words(page)

    assert "Risk of self-harm or suicide" in words
    assert "Sara Example" in words
    assert "Last seen: Beckside bus station" in words
    assert "Already reported missing" in words
    assert f'name="child_id" value="{child.child_id}"' in page.content.decode()
