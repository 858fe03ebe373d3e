"""Questions about steps, duties, notices, handovers and reviews."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from wayhome.platform import prepared
from wayhome.platform.gather import Reading, Tables
from wayhome.platform.unknown import NoSuch
from wayhome.records.episodes.models import Episode
from wayhome.records.protection import queries as protection
from wayhome.rules import facts
from wayhome.rules.vocabulary import DutyKind, NoticeReason, OfferAnswer
from wayhome.stages.response import by_its_year
from wayhome.stages.response.models import (
    Duty,
    Escalation,
    FamilyTold,
    Handover,
    Notice,
    Ownership,
    Review,
    Step,
)
from wayhome.stages.response.waiting import TO_BE_HEARD, goes_on
from wayhome.stages.response.what_waited import with_what_waited

WALKED = (51, 101)  # notices: a page's, or the longest list's, and one that says it goes on


class NoSuchThing(NoSuch):
    """No step, duty, notice or handover of this episode is known by that identifier."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All this stage remembers of one episode."""

    steps: list[Step]
    duties: list[Duty]
    notices: list[Notice]
    handovers: list[Handover]
    ownerships: list[Ownership]
    reviews: list[Review]
    family_told: list[FamilyTold]
    escalations: list[Escalation]


def tables(episode_id: UUID) -> Tables:
    """Every table of this stage, as it is asked about one episode, in the order of `Everything`."""
    return tuple(
        model.objects.filter(episode_id=episode_id)
        for model in (
            Step,
            Duty,
            Notice,
            Handover,
            Ownership,
            Review,
            FamilyTold,
            Escalation,
        )
    )


_READING = Reading(tables)


def everything(episode_id: UUID) -> Everything:
    """The whole response to an episode, by one query."""
    return Everything(*_READING.rows(episode_id)[0])


def titles_of_steps(episode_id: UUID) -> set[str]:
    """What the steps of an episode are called."""
    return set(Step.objects.filter(episode_id=episode_id).values_list("title", flat=True))


def undone_steps_of(episode_id: UUID) -> list[Step]:
    """The steps of an episode that are neither done nor stood down, soonest first."""
    return list(
        Step.objects.filter(
            episode_id=episode_id, done_at__isnull=True, stood_down_at__isnull=True
        ).order_by("due_at")
    )


def undone(steps: Iterable[Step]) -> list[Step]:
    """Of these steps, those that are neither done nor stood down."""
    return [step for step in steps if step.done_at is None and step.stood_down_at is None]


def open_duties_of(episode_id: UUID) -> list[Duty]:
    """What is still to be done for an episode, soonest first."""
    return list(
        Duty.objects.filter(
            episode_id=episode_id, met_at__isnull=True, declined_at__isnull=True
        ).order_by("due_at")
    )


def agencies_with_work(episode: Episode) -> frozenset[UUID]:
    """The agencies that still have something to do in an episode, or own it.

    A duty or a step that is not done, a notice nobody has acknowledged, a handover to answer.
    """
    undone = (
        Duty.objects.filter(met_at__isnull=True, declined_at__isnull=True).values("owner_agency"),
        Step.objects.filter(done_at__isnull=True).values("owner_agency"),
        Notice.objects.filter(acknowledged_at__isnull=True).values("agency"),
        Handover.objects.filter(accepted_at__isnull=True, declined_at__isnull=True).values(
            "to_agency"
        ),
    )
    first, *others = (rows.filter(episode=episode).order_by() for rows in undone)
    found = first.union(*others).values_list(flat=True)
    return frozenset(each for each in (*found, episode.owner_agency_id) if each is not None)


def family_told_of(child_id: UUID) -> list[facts.Telling]:
    """Who of a child's family was told in any episode, and who was not and why, oldest first."""
    rows = FamilyTold.objects.filter(contact__child_id=child_id).order_by("recorded_at", "id")
    return [
        facts.Telling(
            told_id=row.id,
            episode_id=row.episode_id,
            contact_id=row.contact_id,
            told=row.told,
            reason=row.reason,
            is_taken_back=row.taken_back_at is not None,
        )
        for row in rows
    ]


