"""By what a measure is broken down: the values, the bands, the years and their quarters.

A value that was not recorded is `not known` and is counted as such, never left out. What was
written in words is read into a closed list here, so that no words leave the record with a count.
A year runs from 1 April, as the national returns do, by the day in London.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from wayhome.rules import reasons
from wayhome.rules.labelled import Labelled
from wayhome.rules.sources import Binding, Source
from wayhome.rules.vocabulary import EpisodeType, FoundBy, Level, ProviderType

LOOKED_AFTER_STATISTICS = Source(
    "Children looked after in England, including adoptions (DfE)",
    "missing incidents by year ending 31 March, age band, sex, ethnic group and length",
    Binding.STATUTORY_GUIDANCE,
    date(2015, 4, 1),
    "https://explore-education-statistics.service.gov.uk/find-statistics/"
    "children-looked-after-in-england-including-adoptions",
)
POLICE_TEMPLATE = Source(
    "Missing persons data requirements (UK Missing Persons Unit, National Crime Agency)",
    "what each force returns: sex, ethnicity, risk, duration, harm, who found them, reason",
    Binding.NATIONAL_CODE,
    date(2017, 4, 1),
    "https://www.missingpersons.police.uk/en-gb/resources/downloads/missing-persons-statistical-bulletins",
)


class Breakdown(Labelled):
    """By what the things a measure counts are told apart."""

    ALL = "all", "all together"
    PLACEMENT = "placement", "looked after or not"
    SEX = "sex", "sex"
    ETHNICITY = "ethnicity", "ethnic group"
    AGE = "age", "age when reported"
    TYPE = "type", "type of episode"
    LEVEL = "level", "level of risk"
    DURATION = "duration", "how long away"
    FOUND_BY = "found_by", "who found the child"
    HARM = "harm", "harm learned of"
    PUSH = "push", "what drove the child away"
    PULL = "pull", "what drew the child away"
    PROVIDER = "provider", "who held the interview"
    STANDING = "standing", "where the review stands"


class Whole(Labelled):
    """The one value of what is not broken down."""

    ALL = "all", "all"


class Placement(Labelled):
    """Whether the child was looked after when reported, and where."""

    NOT_LOOKED_AFTER = "not_looked_after", "not looked after"
    IN_AREA = "in_area", "looked after, living in the council's area"
    OUT_OF_AREA = "out_of_area", "looked after, placed out of area"
    NOT_KNOWN = "not_known", "not known"


class Sex(Labelled):
    """The child's sex, as recorded."""

    FEMALE = "female", "girls"
    MALE = "male", "boys"
    OTHER = "other", "recorded otherwise"
    NOT_KNOWN = "not_known", "not known"


class Ethnicity(Labelled):
    """The child's ethnic group, in the five groups of the national statistics."""

    WHITE = "white", "White"
    MIXED = "mixed", "Mixed"
    ASIAN = "asian", "Asian"
    BLACK = "black", "Black"
    OTHER = "other", "another ethnic group"
    NOT_KNOWN = "not_known", "not known"


class AgeBand(Labelled):
    """How old the child was on the day of the report."""

    UNDER_FIVE = "under_5", "under 5"
    FIVE_TO_NINE = "5_to_9", "5 to 9"
    TEN_TO_FIFTEEN = "10_to_15", "10 to 15"
    OLDER = "16_and_17", "16 and 17"
    NOT_KNOWN = "not_known", "not known"


class DurationBand(Labelled):
    """From the report until the child was located, or was back where nobody located them."""

    EIGHT_HOURS = "8_hours", "up to 8 hours"
    ONE_DAY = "24_hours", "8 to 24 hours"
    TWO_DAYS = "48_hours", "24 to 48 hours"
    THREE_DAYS = "72_hours", "48 to 72 hours"
    ONE_WEEK = "7_days", "3 to 7 days"
    FOUR_WEEKS = "28_days", "7 to 28 days"
    LONGER = "longer", "longer than 28 days"
    NOT_KNOWN = "not_known", "still away, or not known"


class ReviewStanding(Labelled):
    """Where a review stood at the moment as of which it was counted."""

    MET = "met", "held in time"
    MET_LATE = "met_late", "held late"
    MISSED = "missed", "overdue"
    DECLINED = "declined", "not held, with a reason"


# A child may have several of these, so that their counts may add up to more than the whole.
SEVERAL = frozenset({Breakdown.HARM, Breakdown.PUSH, Breakdown.PULL})

VALUES: dict[Breakdown, tuple[Labelled, ...]] = {
    Breakdown.ALL: tuple(Whole),
    Breakdown.PLACEMENT: tuple(Placement),
    Breakdown.SEX: tuple(Sex),
    Breakdown.ETHNICITY: tuple(Ethnicity),
    Breakdown.AGE: tuple(AgeBand),
    Breakdown.TYPE: tuple(EpisodeType),
    Breakdown.LEVEL: tuple(Level),
    Breakdown.DURATION: tuple(DurationBand),
    Breakdown.FOUND_BY: tuple(FoundBy),
    Breakdown.HARM: tuple(reasons.Harm),
    Breakdown.PUSH: tuple(reasons.Push),
    Breakdown.PULL: tuple(reasons.Pull),
    Breakdown.PROVIDER: tuple(ProviderType),
    Breakdown.STANDING: tuple(ReviewStanding),
}


