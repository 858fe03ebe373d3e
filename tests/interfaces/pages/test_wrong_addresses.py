"""An address or a key that holds what no reference can is answered like any that is unknown."""

import pytest
from tests.interfaces.pages import at_work

pytestmark = pytest.mark.django_db
NUL = "%00"


@pytest.mark.parametrize(
    "address",
    [
        f"/episodes/{NUL}/",
        f"/episodes/{NUL}/assess",
        f"/episodes/{NUL}/returned",
        f"/children/{NUL}/",
        f"/children/{NUL}/why",
        f"/children/{NUL}/detail",
        f"/report/{NUL}/received",
        "/episodes/not-a-reference/",
        "/children/not-a-reference/why",
    ],
)
def test_there_is_no_page_at_what_is_no_reference(work, address):
    answer = work.sign_in("tomas").get(address)

    assert answer.status_code == 404


def test_a_reference_is_read_however_it_is_typed(work):
    child = work.child()

    answer = work.sign_in("tomas").get(f"/children/{child.reference.lower()}/why")

    assert answer.status_code == 200


def test_a_draft_with_a_key_that_is_none_is_kept_all_the_same(work):
    joss = work.sign_in("joss")

    answer = joss.post("/report/draft", {"submission_key": "\x00", "given_name": "Amira"})

    assert answer.status_code == 204
    assert 'value="Amira"' in joss.get("/report/").content.decode()


def test_the_draft_of_a_report_that_was_sent_is_not_kept(work):
    joss, key = work.sign_in("joss"), at_work.key()
    report = {
        "submission_key": key,
        "reporter_name": "Joss Amberley",
        "reporter_telephone": "01632 960001",
        "why_worried": "Not back from school",
        "type": "missing",
        "child_id": str(work.child().child_id),
    }
    assert joss.post("/report/", report).status_code == 302

    joss.post("/report/draft", report | {"submission_key": key.upper()})

    assert "Not back from school" not in joss.get("/report/").content.decode()
