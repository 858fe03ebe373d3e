"""What keeps the whole suite short: whose coverage is measured, how seldom memory is searched.

Coverage is asked of the rules and of the journey, and measuring it makes a test take half as long
again or more. So it is not measured while the long walks run (canaries, published cases, rows
beside policy): whatever those alone would reach is a test that the rules or the journey lack.
"""

import gc

import coverage
import hypothesis
import pytest

UNMEASURED = (
    "tests/canary/",
    "tests/cases/",
    "tests/chaos/",
    "tests/config/",
    "tests/contracts/",
    "tests/interfaces/api/test_described.py",
    "tests/interfaces/rehearsal/",
    "tests/interfaces/stream/",
    "tests/interfaces/test_",
    "tests/platform/messaging/",
    "tests/platform/row_security/",
)


def pytest_configure():
    """A suite makes many objects and few circles: they are looked for seldom.

    How long an example took is no finding: another program may have had the processor.
    """
    gc.set_threshold(200_000, 50, 1000)
    hypothesis.settings.register_profile("wayhome", deadline=None)
    hypothesis.settings.load_profile("wayhome")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Measure nothing while a test that is about something else runs."""
    measuring = coverage.Coverage.current()
    if measuring is None or not item.nodeid.startswith(UNMEASURED):
        return (yield)
    measuring.stop()
    try:
        return (yield)
    finally:
        measuring.start()
