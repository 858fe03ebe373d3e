"""How the steps, duties and notices of a back record come to rest here."""

from collections.abc import Mapping

import numpy as np
import pyarrow.compute as pc

from wayhome.platform.copying.reading import Folder
from wayhome.platform.copying.resting import Rest, Resting
from wayhome.records.agencies import loading as agencies
from wayhome.records.episodes.loading import NEVER
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.response.models import Duty, Notice, Ownership, Step

_ASKED = ["episode", "kind", "due_at", "met_at", "declined_at"]

RESTS: Mapping[str, tuple[Resting, ...]] = {
    "ownerships": (Rest(Ownership, fills={"agency": agencies.of_post("post")}),),
    "notices": (Rest(Notice, fills={"agency": agencies.of_post("post")}),),
    "steps": (Rest(Step, fills={"owner_agency": agencies.of_post("owner_post")}),),
    "duties": (Rest(Duty, fills={"owner_agency": agencies.of_post("owner_post")}),),
}


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
