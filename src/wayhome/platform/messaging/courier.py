"""What every courier is: it takes one letter to its address, and says what became of it.

A courier is handed nothing of a child, so it can tell nothing. A new one is a module beside these
and a row of `journey/couriers.py`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as a courier sees it. Its `id` is the same however often it is tried."""

    id: UUID
    courier: str
    address: str
    about: UUID
    says: str
    queued_at: datetime


class Outcome(StrEnum):
    """What became of one try."""

    WENT = "went"
    AWAY = "away"  # nobody was there to take or refuse it: nothing is held against the letter
    REFUSED = "refused"  # somebody was, and did not take it: it is tried again, and counted
    POISON = "poison"  # it will never be taken: it is not tried again


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one try, and the problem in words of a machine, with nothing of anybody."""

    outcome: Outcome
    problem: str = ""


WENT = Answer(Outcome.WENT)


class Courier(Protocol):
    """One way out of the service."""

    @property
    def name(self) -> str:
        """What the rows of the outbox call it."""

    @property
    def shares_a_road(self) -> bool:
        """Whether all it carries goes by one server: where that is away for one, it is for all."""

    def carry(self, letter: Letter, *, now: datetime) -> Answer:
        """Take one letter to its address, and raise nothing that was to be expected.

        After a minute another may take the same letter: it is better to have given up by then.
        """
