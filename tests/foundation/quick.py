"""What keeps the whole suite short: whose coverage is measured, how seldom memory is searched.

Coverage is asked of the rules and of the journey, and measuring it makes a test take half as long
again or more. So it is measured while the tests that are about them run, and not while a page, a
partner system or a canary is tested: whatever those alone would reach is a test that the rules or
the journey lack.
"""

import gc

import coverage
import hypothesis
import pytest

MEASURED = (
    "tests/rules/",
    "tests/journey/",
    "tests/spec/",
    "tests/interfaces/api/",
    "tests/interfaces/imports/",
    "tests/interfaces/jobs/",
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
    if measuring is None or item.nodeid.startswith(MEASURED):
        return (yield)
    measuring.stop()
    try:
        return (yield)
    finally:
        measuring.start()
