"""The language switch: the same page in the other language, and the draft note with it."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_switch_comes_back_to_the_page_it_was_pressed_on(client):
    answer = client.post("/language", {"language": "cy", "next": "/sign-in?next=/notices"})

    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in?next=/notices"


def test_the_switch_names_the_page_with_what_was_chosen_on_it(client):
    page = client.get("/sign-in?next=/notices").content.decode()

    assert 'name="next" value="/sign-in?next=/notices"' in page


def test_the_switch_leads_nowhere_else(client):
    answer = client.post("/language", {"language": "cy", "next": "https://example.org/"})

    assert "example.org" not in answer["Location"]


def test_a_page_is_welsh_after_the_switch_and_says_that_it_is_a_draft(client):
    client.post("/language", {"language": "cy", "next": "/sign-in"})

    page = client.get("/sign-in").content.decode()

    assert '<html lang="cy"' in page
    assert "Cyfieithiad drafft: yn aros am wiriad cyfieithydd." in page


def test_a_page_is_english_again_after_the_switch_back_without_the_note(client):
    client.post("/language", {"language": "cy", "next": "/sign-in"})
    client.post("/language", {"language": "en", "next": "/sign-in"})

    page = client.get("/sign-in").content.decode()

    assert '<html lang="en"' in page
    assert "Cyfieithiad drafft" not in page
