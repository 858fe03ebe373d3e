"""Who may be meant, and what is known of the child who is chosen."""

import pytest
from tests.interfaces.pages import at_work

from wayhome.platform.audit.models import LedgerEntry
from wayhome.rules import told
from wayhome.rules.vocabulary import Marker

pytestmark = pytest.mark.django_db


def shown_for_this_report(client, child):
    """What stands beside the questions once this child is chosen, for this report."""
    return client.post("/report/look-up", {"do": "known", "child_id": str(child.child_id)})


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

    page = shown_for_this_report(work.sign_in("asha"), child)
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


def test_until_it_is_said_that_it_is_for_this_report_only_who_is_chosen_is_shown(work):
    child = work.child(
        contacts=[told.Contact("Sara Example", "mother", "01632 960010")],
        concerns=[told.Concern(Marker.SELF_HARM, "plan", "Nadia Birch")],
    )
    episode = work.episode(child=child)
    asha = work.sign_in("asha")

    page = asha.post("/report/look-up", {"do": f"child:{child.child_id}"})
    words = at_work.words(page)

    for told_apart in ("Amira Example, age 15", "about 15", episode.reference):
        assert told_apart in words
    assert "Show what is known, for this report" in words
    for hidden in ("self-harm", "Sara Example", "Beckside bus station", "Times missing before"):
        assert hidden not in words
    assert f'name="child_id" value="{child.child_id}"' in page.content.decode()
    assert asha.get(f"/children/{child.reference}/").status_code == 302


def test_what_is_known_stays_shown_for_the_report_it_was_asked_for(work):
    episode = work.episode()
    asha = work.sign_in("asha")
    known = {"child_id": str(episode.child_id)}
    asha.post("/report/look-up", {"do": "known", **known})

    with_errors = asha.post("/report/", {**known, "why_worried": ""})

    assert "Times missing before" in at_work.words(with_errors)
    assert asha.get(f"/children/{episode.child.reference}/").status_code == 200


def test_another_purpose_does_not_open_what_is_known_beside_a_report(work):
    episode = work.episode()
    asha = work.sign_in("asha")
    asha.post(f"/children/{episode.child.reference}/why", {"purpose": "search", "reason": ""})

    page = asha.post("/report/look-up", {"do": f"child:{episode.child_id}"})

    assert "Times missing before" not in at_work.words(page)


def looks(work, as_owner, username="asha"):
    """What the ledger holds of this person's looks: verb, deed, purpose and sections."""
    with as_owner():
        mine = LedgerEntry.objects.filter(
            verb__in=("search", "consult"),
            practitioner_id=work.viewer(username).practitioner_id,
        ).order_by("at", "id")
        return [(one.verb, one.deed, one.purpose, bool(one.sections)) for one in mine]


def test_every_look_is_written_down_with_the_purpose_of_a_report(work, as_owner):
    child = work.child()
    work.episode(child=child)
    asha = work.sign_in("asha")

    asha.post("/report/look-up", {"given_name": "Amira"})
    asha.post("/report/look-up", {"do": f"child:{child.child_id}"})
    asha.post("/report/look-up", {"do": "known", "child_id": str(child.child_id)})

    assert looks(work, as_owner) == [
        ("search", "look up a child", "report", False),
        ("consult", "look up a child", "report", False),
        ("consult", "say why a child's record is opened", "report", False),
        ("consult", "see a child's record", "report", True),
    ]


def test_a_child_that_may_not_be_known_of_is_asked_for_in_vain(work, as_owner):
    child = work.child()
    marek = work.sign_in("marek")

    for pressed in (f"child:{child.child_id}", "known"):
        page = marek.post("/report/look-up", {"do": pressed, "child_id": str(child.child_id)})
        assert "Amira" not in at_work.words(page)
        assert "Show what is known" not in at_work.words(page)

    assert looks(work, as_owner, "marek") == [("search", "look up a child", "report", False)] * 2


def test_sending_a_report_opens_no_record(work, as_owner):
    child = work.child()
    asha = work.sign_in("asha")
    sent = {
        "submission_key": at_work.key(),
        "reporter_name": "Sam Sample",
        "reporter_telephone": "01632 960003",
        "why_worried": "Not back",
        "type": "missing",
        "channel": "telephone",
        "child_id": str(child.child_id),
    }

    assert asha.post("/report/", sent).status_code == 302

    assert looks(work, as_owner) == []


@pytest.mark.parametrize("pressed", ["child:{child}", "known", "look_up"])
def test_who_may_not_look_up_is_shown_nobody(work, pressed):
    child = work.child()
    work.episode(child=child)
    sent = {"do": pressed.format(child=child.child_id), "child_id": str(child.child_id)}

    for address in ("/report/look-up", "/report/"):
        assert work.sign_in("isla").post(address, sent).status_code == 403


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


def test_without_a_script_choosing_a_child_leads_to_what_is_known(work):
    episode = work.episode()
    asha = work.sign_in("asha")
    chosen = {"child_id": str(episode.child_id), "why_worried": "It is dark"}

    page = asha.post("/report/", {**chosen, "do": f"child:{episode.child_id}"})
    known = asha.post("/report/", {**chosen, "do": "known"})
    let_go = asha.post("/report/", {**chosen, "do": "nobody"})

    assert "Times missing before" not in at_work.words(page)
    assert "Times missing before" in at_work.words(known)
    assert "It is dark" in known.content.decode()
    for answer in (page, known):
        assert "Which council area" not in at_work.words(answer)
    assert "Times missing before" not in at_work.words(let_go)


def test_a_carer_says_that_what_is_known_is_for_this_report(work):
    child = work.child()
    joss = work.sign_in("joss")
    chosen = {"child_id": str(child.child_id)}

    page = joss.get("/report/")
    beside = joss.post("/report/look-up", chosen)
    known = joss.post("/report/look-up", {**chosen, "do": "known"})

    assert "Show what is known, for this report" in at_work.words(page)
    assert "No earlier time missing" not in at_work.words(beside)
    assert "No earlier time missing" in at_work.words(known)
