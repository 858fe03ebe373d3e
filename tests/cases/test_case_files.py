"""What is wrong in a case is said with its line, and nothing unknown is passed over."""

from pathlib import Path

import pytest

from wayhome.interfaces.jobs import replay
from wayhome.interfaces.rehearsal import case_files, replaying

CASES = Path(__file__).parents[2] / "cases"
GOOD = """\
title: A child
summary: Somebody was away.
sources: [{what: An account, address: https://example.org/}]
starts: 2026-03-02
child: {given: Ada, family: Storybook, age: 15, council: Harrowfell Council}
published: [{when: day 1 20:00, what: Away.}]
happened:
  - {when: day 1 20:00, who: asha, does: report}
nobody_acts_until: day 1 21:00
expect:
  - {by: day 1 20:00, what: level, want: medium, rule: LEGACY_LABELS, catch: true, because: It is.}
"""


@pytest.fixture
def case(tmp_path):
    def write(old="", new=""):
        assert old in GOOD
        path = tmp_path / "case.yaml"
        path.write_text(GOOD.replace(old, new), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("title: A child", "titel: A child", "line 1: unknown field 'titel'"),
        ("does: report", "does: vanish", "line 8: unknown verb 'vanish'"),
        (
            "does: report",
            "does: report, with: {mood: low}",
            "line 8: 'report' takes no field 'mood'",
        ),
        ("who: asha", "who: nobody", "line 8: nobody in the cast"),
        ("day 1 21:00", "nine o'clock", "line 9: .*is no moment"),
        ("rule: LEGACY_LABELS", "rule: HEARSAY", "line 11: no source of the rules"),
        ("what: level", "what: luck", "line 11: 'luck' cannot be expected"),
        ("want: medium", "want: {like: medium}", "line 11: 'level' has no field 'like'"),
        ("catch: true, ", "", "line 10: one expectation says"),
        ("does: report", "does: close", "line 8: .*'first' has not been reported"),
        ("starts: 2026-03-02", "starts: monday", "line 4: starts is a day"),
        ("title: A child", "title: [", "line 3: this is not YAML"),
        (
            "title: A child",
            "title: A child\ntitle: Another",
            "line 2: 'title' is said twice",
        ),
    ],
)
@pytest.mark.django_db
def test_what_is_wrong_is_named_with_its_line(case, old, new, words):
    with pytest.raises(case_files.CaseProblem, match=words):
        replaying.play(case_files.read(case(old, new)))


@pytest.mark.django_db
def test_a_moment_the_clocks_skipped_is_refused(case):
    path = case("starts: 2026-03-02", "starts: 2026-03-29")
    path.write_text(path.read_text().replace("day 1 20:00", "day 1 01:30"), encoding="utf-8")

    with pytest.raises(case_files.CaseProblem, match="clocks went forward"):
        case_files.read(path)


@pytest.mark.django_db
def test_an_expectation_that_is_not_met_gives_exit_code_one_and_is_named(case, capsys):
    assert replay.main([str(case("want: medium", "want: high"))]) == 1

    assert "NOT MET" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_case_that_cannot_be_read_gives_exit_code_one_and_says_where(case, capsys):
    assert replay.main([str(case("does: report", "does: vanish"))]) == 1

    assert "line 8: unknown verb" in capsys.readouterr().err


def test_a_case_that_is_not_there_is_named(tmp_path, capsys):
    assert replay.main([str(tmp_path / "nope.yaml")]) == 1

    assert capsys.readouterr().err == f"There is no file {tmp_path / 'nope.yaml'}\n"


@pytest.mark.django_db
def test_a_replay_reads_the_same_every_time_and_leaves_nothing_behind(case, capsys):
    printed = []
    for _ in range(2):
        assert replay.main([str(case()), "--json"]) == 0
        printed.append(capsys.readouterr().out)

    assert printed[0] == printed[1]
    assert not replaying.casting.is_set_up()


@pytest.mark.django_db
def test_a_replay_can_be_read_by_a_person(case, capsys):
    assert replay.main([str(case())]) == 0

    printed = capsys.readouterr().out
    assert "CAUGHT  Mon 02 Mar 20:00  It is." in printed
    assert "https://example.org/" in printed
    assert max(len(line) for line in printed.splitlines() if line.startswith("Mon")) <= 130


def test_there_are_at_least_nine_cases_each_with_a_page_and_sources_that_can_be_opened():
    pages = CASES.parent / "docs" / "cases"

    read = {path.stem: case_files.read(path) for path in CASES.glob("*.yaml")}

    assert len(read) >= 9
    for name, each in read.items():
        assert (pages / f"{name}.md").exists(), name
        assert all(source.address.startswith("http") for source in each.sources)
