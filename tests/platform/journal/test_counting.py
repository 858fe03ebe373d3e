"""Each line of the journal has the next number, whoever wrote before and whatever became of it."""

from pathlib import Path

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from wayhome.platform.journal import counting, keeping, lines


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.WAYHOME_JOURNAL_DIR = tmp_path / "journal"
    return settings.WAYHOME_JOURNAL_DIR


def keep():
    keeping.keep({"some": "thing"}, is_proved=True)


def by_another_process():
    """A line of somebody who does not know what this process knows."""
    known = list(counting._known)
    counting._known.clear()
    keep()
    counting._known[:] = known


def cut_off():
    """The power goes while a line is written."""
    file = Path(keeping.settings.WAYHOME_JOURNAL_DIR) / keeping.FILE
    if file.exists():
        file.write_bytes(file.read_bytes() + b"9 key aGFsZiBhIGxp")


def emptied():
    keeping.settle(keeping.held())


def brought_back():
    """The file is written anew in its place, as from a copy, without its last line."""
    file = Path(keeping.settings.WAYHOME_JOURNAL_DIR) / keeping.FILE
    if file.exists():
        *whole, _last, _tail = [b"", *file.read_bytes().split(lines.END)]
        file.write_bytes(b"".join(line + lines.END for line in whole if line))


HAPPENS = st.lists(
    st.sampled_from([keep, by_another_process, cut_off, emptied, brought_back]), max_size=25
)


@given(happened=HAPPENS)
def test_every_line_can_be_read_whatever_happened_before_it(tmp_path_factory, happened):
    with override_settings(WAYHOME_JOURNAL_DIR=tmp_path_factory.mktemp("journal")):
        for each in happened:
            each()
        kept = len(keeping.held().entries)
        keep()
        read = keeping.held()

        assert len(read.entries) == kept + 1
        assert read.damaged == 0


def test_a_long_journal_is_not_read_again_for_each_report(folder):
    for _line in range(300):
        keep()
    length = (folder / keeping.FILE).stat().st_size

    before = bytes_read()
    keep()

    assert bytes_read() - before < length / 10


def test_after_a_line_in_the_middle_was_damaged_the_next_can_soon_be_read_again(
    folder, monkeypatch
):
    for _line in range(3):
        keep()
    file = folder / keeping.FILE
    file.write_bytes(file.read_bytes().replace(lines.END, b"x", 1))  # two lines are one

    monkeypatch.setattr(counting, "KNOWN_FOR", 0.0)
    before = len(keeping.held().entries)
    keep()

    assert len(keeping.held().entries) == before + 1


def test_a_journal_is_not_settled_while_it_holds_a_line_that_was_not_read():
    keep()
    read = keeping.held()
    keep()

    assert not keeping.settle(read)
    assert len(keeping.held().entries) == 2


def bytes_read():
    said = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(said["rchar"])
