"""The return home interview: referred, offered, tried for, answered, held and released.

Each verb is one step of the journey, at `scene.now`, as the person named in `by`.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from wayhome.interfaces.rehearsal import scenes
from wayhome.journey import acting, interview_held, interview_not_offered, interview_offered
from wayhome.rules import told
from wayhome.rules.reasons import DeclineReason, NotOfferedReason
from wayhome.rules.vocabulary import InterviewPart, OfferAnswer, ProviderType


def refer(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "hana",
    to: str = "Homeward Voices",
    note: str = "Prefers to talk while walking",
) -> acting.Outcome:
    """The council asks a charity to offer the return home interview."""
    return interview_offered.refer(
        missing.episode_id,
        scene.cast.agencies[to],
        note=note,
        by=scene.person(by),
        now=scene.now,
    )


def offer(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "ben",
    at: datetime | None = None,
    how: str = "by telephone",
) -> UUID:
    """An interview is offered; the offer's identifier."""
    person = scene.person(by)
    outcome = interview_offered.offered(
        missing.episode_id,
        told.Offer(at or scene.now, how, person.name),
        by=person,
        now=scene.now,
    )
    return scenes.made_by(outcome)


def try_to_reach(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "ben",
    how: str = "by telephone",
    outcome: str = "Rang twice, no answer",
) -> acting.Outcome:
    """Somebody tries to reach the child."""
    return interview_offered.tried(
        missing.episode_id,
        told.Attempt(scene.now, how, outcome),
        by=scene.person(by),
        now=scene.now,
    )


def accept(
    scene: scenes.Scene, missing: scenes.Missing, offer_id: UUID, *, by: str = "ben"
) -> acting.Outcome:
    """The child says yes."""
    return interview_offered.answered(
        missing.episode_id, offer_id, OfferAnswer.ACCEPTED, by=scene.person(by), now=scene.now
    )


def decline(
    scene: scenes.Scene,
    missing: scenes.Missing,
    offer_id: UUID,
    *,
    by: str = "ben",
    reason: DeclineReason | None = DeclineReason.NO_POINT,
    words: str = "Nothing changed last time",
) -> acting.Outcome:
    """The child says no, and why."""
    return interview_offered.answered(
        missing.episode_id,
        offer_id,
        OfferAnswer.DECLINED,
        reason=reason,
        words=words,
        by=scene.person(by),
        now=scene.now,
    )


def not_offered(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "peter",
    reason: NotOfferedReason = NotOfferedReason.IN_HOSPITAL,
    explanation: str = "The ward asks us to wait",
) -> acting.Outcome:
    """A manager records why no interview could be offered."""
    return interview_not_offered.record(
        missing.episode_id,
        told.NotOffered(reason, explanation),
        by=scene.person(by),
        now=scene.now,
    )


def hold(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    also: Sequence[scenes.Missing] = (),
    by: str = "ben",
    interviewer: str = "",
    own_words: str = "I wanted to see my brother. Nobody asks where I go.",
    shareable: str = "Misses an older brother and goes to his part of town",
    intelligence: str = "Named a car park where older boys wait",
    harms: tuple[str, ...] = (),
) -> acting.Outcome:
    """The return home interview is held; it may cover several episodes."""
    said = told.Interview(
        held_at=scene.now,
        interviewer_id=scene.cast.people[interviewer or by],
        provider_type=ProviderType.COMMISSIONED_INDEPENDENT,
        place="A café the child chose",
        present="The child only",
        own_words=own_words,
        push=("not_listened_to",),
        pull=("family_or_friends",),
        harms=harms,
        where_and_with_whom="Millbrook, with a brother's friends",
        would_help="Seeing my brother every week",
        confidential="Does not want the home to hear about the argument",
        shareable=shareable,
        intelligence=intelligence,
    )
    return interview_held.record(
        [each.episode_id for each in (missing, *also)],
        said,
        by=scene.person(by),
        now=scene.now,
    )


def release(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "ben",
    part: InterviewPart = InterviewPart.SHAREABLE,
    released: bool = True,
    reason: str = "As agreed with the child",
) -> acting.Outcome:
    """One part of the interview is released, or held back with a reason."""
    return interview_held.release(
        missing.episode_id,
        part,
        released=released,
        reason=reason,
        by=scene.person(by),
        now=scene.now,
    )


def release_all(scene: scenes.Scene, missing: scenes.Missing, *, by: str = "ben") -> acting.Outcome:
    """Every part is decided: what the child keeps to themselves is held back."""
    for part in (InterviewPart.SHAREABLE, InterviewPart.INTELLIGENCE):
        release(scene, missing, by=by, part=part)
    return release(
        scene,
        missing,
        by=by,
        part=InterviewPart.CONFIDENTIAL,
        released=False,
        reason="The child asked us to keep this",
    )
