"""The mapping beside a file: which column holds what, and what an agency's own words mean.

A YAML file of five keys, none of them required: `columns` (ours: theirs), `values` (for risk,
type, found_by and returned_to: theirs: ours), `scheme`, `council`, and `file` (encoding and
delimiter). What it does not say is taken from the national names of columns.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from wayhome.interfaces.imports import reading

POLICE = {
    "number": "nominal id",
    "reference": "reference",
    "given_name": "given name",
    "family_name": "family name",
    "date_of_birth": "date of birth",
    "age": "age",
    "sex": "sex",
    "ethnicity_self": "ethnicity self",
    "ethnicity_officer": "ethnicity officer",
    "reported_at": "reported at",
    "last_seen_at": "last seen at",
    "last_seen_place": "last seen place",
    "missing_from": "from where",
    "type": "type",
    "risk_initial": "risk initial",
    "reason_initial": "reason initial",
    "risk_latest": "risk latest",
    "reason_latest": "reason latest",
    "located_at": "located at",
    "how_found": "how found",
    "found_by": "who found",
    "where_found": "where found",
    "returned_at": "returned at",
    "returned_to": "returned to",
    "seen_at": "seen by police at",
    "seen_how": "seen how",
    "harm": "harm",
    "closed_at": "closed at",
    "council": "council",
}
CARE = {
    "number": "child",
    "reference": "miss_table_id",
    "given_name": "given name",
    "family_name": "family name",
    "date_of_birth": "dob",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "type": "missing",
    "start": "mis_start",
    "end": "mis_end",
    "placement": "placement",
    "police_reference": "police reference",
    "interview_offered": "miss_missing_rhi_offered",
    "interview_accepted": "miss_missing_rhi_accepted",
    "interview_offered_at": "interview offered at",
}
NEEDED = {"police": ("number", "reported_at"), "care": ("number", "type", "start", "end")}
KINDS = {"police": POLICE, "care": CARE}
SCHEMES = {"police": "nominal", "care": "ssda903"}
MAPPED_VALUES = ("risk", "type", "found_by", "returned_to", "seen_how")
KEYS = frozenset({"columns", "values", "scheme", "council", "file"})


class NotUnderstood(ValueError):
    """The mapping says something that cannot be followed; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column holds what, and what the agency's own words mean.

    `headings` are the columns as the file itself writes them.
    """

    columns: dict[str, str]
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    scheme: str = ""
    council: str = ""
    encoding: str = ""
    delimiter: str = ""
    headings: dict[str, str] = field(default_factory=dict)

    def cell(self, name: str, *, of: dict[str, str]) -> str:
        """What a row holds of one thing; empty when the file has no such column."""
        return of.get(self.columns.get(name, ""), "")

    def heading(self, name: str) -> str:
        """What the file calls one thing, for a reason to say."""
        column = self.columns[name]
        return f"“{reading.told(self.headings.get(column, column))}”"

    def word(self, name: str, *, of: dict[str, str]) -> str:
        """The same, in our word where the mapping gives one for the agency's."""
        said = self.cell(name, of=of)
        kind = name.partition("_")[0] if name.startswith("risk") else name
        return self.values.get(kind, {}).get(_folded(said), said)


def beside(path: Path, *, kind: str, chosen: Path | None = None) -> Mapping:
    """The mapping for a file: the one chosen, or the one beside it, or the national names.

    Raises NotUnderstood.
    """
    place = chosen or path.with_name(f"{path.name}.yaml")
    if chosen is not None and not place.is_file():
        raise NotUnderstood(f"There is no mapping {place}.")
    return read(place.read_text(encoding="utf-8") if place.is_file() else "", kind=kind)


def read(text: str, *, kind: str) -> Mapping:
    """The mapping as written in YAML. Raises NotUnderstood."""
    try:
        said = yaml.safe_load(text) or {}
    except yaml.YAMLError as problem:
        raise NotUnderstood(f"The mapping is not YAML: {problem}") from problem
    if not isinstance(said, dict) or set(said) - KEYS:
        raise NotUnderstood(f"A mapping holds only: {', '.join(sorted(KEYS))}.")
    columns = _words(said.get("columns"), what="columns")
    _only(columns, KINDS[kind], what="columns")
    values = said.get("values") or {}
    _only(values, MAPPED_VALUES, what="values")
    file = _words(said.get("file"), what="file")
    return Mapping(
        columns={ours: _folded(columns.get(ours, theirs)) for ours, theirs in KINDS[kind].items()},
        values={
            name: {_folded(theirs): ours for theirs, ours in _words(table, what=name).items()}
            for name, table in values.items()
        },
        scheme=str(said.get("scheme") or SCHEMES[kind])[:40],
        council=str(said.get("council") or ""),
        encoding=file.get("encoding", ""),
        delimiter=file.get("delimiter", ""),
    )


def of(mapping: Mapping, file: reading.File, *, kind: str) -> Mapping:
    """The mapping with the file's own headings.

    Raises NotUnderstood for a file that lacks a column nothing can be read without.
    """
    lacking = [
        f"{name} ({mapping.columns[name]})"
        for name in NEEDED[kind]
        if mapping.columns[name] not in file.columns
    ]
    if lacking:
        raise NotUnderstood(
            f"The file has no column for {', '.join(lacking)}. Name it under `columns` in the "
            f"mapping. The file has: {reading.told(', '.join(file.headings))}."
        )
    return replace(mapping, headings=dict(zip(file.columns, file.headings, strict=True)))


def _words(said: Any, *, what: str) -> dict[str, str]:
    if said is None:
        return {}
    if not isinstance(said, dict):
        raise NotUnderstood(f"`{what}` in the mapping is a list of name: word.")
    return {str(name): str(word) for name, word in said.items()}


def _only(said: dict[str, Any], allowed: Any, *, what: str) -> None:
    unknown = sorted(set(said) - set(allowed))
    if unknown:
        raise NotUnderstood(
            f"`{what}` in the mapping has {unknown[0]}, which means nothing here. "
            f"It may have: {', '.join(allowed)}."
        )


def _folded(word: str) -> str:
    return " ".join(word.strip().casefold().split())
