"""What of the rules and the journey no test reaches. There must be nothing, or the run fails.

`PYTEST_PLUGINS=tests.foundation.covering` loads it, before what it measures is imported. A line or
branch is noted once, when it is first reached, and costs nothing after that: by tracing the suite
took half as long again. It is measured while every test runs, the long walks too; each line of a
statement over several lines counts for itself.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import slipcover

SOURCES = ["src/wayhome/rules", "src/wayhome/journey"]
NEVER_REACHED = [
    "if TYPE_CHECKING:",
    r"assert_never\(",
    r"^ *\.\.\.$",
]  # the last: a protocol's body
NOTED = Path("var/covered")

_measuring = slipcover.Slipcover(branch=True, source=SOURCES, exclude_also=NEVER_REACHED)
slipcover.ImportManager(_measuring, slipcover.FileMatcher(sources=SOURCES)).__enter__()


def _process() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def pytest_sessionstart() -> None:
    """Forget what earlier runs reached."""
    if _process() == "main":
        NOTED.mkdir(parents=True, exist_ok=True)
        for file in NOTED.glob("*.json"):
            file.unlink()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session) -> None:
    """Note what this process reached; the one that all others answer to says what nobody did."""
    (NOTED / f"{_process()}.json").write_text(json.dumps(_measuring.get_coverage()))
    if _process() == "main" and _together()["summary"]["percent_covered"] < 100:
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter) -> None:
    """Say what of which module was not reached."""
    together = _together()
    slipcover.print_coverage(together, outfile=terminalreporter, skip_covered=True)
    reached = together["summary"]["percent_covered"]
    terminalreporter.line(f"The tests reach {reached:.2f} % of the rules and of the journey.")


def _together() -> dict[str, Any]:
    """What all processes reached, each having noted its own."""
    together, *others = [json.loads(file.read_text()) for file in sorted(NOTED.glob("*.json"))]
    for each in others:
        slipcover.merge_coverage(together, each)
    return together
