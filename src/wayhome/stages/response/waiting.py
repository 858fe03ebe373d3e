"""What has waited past its time, over every episode: a page at a time, never one by one."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wayhome.rules.vocabulary import DutyKind, NoticeReason
from wayhome.stages.response.models import Duty, Escalation, Notice, Step

RUNGS_OF_A_LADDER = (NoticeReason.DUTY_OVERDUE, NoticeReason.NOTICE_UNANSWERED)
CLIMB_BY_THEMSELVES = (*RUNGS_OF_A_LADDER, NoticeReason.CHALLENGE)
TO_BE_HEARD = Q(
    kind__in=(
        DutyKind.OFFER_INTERVIEW,
        DutyKind.SECOND_OFFER,
        DutyKind.HOLD_INTERVIEW,
        DutyKind.RELEASE_FINDINGS,
    )
)
TOLD_OF_HEARING = Q(reason__in=(NoticeReason.INTERVIEW_REFERRED, NoticeReason.FINDINGS_RELEASED))
PAGE = 500


def key_of_rung(about: UUID, rung: int) -> str:
    """The key of the notice that tells a rung about something that waited."""
    return f":{about}:{rung}"


def about_of_rung(key: str) -> UUID:
    """What the notice with this key tells a rung about."""
    return UUID(key.rsplit(":", 2)[1])


def rung_of(key: str) -> int:
    """The number of the rung that the notice with this key tells."""
    return int(key.rsplit(":", 1)[1])


def goes_on(newer: Q) -> Q:
    """What an open episode asks for, or what was asked for since it closed and is among `newer`.

    Closing ends everything else. A child may still want to be heard: that waits like anything.
    """
    since = Q(recorded_at__gt=F("episode__closed_at"))
    return Q(episode__closed_at__isnull=True) | (newer & since)


def overdue(*, now: datetime, rungs: int) -> Iterator[list[Duty]]:
    """Open duties past their time that have climbed fewer rungs, longest waiting first.

    The duty to answer a challenge does not climb: the challenge has a ladder of its own.
    """
    waiting = (
        Duty.objects.select_related("owner_agency", "episode")
        .filter(goes_on(TO_BE_HEARD), met_at__isnull=True, declined_at__isnull=True, due_at__lt=now)
        .exclude(kind=DutyKind.ANSWER_CHALLENGE)
    )
    return _pages(waiting, rungs=rungs, since="due_at")


def overdue_steps(*, now: datetime, rungs: int) -> Iterator[list[Step]]:
    """Steps past their time that nobody has done and that have climbed fewer rungs."""
    waiting = Step.objects.select_related("owner_agency", "episode").filter(
        done_at__isnull=True,
        stood_down_at__isnull=True,
        due_at__lt=now,
        episode__closed_at__isnull=True,
    )
    return _pages(waiting, rungs=rungs, since="due_at")


def unacknowledged(*, now: datetime, rungs: int) -> Iterator[list[Notice]]:
    """Notices past their time that have climbed fewer rungs, longest waiting first.

    A notice that is itself a rung of a ladder does not climb: the thing it is about does.
    """
    waiting = (
        Notice.objects.select_related("agency", "episode")
        .filter(goes_on(TOLD_OF_HEARING), acknowledged_at__isnull=True, acknowledge_by__lte=now)
        .exclude(reason__in=CLIMB_BY_THEMSELVES)
    )
    return _pages(waiting, rungs=rungs, since="acknowledge_by")


def _pages(waiting: QuerySet, *, rungs: int, since: str) -> Iterator[list]:
    """Pages by time and identifier, each read only when the one before has been dealt with."""
    rest = waiting.annotate(climbed=_climbed()).filter(climbed__lt=rungs).order_by(since, "id")
    page = list(rest[:PAGE])
    while page:
        yield page
        last, at = page[-1], getattr(page[-1], since)
        further = Q(**{f"{since}__gt": at}) | Q(**{since: at, "id__gt": last.id})
        page = list(rest.filter(further)[:PAGE]) if len(page) == PAGE else []


def _climbed() -> Coalesce:
    rungs = (
        Escalation.objects.filter(about=OuterRef("pk"))
        .order_by()
        .values("about")
        .annotate(climbed=Max("rung") + 1)
        .values("climbed")
    )
    return Coalesce(Subquery(rungs), 0)


def rungs_reached(about: Iterable[UUID]) -> dict[UUID, set[int]]:
    """The rungs already reached, for each thing that waits."""
    reached: dict[UUID, set[int]] = {}
    for thing, rung in Escalation.objects.filter(about__in=list(about)).values_list(
        "about", "rung"
    ):
        reached.setdefault(thing, set()).add(rung)
    return reached


def answered_on_a_ladder(episode_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """The posts up a ladder that have said "I have this", for each thing that waited.

    Whoever says so of one unanswered notice has every other that was taken to them by then.
    """
    said = Notice.objects.filter(
        episode_id__in=list(episode_ids),
        reason__in=RUNGS_OF_A_LADDER,
        acknowledged_at__isnull=False,
    )
    answered: dict[UUID, set[UUID]] = {}
    standing: dict[tuple[UUID, UUID], list[Notice]] = {}
    for notice in said:
        answered.setdefault(about_of_rung(notice.key), set()).add(notice.post_id)
        if notice.reason == NoticeReason.NOTICE_UNANSWERED:
            standing.setdefault((notice.episode_id, notice.post_id), []).append(notice)
    for about, post_id in _stood_for(standing):
        answered.setdefault(about, set()).add(post_id)
    return answered


def had_on_a_ladder(episode_ids: Iterable[UUID]) -> dict[UUID, dict[int, datetime]]:
    """When each rung's post said "I have this" of something overdue, for each thing that waits."""
    said = Notice.objects.filter(
        episode_id__in=list(episode_ids),
        reason=NoticeReason.DUTY_OVERDUE,
        acknowledged_at__isnull=False,
    )
    by_thing: dict[UUID, list[Notice]] = {}
    for notice in said:
        by_thing.setdefault(about_of_rung(notice.key), []).append(notice)
    return {about: had_of(notices, about) for about, notices in by_thing.items()}


