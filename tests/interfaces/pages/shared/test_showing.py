"""A page whose form was sent and was not taken says so in its status too."""

import pytest
from tests.interfaces.pages import at_work

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", ["report/", "children/"])
def test_a_page_that_is_opened_is_answered_as_found(work, place):
    assert work.sign_in("tomas").get(f"/{place}").status_code == 200


def test_a_report_in_which_something_is_wrong_is_shown_again_with_what_was_typed(work):
    answer = work.sign_in("joss").post("/report/", {"given_name": "Amira"})

    assert answer.status_code == 422
    assert "There is a problem" in at_work.words(answer)
    assert 'value="Amira"' in answer.content.decode()


@pytest.mark.parametrize("place", ["assess", "steps", "sightings", "hypotheses", "seen"])
def test_an_empty_form_about_an_episode_is_not_taken(work, place):
    episode = work.episode()

    answer = work.sign_in("tomas").post(f"/episodes/{episode.reference}/{place}", {})

    assert answer.status_code == 422


def test_what_the_journey_does_not_take_is_told_in_the_status_too(work):
    episode = work.episode()
    found = {"submission_key": at_work.key(), "at": "1/1/2020 09:00", "to": "home"}

    answer = work.sign_in("joss").post(
        f"/episodes/{episode.reference}/returned", found | {"found_by": "carer"}
    )

    assert answer.status_code == 422


def test_a_wrong_password_is_told_in_the_status_too(client, settings):
    settings.WAYHOME_SIGN_IN_BY_CHOICE = False

    answer = client.post("/sign-in", {"username": "joss", "password": "wrong"})

    assert answer.status_code == 422


def test_a_script_shows_what_is_wrong_as_it_shows_any_page(work):
    page = work.sign_in("joss").get("/report/").content.decode()

    assert '{"code": "422", "swap": true}' in page
