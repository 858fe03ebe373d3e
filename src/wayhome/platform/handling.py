"""How each stored field may be used. Every field of every model is declared exactly once.

`identifies`: points to a child or another person. `sensitive`: about a child, and kept to
those with a part. `publishable`: may be counted, and published after disclosure control.
"""

from dataclasses import dataclass
from enum import StrEnum


class Handling(StrEnum):
    """How a field may be used."""

    IDENTIFIES = "identifies"
    SENSITIVE = "sensitive"
    PUBLISHABLE = "publishable"


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one model, by handling, each list in one string of names."""

    identifies: str = ""
    sensitive: str = ""
    publishable: str = ""

    def of_each(self) -> dict[str, Handling]:
        """Each field's handling. Raises ValueError for a field declared twice."""
        declared: dict[str, Handling] = {}
        for handling in Handling:
            for name in getattr(self, handling).split():
                if name in declared:
                    raise ValueError(f"{name} is declared twice")
                declared[name] = handling
        return declared


OF_EVERY_FACT = Fields(identifies="recorded_by", publishable="id recorded_at corrects")
