"""Past absences arrive from another agency's records, many at a time.

One that is over is written as closed history. One with no end is opened like any other, with a
review at once. One that another agency has already told of gains a second report.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import DataError, IntegrityError, models

from wayhome.journey import (
    opening,
    past,
    past_batch,
    past_children,
    past_joining,
    past_reviews,
    unseen,
)
from wayhome.journey.acting import Contradiction, NotNow, finish, resume
from wayhome.platform import together
from wayhome.platform.audit import ledger
from wayhome.platform.row_security import transactions
from wayhome.platform.submissions import once
from wayhome.platform.submissions.models import Submission
from wayhome.records.children import queries as child_queries
from wayhome.records.episodes import actions as episode_actions
from wayhome.records.episodes import past as past_absences
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes.models import Episode, Party
from wayhome.rules import access, facts, imports, sentences
from wayhome.rules.vocabulary import Capacity, DutyKind
from wayhome.stages.found import past as found
from wayhome.stages.intake import past as intake
from wayhome.stages.interviews import past as interviews
from wayhome.stages.risk import actions as risk_actions
from wayhome.stages.risk import past as risk_stage

if TYPE_CHECKING:
    from wayhome.stages.response.models import Duty

DEED = access.Deed.IMPORT
CHANGED_SINCE = "imported before as {reference} and now says something else: change it in Wayhome"
REFUSED_BY_DATABASE = "the database refused it: another record of this child may cover the time"
LOOK_AT_ONCE = "Imported with no end: find out at once whether the child is back"
POLICE_CLOSED = "Closed in the force's own record, as imported."
LABELS_FIT = 60
SAID_TO_BE_BACK = "open, though another record of the time says the child was back: ask at once"


class Came(StrEnum):
    """What became of one record."""

    IMPORTED = "imported as closed history"
    OPENED = "opened, with a review at once"
    JOINED = "joined to an absence already known"
    BEFORE = "imported before"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one record, and what a person should look at.

    `made` are the references that came into being with it: of an episode, and of a new child.
    """

    line: int
    came: Came
    reference: str = ""
    reason: str = ""
    notes: tuple[str, ...] = ()
    new_child: bool = False
    made: tuple[str, ...] = ()
    asks_review: bool = False


def record(records: Sequence[past.PastEpisode], *, by: facts.Viewer, now: datetime) -> list[Result]:
    """Take in a batch of past records, in one transaction; what became of each, in order.

    A record that cannot be taken in is rejected with its reason and stops no other. One taken
    in before is left as it is. Raises Refused, or NoProtocol for an agency in no partnership.
    """
    access.require(by, DEED)
    try:
        return _together(records, by=by, now=now)
    except (IntegrityError, DataError):
        return [_alone(one, by=by, now=now) for one in records]


def _alone(one: past.PastEpisode, *, by: facts.Viewer, now: datetime) -> Result:
    try:
        return _together([one], by=by, now=now)[0]
    except (IntegrityError, DataError):
        return Result(one.line, Came.REJECTED, reason=REFUSED_BY_DATABASE)


def _together(
    records: Sequence[past.PastEpisode], *, by: facts.Viewer, now: datetime
) -> list[Result]:
    with transactions.step():
        batch = past_batch.gathered(records, by=by, now=now)
        results = {}
        # What is over comes first, so that what is open is counted from the last end.
        for one in sorted(records, key=lambda one: (one.ended_at is None, one.began_at)):
            results[one.line] = _one(batch, one)
        batch.write()
        past_reviews.tell(batch)
    return [results[one.line] for one in records]


def _one(batch: past_batch.Batch, one: past.PastEpisode) -> Result:
    """What becomes of one record: nothing of it is kept unless all of it can be taken in."""
    before = batch.before.get(one.key)
    if before is not None:
        return _again(before, one)
    try:
        said = past.judged(one, agreed=batch.agreed)
        type_ = imports.type_of(one.type_code)
        match = batch.children.match(one)
        known = batch.known.setdefault(match.child.id, [])
        already = past.told_already(one, known=known)
        if already is not None:
            return _joined(batch, one, match=match, said=said, already=already.absence)
        if one.ended_at is None:
            return _opened(batch, one, match=match, said=said)
        return _over(batch, one, match=match, said=said, type_=type_)
    except (past.NotPossible, imports.UnknownLabel, NotNow, Contradiction) as why:
        return Result(one.line, Came.REJECTED, reason=str(why))


