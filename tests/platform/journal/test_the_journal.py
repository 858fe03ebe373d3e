"""What was received while the database was away is on the disk, or nobody was told that it is."""

import os
import resource
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.platform.enciphering import keyring
from wayhome.platform.journal import keeping, lines

SAID = {"name": "Zqwenna", "words": ["Not back", "~", "\n"]}
ENTRIES = [{"number": number, **SAID} for number in range(3)]


@pytest.fixture(autouse=True)
def journal(settings, tmp_path):
    settings.WAYHOME_JOURNAL_DIR = tmp_path / "journal"
    return settings.WAYHOME_JOURNAL_DIR / keeping.FILE


def keep(entry, *, is_proved=True):
    keeping.keep(entry, is_proved=is_proved)


def whole() -> bytes:
    return b"".join(lines.written(each, number=n) for n, each in enumerate(ENTRIES, start=1))


def test_what_is_kept_is_read_again_in_order():
    for each in ENTRIES:
        keep(each)

    held = keeping.held()

    assert (list(held.entries), held.torn, held.damaged) == (ENTRIES, 0, 0)


def test_nothing_of_it_can_be_read_on_the_disk(journal):
    keep(SAID)

    assert b"Zqwenna" not in journal.read_bytes()
    assert journal.stat().st_mode & 0o077 == 0


def test_a_journal_that_was_never_written_holds_nothing():
    assert keeping.held() == lines.Lines()


def test_cut_off_at_any_byte_it_holds_every_line_that_had_ended():
    content = whole()
    ends = [place + 1 for place, byte in enumerate(content) if byte == ord(lines.END)]

    for cut in range(len(content) + 1):
        held = lines.read(content[:cut])

        ended = sum(end <= cut for end in ends)
        assert list(held.entries) == ENTRIES[:ended]
        assert held.damaged == 0
        assert held.torn == (cut not in {0, *ends})


def test_cut_off_at_any_byte_the_next_line_is_kept_after_it(journal):
    content = whole()
    journal.parent.mkdir()
    for cut in range(0, len(content) + 1, 7):
        journal.write_bytes(content[:cut])
        before = keeping.held()

        keep(SAID)

        after = keeping.held()
        assert after.entries == (*before.entries, SAID)
        assert (after.torn, after.damaged) == (before.torn, 0)


@given(cuts=st.lists(st.integers(min_value=0, max_value=400), min_size=1, max_size=4))
def test_however_often_it_is_cut_off_nothing_that_had_ended_is_lost(cuts):
    content = b""
    kept = []
    for cut in cuts:
        line = lines.written({"cut": cut}, number=lines.next_number(content))
        content += lines.mended(content) + line[:cut]
        if cut >= len(line):
            kept.append({"cut": cut})

    assert list(lines.read(content).entries) == kept
    assert lines.read(content).damaged == 0


@given(place=st.integers(min_value=0, max_value=10_000), bit=st.integers(0, 7))
def test_a_line_that_was_changed_is_never_read_as_another(place, bit):
    content = bytearray(whole())
    content[place % len(content)] ^= 1 << bit

    held = lines.read(bytes(content))

    assert all(each in ENTRIES for each in held.entries)
    # The last sign of base 64 has bits that say nothing.
    assert held.damaged + held.torn >= 1 or list(held.entries) == ENTRIES


def test_lines_that_changed_places_are_damaged():
    first, second, third = whole().splitlines(keepends=True)

    held = lines.read(second + first + third)

    assert (held.damaged, list(held.entries)) == (2, ENTRIES[2:])


def test_a_line_whose_key_is_gone_is_damaged_and_not_dropped(settings):
    content = whole()
    settings.WAYHOME_CIPHER_KEYS = keyring.fresh_line("another").strip()

    assert lines.read(content).damaged == 3


def test_once_all_is_dealt_with_it_is_empty(journal):
    keep(SAID)

    assert keeping.settle(keeping.held())

    assert not journal.exists()
    assert keeping.settle(keeping.held())


def test_what_came_meanwhile_stays():
    keep(SAID)
    read = keeping.held()
    keep(SAID)

    assert not keeping.settle(read)

    assert len(keeping.held().entries) == 2


def test_of_the_same_journal_what_came_after_a_place_is_read_alone():
    keep(ENTRIES[0])
    place = keeping.held().place
    keep(ENTRIES[1])

    held = keeping.held(after=place)

    assert (list(held.entries), held.last) == (ENTRIES[1:2], 2)
    assert held.place == keeping.held().place


@given(cut=st.integers(0, 3), more=st.integers(0, 3), torn=st.booleans())
def test_from_any_place_the_rest_is_read_and_counted_as_from_the_first(cut, more, torn):
    written = [lines.written(each, number=n) for n, each in enumerate(ENTRIES, start=1)]
    damaged = b"4 first AAAA\n" if more == 3 else b""
    before = b"".join(written[:cut]) + (b"1 fir" if torn else b"")
    after = before + lines.mended(before) + b"".join(written[cut:]) + damaged

    read = lines.read(before)
    rest = lines.read(after, after=read.place)

    whole_file = lines.read(after)
    assert read.entries + rest.entries == whole_file.entries
    assert (rest.torn, rest.damaged, rest.last, rest.place) == (
        whole_file.torn,
        whole_file.damaged,
        whole_file.last,
        whole_file.place,
    )


def test_a_journal_that_was_begun_anew_is_read_from_its_first_line():
    keep(ENTRIES[0])
    read = keeping.held()
    keeping.settle(read)
    keep(ENTRIES[1])
    keep(ENTRIES[2])

    assert list(keeping.held(after=read.place).entries) == ENTRIES[1:]


def test_a_journal_begun_anew_is_not_emptied_for_one_of_as_many_lines():
    keep(ENTRIES[0])
    read = keeping.held()
    keeping.settle(read)  # by another worker
    keep(ENTRIES[1])

    assert not keeping.settle(read)

    assert list(keeping.held().entries) == ENTRIES[1:2]


def test_a_journal_with_a_damaged_line_is_put_aside_for_a_person(journal):
    keep(SAID)
    journal.write_bytes(b"1 first AAAA\n")

    assert keeping.settle(keeping.held())

    assert not journal.exists()
    assert [each.name for each in keeping.put_aside()] == [f"damaged-1-{keeping.FILE}"]


def test_many_at_once_lose_nothing():
    ready = threading.Barrier(8)

    def one(number):
        ready.wait()
        keep({"number": number})

    with ThreadPoolExecutor(8) as many:
        list(many.map(one, range(8)))

    assert sorted(each["number"] for each in keeping.held().entries) == list(range(8))


def fill(*, is_proved):
    for _each in range(20):
        keep(SAID, is_proved=is_proved)


def test_what_is_only_claimed_fills_half_of_it(settings):
    settings.WAYHOME_JOURNAL_BYTES = 2000
    with pytest.raises(keeping.CannotBeKept):
        fill(is_proved=False)
    claimed = len(keeping.held().entries)

    keep(SAID)

    assert 0 < claimed < len(keeping.held().entries)
    with pytest.raises(keeping.CannotBeKept):
        fill(is_proved=True)


def test_a_disk_that_is_full_is_said_and_leaves_what_was_there(journal):
    keep(SAID)
    before = journal.read_bytes()
    _soft, hard = kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    told = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 20, hard))
    try:
        with pytest.raises(keeping.CannotBeKept):
            keep(SAID)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)
        signal.signal(signal.SIGXFSZ, told)

    assert journal.read_bytes() == before


def test_a_place_that_cannot_be_written_is_said(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.WAYHOME_JOURNAL_DIR = tmp_path / "file" / "journal"

    with pytest.raises(keeping.CannotBeKept):
        keep(SAID)


WRITER = """
import os, sys
from pathlib import Path
import django
from django.conf import settings
settings.configure(
    WAYHOME_JOURNAL_DIR=sys.argv[1], WAYHOME_JOURNAL_BYTES=10**9, WAYHOME_CIPHER_KEYS=sys.argv[2]
)
from wayhome.platform.journal import keeping
for number in range(10**6):
    keeping.keep({"number": number, "words": "x" * 5000}, is_proved=True)
    os.write(1, f"{number}\\n".encode())
"""


def test_killed_while_it_writes_it_has_all_that_was_acknowledged(settings, tmp_path):
    settings.WAYHOME_CIPHER_KEYS = keyring.fresh_line("first").strip()
    acknowledged = []
    for _kill in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "journal"), settings.WAYHOME_CIPHER_KEYS],
            stdout=subprocess.PIPE,
        )
        for _line in range(20):
            acknowledged.append(int(writer.stdout.readline()))
        os.kill(writer.pid, signal.SIGKILL)
        acknowledged += [int(line) for line in writer.stdout.read().split()]
        writer.wait()
        writer.stdout.close()

    held = keeping.held()
    numbers = [each["number"] for each in held.entries]
    assert held.damaged == 0
    assert len(numbers) >= len(acknowledged)
    for number in set(acknowledged):
        assert numbers.count(number) >= acknowledged.count(number)
