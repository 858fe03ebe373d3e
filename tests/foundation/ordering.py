"""The longest walk first, so that no process is left alone with it at the end."""

import pytest

FIRST = "tests/canary/"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The canaries share a world and one long walk: they go to the first process, together."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))