def _again(before: Submission, one: past.PastEpisode) -> Result:
    reference = str(before.answer["reference"]) if before.answer else ""
    if before.fingerprint != _fingerprint(one):
        reason = CHANGED_SINCE.format(reference=reference)
        return Result(one.line, Came.REJECTED, reference, reason)
    return Result(one.line, Came.BEFORE, reference)


def _fingerprint(one: past.PastEpisode) -> str:
    """What the record said, wherever in its file it stood."""
    return once.fingerprint_of(asdict(replace(one, line=0)))


def _over(
    batch: past_batch.Batch,
    one: past.PastEpisode,
    *,
    match: past_children.Match,
    said: past.Judged,
    type_: imports.ReadType,
) -> Result:
    """Write an absence that is over as closed history: what its record says and nothing else."""
    by, at, until = batch.by, batch.now, one.absent_until
    episode = past_absences.over(
        match.child,
        past_absences.Over(
            type=type_.type,
            starting_level=said.starting_level,
            level=said.level,
            reported_at=one.began_at,
            absent_until=until or one.began_at,
            summary=sentences.IMPORTED % {"agency": batch.agency.name},
            last_seen_at=one.last_seen_at,
            police_reference=one.reference,
            label_as_recorded=said.label,
        ),
        protocol=batch.stored,
        owner=batch.owner,
        by=by,
        at=at,
    )
    reason = type_.reason if type_.review_at_once else ""
    given = past_absences.type_given(episode, reason=reason, happened_at=one.began_at, by=by, at=at)
    parties = past_absences.parties(episode, batch.parts(match, one), by=by, at=at)
    reviews = _reviewed(batch, episode, one, said=said, held=parties)
    judgements = [
        risk_stage.assessment(episode, made, side=batch.side, by=by, at=at)
        for made in said.assessments
    ]
    batch.children.keep(match, one)
    batch.rows += [*match.rows, episode, given, *parties, *judgements]
    batch.rows += [*_endings(episode, one, by=by, at=at), *reviews]
    _remember(batch, one, episode=episode)
    _told(batch, one, episode=episode, joined=False, label=said.label)
    return Result(
        one.line,
        Came.IMPORTED,
        episode.reference,
        notes=match.notes,
        new_child=match.is_new,
        made=_made(episode, match),
        asks_review=bool(reviews),
    )


def _reviewed(
    batch: past_batch.Batch,
    episode: Episode,
    one: past.PastEpisode,
    *,
    said: past.Judged,
    held: Sequence[Party],
) -> "list[Duty]":
    """The review that a withdrawn label asks for, of history that is written with it."""
    if not said.withdrawn:
        return []
    parties = [facts.Party(each.agency_id, Capacity(each.capacity)) for each in held]
    review = past_reviews.ask(batch, episode, of=one.key, label=said.withdrawn, parties=parties)
    episode.review_due_at = episode.next_due_at = review.due_at
    return [review]


def _endings(
    episode: Episode, one: past.PastEpisode, *, by: facts.Viewer, at: datetime
) -> list[models.Model]:
    """Each end the record tells of. One it does not tell of stays unknown."""
    rows: list[models.Model] = []
    if one.located is not None:
        rows.append(found.located(episode, one.located, by=by, at=at))
    if one.returned is not None:
        rows.append(found.returned(episode, one.returned, by=by, at=at))
    if one.seen is not None:
        rows.append(found.seen(episode, one.seen, by=by, at=at))
    if one.police_closed_at is not None:
        closed = one.police_closed_at
        rows.append(
            found.police_closed(episode, closed_at=closed, summary=POLICE_CLOSED, by=by, at=at)
        )
    if one.offer is not None:
        rows.append(interviews.offer(episode, one.offer, by=by, at=at))
    return rows


def _opened(
    batch: past_batch.Batch, one: past.PastEpisode, *, match: past_children.Match, said: past.Judged
) -> Result:
    """Open an absence with no end, like any other, and ask for a review at once."""
    by, now, known = batch.by, batch.now, batch.known[match.child.id]
    began = past.began_afresh_at(one, known=known)
    batch.write()
    with transactions.step():
        together.insert(match.rows)
        told_of = past.said_in(one, by=by, label=said.label, began_at=began)
        gained = access.PART_BY_REPORTING[match.tie]
        opened = child_queries.known(match.child.id)
        earlier = episodes.reports_of(match.child.id)
        episode = opening.open_episode(
            opened, told_of, earlier=earlier, reporters=gained, by=by, now=now
        )
        for made in said.assessments:
            risk_actions.assess(episode, made, side=batch.side, by=by, at=now)
        batch.children.keep(match, one)
        _look_at_once(batch, episode, match=match)
    _remember(batch, one, episode=episode)
    _told(batch, one, episode=episode, joined=False, label=said.label)
    notes = match.notes if began == one.began_at else (*match.notes, SAID_TO_BE_BACK)
    return Result(
        one.line,
        Came.OPENED,
        episode.reference,
        notes=notes,
        new_child=match.is_new,
        made=_made(episode, match),
    )


