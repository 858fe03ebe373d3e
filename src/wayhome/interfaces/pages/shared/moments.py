"""What a person means by a day and a time they typed. Always London; the answer is aware UTC.

A time that the spring clock change skips is refused. One that the autumn change repeats must
say GMT or BST. A day of the week, or a time alone, means the last one before now; for a
plan, the next.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from wayhome.rules import london

TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s*(?P<half>am|pm)?\s*(?P<zone>gmt|bst)?$",
    re.IGNORECASE,
)
TIME_JOINED = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})$")
WEEKDAYS = (
    ("monday", "mon", "dydd llun", "llun"),
    ("tuesday", "tue", "tues", "dydd mawrth", "mawrth"),
    ("wednesday", "wed", "dydd mercher", "mercher"),
    ("thursday", "thu", "thurs", "dydd iau", "iau"),
    ("friday", "fri", "dydd gwener", "gwener"),
    ("saturday", "sat", "dydd sadwrn", "sadwrn"),
    ("sunday", "sun", "dydd sul", "sul"),
)
NEAR_DAYS = {"today": 0, "heddiw": 0, "yesterday": -1, "ddoe": -1, "tomorrow": 1, "yfory": 1}
NOON, LAST_HOUR, LAST_MINUTE = 12, 23, 59
YEAR_LENGTH = 4
DAY_AND_MONTH, DAY_MONTH_AND_YEAR = 2, 3
NOW = frozenset({"now", "just now", "nawr", "rwan"})
MONTHS = (
    ("january", "jan", "ionawr"),
    ("february", "feb", "chwefror"),
    ("march", "mar", "mawrth"),
    ("april", "apr", "ebrill"),
    ("may", "mai"),
    ("june", "jun", "mehefin"),
    ("july", "jul", "gorffennaf"),
    ("august", "aug", "awst"),
    ("september", "sep", "sept", "medi"),
    ("october", "oct", "hydref"),
    ("november", "nov", "tachwedd"),
    ("december", "dec", "rhagfyr"),
)


class Toward(StrEnum):
    """Which way a bare time or a day of the week looks: what happened, or what is planned."""

    BACK = "back"
    AHEAD = "ahead"


class UnclearError(ValueError):
    """The words do not name one moment; the message says what to write instead."""


def read(text: str, *, now: datetime, toward: Toward = Toward.BACK) -> datetime:
    """The moment a person means: "today 14:20", "14:20", "Tuesday 9pm", "4/3/2025 02:10", "now".

    Raises UnclearError when there is no such moment, or more than one.
    """
    words = " ".join(text.lower().replace(",", " ").replace(" at ", " ").split())
    if words in NOW:
        return now
    day_words, clock_words = _split(words)
    clock = read_time(clock_words)
    today = now.astimezone(london.LONDON).date()
    day = read_day(day_words, today=today) if day_words else today
    moment = in_london(day, clock)
    step = 7 if _weekday(day_words) is not None else 0 if day_words else 1
    if toward is Toward.BACK and moment > now:
        return in_london(day - timedelta(days=step), clock)
    if toward is Toward.AHEAD and moment < now:
        return in_london(day + timedelta(days=step), clock)
    return moment


def _split(words: str) -> tuple[str, str]:
    """The day's words and the time's words; a time comes last."""
    match = re.search(
        r"(?:^|[\st])(\d{1,2}[:.h]\d{2}(?:\s*[ap]m)?|\d{1,2}\s*[ap]m|\d{4}(?=(?:\s*(?:gmt|bst))?$))"
        r"(\s*(?:gmt|bst))?$",
        words,
    )
    if match is None or (
        len(match[1]) == YEAR_LENGTH and match[1].isdigit() and _is_year(words, match[1])
    ):
        raise UnclearError(_("Enter a day and a time, like today 14:20 or 4 March 2026 09:05"))
    return words[: match.start()].strip(), words[match.start() :].lstrip(" t")


def _is_year(words: str, digits: str) -> bool:
    """Whether four digits after a day and a month are a year with the time left out."""
    before = words.removesuffix(digits).split()
    return bool(before) and _month(before[-1]) is not None


def read_time(text: str) -> str:
    """A time of day as "HH:MM", with "GMT" or "BST" after it when that was written.

    Raises UnclearError when it is not a time.
    """
    words = " ".join(text.lower().split())
    match = TIME_JOINED.match(words) or TIME.match(words)
    if match is None:
        raise UnclearError(_("Enter a time like 14:20 or 2:20pm"))
    parts = match.groupdict()
    hour, minute = int(parts["hour"]), int(parts.get("minute") or 0)
    if half := parts.get("half"):
        if not 1 <= hour <= NOON:
            raise UnclearError(_("Enter a time like 14:20 or 2:20pm"))
        hour = hour % NOON + (NOON if half == "pm" else 0)
    if hour > LAST_HOUR or minute > LAST_MINUTE:
        raise UnclearError(_("Enter a time between 00:00 and 23:59"))
    return f"{hour:02d}:{minute:02d} {(parts.get('zone') or '').upper()}".strip()


def read_day(text: str, *, today: date) -> date:
    """A day: "today", "Tuesday" (the last one), "4 March", "4/3/2026", "2026-03-04".

    Raises UnclearError when there is no such day.
    """
    words = " ".join(text.lower().replace(",", " ").split())
    if words in NEAR_DAYS:
        return today + timedelta(days=NEAR_DAYS[words])
    if (weekday := _weekday(words)) is not None:
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    parts = re.split(r"[\s/.\-]+", words)
    while parts and (parts[0] == "dydd" or _weekday(parts[0]) is not None):
        parts.pop(0)
    if len(parts) == DAY_MONTH_AND_YEAR and len(parts[0]) == YEAR_LENGTH:
        parts.reverse()
    if len(parts) not in (DAY_AND_MONTH, DAY_MONTH_AND_YEAR):
        raise UnclearError(_("Enter the day, like today, Tuesday or 4 March 2026"))
    return day_of(parts[0], parts[1], parts[2] if parts[2:] else str(today.year))


def day_of(day: str, month: str, year: str) -> date:
    """The day three typed parts name; the month may be a number or a word.

    Raises UnclearError when it is not in the calendar.
    """
    number = _month(month.strip().lower()) or month
    if len(year.strip()) != YEAR_LENGTH:
        raise UnclearError(_("Year must be four numbers, like 2026"))
    try:
        return date(int(year), int(number), int(re.sub(r"(st|nd|rd|th)$", "", day.strip().lower())))
    except (ValueError, OverflowError):
        raise UnclearError(_("Enter a real date. Check the day and the month")) from None


def in_london(day: date, hour: str) -> datetime:
    """The moment a London clock shows this time on this day, in UTC.

    Raises UnclearError for the hour skipped in spring, and for the hour repeated in autumn when
    neither GMT nor BST is written after it.
    """
    clock, _space, zone = hour.partition(" ")
    wall = datetime.combine(day, time.fromisoformat(clock))
    if london.is_skipped(wall):
        raise UnclearError(
            _("There was no %(clock)s that night: the clocks went forward. Enter an hour later")
            % {"clock": clock}
        )
    if london.is_repeated(wall) and not zone:
        raise UnclearError(
            _(
                "%(clock)s came twice that night because the clocks went back. "
                "Add BST for the first or GMT for the second, like %(clock)s BST"
            )
            % {"clock": clock}
        )
    return _in_zone(wall, zone)


def written(at: datetime) -> str:
    """A moment as `read` would read it back: "4/3/2026 14:20"."""
    here = at.astimezone(london.LONDON)
    return f"{here.day}/{here.month}/{here.year} {written_time(at)}"


def written_time(at: datetime) -> str:
    """A London time as `read_time` would read it back, with its zone in the repeated hour."""
    here = at.astimezone(london.LONDON)
    is_repeated = london.is_repeated(here.replace(tzinfo=None))
    return f"{here:%H:%M} {here.tzname()}" if is_repeated else f"{here:%H:%M}"


def _in_zone(wall: datetime, zone: str) -> datetime:
    for fold in (0, 1):
        placed = wall.replace(tzinfo=london.LONDON, fold=fold)
        if zone in ("", placed.tzname()):
            return placed.astimezone(UTC)
    raise UnclearError(_("%(zone)s was not in use then. Leave it out") % {"zone": zone})


def _weekday(word: str) -> int | None:
    return next((number for number, names in enumerate(WEEKDAYS) if word in names), None)


def _month(word: str) -> int | None:
    return next((number for number, names in enumerate(MONTHS, 1) if word in names), None)
