"""What a practitioner's own page needs, read in two queries however long the list is.

A list of fifty episodes must not ask fifty questions. Each line of it comes with what is due next,
how many of its notices nobody has, and the part the viewer's agency holds; and beside the list
stands what waits for the viewer's own posts. Only what is shown is read, as plain values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from wayhome.platform import prepared
from wayhome.records.episodes import queries as episode_queries
from wayhome.records.episodes.models import Episode
from wayhome.records.protection import queries as protection
from wayhome.rules import facts
from wayhome.rules.vocabulary import Capacity, DutyKind, EpisodeState, Level, NoticeReason
from wayhome.stages.response import past
from wayhome.stages.response.waiting import RUNGS_OF_A_LADDER

MOST = 10


@dataclass(frozen=True, slots=True)
class Brief:
    """An episode and its child in the few words of a list."""

    reference: str
    level: str
    state: EpisodeState
    child_id: UUID
    given_name: str
    family_name: str
    known_as: str
    date_of_birth: date | None
    age_stated: int | None
    age_stated_at: datetime | None

    @property
    def full_name(self) -> str:
        """The name as known; empty when none is."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class NextDuty:
    """The open duty of an episode that is due first, and the post that owes it."""

    duty: facts.Duty
    post_kind: str
    post_title: str
    agency_name: str


@dataclass(frozen=True, slots=True)
class Line:
    """One episode in a list.

    `waiting` is how many of its notices nobody has acknowledged; `parts` are the viewer's agency's.
    """

    id: UUID
    reported_at: datetime
    brief: Brief
    owner_name: str
    owner_post_kind: str
    owner_post_title: str
    owner_agency_name: str
    next: NextDuty | None
    waiting: int
    parts: tuple[facts.Party, ...]


@dataclass(frozen=True, slots=True)
class WaitingNotice:
    """A notice to one of the viewer's posts that nobody has acknowledged.

    `waited` is what a rung of a ladder is about, as `queries.with_what_waited` has it.
    """

    id: UUID
    episode_id: UUID
    reason: NoticeReason
    recorded_at: datetime
    acknowledge_by: datetime
    delivered_at: datetime | None
    declined_at: datetime | None
    waited: Mapping[str, str] | None
    brief: Brief
    acknowledged_at: None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A duty (`kind`) or a step (`title`) that one of the viewer's posts owes."""

    kind: DutyKind | None
    title: str
    started_at: datetime
    due_at: datetime
    brief: Brief


@dataclass(frozen=True, slots=True)
class Tally:
    """How many episodes there are, how many have something late, and how many are at high risk."""

    all: int
    late: int
    high: int


@dataclass(frozen=True, slots=True)
class Board:
    """What waits for the viewer's posts: notices newest first, and what is due, soonest first.

    `has_past` says that records of the past wait for a review: they stand on a page of their own.
    """

    notices: Sequence[WaitingNotice]
    due: Sequence[Due]
    has_past: bool = False


# ------------------------------------------------------------------ the list

_LINES = """
WITH page AS MATERIALIZED ({page})
SELECT episode.id, episode.reported_at, episode.reference, episode.level, episode.state,
       child.id, child.given_name, child.family_name, child.known_as, child.date_of_birth,
       child.age_stated, child.age_stated_at,
       coalesce((SELECT name FROM practitioners_practitioner WHERE id = episode.owner_id), ''),
       coalesce((SELECT kind FROM agencies_post WHERE id = episode.owner_post_id), ''),
       coalesce((SELECT title FROM agencies_post WHERE id = episode.owner_post_id), ''),
       coalesce((SELECT name FROM agencies_agency WHERE id = episode.owner_agency_id), ''),
       (SELECT ARRAY[duty.kind, duty.started_at::text, duty.due_at::text, duty.recorded_at::text,
                     coalesce(post.kind, ''), coalesce(post.title, ''), coalesce(agency.name, '')]
          FROM response_duty AS duty
          LEFT JOIN agencies_post AS post ON post.id = duty.owner_post_id
          LEFT JOIN agencies_agency AS agency ON agency.id = post.agency_id
         WHERE duty.episode_id = episode.id AND duty.met_at IS NULL AND duty.declined_at IS NULL
         ORDER BY duty.due_at, duty.id LIMIT 1),
       (SELECT count(*) FROM response_notice AS notice
         WHERE notice.episode_id = episode.id AND notice.acknowledged_at IS NULL),
       ARRAY(SELECT capacity FROM episodes_party AS party
              WHERE party.episode_id = episode.id AND party.agency_id = %s
                AND party.ended_at IS NULL)
  FROM page
  JOIN episodes_episode AS episode ON episode.id = page.id
  JOIN children_child AS child ON child.id = episode.child_id
 ORDER BY episode.reported_at DESC, episode.id DESC
"""


def lines(episodes: QuerySet[Episode], *, viewer: facts.Viewer) -> list[Line]:
    """These episodes as lines of a list, newest first, by one query.

    The query set says which, and is what the viewer may see; the rest is looked up by its rows.
    """
    page = page_of(episodes)
    return lines_of(page, viewer=viewer) if page else []


