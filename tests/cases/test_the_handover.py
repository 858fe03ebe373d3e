"""December 2025 again: inspector, deputy and manager are each told at the right minute."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from wayhome.interfaces.rehearsal import case_files, replaying

CASE = Path(__file__).parents[2] / "cases" / "the_handover_nobody_knew_of.yaml"


def at(hour, minute):
    return datetime(2026, 3, 3, hour, minute, tzinfo=UTC)


@pytest.mark.django_db
def test_the_inspector_the_deputy_and_the_manager_are_each_told_at_the_right_minute():
    played = replaying.play(case_files.read(CASE))

    told = {
        each.expectation.want["post"]: each.at
        for each in played.checked
        if each.expectation.want.get("about") == "a child has been reported missing"
        or each.expectation.want.get("reason") == "new_episode"
    }
    assert told == {
        "duty inspector": at(21, 0),
        "detective inspector": at(21, 30),
        "team manager": at(21, 30),
        "superintendent": at(22, 30),
    }
