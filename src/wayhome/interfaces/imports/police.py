"""One row of a force's file as a past episode.

Columns follow the fields of the forces' own case systems. What the row does not say is not
filled in: a child who was located is not thereby returned, nor seen by police.
"""

from datetime import datetime
from uuid import UUID

from wayhome.interfaces.imports import cells, checks, mapping, words
from wayhome.journey import past
from wayhome.rules import told
from wayhome.rules.vocabulary import FoundBy, PreventionMode, ReturnedTo

FOUND_BY = {
    "police": FoundBy.POLICE,
    "officer": FoundBy.POLICE,
    "carer": FoundBy.CARER,
    "parent": FoundBy.CARER,
    "self": FoundBy.SELF,
    "self-returned": FoundBy.SELF,
    "returned of own accord": FoundBy.SELF,
    "public": FoundBy.PUBLIC,
    "other agency": FoundBy.OTHER_AGENCY,
    "other_agency": FoundBy.OTHER_AGENCY,
}
MOMENTS = ("last_seen_at", "reported_at", "located_at", "returned_at", "closed_at", "seen_at")
STARTS = ("last_seen_at", "reported_at")
ENDS = ("returned_at", "located_at", "closed_at")
ASIDE = ("last_seen_at", "seen_at")  # checked by the rules of a report, or in no fixed order


def read(
    row: dict[str, str], *, line: int, mapped: mapping.Mapping, council_id: UUID | None
) -> past.PastEpisode:
    """The row as a past episode. Raises NotPossible."""
    marks = {name: _mark(row, name, mapped=mapped) for name in MOMENTS}
    at = {name: mark.at for name, mark in marks.items()}
    began = at["reported_at"]
    if began is None:
        raise cells.NotPossible(
            f"{mapped.heading('reported_at')} is blank: give the time of the report"
        )
    checks.in_order(*(marks[name] for name in MOMENTS if name not in ASIDE))
    ended = next((marks[name] for name in ENDS if at[name]), None)
    number = words.number(row, mapped=mapped)
    reference = cells.text(
        mapped.cell("reference", of=row), name=mapped.heading("reference"), most=60
    )
    return past.PastEpisode(
        line=line,
        key=words.key(mapped.scheme, number=number, reference=reference, began=began),
        scheme=mapped.scheme,
        number=number,
        child=_child(row, mapped=mapped),
        began_at=began,
        began_by_day=not marks["reported_at"].has_time,
        ended_at=ended.at if ended else None,
        ended_by_day=ended is not None and not ended.has_time,
        reference=reference,
        type_code=mapped.word("type", of=row) or "missing",
        labels=_labels(row, mapped=mapped),
        last_seen_at=at["last_seen_at"],
        last_seen_place=words.place(row, "last_seen_place", mapped=mapped),
        missing_from=words.place(row, "missing_from", mapped=mapped),
        located=_located(row, mapped=mapped, at=at["located_at"]),
        returned=_returned(row, mapped=mapped, at=at["returned_at"]),
        seen=_seen(row, mapped=mapped, at=at["seen_at"]),
        police_closed_at=at["closed_at"],
        council_id=council_id,
        words=words.whole(row, mapped=mapped),
    )


def _mark(row: dict[str, str], name: str, *, mapped: mapping.Mapping) -> checks.Mark:
    """A moment of a row: a day alone is its start for what starts, and its end for what ends."""
    said, heading = mapped.cell(name, of=row), mapped.heading(name)
    read_as = cells.moment if name in STARTS else cells.last_moment
    return checks.Mark(heading, read_as(said, name=heading), cells.has_time(said))


def _child(row: dict[str, str], *, mapped: mapping.Mapping) -> told.Child:
    by_self = mapped.cell("ethnicity_self", of=row)
    column = "ethnicity_self" if by_self else "ethnicity_officer"
    ethnicity = mapped.cell(column, of=row)
    source = "self-defined" if by_self else "officer-defined"
    return told.Child(
        given_name=words.name(row, "given_name", mapped=mapped),
        family_name=words.name(row, "family_name", mapped=mapped),
        date_of_birth=cells.day(
            mapped.cell("date_of_birth", of=row), name=mapped.heading("date_of_birth")
        ),
        age_stated=cells.whole_number(mapped.cell("age", of=row), name=mapped.heading("age")),
        sex=cells.text(mapped.cell("sex", of=row), name=mapped.heading("sex"), most=20),
        ethnicity=cells.text(ethnicity, name=mapped.heading(column), most=60),
        ethnicity_source=source if ethnicity else "",
    )


def _labels(row: dict[str, str], *, mapped: mapping.Mapping) -> tuple[past.Label, ...]:
    """The first and the latest label, both kept; one where they say the same."""
    labels = [
        past.Label(
            cells.text(
                mapped.word(f"risk_{when}", of=row), name=mapped.heading(f"risk_{when}"), most=60
            ),
            cells.text(
                mapped.cell(f"reason_{when}", of=row),
                name=mapped.heading(f"reason_{when}"),
                most=cells.LONG,
            ),
        )
        for when in ("initial", "latest")
    ]
    given = [label for label in labels if label.words]
    return tuple(dict.fromkeys(given)) or (past.Label(""),)


def _located(
    row: dict[str, str], *, mapped: mapping.Mapping, at: datetime | None
) -> told.Located | None:
    if at is None:
        return None
    how, harm = (mapped.cell(name, of=row) for name in ("how_found", "harm"))
    as_said = mapped.word("found_by", of=row)
    found_by = FOUND_BY.get(as_said.casefold(), FoundBy.NOT_KNOWN)
    told_of = [
        ("How found", how),
        ("Found by", as_said if found_by is FoundBy.NOT_KNOWN else ""),
        ("Harm", harm),
    ]
    return told.Located(
        at=at,
        place=words.place(row, "where_found", mapped=mapped),
        found_by=found_by,
        circumstances=cells.text(
            ". ".join(f"{name}: {said}" for name, said in told_of if said),
            name=mapped.heading("how_found"),
            most=cells.LONG,
        ),
    )


def _returned(
    row: dict[str, str], *, mapped: mapping.Mapping, at: datetime | None
) -> told.Returned | None:
    if at is None:
        return None
    said = mapped.word("returned_to", of=row).casefold().replace(" ", "_")
    try:
        return told.Returned(at, ReturnedTo(said))
    except ValueError:
        allowed = ", ".join(ReturnedTo)
        raise cells.NotPossible(
            f"{mapped.heading('returned_to')} is “{said[:30]}”: say where the child came back to, "
            f"one of {allowed}, or map it"
        ) from None


def _seen(
    row: dict[str, str], *, mapped: mapping.Mapping, at: datetime | None
) -> told.PreventionInterview | None:
    if at is None:
        return None
    said = mapped.word("seen_how", of=row).casefold().replace(" ", "_")
    try:
        mode = PreventionMode(said)
    except ValueError:
        raise cells.NotPossible(
            f"{mapped.heading('seen_how')} is “{said[:30]}”: say how police saw the child, "
            f"one of {', '.join(PreventionMode)}, or map it"
        ) from None
    return told.PreventionInterview(at, mode, harm_detail=mapped.cell("harm", of=row))
