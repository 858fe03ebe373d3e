"""One row of the calibration table."""

from collections.abc import Callable
from dataclasses import dataclass

from wayhome.simulation.counting import Counted


@dataclass(frozen=True, slots=True)
class Row:
    """One target: what it is, what is published, from what to what is within, and the sources.

    Where sources contradict each other `chosen` says which is followed. Shares are in hundredths.
    """

    name: str
    published: float
    least: float
    most: float
    sources: str
    simulated: Callable[[Counted], float]
    chosen: str = ""
