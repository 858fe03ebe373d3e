"""Entering in the ledger what was brought in by the million: one entry for each thing.

Written with the rows themselves, in the same transaction. Nobody of the service did it: the
operator did, at a console.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from wayhome.platform.audit.models import LedgerEntry, Verb
from wayhome.platform.copying import naming, words
from wayhome.platform.copying.resting import Added

TABLE = LedgerEntry._meta.db_table


@dataclass(frozen=True, slots=True)
class Entry:
    """What each entry says: when, what was done, and which back record it came in with."""

    at: datetime
    deed: str
    reason: str


def collected(entry: Entry, *, children: np.ndarray, episodes: np.ndarray | None = None) -> Added:
    """An entry for each child, or for each episode of theirs; sixteen bytes an identifier."""
    rows = len(children)
    about = {"child_id": children, "episode_id": episodes}
    texts = {"verb": Verb.COLLECT.value, "deed": entry.deed, "reason": entry.reason, "purpose": ""}
    moment = np.full(rows, int(entry.at.timestamp() * 1_000_000))
    return Added(
        TABLE,
        {
            "id": words.uuids(naming.fresh(rows)),
            "at": words.moments(moment),
            "count": words.same("integer", (1).to_bytes(4, "big"), rows=rows),
            "reference": words.same("text", b"", rows=rows),
            "sections": words.same("varchar[]", words.NO_LIST, rows=rows),
            "practitioner_id": words.same("uuid", None, rows=rows),
            "agency_id": words.same("uuid", None, rows=rows),
            "object_id": words.uuids(children if episodes is None else episodes),
            **{
                name: words.same("uuid", None, rows=rows) if ids is None else words.uuids(ids)
                for name, ids in about.items()
            },
            **{name: words.same("text", said.encode(), rows=rows) for name, said in texts.items()},
        },
    )
