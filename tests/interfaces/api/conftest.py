"""A partnership whose people call the API."""

import pytest
from tests.interfaces.api import calling

from wayhome.interfaces.rehearsal import cast as casting


@pytest.fixture
def callers():
    return calling.Callers(casting.assemble(now=calling.START))


@pytest.fixture
def episode(callers):
    """The reference of an open episode at Larch House."""
    return calling.reported(callers)
