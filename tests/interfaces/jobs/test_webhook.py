"""Whoever runs Wayhome registers an agency's system, and tries again what it would not take."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from wayhome.config import command
from wayhome.interfaces.jobs import messages, webhook
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.platform import clock
from wayhome.platform.messaging import endpoints, outbox
from wayhome.platform.messaging.models import Message
from wayhome.records.agencies import webhooks

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
AGENCY, URL = "Harrowfell Council", "https://hooks.harrowfell.example:8443/wayhome"


@pytest.fixture(autouse=True)
def _cast(db):
    del db
    casting.assemble(now=NOW)


def run(*argv, at=NOW, job=webhook):
    with clock.at(at):
        return job.main(argv)


def register(capsys, *more):
    assert run("register", AGENCY, URL, *more) == 0
    [made] = webhooks.every()
    return made, capsys.readouterr()


def test_a_webhook_is_registered_and_its_secret_alone_is_on_standard_output(capsys):
    made, shown = register(capsys)

    secret = shown.out.strip()
    assert webhooks.endpoint(made.id, now=NOW).secrets == (secret,)
    assert made.allowed_hosts == ["hooks.harrowfell.example:8443"]
    assert secret not in shown.err
    assert str(made.id) in shown.err


def test_the_hosts_it_may_go_to_are_said(capsys):
    made, _shown = register(capsys, "--hosts", "a.example, hooks.harrowfell.example:8443")

    assert made.allowed_hosts == ["a.example", "hooks.harrowfell.example:8443"]


def test_its_secret_is_rotated_and_the_old_one_signs_too_for_a_day(capsys):
    made, first = register(capsys)

    run("rotate", str(made.id))

    new = capsys.readouterr().out.strip()
    old = first.out.strip()
    assert webhooks.endpoint(made.id, now=NOW + timedelta(hours=23)).secrets == (new, old)
    assert webhooks.endpoint(made.id, now=NOW + timedelta(hours=24)).secrets == (new,)


def test_it_is_revoked_and_the_list_says_so(capsys):
    made, _shown = register(capsys)

    run("revoke", str(made.id))
    run("show")

    assert f"{made.id}  {AGENCY}  {URL}  since 10 March 2026, revoked 10 March 2026" in (
        capsys.readouterr().out
    )
    assert webhooks.endpoint(made.id, now=NOW) is None


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (("register", "Nowhere Council", URL), "no such agency"),
        (("rotate", str(uuid4())), "no such webhook"),
        (("revoke", str(uuid4())), "no such webhook"),
        (("rotate", str(uuid4()), "--hours", "-1"), "0 to 720 hours"),
        (("rotate", str(uuid4()), "--hours", "721"), "0 to 720 hours"),
    ],
)
def test_what_cannot_be_done_says_why_and_shows_no_secret(capsys, argv, why):
    with pytest.raises(webhook.NotPossible, match=why):
        run(*argv)

    assert capsys.readouterr().out == ""


def test_an_address_that_may_not_be_gone_to_is_refused_in_words():
    with pytest.raises(endpoints.NotAllowed, match="https alone"):
        run("register", AGENCY, "http://hooks.harrowfell.example/")


def set_aside(*addresses):
    outbox.queue([(each, uuid4()) for each in addresses], at=NOW)
    Message.objects.filter(address__in=addresses).update(quarantined_at=NOW, problem="550")


def test_what_waits_and_what_was_set_aside_is_counted_and_named_by_no_address(capsys):
    outbox.queue([("c@demo.invalid", uuid4())], at=NOW)
    set_aside("a@demo.invalid")

    run("show", job=messages)

    shown = capsys.readouterr().out
    [aside] = outbox.in_quarantine()
    assert "email: 1 wait, since 2026-03-10 12:00:00 UTC; 1 set aside" in shown
    assert f"{aside.id}  email  550  about {aside.about}" in shown
    assert "demo.invalid" not in shown


def test_where_nothing_waits_the_list_says_since_no_time(capsys):
    set_aside("a@demo.invalid")

    run("show", job=messages)

    assert "email: 0 wait; 1 set aside" in capsys.readouterr().out


def test_what_was_set_aside_is_tried_again_one_of_it_or_all(capsys):
    set_aside("a@demo.invalid", "b@demo.invalid", "c@demo.invalid")
    one = outbox.in_quarantine()[0]

    run("again", str(one.id), job=messages)
    assert len(outbox.in_quarantine()) == 2
    run("again", job=messages)

    assert outbox.in_quarantine() == []
    assert capsys.readouterr().out == "1 will be tried again.\n2 will be tried again.\n"


def test_both_are_commands():
    assert {"webhook", "messages"} <= set(command.JOBS)
    assert set(command.JOBS) == set(command.JOB_PURPOSES)
