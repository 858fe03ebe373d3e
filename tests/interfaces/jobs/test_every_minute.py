"""The worker carries messages and watches the clocks, whatever becomes of mail or database."""

import itertools
import logging
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from tests.foundation import databases, partners

from wayhome.config import database
from wayhome.insight.results import actions as results
from wayhome.interfaces.jobs import every_minute
from wayhome.interfaces.rehearsal import cast, children, scenes, situations
from wayhome.journey import account, couriers, sending, time_passed, webhook_registered
from wayhome.platform import clock
from wayhome.platform.amiss import beats
from wayhome.platform.amiss.models import Beat
from wayhome.platform.amiss.reasons import Amiss
from wayhome.platform.messaging import carrying, connecting, outbox
from wayhome.platform.messaging.models import Message
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import queries as agencies
from wayhome.records.agencies import webhooks
from wayhome.records.agencies.models import Post
from wayhome.records.episodes import queries as episodes
from wayhome.rules.vocabulary import PostKind

NOW = datetime(2026, 3, 10, 21, 0, tzinfo=UTC)


@pytest.fixture
def scene(db):  # noqa: ARG001  # a fixture is asked for by its name
    return scenes.begin(cast.assemble(now=NOW), at=NOW)


def notices_of(missing):
    whole = account.whole_of(episodes.locked(missing.episode_id), as_of=NOW + timedelta(days=9))
    return whole.response.notices


def later(**gone_by):
    return (NOW + timedelta(**gone_by)).isoformat()


def test_a_message_says_that_something_waits_and_no_name_reason_or_place(scene, mail_catcher):
    missing = situations.reported_just_now(scene)

    every_minute.main(["--once", "--at", later(seconds=10)])

    told = "".join(message.as_string() for message in mail_catcher.messages)
    assert mail_catcher.messages
    for secret in (children.AMIRA.given, "Example", "Beckside", "missing", missing.reference):
        assert secret not in told
    assert {notice.delivered_at for notice in notices_of(missing)} == {NOW + timedelta(seconds=10)}


def test_a_message_is_carried_once(scene, mail_catcher):
    situations.reported_just_now(scene)

    for seconds in (10, 20):
        every_minute.main(["--once", "--at", later(seconds=seconds)])

    assert len(mail_catcher.messages) == len({m["Message-ID"] for m in mail_catcher.messages})


def test_while_mail_is_down_the_notice_climbs_anyway_and_the_message_goes_later(
    scene, mail_catcher, settings
):
    missing = situations.reported_just_now(scene)
    up, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    every_minute.main(["--once", "--at", later(hours=2)])
    undelivered = {notice.delivered_at for notice in notices_of(missing)}
    whole = account.whole_of(episodes.locked(missing.episode_id), as_of=NOW + timedelta(hours=2))

    settings.EMAIL_PORT = up
    every_minute.main(["--once", "--at", later(hours=3)])

    first = [notice for notice in notices_of(missing) if notice.recorded_at == NOW]
    assert undelivered == {None}
    assert any(step.kind == "notice" for step in whole.response.escalations)
    assert {notice.delivered_at for notice in first} == {NOW + timedelta(hours=3)}
    assert mail_catcher.messages


@pytest.mark.parametrize("address", ["duty@@demo.invalid", "duty@demo.invalid\n", "duty@"])
def test_an_address_no_message_can_go_to_holds_up_no_other(scene, mail_catcher, address):
    post = Post.objects.filter(agency__name="Northmoor Police", kind=PostKind.DUTY_INSPECTOR)
    assert post.update(email=address) == 1  # as if nobody had looked at it when it was given
    situations.reported_just_now(scene)

    every_minute.main(["--once", "--at", later(seconds=10)])

    [bad] = outbox.Message.objects.filter(address=address)
    others = outbox.Message.objects.exclude(address=address)
    assert mail_catcher.messages
    assert len(mail_catcher.messages) == others.count()
    assert {other.sent_at for other in others} == {NOW + timedelta(seconds=10)}
    assert (bad.sent_at, bad.attempts) == (None, 1)
    assert bad.problem
    assert bad.next_try_at > NOW + timedelta(seconds=10)


def test_what_was_sent_before_the_worker_was_ended_is_not_sent_again(
    fresh_database, mail_catcher, monkeypatch
):
    assert fresh_database
    with transaction.atomic():
        situations.reported_just_now(scenes.begin(cast.assemble(now=NOW), at=NOW))
    answered = sending.notice_answered
    marking, marked = answered.delivered, []

    def ended(notice_ids, *, now):
        if len(marked) == 2:
            raise SystemExit
        marked.extend(notice_ids)
        marking(notice_ids, now=now)

    with monkeypatch.context() as ending:
        ending.setattr(answered, "delivered", ended)
        with pytest.raises(SystemExit):
            every_minute.carry(now=NOW)
    every_minute.carry(now=NOW + timedelta(seconds=60))

    sent = Counter(message["Message-ID"] for message in mail_catcher.messages)
    assert sorted(sent.values(), reverse=True)[:2] == [2, 1]


