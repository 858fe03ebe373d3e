"""What is shown of counts to people outside the agency whose children are counted.

A count from one to seven is not shown, and any other is rounded to the nearest five, so that a
number that is hidden cannot be worked out from those beside it, above it or of another period: of
every hidden number at least four values stay possible. Nothing is hidden twice over by hand, and
what an agency's own staff see of its own children is exact.

A share or a time is shown only where the numbers it is made of are; a share that leaves out a few
tells as much as one that holds a few.
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from wayhome.rules.labelled import Labelled
from wayhome.rules.sources import Binding, Source

HOSPITAL_STATISTICS = Source(
    "Hospital Episode Statistics analysis guide (NHS England)",
    "small numbers: one to seven hidden, every other count rounded to the nearest five",
    Binding.NATIONAL_CODE,
    date(2018, 4, 1),
    "https://digital.nhs.uk/data-and-information/data-tools-and-services/data-services/"
    "hospital-episode-statistics/users-uses-and-access-to-hospital-episode-statistics",
)
LARGEST_HIDDEN = 7
BASE = 5


class Audience(Labelled):
    """For whom a number is."""

    OWN = "own", "the agency whose area it is"
    OTHERS = "others", "everybody else"


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers of one cell: how many, of how many, the children behind them, the middle time.

    None stands for a number that is not shown. `complete` is how many of the whole had what had
    to be recorded; `middle` is in seconds.
    """

    number: int | None
    whole: int | None
    children: int | None
    complete: int | None
    middle: float | None = None


def audience(*, area_id: UUID | None, agency_id: UUID) -> Audience:
    """For whom the numbers of an area are, where somebody of an agency looks."""
    return Audience.OWN if area_id == agency_id else Audience.OTHERS


def shown(count: int | None) -> int | None:
    """A count as it is shown outside: None where it is hidden, nought as nought."""
    if count is None or 0 < count <= LARGEST_HIDDEN:
        return None
    return (count + BASE // 2) // BASE * BASE


def outside(cell: Counted) -> Counted:
    """A cell as it is shown outside the agency whose children are counted.

    Many episodes of a few children are hidden with those children.
    """
    children = shown(cell.children)
    are_few = cell.children is not None and children is None
    if cell.whole is None:
        number = None if are_few else shown(cell.number)
        return replace(
            cell, number=number, children=children, complete=shown(cell.complete), middle=None
        )
    whole = shown(cell.whole)
    return Counted(
        number=None if are_few else _part(cell.number, of=cell.whole),
        whole=whole,
        children=children,
        complete=_part(cell.complete, of=cell.whole),
        middle=cell.middle if whole else None,
    )


def _part(part: int | None, *, of: int) -> int | None:
    """A part of a whole: hidden, too, where the rest of the whole is."""
    if part is None or shown(part) is None or shown(of - part) is None:
        return None
    return shown(part)
