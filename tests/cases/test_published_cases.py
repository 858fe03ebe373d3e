"""Every published case replays, and each catch comes about in time."""

from pathlib import Path

import pytest

from wayhome.interfaces.rehearsal import case_files, replaying

CASES = sorted((Path(__file__).parents[2] / "cases").glob("*.yaml"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_a_published_case_expects_comes_about(path):
    played = replaying.play(case_files.read(path))

    assert [each.expectation.because for each in played.checked if each.at is None] == []
