"""The partnership that journey tests play in."""

import pytest
from tests.journey import world


@pytest.fixture
def cast():
    return world.assemble()
