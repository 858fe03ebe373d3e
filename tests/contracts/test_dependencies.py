"""Every dependency has a reason and a licence that suits, and the page that says so is current."""

import subprocess
import sys

from tests.contracts import files


def test_the_page_of_dependencies_is_current():
    checked = subprocess.run(
        [sys.executable, "script/dependencies", "--check"],
        cwd=files.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr
