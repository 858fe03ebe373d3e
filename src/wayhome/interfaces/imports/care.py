"""One row of a council's file as a past episode: the SSDA903 missing file, or `ssd_missing`.

A date without a time is a whole day: an absence starts when its first day does and ends by the
end of its last. M ends when the child is found; A ends when the child is back in placement.
"""

from datetime import datetime

from wayhome.interfaces.imports import cells, checks, mapping, words
from wayhome.journey import past
from wayhome.rules import imports, told
from wayhome.rules.vocabulary import EpisodeType, FoundBy, ReturnedTo

HOW_OFFERED = "not recorded"


def read(row: dict[str, str], *, line: int, mapped: mapping.Mapping) -> past.PastEpisode:
    """The row as a past episode. Raises NotPossible or UnknownLabel."""
    type_code, start, end = (mapped.cell(name, of=row) for name in ("type", "start", "end"))
    _whole(type_code, start=start, end=end)
    began = _moment(start, name=mapped.heading("start"), rule="1004")
    ended = _last_moment(end, name=mapped.heading("end"), rule="1005")
    if ended is not None and ended < began:
        raise cells.NotPossible(checks.END_BEFORE_START)
    code = mapped.word("type", of=row)
    number = words.number(row, mapped=mapped)
    reference = cells.text(
        mapped.cell("reference", of=row), name=mapped.heading("reference"), most=60
    )
    away = imports.type_of(code).type is EpisodeType.AWAY_WITHOUT_AUTHORISATION
    police = cells.text(
        mapped.cell("police_reference", of=row), name=mapped.heading("police_reference"), most=60
    )
    return past.PastEpisode(
        line=line,
        key=words.key(
            mapped.scheme, number=number, reference=reference, began=began, type_code=code
        ),
        scheme=mapped.scheme,
        number=number,
        child=_child(row, mapped=mapped),
        began_at=began,
        ended_at=ended,
        began_by_day=not cells.has_time(start),
        ended_by_day=not cells.has_time(end),
        reference=police,
        type_code=code,
        missing_from=words.place(row, "placement", mapped=mapped),
        located=None if away else _located(ended),
        returned=told.Returned(ended, ReturnedTo.PLACEMENT) if away and ended else None,
        offer=_offer(row, mapped=mapped),
        words=words.whole(row, mapped=mapped),
    )


def _whole(type_code: str, *, start: str, end: str) -> None:
    """Refuse a row that lacks what the others ask for (564, 565, 566)."""
    if not start:
        raise cells.NotPossible(checks.TYPE_WITHOUT_START)
    if not type_code:
        raise cells.NotPossible(checks.END_WITHOUT_TYPE if end else checks.START_WITHOUT_TYPE)


def _moment(said: str, *, name: str, rule: str) -> datetime:
    try:
        found = cells.moment(said, name=name)
    except cells.NotPossible as problem:
        raise cells.NotPossible(f"{rule}: {problem}") from problem
    if found is None:
        raise cells.NotPossible(checks.TYPE_WITHOUT_START)
    return found


def _last_moment(said: str, *, name: str, rule: str) -> datetime | None:
    try:
        return cells.last_moment(said, name=name)
    except cells.NotPossible as problem:
        raise cells.NotPossible(f"{rule}: {problem}") from problem


def _child(row: dict[str, str], *, mapped: mapping.Mapping) -> told.Child:
    return told.Child(
        given_name=words.name(row, "given_name", mapped=mapped),
        family_name=words.name(row, "family_name", mapped=mapped),
        date_of_birth=cells.day(
            mapped.cell("date_of_birth", of=row), name=mapped.heading("date_of_birth")
        ),
        sex=cells.text(mapped.cell("sex", of=row), name=mapped.heading("sex"), most=20),
        ethnicity=cells.text(
            mapped.cell("ethnicity", of=row), name=mapped.heading("ethnicity"), most=60
        ),
    )


def _located(ended: datetime | None) -> told.Located | None:
    return told.Located(ended, "", FoundBy.NOT_KNOWN) if ended else None


def _offer(row: dict[str, str], *, mapped: mapping.Mapping) -> told.Offer | None:
    """An offer whose time is known. Without one, what the row says stays in its words."""
    name = "interview_offered_at"
    at = cells.moment(mapped.cell(name, of=row), name=mapped.heading(name))
    return told.Offer(at, HOW_OFFERED) if at else None
