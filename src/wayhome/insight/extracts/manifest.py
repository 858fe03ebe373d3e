"""What an extract says of itself: as of when, of which parts it is made, how many rows, their hash.

Two extracts of the same records, as of the same moment, with the same key, say the same.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

FORM = 1
FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Part:
    """One month of one stream: of how many stored rows, its rows, its hash, and what is filled in.

    `filled` counts for each column the rows in which something was recorded.
    """

    stored: int
    rows: int
    sha256: str
    filled: dict[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The parts of an extract by stream and month; by which key, and without which records.

    `key` and `sealed` are marks: alike where the key, or the records left out, are the same.
    """

    as_of: datetime
    key: str
    sealed: str
    form: int = FORM
    parts: dict[str, dict[str, Part]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(part.rows for months in self.parts.values() for part in months.values())

    @property
    def digest(self) -> str:
        """The hash of all it says, and so of the whole extract."""
        return hashlib.sha256(to_text(self).encode()).hexdigest()

    def completeness(self) -> dict[str, dict[str, float]]:
        """For each stream and column, the share of its rows in which something was recorded."""
        found: dict[str, dict[str, float]] = {}
        for stream, months in self.parts.items():
            rows = sum(part.rows for part in months.values())
            filled: dict[str, int] = {}
            for part in months.values():
                for column, count in part.filled.items():
                    filled[column] = filled.get(column, 0) + count
            found[stream] = {name: count / rows for name, count in sorted(filled.items()) if rows}
        return found


def to_text(manifest: Manifest) -> str:
    """The manifest as it is written."""
    said = asdict(manifest) | {"as_of": manifest.as_of.isoformat()}
    return json.dumps(said, indent=1, sort_keys=True) + "\n"


def read(folder: Path) -> Manifest:
    """The manifest of an extract in a folder. Raises OSError or ValueError where there is none."""
    said = json.loads((folder / FILE).read_text())
    parts = {
        stream: {month: Part(**part) for month, part in months.items()}
        for stream, months in said["parts"].items()
    }
    as_of = datetime.fromisoformat(said["as_of"])
    return Manifest(as_of, said["key"], said["sealed"], said["form"], parts)
