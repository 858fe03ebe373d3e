"""A case says who is on duty, and who stands in for whom; what is told to an empty post goes on."""

from datetime import UTC, datetime

import pytest

from wayhome.interfaces.jobs import replay
from wayhome.interfaces.rehearsal import case_files, replaying

pytestmark = pytest.mark.django_db
CASE = """\
title: A child
summary: Somebody was away.
sources: [{what: An account, address: https://example.org/}]
starts: 2026-03-02
roles: {the superintendent: owen, the inspector: ines}
colleagues: {the other inspector: ines}
child: {given: Ada, family: Storybook, age: 15, council: Harrowfell Council}
published: [{when: day 1 20:00, what: Away.}]
happened:
  - when: day 1 08:00
    who: the superintendent
    does: put_on_duty
    with: {post: duty_inspector, person: the inspector, begins: "07:00", ends: "22:00"}
SWAP
  - {when: day 1 20:00, who: asha, does: report}
nobody_acts_until: day 1 22:30
expect:
  - {by: BY, what: climbed, want: {post: detective inspector, about: a child has been reported missing}, rule: ESCALATION_LADDER, catch: true, because: It is.}
"""  # noqa: E501  # one line of a case
SWAP = """\
  - when: day 1 12:00
    who: the superintendent
    does: swap
    with: {post: duty_inspector, person: the other inspector, instead_of: the inspector, begins_at: day 1 19:00, ends_at: day 1 21:00}
"""  # noqa: E501  # one line of a case


def at(hour, minute):
    return datetime(2026, 3, 2, hour, minute, tzinfo=UTC)


@pytest.fixture
def play(tmp_path):
    def played(swap="", by="day 1 22:30", **changes):
        text = CASE.replace("SWAP\n", swap).replace("BY", by)
        for old, new in changes.values():
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "case.yaml"
        path.write_text(text, encoding="utf-8")
        return replaying.play(case_files.read(path))

    return played


def told_the_deputy(played):
    [checked] = played.checked
    return checked.at


def test_while_somebody_is_on_duty_the_deputy_is_told_when_the_time_is_up(play):
    assert told_the_deputy(play()) == at(20, 30)
    assert told_the_deputy(play(SWAP)) == at(20, 30)


def test_while_nobody_is_on_duty_the_deputy_is_told_within_a_minute(play):
    early = ('ends: "22:00"', 'ends: "19:00"')

    assert told_the_deputy(play(ends=early)) == at(20, 1)


def test_a_swap_ends_the_gap_and_the_one_that_ends_too_soon_begins_another(play):
    early, short = ('ends: "22:00"', 'ends: "19:00"'), ("day 1 21:00}", "day 1 20:10}")

    assert told_the_deputy(play(SWAP, ends=early)) == at(20, 30)
    assert told_the_deputy(play(SWAP, ends=early, short=short)) == at(20, 10)


def test_what_people_said_of_the_rota_is_printed_the_same_every_time(play):
    first, second = (play(SWAP) for _each in range(2))

    assert first == second
    words = [line.words for line in first.people]
    assert words[1].startswith("the superintendent: swap (duty inspector; the other inspector;")


def test_whoever_is_not_over_the_post_is_refused(play):
    played = play(who=("roles: {the superintendent: owen,", "roles: {the superintendent: dina,"))

    assert "says who is on duty" in " ".join(
        line.words for line in played.wayhome if line.kind == "refused"
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('begins: "07:00", ', "", "line 10: 'put_on_duty' needs the field 'begins'"),
        ('"22:00"', "22:00", "line 10: ends: this is a time of day in quotes"),
        ('begins: "07:00"', 'each: [someday], begins: "07:00"', "line 10: each: these are days"),
        ("person: the inspector", "person: somebody", "line 10: person: nobody in the cast"),
        ("other inspector: ines}", "other inspector: inez}", "is called 'inez'"),
        ("day 1 21:00}", "soon}", "ends_at: this is a moment"),
    ],
    ids=["no time", "no quotes", "no day", "nobody", "nobody like them", "no moment"],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, capsys, old, new, words):
    text = CASE.replace("SWAP\n", SWAP).replace("BY", "day 1 22:30")
    assert old in text
    path = tmp_path / "case.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")

    assert replay.main([str(path)]) == 1

    assert words in capsys.readouterr().err
