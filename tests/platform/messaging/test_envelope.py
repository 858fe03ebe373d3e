"""The body of a webhook: what is written is read, and nothing else is."""

import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.platform.messaging import envelope

EVENT = envelope.Event(
    id=UUID("0197b2f4-8a1c-7d3e-9b5a-6c2d1e0f4a3b"),
    source="https://wayhome.example",
    time=datetime(2026, 3, 10, 21, tzinfo=UTC),
    notice=UUID("0197b2f4-8a1c-7d3e-9b5a-6c2d1e0f4a3c"),
    link="https://wayhome.example/notices/0197b2f4-8a1c-7d3e-9b5a-6c2d1e0f4a3c/",
)
SAID = json.loads(envelope.write(EVENT))


def test_the_envelope_is_cloudevents_with_nothing_but_which_notice_waits_and_where():
    assert SAID == {
        "specversion": "1.0",
        "id": "0197b2f4-8a1c-7d3e-9b5a-6c2d1e0f4a3b",
        "source": "https://wayhome.example",
        "type": "wayhome.notice.waits.v1",
        "time": "2026-03-10T21:00:00Z",
        "datacontenttype": "application/json",
        "data": {
            "notice": "0197b2f4-8a1c-7d3e-9b5a-6c2d1e0f4a3c",
            "kind": "notice waits",
            "link": "https://wayhome.example/notices/0197b2f4-8a1c-7d3e-9b5a-6c2d1e0f4a3c/",
        },
    }


@given(
    event=st.builds(
        envelope.Event,
        id=st.uuids(),
        source=st.just("http://127.0.0.1:8000"),
        time=st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=1))])),
        notice=st.uuids(),
        link=st.just("https://wayhome.example/notices/x/"),
    )
)
def test_what_is_written_is_read_and_is_the_same_bytes_each_time(event):
    assert envelope.read(envelope.write(event)) == event
    assert envelope.write(envelope.read(envelope.write(event))) == envelope.write(event)


def changed(path, value):
    """The envelope as text, with one attribute another."""
    said = json.loads(json.dumps(SAID))
    inner = said["data"] if path.startswith("data.") else said
    inner[path.removeprefix("data.")] = value
    return json.dumps(said).encode()


def without(path):
    said = json.loads(json.dumps(SAID))
    inner = said["data"] if path.startswith("data.") else said
    del inner[path.removeprefix("data.")]
    return json.dumps(said).encode()


EACH = [*(set(SAID)), *(f"data.{name}" for name in SAID["data"])]
WRONG = [None, True, 1, 1.5, "", [], {}, "nothing of the kind", " ", "\x00"]


@pytest.mark.parametrize("path", sorted(EACH))
def test_an_envelope_that_lacks_an_attribute_is_refused(path):
    with pytest.raises(envelope.NotAnEvent):
        envelope.read(without(path))


@pytest.mark.parametrize("path", sorted(EACH))
@pytest.mark.parametrize("value", WRONG, ids=repr)
def test_an_attribute_of_another_type_is_refused(path, value):
    with pytest.raises(envelope.NotAnEvent):
        envelope.read(changed(path, value))


@pytest.mark.parametrize("path", ["subject", "name", "Id", "dataschema", "data.name", "data.place"])
def test_an_attribute_nobody_knows_is_refused(path):
    with pytest.raises(envelope.NotAnEvent):
        envelope.read(changed(path, "Amira"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("specversion", "1.1"),
        ("specversion", "0.3"),
        ("type", "wayhome.notice.waits.v2"),
        ("datacontenttype", "text/plain"),
        ("data.kind", "Notice waits"),
        ("id", "0197B2F4-8A1C-7D3E-9B5A-6C2D1E0F4A3B"),
        ("id", "{0197b2f4-8a1c-7d3e-9b5a-6c2d1e0f4a3b}"),
        ("id", "0197b2f48a1c7d3e9b5a6c2d1e0f4a3b"),
        ("time", "2026-03-10T21:00:00"),
        ("time", "2026-03-10"),
        ("time", "2026-03-10 21:00:00Z"),
        ("time", "2026-13-10T21:00:00Z"),
        ("time", "٢٠٢٦-03-10T21:00:00Z"),
        ("source", "javascript:alert(1)"),
        ("source", "https://a b"),
        ("source", "https://é.example"),
        ("data.link", "https://wayhome.example/" + "x" * 500),
    ],
)
def test_a_value_that_is_nearly_right_is_refused(path, value):
    with pytest.raises(envelope.NotAnEvent):
        envelope.read(changed(path, value))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff",
        json.dumps(SAID).encode("utf-16"),
        b"[" * 4000,
        b'{"a":NaN}',
        json.dumps(SAID)[:-1].encode() + b',"id":"0197b2f4-8a1c-7d3e-9b5a-6c2d1e0f4a3b"}',
        json.dumps(SAID).encode() + b" " * 4096,
        json.dumps(SAID).encode() + b"{}",
    ],
)
def test_what_is_no_single_object_said_once_in_json_is_refused(body):
    with pytest.raises(envelope.NotAnEvent):
        envelope.read(body)


@given(st.binary(max_size=300))
def test_no_bytes_bring_the_reader_down(body):
    with pytest.raises(envelope.NotAnEvent):
        envelope.read(body)


def test_a_refusal_quotes_nothing_of_what_it_refused():
    with pytest.raises(envelope.NotAnEvent) as refused:
        envelope.read(changed("data.name", "Amira"))

    assert "Amira" not in str(refused.value)
