"""What keeps the whole suite short, and changes nothing of what is tested."""

import gc
from typing import Any

import hypothesis
from whitenoise.middleware import WhiteNoiseMiddleware


def pytest_configure():
    """A suite makes many objects and few circles: they are looked for seldom.

    How long an example took is no finding: another program may have had the processor.
    """
    gc.set_threshold(200_000, 50, 1000)
    hypothesis.settings.register_profile("wayhome", deadline=None)
    hypothesis.settings.load_profile("wayhome")
    WhiteNoiseMiddleware.add_files_from_finders = _found_once(
        WhiteNoiseMiddleware.add_files_from_finders
    )


def _found_once(find):
    """Each new client of Django's makes the middleware anew: its files are looked for once."""
    found: dict[str, Any] = {}

    def add_files(middleware):
        if not found:
            find(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    return add_files
