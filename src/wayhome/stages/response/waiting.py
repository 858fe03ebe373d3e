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
Among = Collection[UUID] | None


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


def overdue(*, now: datetime, rungs: int, among: Among = None) -> Iterator[list[Duty]]:
    """Open duties past their time that have climbed fewer rungs, longest waiting first.

    The duty to answer a challenge does not climb: the challenge has a ladder of its own.
    """
    waiting = (
        Duty.objects.select_related("owner_agency", "episode")
        .filter(goes_on(TO_BE_HEARD), met_at__isnull=True, declined_at__isnull=True, due_at__lt=now)
        .exclude(kind=DutyKind.ANSWER_CHALLENGE)
    )
    return _pages(_of(waiting, among), rungs=rungs, since="due_at")


def overdue_steps(*, now: datetime, rungs: int, among: Among = None) -> Iterator[list[Step]]:
    """Steps past their time that nobody has done and that have climbed fewer rungs."""
    waiting = Step.objects.select_related("owner_agency", "episode").filter(
        done_at__isnull=True,
        stood_down_at__isnull=True,
        due_at__lt=now,
        episode__closed_at__isnull=True,
    )
    return _pages(_of(waiting, among), rungs=rungs, since="due_at")


def unacknowledged(
    *, now: datetime, rungs: int, among: Among = None, empty: Collection[UUID] = ()
) -> Iterator[list[Notice]]:
    """Notices past their time, or declined, that have climbed fewer rungs, longest waiting first.

    So are those to a post in `empty`: nobody is on duty there to acknowledge them.

    A notice that is itself a rung of a ladder does not climb: the thing it is about does.
    """
    waiting = (
        Notice.objects.select_related("agency", "episode")
        .filter(
            Q(acknowledge_by__lte=now) | Q(declined_at__isnull=False) | Q(post_id__in=list(empty)),
            goes_on(TOLD_OF_HEARING),
            acknowledged_at__isnull=True,
        )
        .exclude(reason__in=CLIMB_BY_THEMSELVES)
    )
    return _pages(_of(waiting, among), rungs=rungs, since="acknowledge_by")


def _of(waiting: QuerySet, among: Among) -> QuerySet:
    """What waits in these episodes alone, or in every one."""
    return waiting if among is None else waiting.filter(episode_id__in=among)


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


def keys_told(episode_ids: Iterable[UUID], reason: NoticeReason) -> set[str]:
    """The keys by which some episodes' posts were told of this."""
    told = Notice.objects.filter(episode_id__in=list(episode_ids), reason=reason)
    return set(told.values_list("key", flat=True))


def with_a_decline() -> Iterator[list[UUID]]:
    """The open episodes in which somebody declined a notice that nobody has."""
    declined = Notice.objects.filter(
        declined_at__isnull=False, acknowledged_at__isnull=True, episode__closed_at__isnull=True
    )
    episodes = declined.order_by("episode_id").values_list("episode_id", flat=True).distinct()
    page = list(episodes[:PAGE])
    while page:
        yield page
        further = episodes.filter(episode_id__gt=page[-1])
        page = list(further[:PAGE]) if len(page) == PAGE else []


def told_on_ladders(episode_ids: Iterable[UUID]) -> dict[UUID, list[Notice]]:
    """What rungs, and whoever was told again, were told of each thing that waits, oldest first."""
    told: dict[UUID, list[Notice]] = {}
    for notice in Notice.objects.filter(
        episode_id__in=list(episode_ids), reason__in=RUNGS_OF_A_LADDER
    ).order_by("recorded_at", "id"):
        told.setdefault(about_of_rung(notice.key), []).append(notice)
    return told


def waits_at(episode_id: UUID, reason: NoticeReason, *, post_id: UUID) -> bool:
    """Whether a notice of this kind about the episode waits at a post to be acknowledged.

    One that was declined there waits for nobody of the post in particular, and stands for no other.
    """
    return Notice.objects.filter(
        episode_id=episode_id,
        reason=reason,
        post_id=post_id,
        acknowledged_at__isnull=True,
        declined_at__isnull=True,
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
            declined_at__isnull=True,
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
