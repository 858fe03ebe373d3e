"""What leaves the service names nobody: every template of every courier, in every language.

Here the words themselves are read: none is one of the field's. What is sent about a child whose
every word is a canary is searched in `tests/journey/test_couriers.py`.
"""

import ast
import json
import re
from dataclasses import fields
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.utils import translation
from tests.contracts import files
from tests.platform.messaging.letters import letter

from wayhome.journey import couriers
from wayhome.platform.messaging import by_email, by_webhook, words
from wayhome.platform.messaging.courier import Letter
from wayhome.rules.vocabulary import AgencyKind, Level, NoticeReason, PostKind

LANGUAGES = [code for code, _name in django_settings.LANGUAGES]
RENDERED = {
    couriers.EMAIL.name: lambda one: by_email.written(one).message().as_bytes(),
    couriers.WEBHOOK.name: by_webhook.written,
}
EVERY = [
    (courier, says, language)
    for courier in RENDERED
    for says in words.SAYS
    for language in LANGUAGES
    if courier != couriers.WEBHOOK.name or says == words.NOTICE
]
# What a child, a place or a reason is called here, none of which a message may say.
OF_THE_FIELD = re.compile(
    r"\b(child|missing|episode|risk|police|council|home|school|hospital|found|returned|sighting|"
    r"high|urgent|plentyn|coll|ar goll|heddlu|cartref|risg)\b",
    re.IGNORECASE,
)


def rendered(courier, says, language):
    with translation.override(language):
        return RENDERED[courier](letter(courier=courier, says=says))


def test_every_courier_there_is_has_its_templates_rendered_here():
    assert set(RENDERED) == {road.courier.name for road in couriers.ROADS}
    assert {"en", "cy"} <= set(LANGUAGES)


@pytest.mark.parametrize(("courier", "says", "language"), EVERY)
def test_what_is_sent_holds_no_word_of_a_child_a_place_or_a_reason(courier, says, language):
    said = rendered(courier, says, language).decode()

    assert not OF_THE_FIELD.search(said)
    for labels in (NoticeReason, PostKind, AgencyKind, Level):
        assert not any(re.search(rf"\b{re.escape(each.label)}\b", said) for each in labels)


@pytest.mark.parametrize(("courier", "says", "language"), EVERY)
def test_what_is_sent_is_the_same_in_whatever_language_its_sender_works(courier, says, language):
    one = letter(courier=courier, says=says)
    with translation.override(language):
        here = RENDERED[courier](one)
    with translation.override("en"):
        there = RENDERED[courier](one)

    undated = re.compile(rb"^Date: .*$", re.MULTILINE)
    assert undated.sub(b"", here) == undated.sub(b"", there)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_data_of_an_event_is_the_notice_its_kind_and_the_link_and_no_more(language):
    one = letter(courier="webhook")
    with translation.override(language):
        said = json.loads(by_webhook.written(one))

    assert said["data"] == {
        "notice": str(one.about),
        "kind": "notice waits",
        "link": words.link(words.NOTICE, about=one.about),
    }
    assert said["id"] == str(one.id)


def test_a_courier_is_handed_nothing_that_could_be_content():
    """What a letter holds is closed: identifiers, an address, a kind of message and a moment."""
    types = {each.name: each.type for each in fields(Letter)}

    assert set(types) == {"id", "courier", "address", "about", "says", "queued_at"}
    assert types["about"] is UUID


def test_no_courier_reads_a_record():
    """The floors hold it, and here it is said by name: nothing in messaging imports above it."""
    room = files.SOURCE / "platform" / "messaging"
    imported = {
        (node.module or "")
        for module in room.glob("*.py")
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.ImportFrom)
    }

    assert not {each for each in imported if re.match(r"wayhome\.(records|stages|journey)", each)}


def test_a_word_of_the_field_would_be_found():
    assert OF_THE_FIELD.search("A child is missing")
    assert OF_THE_FIELD.search("Mae plentyn ar goll")
