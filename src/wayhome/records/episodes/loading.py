"""How the absences of a back record come to rest here: over, closed, and told of no further.

Where each stands is what the ladder says of a closed episode; nobody sets it otherwise.
"""

from collections.abc import Mapping
from datetime import datetime

import numpy as np

from wayhome.platform.copying import naming, words
from wayhome.platform.copying.checking import Refusal
from wayhome.platform.copying.reading import Folder
from wayhome.platform.copying.resting import Fill, Rest, Resting, Some
from wayhome.records.agencies import loading as agencies
from wayhome.records.episodes.models import Episode, Party, TypeGiven
from wayhome.rules.vocabulary import EpisodeState

A_SECOND = 1_000_000  # in microseconds
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
NOT_OVER = "it is not over and closed: what is goes through Wayhome itself"
TWO_AT_ONCE = "the child was away already: two absences of one child at once"


def _not_over(folder: Folder, now: datetime) -> np.ndarray:
    until, closed = (_moments(folder, name) for name in ("absent_until", "closed_at"))
    return (until > closed) | (closed > int(now.timestamp() * A_SECOND))


def _closed_before(folder: Folder, _now: datetime) -> np.ndarray:
    return _moments(folder, "recorded_at") > _moments(folder, "closed_at")


def _away_already(folder: Folder, _now: datetime) -> np.ndarray:
    """Of the absences that lasted, those that began before an earlier one of the child ended."""
    child = folder.column("episodes", "child").to_numpy()
    began, ended = (_moments(folder, name) for name in ("absent_from", "absent_until"))
    order = np.lexsort((began, child))
    order = order[ended[order] > began[order]]
    later, before = order[1:], order[:-1]
    found = np.zeros(len(child), bool)
    found[later] = (child[later] == child[before]) & (began[later] < ended[before])
    return found


def _moments(folder: Folder, name: str) -> np.ndarray:
    return folder.column("episodes", name).to_numpy()


def years(folder: Folder) -> set[int]:
    """The years of UTC in which the absences were recorded, of which their identifiers are."""
    moments = _moments(folder, "recorded_at").astype("datetime64[us]")
    return {1970 + int(year) for year in np.unique(moments.astype("datetime64[Y]").astype(int))}


REFUSALS = (
    Refusal("episodes", "absent_until, closed_at", NOT_OVER, _not_over),
    Refusal("episodes", "closed_at", "it was closed before it was recorded", _closed_before),
    Refusal("episodes", "absent_from, absent_until", TWO_AT_ONCE, _away_already),
)
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
