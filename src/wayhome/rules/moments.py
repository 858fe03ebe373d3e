"""Which moments contradict each other, and what a person should do about it.

Each check answers with problems, none when all is well. A problem's `field` is the name of the
argument it is about and its message is a whole sentence, always the same, so that it can be
translated. What cannot be told apart from a slow clock is let through: a report is never lost
because two computers differ by a minute.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wayhome.rules import facts, london, risk

ADULT_AT = 18
CLOCKS_DIFFER_BY = timedelta(minutes=2)
STATED_AGE_MAY_BE_OUT_BY = 1

EARLIEST_YEAR = 1900

FUTURE = "This time has not come yet. Check the date and the time."
TOO_LONG_AGO = "This is too long ago to be right. Check the year."
SKIPPED = (
    "The clocks went forward that night and this time did not exist. "
    "Enter a time before 1am or from 2am."
)
LAST_SEEN_AFTER_REPORT = (
    "The child was last seen after the report was made. "
    "Check both times; if the child was seen since, record that as a sighting."
)
LAST_SEEN_TOO_LONG_AGO = (
    "The child was last seen more than 18 years before the report. Check the year."
)
SEEN_BEFORE_BIRTH = "This is before the child was born. Check this time and the date of birth."
BORN_IN_FUTURE = "The date of birth has not come yet. Check the year, or leave it blank."
ADULT_BY_BIRTH = (
    "This date of birth makes the person 18 or over. Check the year. If you are not sure, leave "
    "it blank and give an age. To report a missing adult call 101, or 999 in an emergency."
)
ADULT_BY_AGE = (
    "Wayhome is for children who are not yet 18. Give an age from 0 to 17, or leave it blank if "
    "you do not know. To report a missing adult call 101, or 999 in an emergency."
)
AGE_AND_BIRTH_DIFFER = (
    "The age does not fit the date of birth. Leave out the one you are less sure of."
)
LOCATED_BEFORE_LOST = (
    "The child was located before they were last seen or reported. "
    "Check this time and the time the child was last seen."
)
LOCATED_AFTER_RETURN = "The child had already returned by then. Check this time."
RETURNED_BEFORE_LOST = (
    "The child returned before they were last seen or reported. "
    "Check this time and the time the child was last seen."
)
RETURNED_BEFORE_LOCATED = (
    "The child returned before they were located. Check this time; a child is located first, "
    "or at the same moment."
)
NOT_LOCATED = "Record first that the child has been located, or has returned."
SEEN_BEFORE_LOCATED = (
    "Police saw the child before the child was located. Check this time; the moment of finding "
    "and the prevention interview may be the same."
)
NOT_RETURNED = "Record first that the child has returned: the 72 hours start then."
OFFERED_BEFORE_RETURN = (
    "The interview was offered before the child returned. Check this time and the time of return."
)
ANSWERED_BEFORE_OFFER = "The answer came before the offer. Check this time."
HELD_BEFORE_RETURN = (
    "The interview was held before the child returned. Check this time and the time of return."
)
HELD_BEFORE_OFFER = (
    "The interview was held before it was first offered. Check this time, or correct the offer."
)
SIGHTING_AFTER_RETURN = (
    "The child is recorded as back by then. If the child is missing again, make a new report; "
    "if not, check this time."
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one answer, and what to do."""

    field: str
    message: str


_Found = tuple[bool, str, str]


def check_wall_clock(wall: datetime, *, field: str = "at") -> tuple[Problem, ...]:
    """Whether a time as written down in London, with no zone, ever was."""
    return _problems([(london.is_skipped(wall), field, SKIPPED)])


def check_not_future(at: datetime, *, now: datetime, field: str = "at") -> tuple[Problem, ...]:
    """Whether a thing said to have happened can have happened by now."""
    return _untimely(at, now=now, field=field)


def check_birth(
    *, date_of_birth: date | None, age_stated: int | None, on: datetime
) -> tuple[Problem, ...]:
    """Whether this is a child at the moment `on`, as far as anybody knows.

    Nothing known is no problem. The eighteenth birthday is the first day of an adult.
    """
    age = _age(date_of_birth, on=on)
    differs = (
        age is not None
        and age_stated is not None
        and abs(age - age_stated) > STATED_AGE_MAY_BE_OUT_BY
    )
    found: list[_Found] = [
        (age is not None and age < 0, "date_of_birth", BORN_IN_FUTURE),
        (age is not None and age >= ADULT_AT, "date_of_birth", ADULT_BY_BIRTH),
        (age_stated is not None and not 0 <= age_stated < ADULT_AT, "age_stated", ADULT_BY_AGE),
    ]
    return _problems(found) or _problems([(differs, "age_stated", AGE_AND_BIRTH_DIFFER)])


def check_report(
    *,
    last_seen_at: datetime | None,
    reported_at: datetime,
    date_of_birth: date | None,
    age_stated: int | None,
    now: datetime,
) -> tuple[Problem, ...]:
    """Whether the moments of a missing report can all be true. An unknown one never is wrong."""
    problems = _untimely(reported_at, now=now, field="reported_at")
    problems += check_birth(
        date_of_birth=date_of_birth, age_stated=age_stated, on=now if problems else reported_at
    )
    if last_seen_at is None:
        return problems
    untimely = _untimely(last_seen_at, now=now, field="last_seen_at")
    if problems or untimely:
        return problems + untimely
    return _last_seen_problems(last_seen_at, reported_at=reported_at, born=date_of_birth)


