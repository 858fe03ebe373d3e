"""What surrounds every page, and what is said when a page cannot be shown. No database."""

import re
from types import SimpleNamespace

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation

from wayhome.interfaces.pages.shared import (
    errors,
    gallery,
    navigation,
    presenters,
    wording_views,
)
from wayhome.rules.vocabulary import AgencyKind

pytestmark = pytest.mark.urls("wayhome.interfaces.pages.shared.urls")


@pytest.fixture
def ask():
    return RequestFactory()


def words(response):
    return response.content.decode()


def test_every_component_is_shown_without_inline_style_or_handler(ask):
    page = words(gallery.gallery(ask.get("/gallery")))

    assert "style=" not in page
    assert not re.search(r"\son[a-z]+=", page)
    assert page.count("<script") == len(re.findall(r"<script( src=|>document\.body)", page))


def test_the_crown_and_its_font_are_nowhere(ask):
    page = words(gallery.gallery(ask.get("/gallery"))).lower()

    assert "crown" not in page
    assert "open government licence" not in page


def test_an_english_page_offers_welsh_by_post(ask):
    page = words(errors.not_found(ask.get("/nowhere")))

    assert 'method="post" action="/language"' in page
    assert 'value="cy" lang="cy">Cymraeg' in page


def test_a_welsh_page_says_it_is_a_draft(ask):
    with translation.override("cy"):
        page = words(errors.not_found(ask.get("/nowhere")))

    assert '<html lang="cy"' in page
    assert "yn aros am wiriad cyfieithydd" in page


def test_what_a_person_typed_is_never_markup(ask):
    request = ask.get("/")
    request.signed_in = presenters.Person("<b>A</b>")

    assert "<b>A</b>" not in words(errors.not_found(request))


@pytest.mark.parametrize(
    ("view", "code"),
    [
        (errors.bad_request, 400),
        (errors.forbidden, 403),
        (errors.not_found, 404),
        (errors.server_error, 500),
        (errors.form_expired, 403),
    ],
)
def test_each_problem_has_its_code_and_says_what_to_do(ask, view, code):
    response = view(ask.get("/"))

    assert response.status_code == code
    assert "Go to the first page" in words(response)


@pytest.mark.parametrize("stop", [".", ""])
def test_a_refusal_gives_its_reason_in_a_whole_sentence(ask, stop):
    response = errors.refused(ask.get("/"), reasons=[f"Your post has no part in this{stop}"])

    assert response.status_code == 403
    assert "Your post has no part in this.<" in words(response)


@pytest.mark.parametrize(
    ("agency", "said", "not_said"),
    [
        (AgencyKind.POLICE, "call the next post up", "call 101"),
        (AgencyKind.CARE_HOME, "otherwise call 101 and give the reference", "next post"),
        (AgencyKind.LOCAL_AUTHORITY, "otherwise call 101 and give the reference", "next post"),
    ],
)
def test_a_refusal_says_whom_to_call_to_those_it_is_said_to(ask, agency, said, not_said):
    request = ask.get("/")
    request.viewer = SimpleNamespace(agency_kind=agency, practitioner_id="p")

    answer = words(errors.refused(request, reasons=["Not yours."]))
    page = re.sub(r"<[^>]+>", " ", answer)

    assert said in page
    assert not_said not in page
    assert "duty inspector" not in page


def test_there_is_no_gallery_outside_development(ask, settings):
    settings.WAYHOME_GALLERY = False

    with pytest.raises(Http404):
        gallery.gallery(ask.get("/gallery"))


def test_words_are_questioned_as_a_piece_of_page(ask):
    asked = wording_views.word_questions(ask.post("/words", {"reasons": "a misper <b>"}))
    quiet = wording_views.word_questions(ask.post("/words", {"reasons": "a child"}))

    assert "“misper”" in words(asked)
    assert words(quiet).strip() == ""


def test_words_are_never_sent_in_an_address(ask):
    assert wording_views.word_questions(ask.get("/words?reasons=misper")).status_code == 405


def test_the_navigation_marks_the_nearest_place():
    places = (
        navigation.Place("Components", "gallery"),
        navigation.Place("Words", "word_questions"),
    )

    items = navigation.items(places, here="/gallery/one")

    assert [item.is_here for item in items] == [True, False]


@pytest.mark.urls("wayhome.config.urls")
@pytest.mark.parametrize(
    ("here", "marked"),
    [
        ("/episodes/7K3MD-9QXTR-C/", "Open episodes"),
        ("/episodes/7K3MD-9QXTR-C/interview", "Interviews"),
        ("/episodes/7K3MD-9QXTR-C/interview/held", "Interviews"),
        ("/interviews/", "Interviews"),
    ],
)
def test_the_pages_of_an_interview_are_marked_as_such(here, marked):
    items = navigation.items(navigation.PLACES, here=here)

    assert [item.text for item in items if item.is_here] == [marked]


@pytest.mark.urls("wayhome.config.urls")
def test_what_is_seldom_asked_for_stands_beneath_one_word_where_a_line_has_no_room():
    items = navigation.items(navigation.PLACES, here="/exports/ask")

    line, beneath = navigation.folded(items)

    assert [item.text for item in beneath] == [
        *("Measures", "Looks to review", "Exports", "Protocol")
    ]
    assert [item.text for item in beneath if item.is_here] == ["Exports"]
    assert {*line, *beneath} == {*items}


@pytest.mark.urls("wayhome.config.urls")
def test_where_a_line_has_room_nothing_is_put_beneath():
    items = navigation.items(navigation.PLACES[-navigation.ROOM :], here="/")

    assert navigation.folded(items) == (items, ())


@pytest.mark.urls("wayhome.config.urls")
def test_somebody_without_a_board_of_interviews_finds_one_among_the_episodes():
    places = [place for place in navigation.PLACES if place.url_name != "interview_board"]

    items = navigation.items(places, here="/episodes/7K3MD-9QXTR-C/interview")

    assert [item.text for item in items if item.is_here] == ["Open episodes"]
