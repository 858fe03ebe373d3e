"""The page on security names controls, tests and places that exist, and counts every abuse."""

import re

import pytest
from tests.contracts import files

PAGE = files.ROOT / "docs" / "security.md"
ABUSES = 42
NAMED_TEST = re.compile(r"`(test_\w+)`")
NAMED_PLACE = re.compile(r"`((?:tests|script|src)/[\w/.]+)`")
NAMED_MODULE = re.compile(r"`([\w/]+\.py)`")


def missing(page: str, tests: set[str]) -> set[str]:
    return {name for name in re.findall(r"`(test_[^`]*)`", page) if name not in tests}


def abuses(page: str) -> list[list[str]]:
    rows = [line.strip("| ").split(" | ") for line in page.splitlines()]
    return [row for row in rows if row[0].isdigit()]


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tests():
    written = [file.read_text(encoding="utf-8") for file in (files.ROOT / "tests").rglob("*.py")]
    return {name for text in written for name in re.findall(r"(?m)^ *def (test_\w+)\(", text)}


def test_every_test_it_names_exists(page, tests):
    assert NAMED_TEST.findall(page)
    assert not missing(page, tests)


def test_a_test_that_does_not_exist_is_noticed(tests):
    assert missing("`test_of_nothing_at_all`, `test_every_test_it_…`", tests)


def test_every_place_it_names_exists(page):
    modules = [files.named(file) for file in files.committed() if file.suffix == ".py"]
    for place in NAMED_PLACE.findall(page):
        assert (files.ROOT / place).exists(), place
    for place in NAMED_MODULE.findall(page):
        assert any(f"/{each}".endswith(f"/{place}") for each in modules), place


def test_each_abuse_is_named_once_with_a_test_or_as_not_covered(page):
    found = abuses(page)

    assert [int(row[0]) for row in found] == list(range(1, ABUSES + 1))
    for number, *_, shown in found:
        assert NAMED_TEST.search(shown) or "**not covered**" in shown, number
