"""Where a report belongs: an absence that is already known, or a new episode."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from wayhome.journey import opening
from wayhome.journey.acting import Acting, EpisodeIsClosed, catch_up, resume, unless
from wayhome.records.children import actions as child_actions
from wayhome.records.children import queries as children
from wayhome.records.children.models import Child
from wayhome.records.episodes import actions as episodes
from wayhome.records.episodes import queries as episode_queries
from wayhome.records.episodes.models import Episode
from wayhome.rules import access, clocks, facts, matching, moments, risk, sentences, told
from wayhome.rules.vocabulary import Capacity, DutyKind, NoticeReason

CLOSED_SINCE = (
    "The child was reported missing then and has come back since, and that episode is closed. If "
    "the child is missing now, leave the time of the report blank."
)
SEVERAL = "More than one record has this name and date of birth: decide whether they are one child"
LOOK = ":who"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a report belongs, and what its agency is answered.

    `absence` is the absence it joins, None where the report opened the episode. The agency is
    answered with `reference`, and told that the child had been reported where `is_told` says so.
    `look` is why a person must look at what was matched; empty where nobody need.
    """

    episode: Episode
    absence: Acting | None
    tie: access.Tie
    reference: str
    is_told: bool
    look: str = ""


def place_of(
    child: Child | None, said: told.MissingReport, *, by: facts.Viewer, now: datetime
) -> Place:
    """Where the report belongs of a child whom the viewer may know of, or nobody knew.

    What was said is added to what is known of the child. Raises Contradiction, EpisodeIsClosed,
    NotNow or NoProtocol.
    """
    received = said.received_at or now
    absence = absence_of(child, reported_at=received, by=by, now=now) if child else None
    first = absence.account.reported_at if absence else None
    born = child.date_of_birth if child else None
    unless(problems_in(said, born=born, first_reported=first, received=received, now=now))
    tie = access.Tie.ITS_OWN if child else access.Tie.NOBODYS
    now = absence.now if absence else now
    of = child or child_actions.introduce(at=now)
    added = child_actions.learn(
        of,
        said.child,
        supplied_by=said.reporter.name,
        supplier_contact=said.reporter.telephone or said.reporter.email,
        by=by,
        at=now,
    )
    if absence is not None:
        return Place(absence.episode, absence, tie, absence.episode.reference, is_told=True)
    gained = access.PART_BY_REPORTING[tie]
    known = children.known(child.id) if child else children.known_first(of, added)
    earlier = episode_queries.reports_of(child.id) if child else []
    episode = opening.open_episode(known, said, earlier=earlier, reporters=gained, by=by, now=now)
    return Place(episode, None, tie, episode.reference, is_told=False)


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


def absence_to_join(
    child: Child, *, reported_at: datetime, by: facts.Viewer, now: datetime
) -> Acting | None:
    """As `absence_of`, for somebody who is not told what is on record: never refused.

    A report of an absence that has been closed since is of the one that goes on, or of a new one.
    """
    then = episode_queries.absence_at(child.id, reported_at)
    if then is None or then.closed_at is not None:
        then = episode_queries.open_absence_of(child.id)
    return resume(then, by=by, now=now) if then else None


def join(acting: Acting, *, reporters: Capacity | None) -> None:
    """Tell the owner of another report of the same absence, and ask for the risk again.

    `reporters` is the part that the agency which reports gains, if any.
    """
    if reporters is not None:
        gained = [(acting.person.agency_id, reporters)]
        episodes.add_parties(acting.episode, gained, by=acting.by, at=acting.now)
    acting.restated()
    acting.tell(NoticeReason.SECOND_REPORT, key=acting.now.isoformat())
    acting.ask_again(why="Another report of the same absence")
    catch_up(acting)


def follow(
    place: Place, *, others: Iterable[matching.Record], by: facts.Viewer, now: datetime
) -> None:
    """What follows once the report is kept: whoever owns the episode is told, and a person looks.

    `others` are further records of the same name and date of birth. Whoever has an older one is
    told; whoever made a newer one is not, so that nobody learns of a record by making another.
    """
    if place.absence is not None:
        join(place.absence, reporters=access.PART_BY_REPORTING[place.tie])
    why = place.look or (SEVERAL if any(one.is_visible for one in others) else "")
    if why:
        look_at(place.absence or resume(place.episode, by=by, now=now), why=why)
    elsewhere = sentences.REPORTED_ELSEWHERE % {"reference": place.episode.reference}
    for one in others:
        is_older = one.recorded_at < place.episode.child.recorded_at
        episode = episode_queries.open_absence_of(one.child_id) if is_older else None
        if episode is not None:
            look_at(resume(episode, by=by, now=now), why=elsewhere)


def look_at(acting: Acting, *, why: str) -> None:
    """Ask for a review by the time in which new information is assessed; one at a time."""
    if acting.waiting_for(DutyKind.REVIEW, LOOK):
        return
    level = risk.level_in_force(acting.account)
    allowed = clocks.duty_allowed(acting.agreed, DutyKind.REASSESS, level=level)
    acting.open_duty(
        DutyKind.REVIEW,
        key=f"{acting.now.isoformat()}{LOOK}",
        reason=why,
        due_at=clocks.after(acting.now, allowed),
    )
    acting.restated()


def problems_in(
    said: told.MissingReport,
    *,
    born: date | None,
    first_reported: datetime | None,
    received: datetime,
    now: datetime,
) -> tuple[moments.Problem, ...]:
    """What cannot be true in a report.

    Word of a child who has turned 18 while missing is still taken: the age that counts is the
    age when this absence was `first_reported`, where it was before. `born` is what is known.
    """
    said_born, age = said.child.date_of_birth, said.child.age_stated
    is_new = first_reported is None
    known = born if is_new and said_born is None else None
    return (
        *moments.check_report(
            last_seen_at=said.last_seen_at,
            reported_at=received,
            date_of_birth=said_born if is_new else None,
            age_stated=age if is_new else None,
            now=now,
        ),
        *moments.check_birth(date_of_birth=known, age_stated=None, on=received),
        *(
            moments.check_birth(date_of_birth=said_born, age_stated=age, on=first_reported)
            if first_reported
            else ()
        ),
    )
