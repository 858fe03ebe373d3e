"""Whichever worker goes on in the journal, it does from where the last one was."""

import itertools
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from wayhome.interfaces.jobs import journalled
from wayhome.platform import clock
from wayhome.platform.enciphering import keyring
from wayhome.platform.journal import keeping

NOW = clock.now()


@pytest.fixture(autouse=True)
def journal(settings, tmp_path):
    settings.WAYHOME_JOURNAL_DIR = tmp_path / "journal"
    return settings.WAYHOME_JOURNAL_DIR / keeping.FILE


@pytest.fixture
def recorded(monkeypatch):
    """What was recorded, in order; `meanwhile` is kept while the entry of its name is."""
    found, meanwhile = [], {}

    def record(entry, *, now):
        assert now == NOW
        found.append(entry["key"])
        for key in meanwhile.pop(entry["key"], ()):
            keep(key)

    monkeypatch.setattr(journalled, "WAYS", {"test": record})
    return SimpleNamespace(found=found, meanwhile=meanwhile)


def keep(key):
    entry = {"way": "test", "key": key, "received_at": NOW.isoformat()}
    keeping.keep(entry, is_proved=True)


def test_where_more_has_come_meanwhile_the_next_look_goes_on_from_there(recorded, journal):
    recorded.meanwhile["b"] = ["c", "d"]
    keep("a")
    keep("b")

    first = journalled.replay(now=NOW)
    second = journalled.replay(now=NOW)

    assert (first.recorded, second.recorded) == (2, 2)
    assert recorded.found == ["a", "b", "c", "d"]
    assert not journal.exists()


class Ended(BaseException):
    """The worker is killed."""


@pytest.mark.parametrize("ends", [Ended, OperationalError("the server closed the line")])
def test_ended_after_every_report_it_records_each_once_and_comes_to_the_end(
    recorded, journal, ends
):
    keys = [f"report {number}" for number in range(20)]
    for key in keys:
        keep(key)
    lived = itertools.count(1)

    def lives():
        if next(lived) % 2 == 0:
            raise ends

    for _life in keys[1:]:
        with pytest.raises(type(ends) if isinstance(ends, Exception) else ends):
            journalled.go_on(now=lambda: NOW, lives=lives)
    journalled.go_on(now=lambda: NOW, lives=lives)

    assert recorded.found == keys
    assert not journal.exists()


def test_ended_before_it_says_how_far_it_is_it_records_one_report_again(recorded, monkeypatch):
    keep("a")
    keep("b")

    def killed(_place):
        raise Ended

    with monkeypatch.context() as ending:
        ending.setattr(keeping, "deal_with", killed)
        with pytest.raises(Ended):
            journalled.replay(now=NOW)
    journalled.replay(now=NOW)

    assert recorded.found == ["a", "a", "b"]


def test_what_could_not_be_recorded_is_tried_again_and_nothing_is_passed_over(
    recorded, journal, monkeypatch
):
    def away(entry, *, now):
        del now
        if entry["key"] == "b":
            raise OperationalError
        recorded.found.append(entry["key"])

    for key in ("a", "b", "c"):
        keep(key)
    with monkeypatch.context() as patched:
        patched.setattr(journalled, "WAYS", {"test": away})
        with pytest.raises(OperationalError):
            journalled.replay(now=NOW)
    journalled.replay(now=NOW)

    assert recorded.found == ["a", "b", "c"]
    assert not journal.exists()


def test_it_stops_where_that_is_enough_and_goes_on_from_there(recorded, journal):
    for key in ("a", "b", "c"):
        keep(key)

    first = journalled.go_on(now=lambda: NOW, is_enough=lambda: recorded.found[-1:] == ["b"])

    assert (first.recorded, journal.exists()) == (2, True)
    assert journalled.replay(now=NOW).recorded == 1
    assert not journal.exists()


def test_a_journal_begun_since_another_was_emptied_is_recorded_from_its_first_line(recorded):
    for key in ("a", "b"):
        keep(key)
        journalled.replay(now=NOW)

    assert recorded.found == ["a", "b"]


def test_a_line_that_was_damaged_is_recorded_once_its_key_is_back(recorded, journal, settings):
    one, other = (keyring.fresh_line(name).strip() for name in ("one", "other"))
    settings.WAYHOME_CIPHER_KEYS = one
    keep("a")
    settings.WAYHOME_CIPHER_KEYS = other
    keep("b")
    recorded.meanwhile["b"] = ["c"]
    assert journalled.replay(now=NOW).damaged == 1

    settings.WAYHOME_CIPHER_KEYS = f"{other},{one}"
    assert journalled.replay(now=NOW).damaged == 0

    assert recorded.found == ["b", "a", "b", "c"]
    assert not journal.exists()


@pytest.fixture
def slow(monkeypatch):
    """Each report takes so many seconds, and others are kept meanwhile as `meanwhile` says."""
    found = SimpleNamespace(now=NOW, takes=0.1, meanwhile={}, recorded=[], rested=[])

    def record(entry, *, now):
        assert now == found.now
        found.recorded.append(entry["key"])
        found.now += timedelta(seconds=found.takes)
        for key in found.meanwhile.pop(entry["key"], ()):
            keep(key)

    monkeypatch.setattr(journalled, "WAYS", {"test": record})
    return found


def go_on(slow):
    return journalled.go_on(now=lambda: slow.now, rest=slow.rested.append)


def test_while_nobody_reports_it_does_not_rest(slow, journal):
    keep("a")
    keep("b")

    go_on(slow)

    assert slow.rested == []
    assert not journal.exists()


def test_while_others_are_put_into_the_journal_it_takes_a_quarter_of_the_time(slow):
    slow.meanwhile["a"] = ["c"]
    keep("a")
    keep("b")

    go_on(slow)

    assert slow.rested == [pytest.approx(0.3)]
    assert slow.recorded == ["a", "b"]


def test_once_a_report_has_waited_for_a_minute_it_gives_way_to_nobody(slow):
    slow.meanwhile["a"] = ["c"]
    slow.now = NOW + journalled.GIVES_WAY + timedelta(seconds=1)
    keep("a")
    keep("b")

    go_on(slow)

    assert slow.rested == []


def test_where_the_disk_of_the_journal_fails_meanwhile_it_does_not_rest(slow, monkeypatch):
    def fails():
        raise OSError

    slow.meanwhile["a"] = ["c"]
    keep("a")
    keep("b")
    with monkeypatch.context() as patched:
        patched.setattr(keeping, "length", fails)
        go_on(slow)

    assert slow.rested == []
    assert slow.recorded == ["a", "b"]


def test_who_came_while_it_rested_makes_it_rest_once_more(slow):
    def rest(seconds):
        slow.rested.append(seconds)
        if len(slow.rested) == 1:
            keep("d")

    slow.meanwhile["a"] = ["c"]
    for key in ("a", "b", "e"):
        keep(key)

    journalled.go_on(now=lambda: slow.now, rest=rest)

    assert len(slow.rested) == 2


def test_it_never_rests_for_longer_than_a_second(slow):
    slow.takes, slow.meanwhile["a"] = 30.0, ["b"]
    keep("a")

    go_on(slow)

    assert slow.rested == [1.0]


def test_a_clock_that_is_set_back_does_not_make_it_rest(slow):
    slow.takes, slow.meanwhile["a"] = -30.0, ["b"]
    keep("a")

    go_on(slow)

    assert slow.rested == [0.0]
