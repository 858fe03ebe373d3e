"""How the children of a back record come to rest here, with each detail as it was given."""

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wayhome.platform.copying import naming, words
from wayhome.platform.copying.reading import Batch
from wayhome.platform.copying.resting import Added, Fill, Rest, Resting, Some
from wayhome.records.agencies import loading as agencies
from wayhome.records.children.models import (
    CareArrangement,
    Child,
    ChildDetail,
    ChildMarker,
    Contact,
    Identifier,
)
from wayhome.rules import matching

DETAILS = (
    *("given_name", "family_name", "known_as", "date_of_birth", "sex", "ethnicity"),
    *("ethnicity_source", "language"),
)


def _folded(name: str) -> Fill:
    """A name as it is compared: each different name is folded once."""

    def fill(some: Some) -> words.Field:
        names = some.batch.columns[name].dictionary_encode()
        each = pa.array([matching.folded(one) for one in names.dictionary.to_pylist()], pa.string())
        return words.texts(each.take(names.indices))

    return fill


def _references(some: Some) -> words.Field:
    key = some.source.folder.key_of("references of children")
    return words.texts(naming.references_of(some.batch.places, key=key))


class _Details:
    """A row for each thing that was said of a child."""

    model = ChildDetail

    def __call__(self, some: Some) -> Iterator[Added]:
        for name in DETAILS:
            said = some.where(_is_said(some.batch, name))
            if len(said):
                yield from _detail(name)(said)


def _detail(name: str) -> Rest:
    return Rest(
        ChildDetail,
        fills={
            "child": lambda some: words.uuids(some.ids()),
            "field": lambda some: some.same("text", name.encode()),
            "value": lambda some: words.texts(
                some.batch.columns[name].cast(_kind(name)).cast("string")
            ),
            "supplied_by": agencies.names_of_recorders,
            "learned_at": lambda some: some.taken("recorded_at"),
        },
        apart=f"children.{name}",
    )


def _kind(name: str) -> str:
    return "date32" if name == "date_of_birth" else "string"


def _is_said(batch: Batch, name: str) -> np.ndarray:
    values = batch.columns[name]
    said = values.is_valid() if name == "date_of_birth" else pc.greater(pc.binary_length(values), 0)
    return said.to_numpy(zero_copy_only=False)


RESTS: Mapping[str, tuple[Resting, ...]] = {
    "children": (
        Rest(
            Child,
            fills={
                "reference": _references,
                "given_folded": _folded("given_name"),
                "family_folded": _folded("family_name"),
            },
        ),
        _Details(),
    ),
    "identifiers": (Rest(Identifier),),
    "arrangements": (Rest(CareArrangement),),
    "contacts": (Rest(Contact),),
    "markers": (Rest(ChildMarker),),
}
