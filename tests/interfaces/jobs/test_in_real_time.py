"""Notices climb by the clock on the wall, at the second, also where a worker was killed before."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from tests.foundation import databases

from wayhome.interfaces.rehearsal import cast, children, scenes, situations
from wayhome.journey import account
from wayhome.platform import clock
from wayhome.platform.amiss.models import Beat
from wayhome.records.episodes import queries as episodes
from wayhome.rules import protocol
from wayhome.rules.vocabulary import Level

FIRST = protocol.minutes(protocol.DEFAULT.acknowledge_within_minutes[Level.MEDIUM])
PORTRAITS = [replace(children.AMIRA, given=name) for name in ("Amira", "Bronwen", "Cai")]
AHEAD = (timedelta(seconds=20), timedelta(seconds=24), timedelta(seconds=28))
A_BUSY_MACHINE = timedelta(seconds=5)
PATIENCE = 90  # seconds


@contextmanager
def worker(name):
    """`wayhome worker` against one database, until the block ends: then it is killed."""
    running = subprocess.Popen(
        [sys.executable, "-m", "wayhome.config.command", "worker"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "wayhome.config.settings.test",
            "WAYHOME_DATABASE_URL": databases.address_of(name),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield running
    finally:
        running.kill()
        running.wait(30)


def reported(people, portrait, ahead):
    """An episode whose first notices climb so long from now, if nobody says "I have this"."""
    at = clock.now() - FIRST + ahead
    with transaction.atomic():
        return situations.reported_just_now(scenes.begin(people, at=at), portrait).episode_id


def climbed(episode_id):
    """When the first rung of this episode's notices was due and when it was told; None: not yet."""
    whole = account.whole_of(episodes.locked(episode_id), as_of=clock.now())
    steps = [step for step in whole.response.escalations if step.kind == "notice"]
    first = min(steps, key=lambda step: step.due_at, default=None)
    return first and (first.due_at, first.at)


def all_climbed(episode_ids):
    with transaction.atomic():
        return [climbed(each) for each in episode_ids]


def until(is_so):
    """Wait for what real processes do; it says whether it came about."""
    ends = time.monotonic() + PATIENCE
    while not (found := is_so()) and time.monotonic() < ends:
        time.sleep(0.2)  # between two looks at what a process of its own has written
    return found


def test_each_climbs_at_its_second_though_the_worker_is_killed_before(fresh_database):
    people = cast.assemble(now=clock.now() - timedelta(hours=12))
    asked = [reported(people, *each) for each in zip(PORTRAITS, AHEAD, strict=True)]

    with worker(fresh_database):
        assert until(Beat.objects.exists)  # it has looked at the clocks, and is killed then
    assert not any(all_climbed(asked))
    with worker(fresh_database):
        assert until(lambda: all(all_climbed(asked)))

    found = all_climbed(asked)
    assert all(timedelta() <= told - due <= A_BUSY_MACHINE for due, told in found), found
