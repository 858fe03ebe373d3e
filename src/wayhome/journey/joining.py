"""Another report of an absence that is already known joins it."""

from datetime import datetime

from wayhome.journey.acting import Acting, EpisodeIsClosed, catch_up, resume
from wayhome.records.children.models import Child
from wayhome.records.episodes import actions as episodes
from wayhome.records.episodes import queries as episode_queries
from wayhome.rules import facts, moments, told
from wayhome.rules.vocabulary import Capacity, NoticeReason

CLOSED_SINCE = (
    "The child was reported missing then and has come back since, and that episode is closed. If "
    "the child is missing now, leave the time of the report blank."
)


def absence_of(
    child: Child, *, reported_at: datetime, by: facts.Viewer, now: datetime
) -> Acting | None:
    """The absence a report made at that moment is of, locked: one that covers it, or goes on.

    A report taken on paper and entered after the child is back joins the absence it was of.
    Raises EpisodeIsClosed where that has been closed since.
    """
    then = episode_queries.absence_at(child.id, reported_at)
    if then is not None and then.closed_at is not None:
        raise EpisodeIsClosed(CLOSED_SINCE)
    episode = then or episode_queries.open_absence_of(child.id)
    return resume(episode, by=by, now=now) if episode else None


def join(acting: Acting) -> None:
    """Tell the owner of another report of the same absence, and ask for the risk again."""
    reporter = [(acting.person.agency_id, Capacity.REPORTER)]
    episodes.add_parties(acting.episode, reporter, by=acting.by, at=acting.now)
    acting.restated()
    acting.tell(NoticeReason.SECOND_REPORT, key=acting.now.isoformat())
    acting.ask_again(why="Another report of the same absence")
    catch_up(acting)


def problems_in(
    said: told.MissingReport,
    *,
    child: Child | None,
    absence: Acting | None,
    received: datetime,
    now: datetime,
) -> tuple[moments.Problem, ...]:
    """What cannot be true in a report.

    Word of a child who has turned 18 while missing is still taken: the age that counts is the
    age when this absence was first reported.
    """
    born, age = said.child.date_of_birth, said.child.age_stated
    is_new = absence is None
    known = child.date_of_birth if child and is_new and born is None else None
    return (
        *moments.check_report(
            last_seen_at=said.last_seen_at,
            reported_at=received,
            date_of_birth=born if is_new else None,
            age_stated=age if is_new else None,
            now=now,
        ),
        *moments.check_birth(date_of_birth=known, age_stated=None, on=received),
        *(
            moments.check_birth(date_of_birth=born, age_stated=age, on=absence.account.reported_at)
            if absence
            else ()
        ),
    )
