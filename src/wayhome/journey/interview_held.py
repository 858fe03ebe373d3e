"""An independent interviewer hears the child; then each part is released or held back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome.journey.acting import Acting, NotNow, Outcome, begin, finish, unless
from wayhome.platform.audit.models import Verb
from wayhome.records.children import queries as children
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import access, facts, interviews, moments, told
from wayhome.rules.duties import Milestone
from wayhome.rules.vocabulary import AgencyKind, DutyKind, InterviewPart, NoticeReason
from wayhome.stages.interviews import actions as stage
from wayhome.stages.interviews import queries as stage_queries

HOLD = access.Deed.HOLD_INTERVIEW
MET_BY_HOLDING = (DutyKind.HOLD_INTERVIEW, DutyKind.OFFER_INTERVIEW, DutyKind.SECOND_OFFER)


def record(
    episode_ids: Sequence[UUID], said: told.Interview, *, by: facts.Viewer, now: datetime
) -> Outcome:
    """One interview, covering the first episode and any others of the same child.

    Each episode keeps its own offer and outcome. Raises Refused for an interviewer who is not
    independent, NotNow when an episode was covered before or nobody had offered.
    """
    with transaction.atomic():
        covered = [
            begin(episode_id, HOLD, by=by, now=now) for episode_id in sorted(set(episode_ids))
        ]
        _same_child(covered)
        child_id = covered[0].episode.child_id
        _independent(said.interviewer_id, child_id=child_id)
        for acting in covered:
            if acting.account.interview is not None:
                raise NotNow("An interview already covers this episode.")
            unless(moments.check_interview(acting.account, at=said.held_at, now=now))
        made = stage.record_interview(
            child_id, said, covers=[acting.episode.id for acting in covered], by=by, at=now
        )
        outcomes = [_settled(acting, made.id) for acting in covered]
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
    deed = access.Deed.RELEASE_FINDINGS
    with transaction.atomic():
        acting = begin(episode_id, deed, by=by, now=now)
        interview = stage_queries.interview_of(episode_id)
        if interview.provider_id != by.agency_id:
            raise access.Refused("Only the agency that held the interview can release it")
        if not released and not reason.strip():
            raise NotNow("Say why this part is held back.")
        made = stage.release(interview, part, released=released, reason=reason, by=by, at=now)
        if released and part is not InterviewPart.CONFIDENTIAL:
            acting.tell(NoticeReason.FINDINGS_RELEASED, key=str(made.id))
        if stage_queries.parts_decided(interview.id) == set(InterviewPart):
            acting.meet(DutyKind.RELEASE_FINDINGS)
        return finish(acting, deed, made_id=made.id, verb=Verb.DISCLOSE)


def _settled(acting: Acting, interview_id: UUID) -> Outcome:
    acting.meet(*MET_BY_HOLDING)
    acting.restated()
    acting.start(Milestone.HELD)
    acting.start(Milestone.SETTLED)
    return finish(acting, HOLD, made_id=interview_id, verb=Verb.COLLECT)


def _same_child(covered: Sequence[Acting]) -> None:
    if len({acting.episode.child_id for acting in covered}) > 1:
        raise NotNow("One interview covers episodes of one child.")


def _independent(interviewer_id: UUID, *, child_id: UUID) -> None:
    person = practitioners.one(interviewer_id)
    if person is None:
        raise NotNow("Choose the interviewer from the list.")
    arrangement = children.known(child_id).arrangement
    refusal = interviews.refusal_of(
        interviews.Interviewer(person.id, person.agency_id, AgencyKind(person.agency.kind)),
        care=interviews.Care(
            placement_id=arrangement.placement_id if arrangement else None,
            social_worker_id=arrangement.social_worker_id if arrangement else None,
        ),
    )
    if refusal is not None:
        raise access.Refused(refusal.reason)