def had_of(notices: Iterable[Notice], about: UUID) -> dict[int, datetime]:
    """When each rung's post said "I have this" of one overdue thing, among these notices."""
    return {
        rung_of(notice.key): notice.acknowledged_at
        for notice in notices
        if notice.reason == NoticeReason.DUTY_OVERDUE
        and notice.acknowledged_at is not None
        and about_of_rung(notice.key) == about
    }


def _stood_for(standing: dict[tuple[UUID, UUID], list[Notice]]) -> Iterator[tuple[UUID, UUID]]:
    """Each unanswered notice taken to a post while another waited there, and was then answered."""
    if not standing:
        return
    taken = Escalation.objects.filter(
        episode_id__in={episode_id for episode_id, _ in standing},
        kind="notice",
        post__isnull=False,
    ).values_list("about", "at", "episode_id", "post_id")
    for about, at, episode_id, post_id in taken:
        waited = standing.get((episode_id, post_id), [])
        if any(one.recorded_at <= at <= (one.acknowledged_at or at) for one in waited):
            yield about, post_id


def keys_told(episode_ids: Iterable[UUID], reason: NoticeReason) -> set[str]:
    """The keys by which some episodes' posts were told of this."""
    told = Notice.objects.filter(episode_id__in=list(episode_ids), reason=reason)
    return set(told.values_list("key", flat=True))


def waits_at(episode_id: UUID, reason: NoticeReason, *, post_id: UUID) -> bool:
    """Whether a notice of this kind about the episode waits at a post to be acknowledged."""
    return Notice.objects.filter(
        episode_id=episode_id, reason=reason, post_id=post_id, acknowledged_at__isnull=True
    ).exists()


