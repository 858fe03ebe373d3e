"""When absences begin: by month, day of the week and hour, in London's time.

A child's absences follow one another in even time, in which every hour is like every other. Even
time is then stretched, once over the year and once over the week, so that July is fuller than
February and a Friday night than a Monday morning. Order is kept, and no absence moves by more than
the week and the season ask.

How the hours of a week share the absences is a choice: of care homes it is published that they
cluster from ten at night to one, and at weekends (OU23); no histogram is.
"""

from datetime import UTC, date, datetime, timedelta

import numpy as np

from wayhome.simulation import published
from wayhome.simulation.chance import Real, Whole

DAY, WEEK = 86_400, 7 * 86_400
EPOCH_IS_A = 3  # 1 January 1970 was a Thursday
# Weights of the 24 hours, from midnight; and of Monday to Sunday.
HOURS_OF_CARE = (7, 4, 2, 1, 1, 1, 1, 2, 3, 3, 3, 3, 3, 3, 4, 5, 5, 5, 5, 6, 7, 8, 12, 10)
HOURS_OF_HOME = (4, 2, 1, 1, 1, 1, 2, 4, 5, 4, 3, 3, 4, 4, 5, 8, 8, 7, 7, 7, 8, 8, 8, 6)
DAYS = (0.93, 0.93, 0.95, 0.98, 1.12, 1.13, 0.96)


def stretched(even: Real, *, is_care: np.ndarray, first_day: date) -> Whole:
    """Moments in even time (days since `first_day`) as moments since 1970 in UTC, in seconds."""
    by_season = _by_season(even, first_day=first_day)
    start = int(datetime(first_day.year, first_day.month, first_day.day, tzinfo=UTC).timestamp())
    start -= (start // DAY + EPOCH_IS_A) % 7 * DAY  # the Monday before
    wall = np.where(is_care, _by_week(by_season, HOURS_OF_CARE), _by_week(by_season, HOURS_OF_HOME))
    seconds = start + np.round(wall * DAY).astype(np.int64)
    return seconds - summer_time(seconds)


def _by_season(even: Real, *, first_day: date) -> Real:
    """Days stretched so that each month holds its share; whole years keep their place."""
    starts = [0.0]
    for month in range(12):
        nth = first_day.month - 1 + month
        days = (_first(nth + 1) - _first(nth)).days
        starts.append(starts[-1] + days * published.MONTHS[nth % 12])
    lengths = np.diff(
        [(_first(first_day.month - 1 + i) - _first(first_day.month - 1)).days for i in range(13)]
    )
    year = float(lengths.sum())
    share = np.array(starts) / starts[-1] * year
    whole, part = np.divmod(even, year)
    return whole * year + np.interp(part, share, np.r_[0, np.cumsum(lengths)])


def _first(nth_month: int) -> date:
    return date(2001 + nth_month // 12, nth_month % 12 + 1, 1)


def _by_week(days: Real, hours: tuple[int, ...]) -> Real:
    """Days stretched so that each hour of the week holds its share; weeks keep their place."""
    weights = np.outer(DAYS, np.array(hours) / sum(hours)).ravel()
    upto = np.r_[0, np.cumsum(weights)] / weights.sum() * 7
    whole, part = np.divmod(days, 7.0)
    return whole * 7 + np.interp(part, upto, np.arange(169) / 24)


def summer_time(seconds: Whole) -> Whole:
    """By how many seconds London's clocks are ahead of UTC at those moments."""
    if not len(seconds):
        return np.zeros(0, dtype=np.int64)
    years = range(_year(int(seconds.min())) - 1, _year(int(seconds.max())) + 2)
    changes = np.array([[_last_sunday(year, 3), _last_sunday(year, 10)] for year in years]).ravel()
    return np.where(np.searchsorted(changes, seconds, side="right") % 2 == 1, 3600, 0)


def _year(seconds: int) -> int:
    return datetime.fromtimestamp(seconds, tz=UTC).year


def _last_sunday(year: int, month: int) -> int:
    """One in the morning, UTC, of the last Sunday of the month: when the clocks change."""
    last = date(year, month, 31)
    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    return int(datetime(sunday.year, sunday.month, sunday.day, 1, tzinfo=UTC).timestamp())
