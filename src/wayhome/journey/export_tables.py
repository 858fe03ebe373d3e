"""Where the rows of each part of an export are found, in order.

What a child said in a return home interview is not taken out: it is released part by part, on its
own page. The columns of each part are in `rules/export_columns.py`.
"""

from collections.abc import Callable, Iterable
from typing import ClassVar, Protocol

from wayhome.journey import account as accounts
from wayhome.platform import handling
from wayhome.rules import export_columns as columns
from wayhome.rules import risk


class Kept(Protocol):
    """A stored row, which says what it holds."""

    HANDLING: ClassVar[handling.Fields]


def _standing(rows: Iterable[Kept]) -> list[Kept]:
    """Those that were neither corrected nor withdrawn since."""
    held = list(rows)
    corrected = {getattr(row, "corrects_id", None) for row in held}
    return [
        row
        for row in held
        if getattr(row, "id", None) not in corrected and not getattr(row, "withdrawn", False)
    ]


def _assessments(whole: accounts.Whole) -> Iterable[Kept]:
    """Nothing while one side still judges blind: an export must not open its eyes."""
    return whole.risk.assessments if risk.both_in(whole.account) else []


EPISODE: tuple[tuple[columns.Part, Callable[[accounts.Whole], Iterable[Kept]]], ...] = (
    (columns.OF_ONE_CHILD, lambda whole: [whole.child.child]),
    (columns.OF_ONE_EPISODE, lambda whole: [whole.episode]),
    (columns.OF_ONE_REPORT, lambda whole: _standing(whole.intake.reports)),
    (columns.OF_ONE_ANSWER, lambda whole: _standing(whole.intake.answers)),
    (columns.OF_ONE_ASSESSMENT, _assessments),
    (columns.OF_ONE_STEP, lambda whole: whole.response.steps),
    (columns.OF_ONE_DUTY, lambda whole: whole.response.duties),
    (columns.OF_ONE_SIGHTING, lambda whole: _standing(whole.search.sightings)),
    (columns.OF_ONE_LOCATED, lambda whole: _standing(whole.found.located)),
    (columns.OF_ONE_RETURNED, lambda whole: _standing(whole.found.returned)),
    (columns.OF_ONE_SEEN, lambda whole: _standing(whole.found.seen)),
    (columns.OF_ONE_PLAN, lambda whole: whole.support.plans),
    (columns.OF_ONE_SUPPORT, lambda whole: whole.support.actions),
)
