"""A partnership at work, for the tests of these pages."""

import pytest
from tests.interfaces.pages import at_work


@pytest.fixture
def work(db) -> at_work.Work:
    """Its people, children and episodes."""
    del db
    return at_work.Work()
