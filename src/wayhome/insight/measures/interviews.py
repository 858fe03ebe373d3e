"""Return home interviews: offered, held, in time, declined."""

from wayhome.insight.measures.counted import Counted
from wayhome.rules import clocks
from wayhome.rules.measures import Measure
from wayhome.rules.vocabulary import OfferAnswer

ALLOWED_US = int(clocks.OFFER_ALLOWED.total_seconds()) * 1_000_000
_BACK = "returned_us IS NOT NULL"
_OFFERED = "offered_us IS NOT NULL"
_HELD = "held_us IS NOT NULL"
_SAID_NO = f"answer = '{OfferAnswer.DECLINED}'"
_OFFER_OR_REASON = "(offered_us IS NOT NULL OR reasons IS NOT NULL)"
_OUTCOME = f"(held_us IS NOT NULL OR reasons IS NOT NULL OR coalesce({_SAID_NO}, FALSE))"

COUNTED = (
    Counted(Measure.OFFERED, among=_BACK, hit=_OFFERED, complete=_OFFER_OR_REASON),
    Counted(
        Measure.OFFERED_IN_TIME,
        among=_BACK,
        hit=f"offered_us <= returned_us + {ALLOWED_US}",
        complete=_OFFER_OR_REASON,
    ),
    Counted(Measure.COMPLETED, among=_BACK, hit=_HELD, complete=_OUTCOME),
    Counted(
        Measure.COMPLETED_IN_TIME,
        among=_BACK,
        hit=f"held_us <= returned_us + {ALLOWED_US}",
        complete=_OUTCOME,
    ),
    Counted(
        Measure.DECLINED,
        among=f"{_BACK} AND {_OFFERED}",
        hit=f"{_SAID_NO} AND held_us IS NULL",
        complete="answer IS NOT NULL",
    ),
)
