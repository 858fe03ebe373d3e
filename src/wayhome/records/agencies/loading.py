"""What each row of a back record needs to know of agencies while it is brought in."""

import numpy as np
import pyarrow as pa

from wayhome.platform.copying import words
from wayhome.platform.copying.resting import Fill, Some
from wayhome.records.agencies.models import Agency, Post

MODELS = {"agencies": Agency, "posts": Post}
OF_POSTS, OF_PEOPLE, PROTOCOLS = "agencies of posts", "agencies of people", "protocols of agencies"
NAMES = "names of agencies"


def of_post(column: str) -> Fill:
    """The agency of the post that a column names."""

    def fill(some: Some) -> words.Field:
        places, there = some.batch.numbers(column)
        agencies = some.source.beside[OF_POSTS][places]
        return words.uuids(some.source.ids_of("agencies", agencies), there=there)

    return fill


def protocols(some: Some, agencies: np.ndarray) -> words.Field:
    """The protocols by which some agencies work."""
    return words.uuids(some.source.beside[PROTOCOLS][agencies])


def names_of_recorders(some: Some) -> words.Field:
    """The name of the agency of whoever wrote each row down."""
    people, _ = some.batch.numbers("recorded_by")
    names = some.source.beside[NAMES][some.source.beside[OF_PEOPLE][people]]
    return words.texts(pa.array(names, pa.string()))
