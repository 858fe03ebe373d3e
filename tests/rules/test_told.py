"""What people tell us: one shape for every way in, and nothing that can be changed after."""

from dataclasses import FrozenInstanceError, is_dataclass

import pytest

from wayhome.rules import told

RECORDS = [each for each in vars(told).values() if isinstance(each, type) and is_dataclass(each)]


def test_a_child_of_whom_nothing_is_known_can_be_told_of():
    assert told.Child() == told.Child(given_name="", date_of_birth=None)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_what_was_told_is_never_changed(record):
    said = record.__new__(record)

    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        said.anything = "else"
