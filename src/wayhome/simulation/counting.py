"""What can be counted of a simulated country, for holding it against what is published."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import numpy as np

from wayhome.simulation import published
from wayhome.simulation.chance import Real, Whole, YesNo
from wayhome.simulation.country import Country
from wayhome.simulation.lives import DAY, YEAR

FOUR_WEEKS = 28


@dataclass(frozen=True)
class Years:
    """Children by year: one entry for each child and year with an absence, and how many."""

    child: Whole
    count: Whole


@dataclass(frozen=True)
class Counted:
    """A country, and what is counted of it once."""

    of: Country

    @cached_property
    def thousands(self) -> float:
        """Thousands of children who live there."""
        return float(self.of.areas.children.sum() / 1000)

    @cached_property
    def child(self) -> Whole:
        """The child of each absence."""
        return self.of.absences.child

    @cached_property
    def is_care(self) -> YesNo:
        """Whether each absence is of a child looked after."""
        return self.of.children.is_care[self.child]

    @cached_property
    def is_missing(self) -> YesNo:
        """Whether each is called missing, and not away without authorisation."""
        return ~self.of.circumstances.is_away

    @cached_property
    def year(self) -> Whole:
        """The year of each absence, from nought."""
        return ((self.of.absences.began - self._opens) // (YEAR * DAY)).astype(np.int64)

    @cached_property
    def _opens(self) -> int:
        day = self.of.scope.first_day
        return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())

    def years(self, which: YesNo) -> Years:
        """Children by year, counting only those absences."""
        key, count = np.unique(
            self.child[which] * 1000 + np.maximum(self.year[which], 0), return_counts=True
        )
        return Years(key // 1000, count)

    @cached_property
    def everybody(self) -> Years:
        """All children by year: what the police record as missing."""
        return self.years(self.is_missing)

    @cached_property
    def of_care(self) -> Years:
        """Children looked after, by year: what councils record as missing."""
        return self.years(self.is_missing & self.is_care)

    @cached_property
    def looked_after(self) -> float:
        """How many are looked after in a year."""
        return float(self.of.areas.looked_after.sum())

    @cached_property
    def number_of_years(self) -> int:
        """How many years there are."""
        return self.of.scope.years

    @cached_property
    def force(self) -> Whole:
        """The force in whose area each began."""
        return self.of.areas.force[self.of.circumstances.host]

    @cached_property
    def police_say(self) -> Real:
        """Of each absence, how likely each ethnicity is to be what the police recorded."""
        table = np.array(published.AS_POLICE_RECORD)
        return table[self.of.children.ethnicity[self.child]]

    @cached_property
    def first_repeat(self) -> Real:
        """Days from the return of a child's first absence to the second, of those with two."""
        order = np.lexsort((self.of.absences.began, self.child))
        child, nth = self.child[order], self.of.absences.nth[order]
        pair = np.flatnonzero((child[1:] == child[:-1]) & (nth[:-1] == 0))
        began, ended = self.of.absences.began[order], self.of.absences.ended[order]
        return (began[pair + 1] - ended[pair]) / DAY

    def share(self, which: YesNo, *, of: YesNo | None = None) -> float:
        """The hundredths of all, or of those, for which it is so."""
        held = which if of is None else which[of]
        return 100 * float(held.mean())

    def away_on(self, month: int, day: int) -> float:
        """The mean number of children looked after who are missing at the start of such a day."""
        first = self.of.scope.first_day
        moments = [
            int(datetime(first.year + i + 1, month, day, tzinfo=UTC).timestamp())
            for i in range(max(self.number_of_years - 1, 1))
        ]
        began, ended = self.of.absences.began, self.of.absences.ended
        of = self.is_missing & self.is_care
        return float(np.mean([(of & (began <= at) & (ended > at)).sum() for at in moments]))

    @cached_property
    def by_month(self) -> Real:
        """Absences by calendar month against the mean month, whole years only."""
        month = self.of.absences.began.astype("datetime64[s]").astype("datetime64[M]")
        number = np.bincount(month.astype(int) % 12, minlength=12)
        return number / number.mean()

    def of_areas(self, years: Years, *, least: int = 30) -> tuple[Real, Real]:
        """Of each area with enough such children: absences of each child, and how many have two."""
        area = self.of.children.area[years.child]
        number = np.bincount(area, minlength=len(self.of.areas))
        total = np.bincount(area, weights=years.count, minlength=len(self.of.areas))
        twice = np.bincount(area, weights=years.count > 1, minlength=len(self.of.areas))
        enough = number >= least
        return total[enough] / number[enough], 100 * twice[enough] / number[enough]
