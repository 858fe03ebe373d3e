"""What the page for partners shows is what is sent, and the program it gives checks it."""

import json
import re

from tests.contracts import files
from tests.platform.messaging.letters import NOW, letter

from wayhome.platform.messaging import by_webhook, envelope, signing, waits
from wayhome.platform.messaging.courier import Outcome

PAGE = (files.ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
OLD, NEW, OTHER = signing.new_secret(), signing.new_secret(), signing.new_secret()


def program():
    """The function of the page, as a partner would copy it."""
    [source] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names = {}
    exec(compile(source, "docs/webhooks.md", "exec"), names)  # noqa: S102  # our own page
    return names["is_genuine"]


def sent(*secrets):
    one = letter(courier="webhook")
    body = by_webhook.written(one)
    return signing.headers(str(one.id), body=body, with_secrets=secrets, now=NOW), body


def test_the_program_of_the_page_takes_what_is_sent_also_while_a_secret_is_rotated():
    headers, body = sent(NEW, OLD)
    now = NOW.timestamp()

    assert all(program()(headers, body, [each], now) for each in (NEW, OLD))
    assert program()(headers, body, [OTHER, OLD], now)


def test_the_program_of_the_page_refuses_what_was_changed_forged_or_is_old():
    headers, body = sent(NEW)
    now = NOW.timestamp()

    assert not program()(headers, body + b" ", [NEW], now)
    assert not program()(headers, body, [OTHER], now)
    assert not program()(headers | {"webhook-id": "another"}, body, [NEW], now)
    assert not program()(headers, body, [NEW], now + 301)
    assert not program()(headers, body, [NEW], now - 301)
    assert not program()(headers | {"webhook-timestamp": "soon"}, body, [NEW], now)


def test_the_envelope_of_the_page_is_one_that_is_read():
    [shown] = re.findall(r'\n(\{"specversion".*?\}\})\n', PAGE, re.DOTALL)

    event = envelope.read(json.dumps(json.loads(shown)).encode())

    assert json.loads(envelope.write(event)) == json.loads(shown)


def test_the_numbers_of_the_page_are_those_of_the_service():
    assert int(waits.FIRST.total_seconds()) == 5
    assert "after 5 seconds at most, then 10, then 20" in PAGE
    assert waits.LONGEST[Outcome.AWAY].total_seconds() == 60
    assert all(str(each) in PAGE for each in sorted(by_webhook.NOT_NOW))
    assert f"\n| {by_webhook.GONE} |" in PAGE
    assert signing.WINDOW.total_seconds() == 5 * 60
