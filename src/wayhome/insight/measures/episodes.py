"""Episodes and children: all, looked after, placed out of area."""

from wayhome.insight.measures.counted import Counted
from wayhome.rules.breakdowns import Placement
from wayhome.rules.measures import Measure

_COUNCIL_KNOWN = "council IS NOT NULL"
_CARE_KNOWN = f"placement <> '{Placement.NOT_KNOWN}'"
_AWAY = f"placement = '{Placement.OUT_OF_AREA}'"
LOOKED_AFTER = f"placement IN ('{Placement.IN_AREA}', '{Placement.OUT_OF_AREA}')"

COUNTED = (
    Counted(Measure.EPISODES, complete=_COUNCIL_KNOWN),
    Counted(Measure.CHILDREN, complete=_COUNCIL_KNOWN, of_people=True),
    Counted(Measure.LOOKED_AFTER, hit=LOOKED_AFTER, complete=_CARE_KNOWN),
    Counted(
        Measure.LOOKED_AFTER_CHILDREN, among=LOOKED_AFTER, complete=_CARE_KNOWN, of_people=True
    ),
    Counted(Measure.OUT_OF_AREA, among=LOOKED_AFTER, hit=_AWAY, complete=_CARE_KNOWN),
    Counted(Measure.OUT_OF_AREA_CHILDREN, among=_AWAY, complete=_CARE_KNOWN, of_people=True),
)