def open_handover(episode_id: UUID) -> Handover | None:
    """The handover that waits for an answer, or None."""
    return Handover.objects.filter(
        episode_id=episode_id, accepted_at__isnull=True, declined_at__isnull=True
    ).first()


def told_at(episode_id: UUID, reason: NoticeReason) -> list[datetime]:
    """When anybody was told of this in an episode, oldest first."""
    told = Notice.objects.filter(episode_id=episode_id, reason=reason).order_by("recorded_at")
    return list(told.values_list("recorded_at", flat=True))


def duties_of(episode_id: UUID, kind: DutyKind) -> list[Duty]:
    """The duties of one kind an episode has ever had, oldest first."""
    return list(Duty.objects.filter(episode_id=episode_id, kind=kind).order_by("started_at"))


def as_duty(row: Duty) -> facts.Duty:
    """A duty as the rules know it."""
    return facts.Duty(
        kind=DutyKind(row.kind),
        started_at=row.started_at,
        due_at=row.due_at,
        recorded_at=row.recorded_at,
        met_at=row.met_at,
        declined_at=row.declined_at,
    )


def _known(viewer: facts.Viewer) -> Q:
    return protection.known_to(viewer, child="episode__child_id")


def waiting_notices(viewer: facts.Viewer) -> QuerySet[Notice]:
    """The notices to the viewer's posts that nobody has acknowledged, newest first."""
    return notices_to(viewer).filter(acknowledged_at__isnull=True)


