"""A closed list whose members have words beside their codes."""

from enum import StrEnum


class Labelled(StrEnum):
    """A stored code with the words a person reads."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Labelled":
        """Keep the code as the string and the words beside it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
