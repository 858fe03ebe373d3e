"""What keeps the whole suite short: how seldom memory is searched, and no limit on an example."""

import gc

import hypothesis


def pytest_configure():
    """A suite makes many objects and few circles: they are looked for seldom.

    How long an example took is no finding: another program may have had the processor.
    """
    gc.set_threshold(200_000, 50, 1000)
    hypothesis.settings.register_profile("wayhome", deadline=None)
    hypothesis.settings.load_profile("wayhome")
