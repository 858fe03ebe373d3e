"""How soon: assessed, acted on, acknowledged, reviewed."""

from wayhome.insight.measures.counted import Counted
from wayhome.rules.breakdowns import ReviewStanding
from wayhome.rules.measures import Measure

AS_OF = "{as_of_us}"  # the moment as of which is counted
_DONE = f"('{ReviewStanding.MET}', '{ReviewStanding.MET_LATE}', '{ReviewStanding.DECLINED}')"

COUNTED = (
    Counted(
        Measure.ASSESSED,
        among=f"assess_due_us IS NOT NULL AND (assessed_us IS NOT NULL OR assess_due_us < {AS_OF})",
        hit="assessed_us <= assess_due_us",
        complete="assessed_us IS NOT NULL",
        took="CASE WHEN assessed_us < reported_us THEN 0 ELSE assessed_us - reported_us END",
    ),
    Counted(
        Measure.ACTED,
        among="assessed_us IS NOT NULL AND step_due_us IS NOT NULL "
        f"AND (begun_us IS NOT NULL OR step_due_us < {AS_OF})",
        hit="begun_us <= step_due_us",
        complete="begun_us IS NOT NULL",
        took="CASE WHEN begun_us < assessed_us THEN 0 ELSE begun_us - assessed_us END",
    ),
    Counted(
        Measure.ACKNOWLEDGED,
        over="tellings",
        among=f"acknowledged_us IS NOT NULL OR due_us < {AS_OF}",
        hit="acknowledged_us <= due_us",
        complete="acknowledged_us IS NOT NULL",
        took="acknowledged_us - told_us",
    ),
    Counted(
        Measure.REVIEWED,
        over="reviews",
        among="standing IS NOT NULL",
        hit=f"standing = '{ReviewStanding.MET}'",
        complete=f"standing IN {_DONE}",
    ),
)