@dataclass(frozen=True, slots=True)
class Page:
    """Which episodes are asked about: as the database is asked, and the values in that."""

    sql: str
    values: tuple[Any, ...]


def page_of(episodes: QuerySet[Episode]) -> Page | None:
    """These episodes as the database is asked for them; None where there can be none."""
    try:
        sql, values = episodes.values("id").query.sql_with_params()
    except EmptyResultSet:
        return None
    return Page(sql, tuple(values))


def lines_of(page: Page, *, viewer: facts.Viewer) -> list[Line]:
    """The episodes of a page as lines, newest first, by one query."""
    with connection.cursor() as cursor:
        prepared.ask(cursor, _LINES.format(page=page.sql), (*page.values, viewer.agency_id))
        return [_line(row, viewer=viewer) for row in cursor.fetchall()]


_TALLY = """
SELECT count(*), count(*) FILTER (WHERE next_due_at < %s), count(*) FILTER (WHERE level = %s)
  FROM ({counted}) AS counted
"""


def tally(episodes: QuerySet[Episode], *, most: int, now: datetime) -> Tally:
    """These episodes counted, no further than `most` of them, by one query."""
    counted = episodes.order_by().values("next_due_at", "level")[:most]
    try:
        sql, values = counted.query.sql_with_params()
    except EmptyResultSet:
        return Tally(0, 0, 0)
    with connection.cursor() as cursor:
        prepared.ask(cursor, _TALLY.format(counted=sql), (now, Level.HIGH, *values))
        return Tally(*cursor.fetchone())


def _line(row: Sequence[Any], *, viewer: facts.Viewer) -> Line:
    owner, post_kind, post_title, agency, next_, waiting, held = row[12:]
    return Line(
        id=row[0],
        reported_at=row[1],
        brief=_brief(row[2:12]),
        owner_name=owner,
        owner_post_kind=post_kind,
        owner_post_title=post_title,
        owner_agency_name=agency,
        next=_next(next_) if next_ else None,
        waiting=waiting,
        parts=tuple(facts.Party(viewer.agency_id, Capacity(each)) for each in held),
    )


def _brief(row: Sequence[Any]) -> Brief:
    reference, level, state, *child = row
    return Brief(reference, level, EpisodeState(state), *child)


def _next(said: Sequence[str]) -> NextDuty:
    kind, started_at, due_at, recorded_at, *post = said
    duty = facts.Duty(
        kind=DutyKind(kind),
        started_at=datetime.fromisoformat(started_at),
        due_at=datetime.fromisoformat(due_at),
        recorded_at=datetime.fromisoformat(recorded_at),
    )
    return NextDuty(duty, *post)


# ------------------------------------------------------------------ what waits for the viewer


_HIDDEN = protection.HIDDEN.format(
    child="(SELECT child_id FROM episodes_episode WHERE id = episode_id)", me="%(me)s"
)

