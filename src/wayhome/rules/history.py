"""What a back record tells: its tables, each with its columns, and what each column holds.

A back record is what an agency, or a country, has kept of absences that are over. It is a folder
with one columnar file a table (Parquet, `<table>.parquet`), beside `history.json`, which says the
version of this format and a name that no other back record has. A row is named by its place in its
table, from nought: another table says that number and nothing else. Moments are UTC, in whole
microseconds. An empty text means that it was not said; a value that may be missing says so, and so
does a column that a file may leave out.

The rows of a table come in the order of `recorded_at`, where the table has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

VERSION = 1
LONGEST_NAME = 200
MANIFEST = "history.json"  # {"version": 1, "name": "…"}, and whatever else its maker adds


class Holds(StrEnum):
    """What one column holds."""

    ROW = "the number of a row of another table"
    TEXT = "words"
    CODES = "a list of codes"
    MOMENT = "a moment"
    DAY = "a day"
    YES_NO = "yes or no"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, which table its rows are of, and if it may be empty.

    One that `may_lack` need not be there: then it is empty in every row.
    """

    name: str
    holds: Holds
    of: str = ""
    may_miss: bool = False
    may_lack: bool = False


def _row(name: str, of: str) -> Column:
    return Column(name, Holds.ROW, of)


def _row_or_none(name: str, of: str) -> Column:
    return Column(name, Holds.ROW, of, may_miss=True)


def _texts(names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Holds.TEXT) for name in names.split())


def _moments(names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Holds.MOMENT) for name in names.split())


def _moments_or_none(names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Holds.MOMENT, may_miss=True) for name in names.split())


def _codes(names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Holds.CODES) for name in names.split())


# Who wrote it down, and when: every fact has both.
_RECORDED = (*_moments("recorded_at"), _row("recorded_by", "people"))
_OF_EPISODE = _row("episode", "episodes")
_OF_CHILD = _row("child", "children")
_ROLES = [
    "responsible_authority",
    "host_authority",
    "placement",
    "home_force",
    "host_force",
    "school",
    "health",
]

