"""Every published case replays, and each catch comes about in time."""

from pathlib import Path

import pytest

from wayhome.interfaces.rehearsal import case_files, case_pages, replaying

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "cases").glob("*.yaml"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_a_published_case_expects_comes_about_and_its_page_says_so(path):
    written = ROOT / "docs" / "cases" / f"{path.stem}.md"

    played = replaying.play(case_files.read(path))

    assert [each.expectation.because for each in played.checked if each.at is None] == []
    assert written.read_text(encoding="utf-8") == case_pages.page(path.name, played), (
        f"write it again: wayhome replay --page cases/{path.name} > docs/cases/{path.stem}.md"
    )
