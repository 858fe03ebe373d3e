"""Children whom the same people exploit go missing together now and then.

The absences of one ring that come soon after one another are brought together: the later begins
within a while of the earlier. No child's first absence is moved, none is moved past the one before
it, and each lasts as long as it did.
"""

from dataclasses import replace

import numpy as np

from wayhome.simulation.chance import Whole, YesNo, stream
from wayhome.simulation.lives import DAY, HOUR, Absences, counted

OFTEN = 0.3  # absences of a child in a ring that another of it joins, where one is near: a choice
NEAR = 14 * DAY
WITHIN = 2 * HOUR  # of the first of them
ALONE = -1


def together(absences: Absences, ring: Whole, *, seed: int) -> tuple[Absences, Whole]:
    """The absences with those of a ring brought together; of each with which it was, or ALONE.

    Those that have the same number began together. `ring` is of each child.
    """
    chance = stream(seed, "together")
    of = np.flatnonzero(ring[absences.child] >= 0)
    of = of[np.argsort(ring[absences.child[of]], kind="stable")]
    joined = chance.random(len(of)) < OFTEN
    after = np.round(chance.uniform(0, WITHIN, len(of))).astype(np.int64)
    began, ended = absences.began.copy(), absences.ended.copy()
    party = np.full(len(absences), ALONE, dtype=np.int64)
    before = _before(absences.child)
    for at, row in enumerate(of):
        if not joined[at] or party[row] != ALONE:
            continue
        other = _next(of, at, absences, ring, party)
        if other is None or before[other] < 0:
            continue
        starts = began[row] + after[at]
        if starts > began[other] or ended[before[other]] + HOUR > starts:
            continue
        ended[other] += starts - began[other]
        began[other] = starts
        party[row] = party[other] = at
    order = np.lexsort((absences.child, began))
    child = absences.child[order]
    moved = replace(
        absences, child=child, began=began[order], ended=ended[order], nth=counted(child)
    )
    return moved, party[order]


def _next(of: Whole, at: int, absences: Absences, ring: Whole, party: Whole) -> int | None:
    """The next absence of the ring by another child who is alone in it, where it is near."""
    row = of[at]
    for other in of[at + 1 :]:
        is_of_it = ring[absences.child[other]] == ring[absences.child[row]]
        if not is_of_it or absences.began[other] - absences.began[row] > NEAR:
            return None
        if absences.child[other] != absences.child[row] and party[other] == ALONE:
            return int(other)
    return None


def _before(child: Whole) -> Whole:
    """For each absence the row of the same child's one before it, or -1."""
    order = np.argsort(child, kind="stable")
    is_first: YesNo = np.r_[True, child[order][1:] != child[order][:-1]]
    found = np.full(len(child), -1, dtype=np.int64)
    found[order] = np.where(is_first, -1, np.r_[-1, order[:-1]])
    return found
