"""The return home interview is referred, offered, tried for and answered. Each is an event.

A child who said no may change their mind, also when the episode has closed: it stays closed, and
the interview is asked for, offered, answered and held all the same.
"""

from datetime import datetime
from uuid import UUID

from wayhome.journey import correcting, interviewing
from wayhome.journey.acting import NotNow, Outcome, begin_hearing, finish, unless
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import queries as agencies
from wayhome.records.episodes import actions as episodes
from wayhome.rules import access, facts, moments, told
from wayhome.rules.reasons import DeclineReason
from wayhome.rules.vocabulary import AgencyKind, Capacity, DutyKind, NoticeReason, OfferAnswer
from wayhome.stages.interviews import actions as stage
from wayhome.stages.interviews import queries as stage_queries

OFFER = access.Deed.OFFER_INTERVIEW


def refer(
    episode_id: UUID, provider_id: UUID, *, note: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """Ask a provider to offer the interview; from now the provider has a part in the episode.

    One asked before that has not heard the child has its part no more, and reads no further. The
    part of one that is asked again once the episode has closed begins anew, and the offer is owed
    anew: that the child was asked before settles nothing.
    """
    with transactions.step():
        acting = begin_hearing(episode_id, access.Deed.REFER_INTERVIEW, by=by, now=now)
        if agencies.agency(provider_id).kind != AgencyKind.INTERVIEW_PROVIDER:
            raise NotNow("Choose an agency that holds return home interviews.")
        interviewing.unless_heard_and_closed(acting)
        made = stage.refer(acting.episode, provider_id, note=note, by=by, at=acting.now)
        over = interviewing.to_begin_anew(provider_id, acting.account)
        episodes.end_parties(acting.episode, over, by=by, at=acting.now)
        provider = [(provider_id, Capacity.INTERVIEW_PROVIDER)]
        episodes.add_parties(acting.episode, provider, by=by, at=acting.now)
        replaced = interviewing.replaced_by(provider_id, acting.account)
        episodes.end_parties(acting.episode, replaced, by=by, at=acting.now)
        acting.restated()
        if acting.episode.closed_at is not None and not acting.waiting(DutyKind.OFFER_INTERVIEW):
            acting.open_duty(DutyKind.OFFER_INTERVIEW, key=f"asked again:{made.id}")
            acting.restated()
        acting.tell(NoticeReason.INTERVIEW_REFERRED, key=str(made.id))
        return finish(acting, access.Deed.REFER_INTERVIEW, made_id=made.id, verb=Verb.DISCLOSE)


def offered(episode_id: UUID, said: told.Offer, *, by: facts.Viewer, now: datetime) -> Outcome:
    """An interview was offered. Raises Contradiction before the return or in the future."""
    with transactions.step():
        acting = begin_hearing(episode_id, OFFER, by=by, now=now)
        unless(moments.check_offer(acting.account, at=said.at, now=now))
        made = stage.record_offer(acting.episode, said, by=by, at=acting.now)
        acting.meet(*interviewing.OFFERING, done_at=said.at)
        acting.restated()
        interviewing.after_offer(acting, made.id)
        return finish(acting, OFFER, made_id=made.id, verb=Verb.COLLECT)


def tried(episode_id: UUID, said: told.Attempt, *, by: facts.Viewer, now: datetime) -> Outcome:
    """Somebody tried to reach the child or hold the interview."""
    with transactions.step():
        acting = begin_hearing(episode_id, OFFER, by=by, now=now)
        unless(moments.check_not_future(said.at, now=now))
        made = stage.record_attempt(acting.episode, said, by=by, at=acting.now)
        return finish(acting, OFFER, made_id=made.id, verb=Verb.COLLECT)


def answered(
    episode_id: UUID,
    offer_id: UUID,
    answer: OfferAnswer,
    *,
    reason: DeclineReason | None = None,
    words: str = "",
    by: facts.Viewer,
    now: datetime,
) -> Outcome:
    """The child accepted or declined. A first decline opens a second offer.

    Raises NotNow for an offer already answered, or a decline without a reason.
    """
    with transactions.step():
        acting = begin_hearing(episode_id, OFFER, by=by, now=now)
        made = stage_queries.offer(episode_id, offer_id)
        correcting.not_again(is_corrected=stage_queries.is_corrected(made))
        if made.answered_at is not None:
            raise NotNow("This offer has already been answered. Record a new offer.")
        interviewing.require_of_this_return(acting.account, stage_queries.line_of(made))
        if answer is OfferAnswer.NO_ANSWER:
            raise NotNow("Record an answer once there is one; record a try if there is none.")
        if answer is OfferAnswer.DECLINED and reason is None:
            raise NotNow(interviewing.SAY_WHY_DECLINED)
        stage.record_answer(made, answer, reason=reason, words=words, by=by, at=acting.now)
        acting.restated()
        interviewing.after_answer(acting, made.id, answer)
        return finish(acting, OFFER, made_id=made.id)