def test_however_slow_the_mail_the_clocks_are_looked_at(monkeypatch):
    mail_is_slow, looked, told_to_stop = threading.Event(), threading.Event(), threading.Event()

    def slow(_by, **_due):
        mail_is_slow.set()
        told_to_stop.wait(20)
        return carrying.Carried()

    def look(**_when):
        if mail_is_slow.wait(20):
            looked.set()
        return 0

    monkeypatch.setattr(carrying, "carry", slow)
    monkeypatch.setattr(time_passed, "record", look)
    working = threading.Thread(target=every_minute.Worker().until, args=(told_to_stop,))
    working.start()
    was_looked_at = looked.wait(10)
    told_to_stop.set()
    working.join(20)

    assert was_looked_at
    assert not working.is_alive()


def test_while_a_partners_system_does_not_answer_other_systems_and_mail_go_on(
    fresh_database, mail_catcher, partner, monkeypatch
):
    """The slow one still has its message in hand when the others have what they are owed."""
    assert fresh_database
    monkeypatch.setattr(connecting, "ENDS_WITHIN", 100.0)  # seconds, on a machine that is busy
    quick, is_over = partners.Partner(), threading.Event()
    quick.open()
    partner.behaves = lambda _line: is_over.wait(90)
    with transaction.atomic():
        scene = scenes.begin(cast.assemble(now=clock.now()), at=clock.now())
        for agency in agencies.agencies():
            port = partner.port if agency.name == "Northmoor Police" else quick.port
            webhook_registered.record(
                agency.name,
                url=f"http://127.0.0.1:{port}/",
                allowed_hosts=[f"127.0.0.1:{port}"],
                now=clock.now(),
            )
        situations.reported_just_now(scene)
    owed = Message.objects.exclude(courier="webhook", address=str(slow_of(partner.port)))
    told_to_stop = threading.Event()
    working = threading.Thread(target=every_minute.Worker().until, args=(told_to_stop,))
    working.start()
    until = time.monotonic() + 60
    while owed.filter(sent_at__isnull=True).exists() and time.monotonic() < until:
        told_to_stop.wait(0.05)
    went_meanwhile = not owed.filter(sent_at__isnull=True).exists()
    in_hand = Message.objects.filter(sent_at__isnull=True, taken_at__isnull=False).count()
    told_to_stop.set()
    is_over.set()
    working.join(30)
    quick.close()

    assert went_meanwhile
    assert in_hand == 1
    assert quick.requests
    assert mail_catcher.messages


def slow_of(port):
    """The identifier of the webhook to the system on this port."""
    return next(each.id for each in webhooks.every() if f":{port}/" in each.url)


def test_the_worker_stops_between_two_messages(scene, mail_catcher):
    situations.reported_just_now(scene)

    every_minute.carry(now=NOW, is_stopping=lambda: bool(mail_catcher.messages))

    assert len(mail_catcher.messages) == 1


def runs_in(caplog):
    """What the worker said of each of its runs."""
    return [record.facts for record in caplog.records if record.name == "wayhome.worker"]


@pytest.mark.usefixtures("fresh_database")
def test_whatever_a_run_meets_the_next_is_made(monkeypatch, caplog):
    caplog.set_level(logging.INFO, "wayhome.worker")
    worker = every_minute.Worker(now=lambda: NOW)

    def broken(**_when):
        raise ZeroDivisionError("of Amira")

    with monkeypatch.context() as away:
        away.setattr(time_passed, "record", broken)
        worker.turn()
    worker.turn()

    looks = [run.get("lost") for run in runs_in(caplog) if run["run"] == "look"]
    assert looks == ["ZeroDivisionError", None]
    assert "Amira" not in str(runs_in(caplog))


@pytest.mark.django_db
def test_the_clocks_are_looked_at_once_a_minute(monkeypatch):
    moments = []
    monkeypatch.setattr(time_passed, "record", lambda *, now: moments.append(now) or 0)
    time = (NOW + timedelta(seconds=5 * number) for number in itertools.count())
    worker = every_minute.Worker(now=lambda: next(time))

    for _ in range(20):
        worker.turn()

    assert all(
        after - before >= timedelta(minutes=1) for before, after in itertools.pairwise(moments)
    )
    assert len(moments) > 1


@pytest.mark.usefixtures("fresh_database")
def test_a_database_that_went_away_is_waited_for(monkeypatch, caplog):
    caplog.set_level(logging.INFO, "wayhome.worker")
    worker = every_minute.Worker(now=lambda: NOW)

    def gone(**_when):
        raise OperationalError("the database system is shutting down")

    with monkeypatch.context() as away:
        away.setattr(time_passed, "record", gone)
        worker.turn()
    worker.turn()

    looks = [run for run in runs_in(caplog) if run["run"] == "look"]
    assert ["lost" in run for run in looks] == [True, False]