def _made(episode: Episode, match: past_children.Match) -> tuple[str, ...]:
    new_child = (match.child.reference,) if match.is_new else ()
    return (episode.reference, *new_child)


def _look_at_once(batch: past_batch.Batch, episode: Episode, *, match: past_children.Match) -> None:
    acting = resume(episodes.locked(episode.id), by=batch.by, now=batch.now)
    acting.open_duty(
        DutyKind.REVIEW,
        key="imported",
        reason=_who_they_are(batch, match) or LOOK_AT_ONCE,
        started_at=batch.now,
        due_at=batch.now,
    )
    finish(acting, DEED)


def _who_they_are(batch: past_batch.Batch, match: past_children.Match) -> str:
    """Why a person must look at who the child is; empty where nobody need."""
    return unseen.why(batch.by) if match.tie is unseen.TIE else ""


def _joined(
    batch: past_batch.Batch,
    one: past.PastEpisode,
    *,
    match: past_children.Match,
    said: past.Judged,
    already: past_absences.Absence,
) -> Result:
    """Add the record to the absence another agency has told of; all that it says is kept."""
    batch.write()
    notes: tuple[str, ...] = ()
    reviews: list[models.Model] = []
    with transactions.step():
        episode = past_absences.one(already.episode_id)
        if already.is_closed and said.withdrawn:
            held = episodes.parties_of(episode.id)
            asked = past_reviews.ask(batch, episode, of=one.key, label=said.withdrawn, parties=held)
            reviews.append(asked)
        batch.children.keep(match, one)
        gained = access.PART_BY_REPORTING[match.tie]
        if gained is not None:
            ours = [(batch.agency.id, gained)]
            episode_actions.add_parties(episode, ours, by=batch.by, at=batch.now)
        if not already.is_closed:
            why = _who_they_are(batch, match)
            notes = past_joining.tell(batch, episode, one, withdrawn=said.withdrawn, why=why)
    batch.rows += [*match.rows, *reviews]
    _told(batch, one, episode=episode, joined=True, label=_labels(one))
    return Result(
        one.line,
        Came.JOINED,
        episode.reference,
        notes=(*match.notes, *notes),
        asks_review=bool(said.withdrawn),
    )


def _labels(one: past.PastEpisode) -> str:
    """The labels of a record as recorded, the first first; each is kept whole beside the report."""
    return "; ".join(label.words for label in one.labels if label.words)[:LABELS_FIT]


def _remember(batch: past_batch.Batch, one: past.PastEpisode, *, episode: Episode) -> None:
    """The next record of this child is compared with this absence too."""
    absence = past_absences.Absence(
        episode.id,
        episode.child_id,
        episode.reported_at,
        episode.absent_from,
        episode.absent_until,
        is_closed=one.ended_at is not None,
    )
    batch.known[episode.child_id].append(past.Known(absence, is_ours=True))


def _told(
    batch: past_batch.Batch, one: past.PastEpisode, *, episode: Episode, joined: bool, label: str
) -> None:
    """The report itself, the key that makes it come once, and the ledger."""
    said = past.said_in(one, by=batch.by, label=label, began_at=one.began_at)
    report = intake.report(episode.id, said, joined=joined, by=batch.by, at=batch.now)
    submission = Submission(
        practitioner_id=batch.agency.id,  # a record is its agency's, whoever brings it
        key=one.key,
        fingerprint=_fingerprint(one),
        answer={"reference": episode.reference, "episode_id": str(episode.id)},
        at=batch.now,
    )
    batch.before[one.key] = submission
    kept = past_joining.kept(one) if joined else ()
    batch.rows += [
        report,
        *intake.answers(report, kept, by=batch.by, at=batch.now),
        submission,
        ledger.collected(
            by=batch.by,
            at=batch.now,
            deed=DEED,
            child_id=episode.child_id,
            episode_id=episode.id,
            object_id=report.id,
        ),
    ]
