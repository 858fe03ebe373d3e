"""What is measured, of whom, and what has to be recorded before it can be.

Every measure is counted over episodes, by the period in which the child was reported missing, the
responsible council or the police force, as known at one moment: what was recorded later, or put
right later, counts from then on. An area is compared with itself over time. No list of areas is
put in the order of a measure: the number says what to ask, and does not say who is better.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wayhome.rules import sources
from wayhome.rules.breakdowns import LOOKED_AFTER_STATISTICS, POLICE_TEMPLATE, Breakdown
from wayhome.rules.labelled import Labelled
from wayhome.rules.sources import Binding, Source

ASKED_OF_COUNCILS = Source(
    "Questions asked of every council under the Freedom of Information Act 2000",
    "episodes and children, looked after, placed out of area; interviews offered, held, within 72 "
    "hours, declined, and by whom",
    Binding.LAW,
    date(2005, 1, 1),
    "https://www.barnet.gov.uk/foi-requests/9155008",
)
CONSISTENCY = Source(
    "Missing children: who cares? (HMIC)",
    "how soon a report is assessed, acted on and known differs between and within forces",
    Binding.PROFESSIONAL_PRACTICE,
    date(2016, 3, 1),
    "https://www.justiceinspectorates.gov.uk/hmicfrs/publications/missing-children-who-cares/",
)


class Measure(Labelled):
    """One thing that is measured. Its label is its title."""

    EPISODES = "episodes", "episodes"
    CHILDREN = "children", "children"
    LOOKED_AFTER = "looked_after", "episodes of looked-after children"
    LOOKED_AFTER_CHILDREN = "looked_after_children", "looked-after children"
    OUT_OF_AREA = "out_of_area", "episodes of children placed out of area"
    OUT_OF_AREA_CHILDREN = "out_of_area_children", "children placed out of area"
    OFFERED = "offered", "return home interviews offered"
    OFFERED_IN_TIME = "offered_in_time", "return home interviews offered within 72 hours"
    COMPLETED = "completed", "return home interviews held"
    COMPLETED_IN_TIME = "completed_in_time", "return home interviews held within 72 hours"
    DECLINED = "declined", "return home interviews declined"
    ASSESSED = "assessed", "from the report to the first assessment"
    ACTED = "acted", "from the first assessment to the first step"
    ACKNOWLEDGED = "acknowledged", "from being told to saying “I have this”"
    REVIEWED = "reviewed", "reviews held in time"


class AreaKind(Labelled):
    """Whose the counted episodes are: all there are, a responsible council's, a police force's."""

    EVERYWHERE = "everywhere", "everywhere here"
    COUNCIL = "council", "council"
    FORCE = "force", "police force"


class Shape(StrEnum):
    """What a measure's number is."""

    COUNT = "count"
    SHARE = "share"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a measure counts, over what; what must be recorded; by what it may be broken down."""

    definition: str
    population: str
    shape: Shape
    complete: str
    breakdowns: tuple[Breakdown, ...]
    sources: tuple[Source, ...]


_CHILD = (
    Breakdown.ALL,
    Breakdown.PLACEMENT,
    Breakdown.SEX,
    Breakdown.ETHNICITY,
    Breakdown.AGE,
    Breakdown.TYPE,
    Breakdown.LEVEL,
)
_ENDED = (*_CHILD, Breakdown.DURATION, Breakdown.FOUND_BY)
_WHOLE = (*_ENDED, Breakdown.HARM)
_HEARD = (*_WHOLE, Breakdown.PUSH, Breakdown.PULL, Breakdown.PROVIDER)
_NOT_BY_PLACEMENT = tuple(each for each in _WHOLE if each is not Breakdown.PLACEMENT)
_EVERY = "Every episode reported in the period."
_CAME_BACK = (
    "Every episode reported in the period whose child came back. A return recorded by mistake and "
    "withdrawn is none."
)
_CARE_KNOWN = "The child's care arrangement is recorded."
_OUTCOME = "An interview, a decline, or an authorised reason for no offer is recorded."
_OFFER_OR_REASON = "An offer, or an authorised reason for none, is recorded."

DEFINED: dict[Measure, Definition] = {
    Measure.EPISODES: Definition(
        "The times a child was reported missing. A second report of the same absence is not "
        "another episode.",
        _EVERY,
        Shape.COUNT,
        "The responsible council is recorded.",
        _WHOLE,
        (ASKED_OF_COUNCILS, POLICE_TEMPLATE, sources.DEFINITION),
    ),
    Measure.CHILDREN: Definition(
        "The children who were reported missing, each once in the period. Two records that a "
        "person has joined are one child.",
        _EVERY,
        Shape.COUNT,
        "The responsible council is recorded.",
        _WHOLE,
        (ASKED_OF_COUNCILS, LOOKED_AFTER_STATISTICS, sources.SAME_CHILD),
    ),
    Measure.LOOKED_AFTER: Definition(
        "Of all episodes, those of a child who was looked after when reported.",
        _EVERY,
        Shape.SHARE,
        _CARE_KNOWN,
        _NOT_BY_PLACEMENT,
        (ASKED_OF_COUNCILS, LOOKED_AFTER_STATISTICS),
    ),
    Measure.LOOKED_AFTER_CHILDREN: Definition(
        "The looked-after children who were reported missing, each once in the period.",
        "Every episode reported in the period of a child who was looked after when reported.",
        Shape.COUNT,
        _CARE_KNOWN,
        _NOT_BY_PLACEMENT,
        (ASKED_OF_COUNCILS, LOOKED_AFTER_STATISTICS),
    ),
    Measure.OUT_OF_AREA: Definition(
        "Of the episodes of looked-after children, those of a child who lived in the area of "
        "another council when reported.",
        "Every episode reported in the period of a child who was looked after when reported.",
        Shape.SHARE,
        _CARE_KNOWN,
        _NOT_BY_PLACEMENT,
        (ASKED_OF_COUNCILS, sources.OUT_OF_AREA),
    ),
    Measure.OUT_OF_AREA_CHILDREN: Definition(
        "The looked-after children living in the area of another council who were reported "
        "missing, each once in the period.",
        "Every episode reported in the period of a child placed out of area when reported.",
        Shape.COUNT,
        _CARE_KNOWN,
        _NOT_BY_PLACEMENT,
        (ASKED_OF_COUNCILS, sources.OUT_OF_AREA),
    ),
    Measure.OFFERED: Definition(
        "Of the episodes whose child came back, those for which a return home interview was "
        "offered.",
        _CAME_BACK,
        Shape.SHARE,
        _OFFER_OR_REASON,
        _WHOLE,
        (ASKED_OF_COUNCILS, sources.RETURN_INTERVIEW),
    ),
    Measure.OFFERED_IN_TIME: Definition(
        "Of the episodes whose child came back, those for which an interview was first offered no "
        "later than 72 hours after the return, to the second.",
        _CAME_BACK,
        Shape.SHARE,
        _OFFER_OR_REASON,
        _WHOLE,
        (ASKED_OF_COUNCILS, sources.RETURN_INTERVIEW),
    ),
    Measure.COMPLETED: Definition(
        "Of the episodes whose child came back, those that a return home interview covers. One "
        "interview may cover several episodes, and counts for each.",
        _CAME_BACK,
        Shape.SHARE,
        _OUTCOME,
        _HEARD,
        (ASKED_OF_COUNCILS, sources.ONE_INTERVIEW_SEVERAL_EPISODES),
    ),
    Measure.COMPLETED_IN_TIME: Definition(
        "Of the episodes whose child came back, those covered by an interview held no later than "
        "72 hours after the return, to the second.",
        _CAME_BACK,
        Shape.SHARE,
        _OUTCOME,
        _HEARD,
        (ASKED_OF_COUNCILS, sources.RETURN_INTERVIEW),
    ),
    Measure.DECLINED: Definition(
        "Of the episodes whose child came back and was offered an interview, those in which the "
        "last answer was no and none was held.",
        "Every episode reported in the period whose child came back and for which an interview "
        "was offered.",
        Shape.SHARE,
        "The offer has an answer.",
        _WHOLE,
        (ASKED_OF_COUNCILS, sources.SECOND_OFFER),
    ),
    Measure.ASSESSED: Definition(
        "The time from the report until the first side recorded its assessment, and the share "
        "assessed by the time the protocol gave. An assessment recorded before the report counts "
        "as no time.",
        "Every episode reported in the period; for the share, those whose time has come or that "
        "were assessed.",
        Shape.TIME,
        "An assessment is recorded.",
        _CHILD,
        (CONSISTENCY, sources.FOUR_MINIMUM_ACTIONS),
    ),
    Measure.ACTED: Definition(
        "The time from the first assessment until somebody first took or finished a step, and the "
        "share in which that was by the time the step was due. A step taken before the assessment "
        "counts as no time.",
        "Every episode reported in the period that was assessed; for the share, those whose first "
        "step was taken, or is past its time.",
        Shape.TIME,
        "A step is recorded as taken or done.",
        _CHILD,
        (CONSISTENCY, sources.FOUR_MINIMUM_ACTIONS),
    ),
    Measure.ACKNOWLEDGED: Definition(
        "The time from a notice until a named person said that they have it, and the share of "
        "notices for which that was by the time the protocol gave.",
        "Every notice about an episode reported in the period; for the share, those answered or "
        "past their time.",
        Shape.TIME,
        "The notice has been acknowledged.",
        _CHILD,
        (CONSISTENCY, sources.ESCALATION_LADDER),
    ),
    Measure.REVIEWED: Definition(
        "Of the reviews that were due, those held by their time.",
        "Every review of an episode reported in the period that was held, was declined with a "
        "reason, or is past its time.",
        Shape.SHARE,
        "The review is held, or declined with a reason.",
        (*_CHILD, Breakdown.STANDING),
        (CONSISTENCY, sources.REVIEW_FROM_REPORT),
    ),
}


def may_be_broken_down(measure: Measure, by: Breakdown) -> bool:
    """Whether a measure is counted by this breakdown."""
    return by in DEFINED[measure].breakdowns


class Comparison(StrEnum):
    """Whether a number may be laid beside that of another area or another time."""

    MAY = "may"
    TOO_LITTLE = "too_little"
    TOO_FEW = "too_few"


ENOUGH_RECORDED = 0.85
ENOUGH_COUNTED = 30


def comparison(*, whole: int, complete: int) -> Comparison:
    """Whether a share or a time says enough to be compared: data before comparison.

    Below 85 of 100 recorded in full, or below 30 in all, a difference says nothing.
    """
    if whole and complete / whole < ENOUGH_RECORDED:
        return Comparison.TOO_LITTLE
    return Comparison.TOO_FEW if whole < ENOUGH_COUNTED else Comparison.MAY
