"""What the tests of pages share."""

import pytest
from tests.interfaces.pages import at_work


@pytest.fixture
def work(db) -> at_work.Work:
    """A partnership at work."""
    return at_work.Work()
