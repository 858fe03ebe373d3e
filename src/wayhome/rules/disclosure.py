"""What is shown of counts to people outside the agency whose children are counted.

A count from one to seven is not shown, and any other is rounded to the nearest five. That alone is
not enough in three ways, each of which is seen to. Whoever knows one area of several exactly could
take it from their sum: a sum is shown only where what is left without its largest part is none or
more than seven. The parts of a small sum may have only one way to be: then none of them is shown.
And many episodes of a few children are as good as those children: they are hidden together.

A share or a time is shown only where the numbers it is made of are; a share that leaves out a few
tells as much as one that holds a few, and a middle time is of those alone who have a time. What an
agency's own staff see of its own children is exact.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
FEWEST_LEFT = 3  # counts that a hidden one may be
MINUTE = 60  # seconds; a time is rounded to it


class Audience(Labelled):
    """For whom a number is."""

    OWN = "own", "the agency whose area it is"
    OTHERS = "others", "everybody else"


@dataclass(frozen=True, slots=True)
class Behind:
    """How many children are behind the other numbers of a cell than its number.

    Behind the whole, behind what the number leaves out of it (`rest`), behind what was recorded in
    full and behind what was not (`gap`).
    """

    whole: int = 0
    rest: int = 0
    complete: int = 0
    gap: int = 0


NOBODY = Behind()


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers of one cell: how many, of how many, the children behind them, the middle time.

    None stands for a number that is not shown. `complete` is how many of the whole had what had
    to be recorded; `middle` is in seconds, of the complete. `children` are behind the number;
    `behind` says how many are behind the others, and is never shown.
    """

    number: int | None
    whole: int | None
    children: int | None
    complete: int | None
    middle: float | None = None
    behind: Behind = NOBODY


def audience(*, area_id: UUID | None, agency_id: UUID) -> Audience:
    """For whom the numbers of an area are, where somebody of an agency looks."""
    return Audience.OWN if area_id == agency_id else Audience.OTHERS


def shown(count: int | None) -> int | None:
    """A count as it is shown outside: None where it is hidden, nought as nought."""
    if count is None or is_few(count):
        return None
    return (count + BASE // 2) // BASE * BASE


@dataclass(frozen=True, slots=True)
class Of:
    """A count, and how many children are behind it."""

    count: int = 0
    children: int = 0


@dataclass(frozen=True, slots=True)
class Largest:
    """Of the areas that make up one, the most that any has of each number, and of children.

    `rest` is what the number leaves out of the whole, `gap` what was not recorded in full.
    """

    number: Of = Of()
    whole: Of = Of()
    complete: Of = Of()
    rest: Of = Of()
    gap: Of = Of()


NONE = Largest()  # of an area that is not made of others


def largest(parts: Iterable[Counted]) -> Largest:
    """The most that any of these areas has of each number."""
    each = [_exact(part) for part in parts]
    return Largest(*map(_most, zip(*each, strict=True))) if each else NONE


def outside(cell: Counted, *, of_one: Largest = NONE) -> Counted:
    """A cell as it is shown outside the agency whose children are counted.

    `of_one` is of the areas that make up this one, each of which knows its own numbers.
    """
    number, whole, complete, rest, gap = _exact(cell)
    children = Of(number.children, number.children)
    has_whole = cell.whole is not None
    is_all_told = has_whole and _is_told(whole, of_one.whole)
    is_told = _is_told(number, of_one.number)
    if has_whole:
        is_told = is_told and is_all_told and _is_told(rest, of_one.rest)
    are_told = _is_told(children, Of(of_one.number.children, of_one.number.children))
    is_complete_told = _is_told(complete, of_one.complete) and _is_told(gap, of_one.gap)
    return Counted(
        number=shown(number.count) if is_told else None,
        whole=shown(whole.count) if is_all_told else None,
        children=shown(children.count) if are_told else None,
        complete=shown(complete.count) if is_complete_told else None,
        middle=_to_the_minute(cell.middle) if is_complete_told else None,
    )


def is_safe(parts: Sequence[int], *, total: int, may_overlap: bool = False) -> bool:
    """Whether each hidden part of a sum may still be one of at least three counts.

    Everything is known of the parts and the sum that is shown of them. Parts that `may_overlap`
    make up the total and come to more: it says how many each is at least, and not at most.
    """
    lows, highs = zip(*map(range_of, parts), strict=True)
    least, most = range_of(total)
    for low, high in ((low, high) for low, high in zip(lows, highs, strict=True) if is_few(low)):
        from_below = max(low, least - (sum(highs) - high))
        from_above = high if may_overlap else min(high, most - (sum(lows) - low))
        if from_above - from_below + 1 < FEWEST_LEFT:
            return False
    return True


def is_few(count: int) -> bool:
    """Whether a count is hidden by itself, or a range that begins so is that of such a count."""
    return 0 < count <= LARGEST_HIDDEN


def range_of(count: int) -> tuple[int, int]:
    """The least and the most that a count can be, by how it is shown."""
    near = shown(count)
    if near is None:
        return 1, LARGEST_HIDDEN
    return (near - BASE // 2, near + BASE // 2) if near else (0, 0)


def _is_told(this: Of, of_one: Of) -> bool:
    """Whether a count, and what is left of it without one of its parts, is none or of many."""
    left = Of(this.count - of_one.count, this.children - of_one.children)
    return _is_none_or_many(this) and _is_none_or_many(left)


def _is_none_or_many(this: Of) -> bool:
    return this.count == 0 or min(this.count, this.children) > LARGEST_HIDDEN


def _to_the_minute(seconds: float | None) -> float | None:
    return None if seconds is None else float(round(seconds / MINUTE) * MINUTE)


def _most(each: Sequence[Of]) -> Of:
    return Of(max(of.count for of in each), max(of.children for of in each))


def _exact(cell: Counted) -> tuple[Of, Of, Of, Of, Of]:
    """What was counted of a cell: its number, whole, complete, rest and gap."""
    number, complete, children = cell.number or 0, cell.complete or 0, cell.children or 0
    whole = number if cell.whole is None else cell.whole
    behind = cell.behind
    return (
        Of(number, children),
        Of(whole, behind.whole),
        Of(complete, behind.complete),
        Of(whole - number, behind.rest),
        Of(whole - complete, behind.gap),
    )
