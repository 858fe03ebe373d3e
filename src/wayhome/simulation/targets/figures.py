"""The figures of the calibration table, each as something that is counted of a country."""

from collections.abc import Callable

import numpy as np

from wayhome.simulation import published
from wayhome.simulation.careers import Group
from wayhome.simulation.chance import Whole
from wayhome.simulation.counting import Counted

ENOUGH = 1000  # absences of a force, for its shares to be told


def a_thousand(number: Callable[[Counted], float]) -> Callable[[Counted], float]:
    """The number in a year for each thousand children."""
    return lambda c: number(c) / c.number_of_years / c.thousands


def of_age(least: float, most: float) -> Callable[[Counted], float]:
    """The share at those ages, up to and without the second."""
    return lambda c: c.share(between(c.of.circumstances.age, least, most))


def between(values: np.ndarray, least: float, most: float) -> np.ndarray:
    """Which values are at least the first and below the second."""
    return (values >= least) & (values < most)


def within(hours: float) -> Callable[[Counted], float]:
    """The share that was over in so many hours."""
    return lambda c: c.share(c.of.absences.hours <= hours)


def beyond(hours: float, *, ethnicity: str) -> Callable[[Counted], float]:
    """The share of an ethnicity that lasted longer than so many hours."""
    which = published.ETHNICITIES.index(ethnicity)
    return lambda c: c.share(
        c.of.absences.hours > hours, of=c.of.children.ethnicity[c.child] == which
    )


def placed(*which: int) -> Callable[[Counted], float]:
    """Of those looked after, the share from those placements."""
    return lambda c: c.share(np.isin(c.of.circumstances.placement, which), of=c.is_care)


def police_say(*which: int) -> Callable[[Counted], float]:
    """The share whom the police record as of those ethnicities, where they record any."""
    return lambda c: 100 * float(c.police_say[:, which].sum(axis=1).mean())


def kilometres(share: float) -> Callable[[Counted], float]:
    """Within how many kilometres that share was found, at 12 to 14."""
    return lambda c: float(
        np.quantile(c.of.circumstances.kilometres[between(c.of.circumstances.age, 12, 15)], share)
    )


def found(which: int) -> Callable[[Counted], float]:
    """The share found in a kind of place, at 12 to 14."""
    return lambda c: c.share(
        c.of.circumstances.found == which, of=between(c.of.circumstances.age, 12, 15)
    )


def by(which: int) -> Callable[[Counted], float]:
    """The share found by that finder."""
    return lambda c: c.share(c.of.circumstances.finder == which)


def graded(level: int, share: float) -> Callable[[Counted], float]:
    """The share of a grade in the force at that place between the lowest and the highest."""

    def figure(c: Counted) -> float:
        number = np.bincount(c.force, minlength=len(c.of.areas.forces))
        graded = np.bincount(c.force, c.of.grades.police == level, minlength=len(number))
        enough = number >= min(ENOUGH, number.max())
        return 100 * float(np.quantile(graded[enough] / number[enough], share))

    return figure


def of_group(group: Group) -> Callable[[Counted], tuple[Whole, Whole]]:
    """Children of a group by year, and how many absences each had."""

    def years(c: Counted) -> tuple[Whole, Whole]:
        of = c.of_care.child[c.of.children.group[c.of_care.child] == group]
        count = c.of_care.count[c.of.children.group[c.of_care.child] == group]
        return of, count

    return years


def missing_of(group: Group, number: int) -> Callable[[Counted], float]:
    """The share of a group that is missing in a year, of those there are in the country."""

    def figure(c: Counted) -> float:
        of = c.looked_after / published.LOOKED_AFTER * number * c.number_of_years
        return 100 * len(of_group(group)(c)[0]) / of

    return figure


def each_of(group: Group) -> Callable[[Counted], float]:
    """How many absences a missing child of the group has in a year."""
    return lambda c: float(of_group(group)(c)[1].mean())


def relative_risk(c: Counted) -> float:
    """Black against White, among those looked after."""
    of = np.bincount(c.of.children.ethnicity[c.of_care.child], minlength=5)
    risk = of / np.array(published.LOOKED_AFTER_BY_ETHNICITY)
    return float(risk[3] / risk[0])


def no_area_away(c: Counted) -> float:
    """The share of English areas that call no absence away without authorisation."""
    english = np.array([code.startswith("E") for code in c.of.areas.codes])
    return 100 * float((c.of.areas.away[english] == 0).mean())


def month(which: int) -> Callable[[Counted], float]:
    """The absences of that month against the mean month."""
    return lambda c: float(c.by_month[which - 1])


def cse_girls(c: Counted) -> float:
    """Of absences of children at risk of sexual exploitation, the share of girls."""
    flagged = c.of.concerns.sexual_exploitation[c.child]
    return c.share(c.of.children.is_girl[c.child], of=flagged)


def heard(c: Counted) -> float:
    """The share with an interview."""
    return c.share(c.of.aftermath.completed)