# In the order in which they are written: a table names rows of those before it, and of itself.
TABLES: Mapping[str, tuple[Column, ...]] = {
    "agencies": (
        *_texts("name kind nation partnership"),
        _row_or_none("police_force", "agencies"),
        _row_or_none("council", "agencies"),
    ),
    "posts": (_row("agency", "agencies"), *_texts("kind title")),
    "people": (*_texts("name username"), _row("post", "posts")),
    "children": (
        *_texts("given_name family_name known_as"),
        Column("date_of_birth", Holds.DAY, may_miss=True),
        *_texts("sex ethnicity ethnicity_source language"),
        *_RECORDED,
    ),
    "identifiers": (_OF_CHILD, _row("agency", "agencies"), *_texts("scheme value"), *_RECORDED),
    "arrangements": (
        _OF_CHILD,
        *(_row_or_none(role, "agencies") for role in _ROLES),
        *_texts("legal_basis"),
        Column("is_looked_after", Holds.YES_NO),
        *_moments("since"),
        *_RECORDED,
    ),
    "contacts": (_OF_CHILD, *_texts("name relationship telephone"), *_RECORDED),
    "markers": (_OF_CHILD, *_texts("marker evidence supplied_by"), *_RECORDED),
    "episodes": (
        _OF_CHILD,
        *_texts("type starting_level level"),
        *_moments("reported_at recorded_at"),
        *_moments_or_none("last_seen_at"),
        *_moments("absent_from absent_until"),
        *_texts("police_reference label_as_recorded"),
        _row("owner_post", "posts"),
        *_moments("closed_at"),
        _row("closed_by", "people"),
        *_texts("closing_summary"),
    ),
    "parties": (_OF_EPISODE, _row("agency", "agencies"), *_texts("capacity"), *_RECORDED),
    "reports": (
        _OF_EPISODE,
        *_texts("channel reporter_name reporter_relationship"),
        _row_or_none("reporter_agency", "agencies"),
        *_moments("received_at"),
        *_moments_or_none("last_seen_at"),
        *_texts("last_seen_place missing_from why_worried tried police_reference"),
        Column("joined", Holds.YES_NO),
        *_texts("type label_as_recorded"),
        *_RECORDED,
    ),
    "assessments": (
        _OF_EPISODE,
        *_texts("side level label_as_recorded reasons"),
        _row("agency", "agencies"),
        *_RECORDED,
    ),
    "factors": (
        _row("assessment", "assessments"),
        *_texts("factor answer"),
        *_moments("learned_at"),
    ),
    "ownerships": (
        _OF_EPISODE,
        _row("post", "posts"),
        _row_or_none("owner", "people"),
        *_moments("since"),
        *_texts("how"),
        *_RECORDED,
    ),
    "notices": (
        _OF_EPISODE,
        *_texts("reason key urgency"),
        _row("post", "posts"),
        *_moments("acknowledge_by"),
        *_moments_or_none("delivered_at opened_at"),
        _row_or_none("opened_by", "people"),
        *_moments_or_none("acknowledged_at"),
        _row_or_none("acknowledged_by", "people"),
        *_RECORDED,
    ),
    "steps": (
        _OF_EPISODE,
        *_texts("title"),
        _row("owner_post", "posts"),
        *_moments("due_at"),
        *_moments_or_none("taken_at"),
        _row_or_none("taken_by", "people"),
        *_moments_or_none("done_at"),
        _row_or_none("done_by", "people"),
        *_texts("outcome"),
        *_RECORDED,
    ),
    "duties": (
        _OF_EPISODE,
        *_texts("kind key reason"),
        _row("owner_post", "posts"),
        *_moments("started_at due_at"),
        *_moments_or_none("met_at met_recorded_at"),
        _row_or_none("met_by", "people"),
        *_moments_or_none("declined_at"),
        _row_or_none("declined_by", "people"),
        *_texts("declined_reason"),
        *_RECORDED,
    ),
    "sightings": (
        _OF_EPISODE,
        *_moments("at"),
        *_texts("place certainty source_name description"),
        *_RECORDED,
    ),
    "located": (_OF_EPISODE, *_moments("at"), *_texts("place found_by circumstances"), *_RECORDED),
    "returned": (_OF_EPISODE, *_moments("at"), *_texts("to circumstances"), *_RECORDED),
    "seen": (
        _OF_EPISODE,
        *_moments("at"),
        *_texts("mode"),
        *_codes("harm"),
        *_texts("harm_detail"),
        *_RECORDED,
    ),
    "police_closed": (_OF_EPISODE, *_moments("at"), *_texts("summary"), *_RECORDED),
    "finalised": (_OF_EPISODE, *_moments("at"), *_texts("summary"), *_RECORDED),
    "offers": (
        _OF_EPISODE,
        *_moments("at"),
        *_texts("how offered_by_name answer"),
        _row("provider", "agencies"),
        *_moments_or_none("answered_at"),
        _row_or_none("answered_by", "people"),
        *_texts("decline_reason"),
        *_RECORDED,
    ),
    "not_offered": (
        _OF_EPISODE,
        *_texts("reason explanation"),
        _row("authorised_by", "people"),
        *_RECORDED,
    ),
    "interviews": (
        _OF_CHILD,
        *_moments("held_at"),
        _row("interviewer", "people"),
        _row("provider", "agencies"),
        *_texts("provider_type"),
        *_codes("push pull harms"),
        *_texts("own_words would_help"),
        *_RECORDED,
    ),
    "covers": (_row("interview", "interviews"), _OF_EPISODE, *_RECORDED),
    "plans": (
        _OF_EPISODE,
        Column("needed", Holds.YES_NO),
        *_texts("summary not_needed_because"),
        *_RECORDED,
    ),
    "actions": (
        _row("plan", "plans"),
        *_texts("what owner_name"),
        _row("agency", "agencies"),
        Column("due_date", Holds.DAY),
        *_moments_or_none("done_at"),
        _row_or_none("done_by", "people"),
        *_texts("outcome"),
        Column("stood_down_at", Holds.MOMENT, may_miss=True, may_lack=True),
        Column("stood_down_by", Holds.ROW, "people", may_miss=True, may_lack=True),
        Column("stood_down_reason", Holds.TEXT, may_lack=True),
        *_RECORDED,
    ),
}
