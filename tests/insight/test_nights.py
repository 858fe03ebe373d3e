"""The work of the night is done once a day, apart from the worker, and again where it failed."""

import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wayhome.insight import nightly, nights, rooms
from wayhome.insight.extracts import building, publishing
from wayhome.insight.results import queries
from wayhome.insight.results.models import Counting
from wayhome.interfaces.jobs import every_night, extract, measures
from wayhome.interfaces.rehearsal import situations
from wayhome.platform import clock

TWO = timedelta(hours=2)
FINE, FAILS = ((sys.executable, "-c", f"raise SystemExit({code})") for code in (0, 3))


def at(day, hour, minute=0, month=7):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "midnight"),
    [
        (at(4, 12), at(3, 23)),  # British Summer Time
        (at(4, 23), at(4, 23)),
        (at(4, 22, 59), at(3, 23)),
        (at(4, 12, month=1), at(4, 0, month=1)),
    ],
)
def test_midnight_is_that_of_the_clock_in_london(now, midnight):
    assert nights.last_midnight(now) == midnight


@pytest.mark.django_db
def test_it_is_due_once_a_day_two_hours_after_midnight(scene):
    morning = nights.last_midnight(scene.now)
    assert not nights.is_due(now=morning + TWO - timedelta(seconds=1), after=TWO)
    assert nights.is_due(now=morning + TWO, after=TWO)

    building.make(as_of=morning, now=morning + TWO)
    nightly.count(now=morning + TWO)

    assert not nights.is_due(now=morning + timedelta(hours=23), after=TWO)
    assert nights.is_due(now=morning + timedelta(hours=26), after=TWO)


@pytest.mark.django_db
def test_what_fails_is_not_tried_again_for_an_hour(settings):
    settings.WAYHOME_COUNTED_AFTER = TWO
    moments = iter([at(4, 9), at(4, 9), at(4, 9), at(4, 9, 59), at(4, 10)])
    night = every_night.Nights(now=lambda: next(moments), command=FAILS)

    assert night.is_time()
    assert night.work(threading.Event()) == 3
    assert not night.is_time()
    assert night.is_time()


@pytest.mark.django_db
def test_it_is_never_time_where_that_is_set(settings):
    settings.WAYHOME_COUNTED_AFTER = None

    assert not every_night.Nights(now=lambda: at(4, 9)).is_time()


@pytest.mark.django_db
def test_whatever_goes_wrong_is_said_and_it_is_asked_again(settings, monkeypatch, caplog):
    settings.WAYHOME_COUNTED_AFTER = TWO
    stop = threading.Event()
    monkeypatch.setattr(every_night, "ASKED_EVERY", 0)
    turns = iter([lambda: None, stop.set])

    def now():
        next(turns)()
        return at(4, 9)

    night = every_night.Nights(now=now, command=("/nowhere/at-all",))
    apart = threading.Thread(target=night.until, args=(stop,))  # it lets go of its own line
    apart.start()
    apart.join()

    assert [each.facts["lost"] for each in caplog.records] == ["FileNotFoundError"]


@pytest.mark.parametrize(("command", "level"), [(FINE, "INFO"), (FAILS, "WARNING")])
def test_a_night_that_failed_is_a_warning(command, level, caplog):
    caplog.set_level("INFO", "wayhome.worker")

    every_night.Nights(command=command).work(threading.Event())

    assert [each.levelname for each in caplog.records] == [level]


def test_it_is_ended_with_the_worker():
    stop = threading.Event()
    stop.set()
    sleeps = (sys.executable, "-c", "import time; time.sleep(600)")

    assert every_night.Nights(command=sleeps).work(stop) != 0


def test_it_ends_by_itself():
    assert every_night.Nights(command=FINE).work(threading.Event()) == 0


HOLDS = """
import sys, time
from pathlib import Path
from wayhome.insight.rooms import Room
room = Room(Path(sys.argv[1]))
print(room.path, flush=True)
time.sleep(600)
"""


def test_the_room_of_one_who_was_killed_is_removed_by_the_next_and_no_other(tmp_path):
    holds = (sys.executable, "-c", HOLDS, str(tmp_path))
    with subprocess.Popen(holds, stdout=subprocess.PIPE, text=True) as killed:
        left = Path(killed.stdout.readline().strip())
        rooms.Room(tmp_path).close()
        assert left.is_dir()
        killed.kill()

    room = rooms.Room(tmp_path)

    assert list(tmp_path.glob("counting-*")) == [room.path]
    room.close()
    assert list(tmp_path.glob("counting-*")) == []


TOLD_TO_STOP = """
import os, signal, sys
from pathlib import Path
from wayhome.insight.rooms import Room
from wayhome.platform import ending
with ending.tidily():
    room = Room(Path(sys.argv[1]))
    os.kill(os.getpid(), signal.SIGTERM)
"""


def test_one_who_is_told_to_stop_leaves_nothing(tmp_path):
    ended = subprocess.run((sys.executable, "-c", TOLD_TO_STOP, str(tmp_path)), check=False)

    assert ended.returncode == 128 + signal.SIGTERM
    assert list(tmp_path.glob("counting-*")) == []


@pytest.mark.django_db
def test_the_commands_make_the_extract_and_count_it(scene, capsys):
    situations.reported_just_now(scene)
    with clock.at(scene.now):
        assert measures.main([]) == 1
        assert extract.main(["--as-of", scene.now.isoformat()]) == 0
        assert extract.main(["--as-of", scene.now.isoformat()]) == 0
        assert measures.main([]) == 0

    said, problem = capsys.readouterr()
    assert "nothing has been extracted yet" in problem
    assert "0 parts anew" not in said  # the month that goes on is read again
    assert queries.last_as_of() == scene.now


@pytest.mark.django_db
def test_nothing_is_said_as_of_a_moment_that_has_not_come_nor_after_the_extract(scene):
    with pytest.raises(building.InTheFuture):
        building.make(as_of=scene.now + timedelta(seconds=1), now=scene.now)

    building.make(as_of=scene.now, now=scene.now)
    with pytest.raises(nightly.NotCovered):
        nightly.count(now=scene.now, as_of=scene.now + timedelta(seconds=1))


@pytest.mark.django_db
def test_the_counting_before_the_last_is_kept_and_no_other(scene):
    building.make(as_of=scene.now, now=scene.now)
    for hours in range(4):
        nightly.count(now=scene.now + timedelta(hours=hours))

    assert Counting.objects.count() == 2
    assert publishing.current()[1].as_of == scene.now
