"""When the work of the night is due: once a day, some time after midnight in London."""

from datetime import datetime, time, timedelta

from wayhome.insight.results import queries
from wayhome.rules import london

LATE_AFTER = timedelta(days=2)


def last_midnight(now: datetime) -> datetime:
    """The moment at which this day began in London."""
    return london.moment_of(datetime.combine(london.day_of(now), time.min))


def is_due(*, now: datetime, after: timedelta) -> bool:
    """Whether it is so long after midnight, and nothing has been counted as of it yet."""
    midnight = last_midnight(now)
    if now - midnight < after:
        return False
    counted = queries.last_as_of()
    return counted is None or counted < midnight


def is_late(*, now: datetime) -> bool:
    """Whether what was counted last is as of more than two days ago: a night or more has failed."""
    counted = queries.last_as_of()
    return counted is not None and now - counted > LATE_AFTER
