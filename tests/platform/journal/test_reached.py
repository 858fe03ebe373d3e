"""How far the journal is dealt with is said on the disk, and never further than it is."""

import tempfile
from pathlib import Path

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from wayhome.platform.enciphering import keyring
from wayhome.platform.journal import keeping, lines, reached


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.WAYHOME_JOURNAL_DIR = tmp_path / "journal"
    return settings.WAYHOME_JOURNAL_DIR


def keep(*numbers):
    for number in numbers:
        keeping.keep({"number": number}, is_proved=True)


def left():
    return [each["number"] for each in keeping.left().entries]


def test_what_is_dealt_with_is_not_left():
    keep(0, 1, 2)

    keeping.deal_with(keeping.left().ends[1])

    assert left() == [2]
    assert len(keeping.held().entries) == 3


def test_nothing_is_left_of_what_was_dealt_with_to_the_end_and_more_may_come():
    keep(0)
    keeping.deal_with(keeping.left().ends[0])
    keep(1)

    assert left() == [1]
    assert keeping.settle(keeping.left())
    keep(2)
    assert left() == [2]


def test_a_journal_that_is_put_back_is_read_from_its_first_line(folder):
    keep(0, 1)
    there = (folder / keeping.FILE).read_bytes()
    read = keeping.left()
    keeping.deal_with(read.ends[1])
    keeping.settle(read)

    (folder / keeping.FILE).write_bytes(there)

    assert left() == [0, 1]


def test_what_is_said_once_the_journal_was_emptied_is_not_written(folder):
    keep(0)
    read = keeping.left()
    keeping.settle(read)  # by another worker

    keeping.deal_with(read.ends[0])

    assert not (folder / reached.FILE).exists()


def test_a_place_after_a_damaged_line_is_not_said(settings):
    one, other = (keyring.fresh_line(name).strip() for name in ("one", "other"))
    settings.WAYHOME_CIPHER_KEYS = one
    keep(0)
    settings.WAYHOME_CIPHER_KEYS = other
    keep(1)
    keeping.deal_with(keeping.left().ends[0])

    settings.WAYHOME_CIPHER_KEYS = f"{one},{other}"

    assert left() == [0, 1]


def test_what_another_key_says_is_no_word(settings):
    one, other = (keyring.fresh_line(name).strip() for name in ("same", "same"))
    settings.WAYHOME_CIPHER_KEYS = one
    keep(0)
    keeping.deal_with(keeping.left().ends[0])
    settings.WAYHOME_CIPHER_KEYS = other

    assert keeping.left().damaged == 1


def test_it_can_be_read_by_nobody_else(folder):
    keep(0)

    keeping.deal_with(keeping.left().ends[0])

    assert (folder / reached.FILE).stat().st_mode & 0o077 == 0


def test_where_it_cannot_be_written_all_is_done_again(folder):
    keep(0, 1)
    (folder / f"{reached.FILE}.new").mkdir()

    keeping.deal_with(keeping.left().ends[0])

    assert left() == [0, 1]


class Story:
    """A journal to which everything happens; `recorded` is what became a record."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.number = folder, 0
        self.said: list[bytes] = []
        self.read = lines.Lines()
        self.kept: set[int] = set()
        self.recorded: set[int] = set()

    def comes(self, _chance: int) -> None:
        """One more is received."""
        keep(self.number)
        self.kept.add(self.number)
        self.number += 1

    def works(self, chance: int, *, says_last: bool = True) -> None:
        """A worker records some, and is killed."""
        read = keeping.left()
        done = list(zip(read.entries, read.ends, strict=True))[: chance % 4]
        for number, (entry, end) in enumerate(done, start=1):
            self.recorded.add(entry["number"])
            if says_last or number < len(done):
                keeping.deal_with(end)

    def is_slow(self, _chance: int) -> None:
        """Another worker reads what is left, and stops for a while."""
        self.read = keeping.left()

    def works_late(self, chance: int) -> None:
        """The other worker records one of those, whatever has become of them meanwhile."""
        for entry, end in list(zip(self.read.entries, self.read.ends, strict=True))[: chance % 3]:
            self.recorded.add(entry["number"])
            keeping.deal_with(end)

    def works_unheard(self, chance: int) -> None:
        """As above, killed before it says how far it is."""
        self.works(chance, says_last=False)

    def ends(self, _chance: int) -> None:
        """A worker records all, and empties the journal."""
        read = keeping.left()
        self.recorded |= {entry["number"] for entry in read.entries}
        keeping.settle(read)

    def is_cut_off(self, chance: int) -> None:
        """Whoever was writing was killed in the middle of a line."""
        if self._file.exists():
            with self._file.open("ab") as line:
                line.write(b"9 first AAAAAAAA"[: chance % 16])

    def is_changed(self, chance: int) -> None:
        """The disk changes what was said of how far it is."""
        if self._word.exists():
            content = bytearray(self._word.read_bytes())
            content[chance % len(content)] ^= 1 << chance % 8
            self._word.write_bytes(content)

    def is_cut(self, chance: int) -> None:
        """The power goes before it is all on the disk."""
        if self._word.exists():
            content = self._word.read_bytes()
            self._word.write_bytes(content[: chance % len(content)])

    def is_the_old_word(self, chance: int) -> None:
        """What was said before is there again."""
        if self._word.exists():
            self.said.append(self._word.read_bytes())
        if self.said:
            self._word.write_bytes(self.said[chance % len(self.said)])

    def is_lost(self, _chance: int) -> None:
        """Nothing is said any more."""
        self._word.unlink(missing_ok=True)

    @property
    def _file(self) -> Path:
        return self.folder / keeping.FILE

    @property
    def _word(self) -> Path:
        return self.folder / reached.FILE


HAPPENS = [
    *[Story.comes, Story.works] * 3, Story.works_unheard, Story.ends, Story.is_cut_off,
    Story.is_slow, Story.works_late, Story.is_changed, Story.is_cut, Story.is_the_old_word,
    Story.is_lost,
]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(HAPPENS), st.integers(0, 10_000)), max_size=40))
def test_whatever_happens_what_is_not_recorded_is_left_to_be(story):
    with tempfile.TemporaryDirectory() as name, override_settings(WAYHOME_JOURNAL_DIR=name):
        told = Story(Path(name))
        for happens, chance in story:
            happens(told, chance)

            assert told.kept - told.recorded <= set(left())
        told.ends(0)
        assert told.recorded == told.kept
        assert not (told.folder / keeping.FILE).exists()
