"""A real worker process, killed in the middle of carrying: another takes what it had in hand."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

from django.db import transaction
from tests.foundation import databases

from wayhome.interfaces.jobs import every_minute
from wayhome.interfaces.rehearsal import cast, scenes, situations
from wayhome.journey import webhook_registered
from wayhome.platform.messaging.models import Message
from wayhome.records.agencies import queries as agencies

NOW = datetime(2026, 3, 10, 21, 0, tzinfo=UTC)


def worker(name):
    """`wayhome worker --once` against one database, as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "wayhome.config.command", "worker", "--once", "--at", str(NOW)],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "wayhome.config.settings.test",
            "WAYHOME_DATABASE_URL": databases.address_of(name),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_what_a_killed_worker_had_in_hand_is_carried_by_another_after_a_minute_and_not_before(
    fresh_database, partner
):
    has_it, is_over = threading.Event(), threading.Event()

    def holds_on(line):
        if not has_it.is_set():
            has_it.set()
            is_over.wait(30)
        line.sendall(b"HTTP/1.1 204 Taken\r\n\r\n")

    partner.behaves = holds_on
    with transaction.atomic():
        scene = scenes.begin(cast.assemble(now=NOW), at=NOW)
        for agency in agencies.agencies():
            webhook_registered.record(
                agency.name,
                url=f"http://127.0.0.1:{partner.port}/",
                allowed_hosts=[f"127.0.0.1:{partner.port}"],
                now=NOW,
            )
        situations.reported_just_now(scene)

    first = worker(fresh_database)
    assert has_it.wait(60)
    first.kill()
    first.wait(30)
    is_over.set()
    [in_hand] = Message.objects.filter(taken_at__isnull=False)
    every_minute.carry(now=NOW + timedelta(seconds=59))
    before = Message.objects.get(id=in_hand.id).sent_at
    every_minute.carry(now=NOW + timedelta(seconds=60))

    tried = [each.headers["webhook-id"] for each in partner.requests]
    assert before is None
    assert not Message.objects.filter(sent_at__isnull=True).exists()
    assert tried.count(str(in_hand.id)) == 2
    assert len(tried) == len(set(tried)) + 1
    assert set(tried) == {str(each.id) for each in Message.objects.filter(courier="webhook")}
