"""A share of `script/chaos`: the whole service is killed, and nothing acknowledged is lost.

A failure says all that was counted: as text, since pytest cuts short what it compares.
`WAYHOME_CHAOS_KILLS`, `WAYHOME_CHAOS_SERVE_KILLS` and `WAYHOME_CHAOS_RACES` ask for more or fewer.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from tests.foundation import databases

pytestmark = pytest.mark.system
KILLS = os.environ.get("WAYHOME_CHAOS_KILLS", "100")
SERVE_KILLS = os.environ.get("WAYHOME_CHAOS_SERVE_KILLS", "24")
RACES = os.environ.get("WAYHOME_CHAOS_RACES", "3")
WITHIN = 900  # seconds, on a machine that does much else


@pytest.fixture
def chaos(template_database):
    """`chaos("storm", …)` is what the run said at its end, by what it was asked for."""

    def run(*arguments):
        with tempfile.TemporaryDirectory(prefix="wayhome-chaos-") as folder:
            Path(folder).chmod(0o755)
            like = databases.address_of(template_database)
            done = subprocess.run(
                [
                    *(sys.executable, "-m", "chaos", *arguments),
                    *("--folder", Path(folder) / "state", "--like", like),
                ],
                env={
                    **os.environ,
                    "WAYHOME_STEP_KEY_FILE": str(settings.WAYHOME_STEP_KEY_FILE),
                },
                capture_output=True,
                text=True,
                check=False,
                timeout=WITHIN,
            )
        found = [json.loads(line) for line in done.stdout.splitlines()]
        assert found, done.stderr[-3000:]
        return {each["what"]: each for each in found}

    return run


def test_whatever_is_killed_no_acknowledged_report_or_notice_is_lost_or_there_twice(chaos):
    found = chaos("storm", "race", "--kills", KILLS, "--races", RACES)

    assert found["storm"]["as_it_must_be"], json.dumps(found["storm"])
    assert found["storm"]["kills"] >= int(KILLS)
    assert found["storm"]["acknowledged"] > 0
    assert found["race"]["as_it_must_be"], json.dumps(found["race"])


def test_wayhome_serve_is_killed_with_all_it_runs_and_nothing_is_lost_or_there_twice(chaos):
    found = chaos("serve", "--kills", SERVE_KILLS)["serve"]

    assert found["as_it_must_be"], json.dumps(found)
    assert found["of"]["serve"] > 0
    assert found["acknowledged"] > 0


def test_a_database_that_does_not_wait_for_its_disk_is_found_out(chaos):
    [found] = chaos("storm", "--control", "--kills", "2").values()

    assert found["lost"] > 0, json.dumps(found)
