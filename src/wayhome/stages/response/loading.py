"""How the steps, duties and notices of a back record come to rest here."""

from collections.abc import Mapping
from datetime import datetime

import numpy as np
import pyarrow.compute as pc

from wayhome.platform.copying import naming, words
from wayhome.platform.copying.checking import Refusal
from wayhome.platform.copying.reading import Folder
from wayhome.platform.copying.resting import Rest, Resting, Some
from wayhome.records.agencies import loading as agencies
from wayhome.records.episodes.loading import NEVER
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.response.models import Duty, Notice, Ownership, Step

STILL_WAITS = "it was asked for after the episode closed, and waits: that goes through Wayhome"
_ASKED = ["episode", "kind", "due_at", "met_at", "declined_at"]


def _of_its_year(some: Some) -> words.Field:
    """A notice's own identifier, which is of the year of its episode."""
    places, _ = some.batch.numbers("episode")
    return words.uuids(naming.beside(some.ids(), some.source.ids_of("episodes", places)))


RESTS: Mapping[str, tuple[Resting, ...]] = {
    "ownerships": (Rest(Ownership, fills={"agency": agencies.of_post("post")}),),
    "notices": (Rest(Notice, fills={"id": _of_its_year, "agency": agencies.of_post("post")}),),
    "steps": (Rest(Step, fills={"owner_agency": agencies.of_post("owner_post")}),),
    "duties": (Rest(Duty, fills={"owner_agency": agencies.of_post("owner_post")}),),
}


def _still_waits(table: str, *ends: str) -> Refusal:
    """What was asked for once its episode had closed, and waits still, would begin to climb."""

    def find(folder: Folder, _now: datetime) -> np.ndarray:
        closed_at = folder.column("episodes", "closed_at").to_numpy()
        found = []
        for batch in folder.batches(table, only=["episode", "recorded_at", *ends]):
            recorded_at = batch.numbers("recorded_at")[0]
            waits = ~np.any([batch.numbers(end)[1] for end in ends], axis=0)
            found.append(waits & (recorded_at > closed_at[batch.numbers("episode")[0]]))
        return np.concatenate(found) if found else np.zeros(0, bool)

    return Refusal(table, ", ".join(ends), STILL_WAITS, find)


REFUSALS = (
    _still_waits("duties", "met_at", "declined_at"),
    _still_waits("notices", "acknowledged_at"),
)


def due(folder: Folder) -> tuple[np.ndarray, np.ndarray]:
    """Of each episode, when a review and when anything is due that nobody has met or declined.

    `NEVER` where nothing is. A step is not done any more once its episode closed.
    """
    reviews = np.full(folder.count("episodes"), NEVER)
    anything = reviews.copy()
    for batch in folder.batches("duties", only=_ASKED):
        is_open = ~batch.numbers("met_at")[1] & ~batch.numbers("declined_at")[1]
        is_review = pc.equal(batch.columns["kind"], DutyKind.REVIEW.value)
        episodes, due_at = batch.numbers("episode")[0], batch.numbers("due_at")[0]
        np.minimum.at(anything, episodes[is_open], due_at[is_open])
        both = is_open & is_review.to_numpy(zero_copy_only=False)
        np.minimum.at(reviews, episodes[both], due_at[both])
    return reviews, anything
