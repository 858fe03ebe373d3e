"""Every address with a reference, found from the resolver, tells a stranger nothing.

Somebody of an agency with no part asks for what there is and for what there is not: the answer is
the same, 404, by every method, on pages and through the API. A new address is asked for by itself.
"""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver
from tests.interfaces.pages import at_work

from wayhome.journey import partnership_formed
from wayhome.platform import clock
from wayhome.stages.response.models import Duty, Notice, Step

pytestmark = pytest.mark.django_db
NOWHERE = "22222-22222-2"
STRANGERS = ("lowri", "tariq")  # a sergeant of another force; another council's social worker
PLACES = re.compile(r"<(?:\w+:)?(\w+)>")
# What is nobody's secret: partners and their posts, and what each kind of problem means. Who may
# not say who is on duty is told so before any post is looked for, which is about no record.
OPEN = {
    "api/v1/agencies/<agency_id>/posts",
    "api/v1/problems/<code>",
    "api/v1/on-duty/<post_id>/stand-ins",
}


def addresses(resolver=None, before=""):
    """Every address of the service, as its pattern is written."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, here)
        else:
            yield here


def with_a_place():
    """Those that are about one record."""
    return sorted({each for each in addresses() if "<" in each} - OPEN)


PAGES = [each for each in with_a_place() if not each.startswith("api/")]
CALLS = [each for each in with_a_place() if each.startswith("api/")]


@pytest.fixture
def there(work):
    """What there is to put in each place: references, and identifiers of what is of an episode."""
    episode = work.episode()
    duty = Duty.objects.filter(episode=episode).first()
    step = Step.objects.filter(episode=episode).first()
    notice = Notice.objects.filter(episode=episode).first()
    return {
        "children": episode.child.reference,
        "episodes": episode.reference,
        "duty_id": str(duty.id),
        "step_id": str(step.id),
        "notice_id": str(notice.id),
    }


@pytest.fixture
def work(db):
    del db
    return at_work.Work()


def filled(pattern, there):
    """The address of one record that there is, or of none where nothing is given."""
    reference = there.get("children" if "children/" in pattern else "episodes", NOWHERE)
    values = {"reference": reference, **there}
    return "/" + PLACES.sub(lambda place: values.get(place[1], str(uuid.uuid4())), pattern)


def alike(answer, address):
    """What an answer says, without what differs each time: its form's token, its own address."""
    text = answer.content.decode().replace(address, "").replace(address.replace("/", "%2F"), "")
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    kept = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    return answer.status_code, text, kept


@pytest.mark.parametrize("stranger", STRANGERS)
def test_no_page_tells_a_stranger_whether_a_record_exists(work, there, stranger):
    client = work.sign_in(stranger)
    told = []
    for pattern in PAGES:
        known, unknown = filled(pattern, there), filled(pattern, {})
        for send in (client.get, client.post):
            with clock.at(work.now):
                one, other = send(known), send(unknown)
            if alike(one, known) != alike(other, unknown) or one.status_code not in (404, 405):
                told.append((send.__name__, pattern, one.status_code, other.status_code))

    assert not told
    assert len(PAGES) > 40


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("body", [{}, None], ids=["an empty body", "a body of the right shape"])
def test_no_call_tells_a_stranger_whether_a_record_exists(work, there, client, stranger, body):
    token = partnership_formed.token(
        work.cast.people[stranger], label="tests", now=work.now, lasts=timedelta(days=1)
    )
    bodies = {} if body is not None else _bodies(client.get("/api/v1/openapi.json").json())
    told = []
    for pattern in CALLS:
        known, unknown = filled(pattern, there), filled(pattern, {})
        sent = json.dumps(bodies.get(pattern, {}))
        for method in ("get", "post"):
            one, other = (
                _call(method, each, token, sent, now=work.now) for each in (known, unknown)
            )
            allowed = (404, 405, 422)
            if alike(one, known) != alike(other, unknown) or one.status_code not in allowed:
                told.append((method, pattern, one.status_code, other.status_code))

    assert not told
    assert len(CALLS) > 50


def _bodies(document):
    """A body of the right shape for each address that takes one."""
    found = {}
    for path, methods in document["paths"].items():
        content = methods.get("post", {}).get("requestBody", {}).get("content", {})
        if "application/json" in content:
            pattern = path.removeprefix("/").replace("{", "<").replace("}", ">")
            found[pattern] = _least(content["application/json"]["schema"], document)
    return found


def _least(schema, document):
    """The least that a schema takes."""
    if "$ref" in schema:
        return _least(document["components"]["schemas"][schema["$ref"].split("/")[-1]], document)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return _least(schema[several][0], document)
    if "const" in schema or "enum" in schema:
        return schema.get("const") or schema["enum"][0]
    if schema.get("type") == "object":
        needed = schema.get("required", [])
        return {name: _least(schema["properties"][name], document) for name in needed}
    if schema.get("type") == "array":
        return [_least(schema["items"], document)] * schema.get("minItems", 0)
    written = {"uuid": str(uuid.uuid4()), "date-time": "2026-03-10T18:00:00Z", "date": "2026-03-10"}
    plain = {"boolean": True, "integer": schema.get("minimum", 1), "number": 1, "null": None}
    kind = schema.get("type", "string")
    return plain[kind] if kind in plain else written.get(schema.get("format"), "In words")


def _call(method, address, token, body, *, now):
    headers = {
        "Authorization": f"Bearer {token}",
        "Wayhome-Purpose": "search",
        "Idempotency-Key": uuid.uuid4().hex,
    }
    content = {"data": body} if method == "post" else {}
    with clock.at(now):
        return getattr(Client(), method)(
            address, content_type="application/json", headers=headers, **content
        )
