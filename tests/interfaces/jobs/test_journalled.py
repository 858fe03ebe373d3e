"""A worker goes on in the journal from where it was, and through all of another one."""

from types import SimpleNamespace

import pytest

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
    keeping.keep({"way": "test", "key": key}, is_proved=True)


def test_where_more_has_come_meanwhile_the_next_look_goes_on_from_there(recorded, journal):
    recorded.meanwhile["b"] = ["c", "d"]
    keep("a")
    keep("b")
    replaying = journalled.Replaying()

    first = replaying.go_on(now=NOW)
    second = replaying.go_on(now=NOW)

    assert (first.recorded, second.recorded) == (2, 2)
    assert recorded.found == ["a", "b", "c", "d"]
    assert not journal.exists()


def test_what_could_not_be_recorded_is_tried_again_and_nothing_is_passed_over(recorded, journal):
    class Away(Exception):
        pass

    def record(entry, *, now):
        del now
        if entry["key"] == "b" and recorded.found.count("a") == 1:
            raise Away
        recorded.found.append(entry["key"])

    replaying = journalled.Replaying()
    keep("a")
    keep("b")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(journalled, "WAYS", {"test": record})
        patched.setattr(journalled.durable, "is_away", lambda fault: isinstance(fault, Away))
        with pytest.raises(Away):
            replaying.go_on(now=NOW)
        replaying.go_on(now=NOW)

    assert recorded.found == ["a", "a", "b"]
    assert not journal.exists()


def test_a_journal_that_another_worker_emptied_is_not_taken_for_the_one_begun_since(recorded):
    recorded.meanwhile["a"] = ["b"]
    keep("a")
    one, other = journalled.Replaying(), journalled.Replaying()
    one.go_on(now=NOW)

    other.go_on(now=NOW)
    keep("c")
    one.go_on(now=NOW)

    assert recorded.found == ["a", "a", "b", "c"]


def test_a_line_that_was_damaged_is_recorded_once_its_key_is_back(recorded, journal, settings):
    one, other = (keyring.fresh_line(name).strip() for name in ("one", "other"))
    settings.WAYHOME_CIPHER_KEYS = one
    keep("a")
    settings.WAYHOME_CIPHER_KEYS = other
    keep("b")
    recorded.meanwhile["b"] = ["c"]
    replaying = journalled.Replaying()
    assert replaying.go_on(now=NOW).damaged == 1

    settings.WAYHOME_CIPHER_KEYS = f"{other},{one}"
    assert replaying.go_on(now=NOW).damaged == 0

    assert recorded.found == ["b", "a", "b", "c"]
    assert not journal.exists()
