"""A back record must not bring a sealed child in a second time, as a child whom nothing guards.

The operator who brings it in reads every row of it and of the records, so nothing is told to them
that they could not see. Those absences go in one by one, where they reach the sealed inbox.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wayhome.platform.copying.checking import Refusal
from wayhome.platform.copying.reading import Folder
from wayhome.platform.row_security import transactions
from wayhome.records.children import queries as children
from wayhome.records.protection import queries as protection
from wayhome.rules import matching
from wayhome.rules.matching import Identity, Verdict

ALIKE = 2  # of given name, family name and date of birth, where not all of them are known
Shared: TypeAlias = str | date
WHY = (
    "this may be a child whose record is sealed: leave the child out of the back record, and bring "
    "their absences in with `wayhome import`"
)


def may_be_sealed(folder: Folder, _now: datetime) -> "npt.NDArray[np.bool_]":
    """Of each child of a back record, whether their record here may be one that is sealed."""
    found = np.zeros(folder.count("children"), bool)
    with transactions.step():
        sealed = protection.sealed()
        numbers = set(children.numbers_of(sealed))
        identities = children.ever_called(sealed)
    if not sealed:
        return found
    agencies = folder.column("agencies", "name")
    for batch in folder.batches("identifiers", only=["child", "agency", "scheme", "value"]):
        of = batch.columns
        whose = agencies.take(of["agency"]).to_pylist()
        said = zip(whose, of["scheme"].to_pylist(), of["value"].to_pylist(), strict=True)
        is_one = np.array([each in numbers for each in said], bool)
        found[of["child"].to_numpy()[is_one]] = True
    known = _by_what_they_share(identities)
    for row, one in _identities(folder):
        found[row] |= any(
            _may_be_one(one, other) for key in _shares(one) for other in known.get(key, ())
        )
    return found


def _by_what_they_share(identities: list[Identity]) -> dict[Shared, list[Identity]]:
    known: dict[Shared, list[Identity]] = defaultdict(list)
    for identity in identities:
        for key in _shares(identity):
            known[key].append(identity)
    return known


def _shares(one: Identity) -> set[Shared]:
    """Without one of these in common no two records are of one child."""
    names = {matching.folded(one.given_name), matching.folded(one.family_name)}
    born = set() if one.date_of_birth is None else {one.date_of_birth}
    return (names - {""}) | born


def _may_be_one(one: Identity, other: Identity) -> bool:
    if matching.is_whole(one) and matching.is_whole(other):
        return matching.compare(one, other).verdict is not Verdict.NOT_SAME
    given, family = matching.folded(one.given_name), matching.folded(one.family_name)
    names = (matching.folded(other.given_name), matching.folded(other.family_name))
    is_born = one.date_of_birth is not None and one.date_of_birth == other.date_of_birth
    as_said = bool(given and given == names[0]) + bool(family and family == names[1])
    swapped = bool(given and given == names[1]) + bool(family and family == names[0])
    return max(as_said, swapped) + is_born >= ALIKE


def _identities(folder: Folder) -> Iterator[tuple[int, Identity]]:
    """Who each child of a back record is said to be: by given name, and by what they are called."""
    names = ["given_name", "known_as", "family_name", "date_of_birth"]
    for batch in folder.batches("children", only=names):
        given, called, family = (batch.columns[name].to_pylist() for name in names[:3])
        born = batch.columns["date_of_birth"].cast(pa.date32()).to_pylist()
        for row, first, other, last, day in zip(
            batch.places.tolist(), given, called, family, born, strict=True
        ):
            yield row, Identity(first, last, day)
            if other:
                yield row, Identity(other, last, day)


REFUSAL = Refusal("children", "given_name, family_name, date_of_birth", WHY, may_be_sealed)