def posts_asked(episode_ids: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """Each of these episodes with each post to which a notice of it waits. For a step alone."""
    waiting = Notice.objects.filter(episode_id__in=list(episode_ids), acknowledged_at__isnull=True)
    return set(waiting.values_list("episode_id", "post_id"))


def notices_to(viewer: facts.Viewer) -> QuerySet[Notice]:
    """Every notice to the viewer's posts, newest first."""
    found = Notice.objects.filter(_known(viewer), post_id__in=viewer.post_ids)
    whose = found.select_related("episode__child", "post__agency", "acknowledged_by")
    return whose.order_by("-recorded_at", "-id")


def newest(notices: QuerySet[Notice], viewer: facts.Viewer, *, most: int) -> QuerySet[Notice]:
    """Of these notices to the viewer's posts the newest, at least so many of each post.

    Each comes with its episode, the child and whoever has it; a list says nothing of the post.
    Walked post by post along an index: asked of several posts at once, the database would read
    every notice they ever had before it showed the first. It is asked for one of a few numbers, so
    that a connection is told few questions, whatever is wanted.
    """
    walked = next((each for each in WALKED if each >= most), most)
    of_each = [
        notices.filter(post_id=post_id)
        .order_by("-recorded_at", "-id")
        .values_list("id", "episode_id")[:walked]
        for post_id in sorted(viewer.post_ids)
    ]
    if not of_each:
        return notices.none()
    first, *others = of_each
    found = prepared.rows_of(first.union(*others, all=True) if others else first)
    listed = Notice.objects.filter(
        id__in=[each for each, _ in found], episode_id__in={episode for _, episode in found}
    ).select_related("episode__child", "acknowledged_by")
    return listed.order_by("-recorded_at", "-id")


def notice_to(viewer: facts.Viewer, notice_id: UUID) -> Notice:
    """One notice to the viewer's posts. Raises NoSuchThing."""
    found = by_its_year.notice(notices_to(viewer), notice_id)
    if found is None:
        raise NoSuchThing(str(notice_id))
    return found


def notice_for(viewer: facts.Viewer, notice_id: UUID) -> Notice:
    """As `notice_to`, with `waited` as in `with_what_waited`. Raises NoSuchThing."""
    [found] = with_what_waited([notice_to(viewer, notice_id)])
    return found


def notice_or_none(about: UUID) -> Notice | None:
    """The notice a message is about, or None where it is about something else."""
    return by_its_year.notice(Notice.objects.select_related("post", "episode"), about)


def notices_of(episode_id: UUID) -> list[Notice]:
    """Every notice of an episode."""
    return list(Notice.objects.filter(episode_id=episode_id))


def duties_for(viewer: facts.Viewer) -> QuerySet[Duty]:
    """The open duties of the viewer's posts, soonest first."""
    return (
        Duty.objects.filter(
            _known(viewer),
            goes_on(TO_BE_HEARD),
            owner_post_id__in=viewer.post_ids,
            met_at__isnull=True,
            declined_at__isnull=True,
        )
        .select_related("episode__child", "owner_post__agency")
        .order_by("due_at", "id")
    )


def steps_for(viewer: facts.Viewer) -> QuerySet[Step]:
    """The unfinished steps of the viewer's posts, soonest first."""
    return (
        Step.objects.filter(
            _known(viewer),
            owner_post_id__in=viewer.post_ids,
            done_at__isnull=True,
            stood_down_at__isnull=True,
            episode__closed_at__isnull=True,
        )
        .select_related("episode__child", "owner_post__agency")
        .order_by("due_at", "id")
    )


def of_episode(episode_id: UUID, kind: type, thing_id: UUID) -> Step | Duty | Handover | Notice:
    """One thing of this episode, locked. Raises NoSuchThing."""
    found = kind.objects.select_for_update().filter(id=thing_id, episode_id=episode_id).first()  # type: ignore[attr-defined]  # a model class
    if found is None:
        raise NoSuchThing(str(thing_id))
    return found


def step(episode_id: UUID, step_id: UUID) -> Step:
    """One step of this episode, locked. Raises NoSuchThing."""
    return of_episode(episode_id, Step, step_id)  # type: ignore[return-value]  # by its kind


def duty(episode_id: UUID, duty_id: UUID) -> Duty:
    """One duty of this episode, locked. Raises NoSuchThing."""
    return of_episode(episode_id, Duty, duty_id)  # type: ignore[return-value]  # by its kind


def handover(episode_id: UUID, handover_id: UUID) -> Handover:
    """One handover of this episode, locked. Raises NoSuchThing."""
    return of_episode(episode_id, Handover, handover_id)  # type: ignore[return-value]  # by its kind


def notice(episode_id: UUID, notice_id: UUID) -> Notice:
    """One notice of this episode, locked. Raises NoSuchThing."""
    return of_episode(episode_id, Notice, notice_id)  # type: ignore[return-value]  # by its kind


INTERVIEW_DUTIES = (
    DutyKind.OFFER_INTERVIEW,
    DutyKind.SECOND_OFFER,
    DutyKind.HOLD_INTERVIEW,
    DutyKind.RELEASE_FINDINGS,
)


def interviews_waiting(
    among: QuerySet[Episode],
    kinds: Iterable[DutyKind] = INTERVIEW_DUTIES,
    *,
    after_a_no: bool | None = None,
    after: tuple[datetime, UUID] | None = None,
    most: int = 25,
) -> list[Duty]:
    """What waits to be done for the return home interviews of these episodes, soonest first.

    `after_a_no` chooses the second offers that follow a decline, or those that follow silence.
    """
    waiting = Duty.objects.filter(
        goes_on(TO_BE_HEARD),
        kind__in=list(kinds),
        met_at__isnull=True,
        declined_at__isnull=True,
        episode__in=among,
    ).select_related("episode__child", "owner_agency")
    if after_a_no is not None:
        declined = Q(key__endswith=f":{OfferAnswer.DECLINED}")
        waiting = waiting.filter(declined if after_a_no else ~declined)
    if after is not None:
        at, last = after
        waiting = waiting.filter(Q(due_at__gt=at) | Q(due_at=at, id__gt=last))
    return list(waiting.order_by("due_at", "id")[:most])