def overdue_reviews(*, now: datetime) -> Iterator[list[Duty]]:
    """Reviews past their time that nobody has held, however far they have climbed."""
    late = Duty.objects.select_related("owner_post", "episode").filter(
        kind=DutyKind.REVIEW,
        met_at__isnull=True,
        declined_at__isnull=True,
        due_at__lt=now,
        episode__closed_at__isnull=True,
    )
    return _by_identifier(late)


def standing() -> Iterator[list[Notice]]:
    """Notices that wait at a post because others went unanswered, while any of those still does."""
    unanswered = Notice.objects.filter(
        episode_id=OuterRef(OuterRef("episode_id")), acknowledged_at__isnull=True
    )
    still = Escalation.objects.filter(
        episode_id=OuterRef("episode_id"),
        post_id=OuterRef("post_id"),
        kind="notice",
        about__in=unanswered.values("id"),
    )
    waits = (
        Notice.objects.select_related("post", "episode")
        .filter(
            Exists(still),
            reason=NoticeReason.NOTICE_UNANSWERED,
            acknowledged_at__isnull=True,
            episode__closed_at__isnull=True,
        )
        .exclude(post__email="")
    )
    return _by_identifier(waits)


def _by_identifier(rest: QuerySet) -> Iterator[list]:
    page = list(rest.order_by("id")[:PAGE])
    while page:
        yield page
        further = rest.filter(id__gt=page[-1].id).order_by("id")
        page = list(further[:PAGE]) if len(page) == PAGE else []


def told_to_owners(duties: Collection[Duty]) -> dict[UUID, list[Notice]]:
    """What the owner of each of these duties was told of its being overdue, oldest first."""
    owners = {duty.id: duty.owner_post_id for duty in duties}
    told: dict[UUID, list[Notice]] = {}
    for notice in (
        Notice.objects.select_related("post")
        .filter(
            episode_id__in={duty.episode_id for duty in duties},
            post_id__in=set(owners.values()),
            reason=NoticeReason.DUTY_OVERDUE,
        )
        .order_by("recorded_at", "id")
    ):
        about = about_of_rung(notice.key)
        if owners.get(about) == notice.post_id:
            told.setdefault(about, []).append(notice)
    return told


def last_told(
    episode_ids: Iterable[UUID], reasons: Iterable[NoticeReason], *, again: str
) -> dict[UUID, dict[NoticeReason, datetime]]:
    """When each of these was last told of, for each episode, unless it was told again since.

    A notice that tells it again has `again` in its key, and the moment that it tells of.
    """
    told: dict[UUID, dict[NoticeReason, datetime]] = {}
    told_again = set()
    for episode_id, reason, key, at in (
        Notice.objects.filter(episode_id__in=list(episode_ids), reason__in=list(reasons))
        .order_by("recorded_at")
        .values_list("episode_id", "reason", "key", "recorded_at")
    ):
        if key.startswith(f"{reason}:{again}:"):
            told_again.add((episode_id, key))
        else:
            told.setdefault(episode_id, {})[NoticeReason(reason)] = at
    return {
        episode_id: {
            reason: at
            for reason, at in last.items()
            if (episode_id, f"{reason}:{again}:{at.isoformat()}") not in told_again
        }
        for episode_id, last in told.items()
    }


def late_to_agree(episode_ids: Iterable[UUID], *, now: datetime) -> set[UUID]:
    """Of some episodes, those that want a joint level whose time has passed."""
    late = Duty.objects.filter(
        episode_id__in=list(episode_ids),
        kind=DutyKind.AGREE_LEVEL,
        met_at__isnull=True,
        declined_at__isnull=True,
        due_at__lt=now,
    )
    return set(late.values_list("episode_id", flat=True))


def strategy_keys(episode_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """The triggers that have already asked for a strategy discussion, for each episode."""
    keys: dict[UUID, set[str]] = {}
    for episode_id, key in Duty.objects.filter(
        episode_id__in=list(episode_ids), kind=DutyKind.STRATEGY_DISCUSSION
    ).values_list("episode_id", "key"):
        keys.setdefault(episode_id, set()).add(key)
    return keys
