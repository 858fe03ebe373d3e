"""How the absences of a back record come to rest here: over, closed, and told of no further.

Where each stands is what the ladder says of a closed episode; nobody sets it otherwise.
"""

from collections.abc import Mapping

import numpy as np

from wayhome.platform.copying import naming, words
from wayhome.platform.copying.resting import Fill, Rest, Resting, Some
from wayhome.records.agencies import loading as agencies
from wayhome.records.episodes.models import Episode, Party, TypeGiven
from wayhome.rules.vocabulary import EpisodeState

NEVER = np.iinfo(np.int64).max
REVIEW_DUE, NEXT_DUE = "when a review is due", "when anything is due"
RECORDERS = "who wrote the first report of an episode down"


def _references(some: Some) -> words.Field:
    key = some.source.folder.key_of("references of episodes")
    return words.texts(naming.references_of(some.batch.places, key=key))


def _protocol(some: Some) -> words.Field:
    posts, _ = some.batch.numbers("owner_post")
    return agencies.protocols(some, some.source.beside[agencies.OF_POSTS][posts])


def _due(which: str) -> Fill:
    def fill(some: Some) -> words.Field:
        soonest = some.source.beside[which][some.batch.places]
        return words.moments(soonest, there=soonest != NEVER)

    return fill


def _recorder(some: Some) -> words.Field:
    people = some.source.beside[RECORDERS][some.batch.places]
    return words.uuids(some.source.ids_of("people", people))


# Of a child whom nobody has hidden from anybody, as there is none where there was no child.
MEANWHILE = {("episodes_party", "guarded"): ("false", "true")}
RESTS: Mapping[str, tuple[Resting, ...]] = {
    "episodes": (
        Rest(
            Episode,
            fills={
                "reference": _references,
                "protocol": _protocol,
                "state": lambda some: some.same("text", EpisodeState.CLOSED.encode()),
                "owner_agency": agencies.of_post("owner_post"),
                "review_due_at": _due(REVIEW_DUE),
                "next_due_at": _due(NEXT_DUE),
            },
        ),
        Rest(
            TypeGiven,
            fills={
                "episode": lambda some: words.uuids(some.ids()),
                "at": lambda some: some.taken("reported_at"),
                "recorded_by": _recorder,
            },
            apart="episodes.type",
        ),
    ),
    "parties": (Rest(Party, leaves=frozenset({"guarded"})),),
}
