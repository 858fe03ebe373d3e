"""A letter, and a courier whose answers are said beforehand, for the tests of carrying."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from wayhome.platform.messaging.courier import WENT, Answer, Letter

NOW = datetime(2026, 3, 10, 21, tzinfo=UTC)


def letter(*, courier="email", address="duty@demo.invalid", says="notice", queued_at=NOW):
    return Letter(uuid4(), courier, address, uuid4(), says, queued_at)


@dataclass
class Runner:
    """A courier on foot: it keeps what it took, and does as it is told with each letter."""

    answer: Callable[[Letter], Answer] = lambda _letter: WENT
    name: str = "email"
    shares_a_road: bool = False
    tried: list[Letter] = field(default_factory=list)

    def carry(self, letter: Letter, *, now: datetime) -> Answer:
        del now
        self.tried.append(letter)
        return self.answer(letter)
