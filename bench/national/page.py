"""One thing that is asked for: what it is called, where it is, and with what it is asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

FLOOR = "the floor"


@dataclass(frozen=True, slots=True)
class Page:
    """One thing that is asked for: its name, where it is, and with what it is asked."""

    name: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, object] | None = None

    @property
    def method(self) -> str:
        """What is said is sent in the body."""
        return "GET" if self.said is None else "POST"

    @property
    def body(self) -> bytes | None:
        """What is said, as it goes."""
        return None if self.said is None else json.dumps(self.said).encode()