def _last_seen_problems(
    last_seen_at: datetime, *, reported_at: datetime, born: date | None
) -> tuple[Problem, ...]:
    missing_for = london.instant(reported_at) - london.instant(last_seen_at)
    too_long = missing_for > timedelta(days=ADULT_AT * 366)
    before_birth = _is_before_birth(last_seen_at, born) and not too_long
    return _problems(
        [
            (missing_for < timedelta(0), "last_seen_at", LAST_SEEN_AFTER_REPORT),
            (too_long, "last_seen_at", LAST_SEEN_TOO_LONG_AGO),
            (before_birth, "last_seen_at", SEEN_BEFORE_BIRTH),
        ]
    )


def check_located(account: facts.Account, *, at: datetime, now: datetime) -> tuple[Problem, ...]:
    """Whether the child can have been located then."""
    returned = account.returned
    return _untimely(at, now=now) or _problems(
        [
            (_is_before(at, _lost_at(account)), "at", LOCATED_BEFORE_LOST),
            (returned is not None and _is_before(returned.at, at), "at", LOCATED_AFTER_RETURN),
        ]
    )


def check_returned(account: facts.Account, *, at: datetime, now: datetime) -> tuple[Problem, ...]:
    """Whether the child can have returned then. Nobody need have recorded the finding first."""
    untimely = _untimely(at, now=now)
    if untimely:
        return untimely
    located = account.located
    before_lost = _is_before(at, _lost_at(account))
    return _problems(
        [
            (before_lost, "at", RETURNED_BEFORE_LOST),
            (
                not before_lost and located is not None and _is_before(at, located.at),
                "at",
                RETURNED_BEFORE_LOCATED,
            ),
        ]
    )


def check_seen(account: facts.Account, *, at: datetime, now: datetime) -> tuple[Problem, ...]:
    """Whether police can have held the prevention interview then."""
    found = account.located or account.returned
    if found is None:
        return (Problem("at", NOT_LOCATED),)
    return _untimely(at, now=now) or _problems(
        [
            (_is_before(at, found.at), "at", SEEN_BEFORE_LOCATED),
        ]
    )


def check_offer(account: facts.Account, *, at: datetime, now: datetime) -> tuple[Problem, ...]:
    """Whether a return home interview can have been offered then."""
    if account.returned is None or not account.came_back:
        return (Problem("at", NOT_RETURNED),)
    return _untimely(at, now=now) or _problems(
        [
            (_is_before(at, account.returned.at), "at", OFFERED_BEFORE_RETURN),
        ]
    )


def check_answer(offer: facts.Offer, *, at: datetime, now: datetime) -> tuple[Problem, ...]:
    """Whether the child can have answered an offer then."""
    return _untimely(at, now=now) or _problems(
        [
            (_is_before(at, offer.at), "at", ANSWERED_BEFORE_OFFER),
        ]
    )


def check_interview(account: facts.Account, *, at: datetime, now: datetime) -> tuple[Problem, ...]:
    """Whether the return home interview can have been held then.

    An interview that covers several episodes is checked against each of them.
    """
    returned = account.returned
    if returned is None or not account.came_back:
        return (Problem("at", NOT_RETURNED),)
    untimely = _untimely(at, now=now)
    if untimely:
        return untimely
    before_offer = bool(account.offers) and all(
        _is_before(at, offer.at) for offer in account.offers
    )
    return _problems(
        [
            (_is_before(at, returned.at), "at", HELD_BEFORE_RETURN),
            (before_offer and not _is_before(at, returned.at), "at", HELD_BEFORE_OFFER),
        ]
    )


def check_sighting(account: facts.Account, *, at: datetime, now: datetime) -> tuple[Problem, ...]:
    """Whether the child can have been seen then, in this episode.

    A sighting earlier than the last one known is no contradiction: any word of a missing child
    is taken.
    """
    returned = account.returned
    born = account.child.date_of_birth
    return _untimely(at, now=now) or _problems(
        [
            (_is_before_birth(at, born), "at", SEEN_BEFORE_BIRTH),
            (returned is not None and _is_before(returned.at, at), "at", SIGHTING_AFTER_RETURN),
        ]
    )


def _problems(found: Iterable[_Found]) -> tuple[Problem, ...]:
    return tuple(Problem(field, message) for is_wrong, field, message in found if is_wrong)


def _untimely(at: datetime, *, now: datetime, field: str = "at") -> tuple[Problem, ...]:
    if at.year < EARLIEST_YEAR:
        return (Problem(field, TOO_LONG_AGO),)
    # Whole years first: the last day of the calendar cannot be turned into another zone.
    is_future = at.year > now.year + 1 or (
        london.instant(at) > london.instant(now) + CLOCKS_DIFFER_BY
    )
    return _problems([(is_future, field, FUTURE)])


def _is_before(one: datetime, other: datetime) -> bool:
    return london.instant(one) < london.instant(other)


def _is_before_birth(at: datetime, born: date | None) -> bool:
    return born is not None and london.day_of(at) < born


def _age(date_of_birth: date | None, *, on: datetime) -> int | None:
    return risk.age_on(facts.Child(date_of_birth=date_of_birth), london.day_of(on))


def _lost_at(account: facts.Account) -> datetime:
    return account.last_seen_at or account.reported_at