@dataclass(frozen=True, slots=True)
class Band:
    """One band and the last value that still lies in it; None for the last band."""

    value: Labelled
    last: int | None


_HOURS = 3600
DURATION_BANDS: tuple[Band, ...] = (
    Band(DurationBand.EIGHT_HOURS, 8 * _HOURS),
    Band(DurationBand.ONE_DAY, 24 * _HOURS),
    Band(DurationBand.TWO_DAYS, 48 * _HOURS),
    Band(DurationBand.THREE_DAYS, 72 * _HOURS),
    Band(DurationBand.ONE_WEEK, 7 * 24 * _HOURS),
    Band(DurationBand.FOUR_WEEKS, 28 * 24 * _HOURS),
    Band(DurationBand.LONGER, None),
)
AGE_BANDS: tuple[Band, ...] = (
    Band(AgeBand.UNDER_FIVE, 4),
    Band(AgeBand.FIVE_TO_NINE, 9),
    Band(AgeBand.TEN_TO_FIFTEEN, 15),
    Band(AgeBand.OLDER, None),
)
YEAR_BEGINS = 4  # April


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year, by the calendar year in which it begins; or one of its quarters, from one to four."""

    year: int
    quarter: int = 0

    @property
    def is_quarter(self) -> bool:
        """Whether it is a quarter of its year."""
        return self.quarter > 0


def quarter_of(day: date) -> Period:
    """The quarter a day falls in: the first is April to June of the year that begins with it."""
    months = (day.year * 12 + day.month - 1) - (YEAR_BEGINS - 1)
    return Period(months // 12, months % 12 // 3 + 1)


def year_of(day: date) -> Period:
    """The year a day falls in, from 1 April to 31 March."""
    return Period(quarter_of(day).year)


def first_day(period: Period) -> date:
    """The day on which a period begins."""
    months = period.year * 12 + (YEAR_BEGINS - 1) + 3 * max(period.quarter - 1, 0)
    return date(months // 12, months % 12 + 1, 1)


def duration_band(away: timedelta | None) -> DurationBand:
    """The band of a length of time; its last second still lies in it. Not known for none."""
    if away is None:
        return DurationBand.NOT_KNOWN
    seconds = away.total_seconds()
    band = next(band for band in DURATION_BANDS if band.last is None or seconds <= band.last)
    return DurationBand(band.value)


def age_band(age: int | None) -> AgeBand:
    """The band of an age in whole years; not known for none, or for one that cannot be."""
    if age is None or age < 0:
        return AgeBand.NOT_KNOWN
    return AgeBand(next(band.value for band in AGE_BANDS if band.last is None or age <= band.last))


_SEXES = {
    "female": Sex.FEMALE,
    "f": Sex.FEMALE,
    "girl": Sex.FEMALE,
    "2": Sex.FEMALE,
    "male": Sex.MALE,
    "m": Sex.MALE,
    "boy": Sex.MALE,
    "1": Sex.MALE,
}
# The first that is found in the words decides: White and Black Caribbean is mixed.
_GROUPS: tuple[tuple[str, Ethnicity], ...] = (
    (r"mixed|multiple|^m[1-9]$|^m(wbc|wba|was|oth)$| and (black|asian)", Ethnicity.MIXED),
    (r"white|gypsy|roma|traveller|^w[1-9]$|^w(bri|iri|irt|oth|rom)$", Ethnicity.WHITE),
    (r"black|african|caribbean|^b[1-9]$|^b(crb|afr|oth)$", Ethnicity.BLACK),
    (
        r"asian|indian|pakistani|bangladeshi|chinese|^a[1-9]$|^a(ind|pkn|ban|oth)$|^chne$",
        Ethnicity.ASIAN,
    ),
    (r"british|english|welsh|scottish|irish", Ethnicity.WHITE),
    (r"arab|other|^o[1-9]$|^oth$|^ooth$", Ethnicity.OTHER),
)
_UNSAID = frozenset(
    {"", "not known", "unknown", "not stated", "not recorded", "refused", "ns", "nobt", "refu", "u"}
)


def sex_of(said: str) -> Sex:
    """The sex recorded in words or by a national code; not known where nothing was said."""
    words = _plain(said)
    return Sex.NOT_KNOWN if words in _UNSAID else _SEXES.get(words, Sex.OTHER)


def ethnicity_of(said: str) -> Ethnicity:
    """The ethnic group of what was recorded in words, or by the codes of police or councils.

    Words that name no group are another group: they were said, and are not unknown.
    """
    words = _plain(said)
    if words in _UNSAID:
        return Ethnicity.NOT_KNOWN
    found = (group for pattern, group in _GROUPS if re.search(pattern, words))
    return next(found, Ethnicity.OTHER)


def _plain(said: str) -> str:
    return " ".join(said.lower().split())
