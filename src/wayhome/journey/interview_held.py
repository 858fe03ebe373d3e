"""An independent interviewer hears the child; then each part is released or held back."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import interviewing
from wayhome.journey.acting import (
    Acting,
    NotNow,
    Outcome,
    begin_even_if_closed,
    begin_hearing,
    finish,
    unless,
)
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.rules import access, facts, moments, redaction, told
from wayhome.rules.vocabulary import DutyKind, InterviewPart, NoticeReason
from wayhome.stages.interviews import actions as stage
from wayhome.stages.interviews import queries as stage_queries

if TYPE_CHECKING:
    from wayhome.stages.interviews.models import Interview, Release

HOLD = access.Deed.HOLD_INTERVIEW
RELEASE = access.Deed.RELEASE_FINDINGS
NOT_YOURS_TO_RELEASE = (
    "Only the interviewer, or the coordinator of the agency that held the interview, can release it"
)


def record(
    episode_ids: Sequence[UUID], said: told.Interview, *, by: facts.Viewer, now: datetime
) -> Outcome:
    """One interview, covering the first episode and any others of the same child, closed or not.

    Each episode keeps its own offer and outcome. Raises Refused for an interviewer who is not
    independent, or not of the viewer's agency; NotNow when an episode was covered before. That
    agency holds the child's words, whoever of its people enters them.
    """
    if not episode_ids:
        raise NotNow("Choose the episode that the interview was about.")
    with transactions.step():
        covered = [
            begin_hearing(episode_id, HOLD, by=by, now=now)
            for episode_id in sorted(set(episode_ids))
        ]
        interviewing.require_one_child(covered)
        child_id = covered[0].episode.child_id
        person = interviewing.interviewer(said.interviewer_id, child_id=child_id, by=by)
        for acting in covered:
            if acting.account.interview is not None:
                raise NotNow("An interview already covers this episode.")
            unless(moments.check_interview(acting.account, at=said.held_at, now=now))
        made = stage.record_interview(
            child_id,
            said,
            provider_id=person.agency_id,
            covers=[acting.episode.id for acting in covered],
            by=by,
            at=max(acting.now for acting in covered),
        )
        outcomes = [_settled(acting, made, held_at=said.held_at) for acting in covered]
        return next(outcome for outcome in outcomes if outcome.episode_id == episode_ids[0])


def release(
    episode_id: UUID,
    part: InterviewPart,
    *,
    released: bool,
    reason: str,
    by: facts.Viewer,
    now: datetime,
) -> Outcome:
    """Release one part of the interview, or hold it back with a reason.

    The duty is met once each of the three parts has been decided. Raises NotNow when a part is
    held back without saying why.
    """
    with transactions.step():
        covered = {
            about: begin_even_if_closed(about, RELEASE, by=by, now=now)
            for about in stage_queries.covered_together(episode_id)
        }
        interview = stage_queries.interview_of(episode_id)
        if not redaction.reads_all(
            by, provider_id=interview.provider_id, interviewer_id=interview.interviewer_id
        ):
            raise access.Refused(NOT_YOURS_TO_RELEASE)
        if not released and not reason.strip():
            raise NotNow("Say why this part is held back.")
        at = max(each.now for each in covered.values())
        made = stage.release(interview, part, released=released, reason=reason, by=by, at=at)
        outcomes = {about: _released(each, made) for about, each in covered.items()}
        return outcomes[episode_id]


def _released(acting: Acting, made: "Release") -> Outcome:
    acting.now = made.recorded_at
    if made.released and made.part != InterviewPart.CONFIDENTIAL:
        acting.tell(NoticeReason.FINDINGS_RELEASED, key=str(made.id))
    if stage_queries.parts_decided(made.interview_id) == set(InterviewPart):
        acting.meet(DutyKind.RELEASE_FINDINGS)
    return finish(acting, RELEASE, made_id=made.id, verb=Verb.DISCLOSE)


def _settled(acting: Acting, made: "Interview", *, held_at: datetime) -> Outcome:
    acting.now = made.recorded_at
    acting.meet(*interviewing.UNTIL_SETTLED, done_at=held_at)
    acting.restated()
    interviewing.release_by(acting, made.provider_id)
    interviewing.settled(acting, because="The interview was held")
    return finish(acting, HOLD, made_id=made.id, verb=Verb.COLLECT)
