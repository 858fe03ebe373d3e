"""Every measure as it is counted, in the order of its definition."""

from wayhome.insight.measures import episodes, interviews, timeliness
from wayhome.insight.measures.counted import Counted
from wayhome.rules.measures import Measure

COUNTED: tuple[Counted, ...] = (*episodes.COUNTED, *interviews.COUNTED, *timeliness.COUNTED)


def counted(measure: Measure) -> Counted:
    """How one measure is counted."""
    return next(each for each in COUNTED if each.measure is measure)