# Post by post, so that each walk along its index ends after `most` rows. What is of the past is
# told by the very words of its index's condition.
_WAITING = f"""
WITH mine AS (SELECT unnest(%(posts)s::uuid[]) AS post), waiting AS (
    (SELECT waits.* FROM mine CROSS JOIN LATERAL (
        SELECT 'notice' AS what, id, reason AS words, recorded_at AS begun, acknowledge_by AS until,
               delivered_at AS carried, declined_at AS declined, episode_id,
               CASE WHEN reason = ANY(%(rungs)s) THEN split_part(key, ':', 3)::uuid END AS rung
          FROM response_notice
         WHERE post_id = mine.post AND acknowledged_at IS NULL AND NOT {_HIDDEN}
           AND episode_id <> ALL(%(kept_from)s::uuid[])
         ORDER BY recorded_at DESC, id DESC LIMIT %(most)s) AS waits
      ORDER BY begun DESC, id DESC LIMIT %(most)s)
    UNION ALL
    (SELECT waits.* FROM mine CROSS JOIN LATERAL (
        SELECT 'duty' AS what, id, kind, started_at, due_at, NULL::timestamptz,
               NULL::timestamptz, episode_id,
               NULL::uuid
          FROM response_duty AS duty
         WHERE owner_post_id = mine.post AND met_at IS NULL AND declined_at IS NULL
           AND NOT starts_with(key, '{past.KEY}') AND NOT {_HIDDEN}
           AND episode_id <> ALL(%(kept_from)s::uuid[])
           AND (SELECT closed_at IS NULL OR closed_at < duty.recorded_at
                  FROM episodes_episode WHERE id = duty.episode_id)
         ORDER BY due_at, id LIMIT %(most)s) AS waits
      ORDER BY due_at, id LIMIT %(most)s)
    UNION ALL
    (SELECT waits.* FROM mine CROSS JOIN LATERAL (
        SELECT 'past' AS what, id, kind, started_at, due_at, NULL::timestamptz,
               NULL::timestamptz, episode_id,
               NULL::uuid
          FROM response_duty
         WHERE owner_post_id = mine.post AND met_at IS NULL AND declined_at IS NULL
           AND key LIKE '{past.KEY}%%' AND NOT {_HIDDEN}
           AND episode_id <> ALL(%(kept_from)s::uuid[])
         ORDER BY due_at, id LIMIT 1) AS waits
      LIMIT 1)
    UNION ALL
    (SELECT waits.* FROM mine CROSS JOIN LATERAL (
        SELECT 'step' AS what, id, title, recorded_at, due_at, NULL::timestamptz,
               NULL::timestamptz, episode_id,
               NULL::uuid
          FROM response_step AS step
         WHERE owner_post_id = mine.post AND done_at IS NULL AND stood_down_at IS NULL
           AND NOT {_HIDDEN}
           AND episode_id <> ALL(%(kept_from)s::uuid[])
           AND (SELECT closed_at IS NULL FROM episodes_episode WHERE id = step.episode_id)
         ORDER BY due_at, id LIMIT %(most)s) AS waits
      ORDER BY due_at, id LIMIT %(most)s)
)
SELECT waiting.what, waiting.id, waiting.episode_id, waiting.words, waiting.begun, waiting.until,
       waiting.carried, waiting.declined,
       coalesce(
           (SELECT json_build_object('duty', duty.kind, 'post_kind', post.kind,
                                     'post_title', post.title, 'agency', agency.name)
              FROM response_duty AS duty
              JOIN agencies_post AS post ON post.id = duty.owner_post_id
              JOIN agencies_agency AS agency ON agency.id = post.agency_id
             WHERE duty.id = waiting.rung),
           (SELECT json_build_object('notice', notice.reason, 'post_kind', post.kind,
                                     'post_title', post.title, 'agency', agency.name)
              FROM response_notice AS notice
              JOIN agencies_post AS post ON post.id = notice.post_id
              JOIN agencies_agency AS agency ON agency.id = post.agency_id
             WHERE notice.id = waiting.rung AND notice.episode_id = waiting.episode_id),
           (SELECT json_build_object('step', step.title, 'post_kind', post.kind,
                                     'post_title', post.title, 'agency', agency.name)
              FROM response_step AS step
              JOIN agencies_post AS post ON post.id = step.owner_post_id
              JOIN agencies_agency AS agency ON agency.id = post.agency_id
             WHERE step.id = waiting.rung)),
       episode.reference, episode.level, episode.state, episode.child_id,
       child.given_name, child.family_name, child.known_as, child.date_of_birth,
       child.age_stated, child.age_stated_at
  FROM waiting
  JOIN episodes_episode AS episode ON episode.id = waiting.episode_id
  JOIN children_child AS child ON child.id = episode.child_id
"""  # noqa: S608  # what is put in are constants of ours


def board_of(viewer: facts.Viewer, *, most: int = MOST) -> Board:
    """What waits for the viewer's posts, by one query.

    At most `most` notices, and at most `most` duties and as many steps.
    """
    asked: dict[str, Any] = {
        "posts": list(viewer.post_ids),
        "me": viewer.practitioner_id,
        "most": most,
        "rungs": list(RUNGS_OF_A_LADDER),
        "kept_from": episode_queries.of_children(viewer.kept_from),
    }
    with connection.cursor() as cursor:
        prepared.ask(cursor, _WAITING, asked)
        found = cursor.fetchall()
    notices = [_notice(row) for row in found if row[0] == "notice"]
    due = [_due(row) for row in found if row[0] in {"duty", "step"}]
    return Board(
        notices=sorted(notices, key=lambda each: (each.recorded_at, each.id), reverse=True),
        due=sorted(due, key=lambda each: each.due_at),
        has_past=any(row[0] == "past" for row in found),
    )


def _notice(row: Sequence[Any]) -> WaitingNotice:
    (
        _what,
        id_,
        episode_id,
        reason,
        recorded_at,
        acknowledge_by,
        delivered_at,
        declined_at,
        *rest,
    ) = row
    waited, *brief = rest
    return WaitingNotice(
        id=id_,
        episode_id=episode_id,
        reason=NoticeReason(reason),
        recorded_at=recorded_at,
        acknowledge_by=acknowledge_by,
        delivered_at=delivered_at,
        declined_at=declined_at,
        waited=waited,
        brief=_brief(brief),
    )


def _due(row: Sequence[Any]) -> Due:
    what, _id, _episode_id, words, started_at, due_at, _delivered, _declined, _waited, *brief = row
    is_duty = what == "duty"
    return Due(
        DutyKind(words) if is_duty else None,
        "" if is_duty else words,
        started_at,
        due_at,
        _brief(brief),
    )


def children_on(shown: Iterable[Line], board: Board) -> list[UUID]:
    """Every child named in a list and on the board beside it, for the ledger."""
    named = [line.brief for line in shown]
    named += [notice.brief for notice in board.notices]
    named += [due.brief for due in board.due]
    return sorted({brief.child_id for brief in named})
