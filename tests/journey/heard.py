"""What tests of the return home interview share: a child who is back, offered, asked and heard."""

from tests.journey import world

from wayhome.journey import (
    account,
    child_returned,
    child_seen,
    episode_closed,
    interview_held,
    interview_not_offered,
    interview_offered,
    records_ended,
    support_agreed,
)
from wayhome.records.episodes import queries as episodes
from wayhome.rules import told
from wayhome.rules.reasons import DeclineReason, NotOfferedReason
from wayhome.rules.vocabulary import OfferAnswer, PreventionMode, ProviderType, ReturnedTo
from wayhome.stages.response.models import Duty

BACK = 6.0


def come_home(episode_id, by, hours=BACK, *, to=ReturnedTo.PLACEMENT):
    said = told.Returned(world.after(hours), to)
    return child_returned.record(episode_id, said, by=by, now=world.after(hours))


def refer(episode_id, provider_id, by, hours=7.0):
    return interview_offered.refer(episode_id, provider_id, note="", by=by, now=world.after(hours))


def offer(episode_id, by, hours):
    said = told.Offer(world.after(hours), "by telephone")
    return interview_offered.offered(episode_id, said, by=by, now=world.after(hours)).made_id


def answer(episode_id, offer_id, by, hours, said=OfferAnswer.DECLINED):
    return interview_offered.answered(
        episode_id,
        offer_id,
        said,
        reason=DeclineReason.ALREADY_TALKED,
        by=by,
        now=world.after(hours),
    ).made_id


def not_offered(episode_id, by, hours, *, why="In hospital"):
    said = told.NotOffered(next(iter(NotOfferedReason)), why)
    return interview_not_offered.record(episode_id, said, by=by, now=world.after(hours))


def hold(episode_id, interviewer, hours):
    said = told.Interview(
        world.after(hours),
        interviewer.practitioner_id,
        ProviderType.COMMISSIONED_INDEPENDENT,
        own_words="I went to see my brother.",
    )
    now = world.after(max(hours, 100))
    return interview_held.record([episode_id], said, by=interviewer, now=now)


def close(episode_id, cast, hours):
    """Everything but the interview is done, and the episode closes."""

    def by(name):
        return {"by": cast.viewer(name, now=world.START), "now": world.after(hours)}

    seen = told.PreventionInterview(world.after(BACK), PreventionMode.FACE_TO_FACE)
    child_seen.record(episode_id, seen, **by("tomas"))
    support_agreed.not_needed(episode_id, because="x", **by("nadia"))
    records_ended.close_police_record(episode_id, summary="x", **by("callum"))
    records_ended.finalise(episode_id, summary="x", **by("priya"))
    episode_closed.record(episode_id, summary="x", **by("priya"))
    world.settle()


def waiting(episode_id, kind):
    """The open duties of a kind, soonest first."""
    of_kind = Duty.objects.filter(episode_id=episode_id, kind=kind, met_at=None, declined_at=None)
    return list(of_kind.order_by("due_at"))


def whole(episode_id, hours=1000):
    return account.whole_of(episodes.locked(episode_id), as_of=world.after(hours))