@pytest.mark.usefixtures("mail_catcher")
def test_the_log_has_one_line_a_run_and_no_person(scene, caplog):
    caplog.set_level(logging.INFO)
    situations.reported_just_now(scene)

    every_minute.main(["--once", "--at", later(seconds=10)])

    assert [run["run"] for run in runs_in(caplog)] == ["look", "seal", "carry"]
    assert "Amira" not in str(runs_in(caplog))
    assert "invalid" not in str(runs_in(caplog))


def test_every_hand_of_a_courier_and_the_clocks_have_a_connection():
    assert 1 + sum(road.hands for road in couriers.ROADS) <= database.POOL_SIZE


def test_it_stops_when_told_to():
    told_to_stop = threading.Event()

    class Once(every_minute.Worker):
        def look(self):
            told_to_stop.set()

        def carry(self, *_by, **_until):
            pass

    Once().until(told_to_stop)


def test_a_connection_ended_by_the_server_is_opened_again(fresh_database):
    with transaction.atomic():
        cast.assemble(now=NOW)
    worker = every_minute.Worker(now=lambda: NOW)
    worker.turn()

    databases.as_server(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{fresh_database}' AND usename = current_user AND pid <> pg_backend_pid()"
    )
    worker.looked_at = None
    worker.turn()
    worker.turn()

    assert worker.looked_at == NOW


def lacks_of(worker):
    """What the worker says is amiss, as it is kept for whoever asks."""
    worker.beat()
    [kept] = Beat.objects.all()
    return kept.lacks.split()


def test_mail_that_nobody_takes_is_said_until_somebody_does(scene, settings, mail_catcher):
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    situations.reported_just_now(scene)
    moments = [NOW + timedelta(minutes=each) for each in range(1, 9)]
    worker = every_minute.Worker(now=lambda: moments[0])
    said = []
    for _look in range(3):
        worker.turn()
        said.append(lacks_of(worker))
        moments.pop(0)
    settings.EMAIL_PORT = there
    worker.turn()

    assert said == [[], ["mail_away"], ["mail_away"]]
    assert lacks_of(worker) == []
    assert mail_catcher.messages


def test_what_was_set_aside_is_said_for_a_day(scene):
    situations.reported_just_now(scene)
    Message.objects.update(quarantined_at=NOW)
    worker = every_minute.Worker(now=lambda: NOW + timedelta(minutes=1))
    worker.look()

    the_same_day = lacks_of(worker)
    worker = every_minute.Worker(now=lambda: NOW + timedelta(days=1, minutes=1))
    worker.look()

    assert the_same_day == ["messages_set_aside"]
    assert lacks_of(worker) == []


def test_a_worker_whose_looks_fail_does_not_say_that_it_is_there(fresh_database, monkeypatch):
    del fresh_database
    worker = every_minute.Worker(now=lambda: NOW)

    def fails(**_when):
        raise ValueError

    monkeypatch.setattr(time_passed, "record", fails)
    worker.turn()
    worker.beat()

    assert not Beat.objects.exists()


@pytest.mark.parametrize(("counted_before", "lacks"), [(48, []), (49, ["counted_late"])])
def test_a_count_is_late_once_the_last_is_older_than_two_days(
    scene, settings, counted_before, lacks
):
    del scene
    with transactions.step():
        results.keep([], as_of=NOW - timedelta(hours=counted_before), extract="x", at=NOW)
    worker = every_minute.Worker(now=lambda: NOW)
    worker.look()

    settings.WAYHOME_COUNTED_AFTER = None
    assert lacks_of(worker) == []
    settings.WAYHOME_COUNTED_AFTER = timedelta(hours=2)
    assert lacks_of(worker) == lacks


def test_a_year_that_has_no_part_is_said_and_made_at_the_next_look(scene, as_owner, mail_catcher):
    del scene, mail_catcher
    with as_owner(), connection.cursor() as cursor:
        for year in (clock.now().year, clock.now().year + 1):
            cursor.execute(f"DROP TABLE audit_ledgerentry_{year}")
    every = every_minute.Worker(now=lambda: NOW)
    every.looked_at = NOW

    every.beat()
    assert Amiss.YEAR_LACKING in Beat.objects.get(program=beats.WORKER).lacks.split()
    every_minute.main(["--once", "--at", later(seconds=10)])
    every.beat()

    assert Amiss.YEAR_LACKING not in Beat.objects.get(program=beats.WORKER).lacks.split()


def test_a_worker_that_cannot_see_whether_a_year_lacks_is_there_all_the_same(fresh_database):
    every = every_minute.Worker(now=lambda: NOW)
    every.looked_at = NOW

    with psycopg.connect(databases.address_of(fresh_database)) as other:
        other.execute("LOCK TABLE ONLY audit_ledgerentry_other IN ACCESS EXCLUSIVE MODE")
        every.beat()

    assert Amiss.YEAR_LACKING not in Beat.objects.get(program=beats.WORKER).lacks.split()
