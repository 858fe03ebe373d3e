"""A database that cannot be reached, for as long as a test says."""

from contextlib import contextmanager

import pytest
from django.db import connections

NOWHERE = {"HOST": "127.0.0.1", "PORT": "1", "PASSWORD": "none"}


@pytest.fixture
def database_away():
    """A block in which there is nothing at the address of the database."""

    @contextmanager
    def away():
        kept = connections["default"]
        gone = connections.create_connection("default")
        gone.settings_dict = {**gone.settings_dict, **NOWHERE}
        connections["default"] = gone
        try:
            yield
        finally:
            connections["default"] = kept

    return away


@pytest.fixture
def journal(settings, tmp_path):
    """A journal of this test's own, empty; its folder."""
    settings.WAYHOME_JOURNAL_DIR = tmp_path / "journal"
    return settings.WAYHOME_JOURNAL_DIR
