"""What your posts were told: listed, opened, and acknowledged by a named person."""

from typing import Annotated
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router

from wayhome.interfaces.api.v1 import auth, cursors, doing, reading
from wayhome.interfaces.api.v1.schemas import episodes
from wayhome.interfaces.api.v1.schemas import response as schemas
from wayhome.interfaces.api.v1.schemas.answers import Recorded
from wayhome.journey import notice_answered, notice_declined
from wayhome.journey.acting import Outcome
from wayhome.records.episodes import visibility
from wayhome.rules import access
from wayhome.rules.vocabulary import NoticeReason
from wayhome.stages.response import queries

router = Router(tags=["Waiting for my posts"])


@router.get("", response=schemas.MyNotices, summary="Notices to my posts")
def list_notices(
    request: HttpRequest, asked: Annotated[episodes.NoticesAsked, Query()]
) -> schemas.MyNotices:
    """Notices that nobody has acknowledged, or all of them, newest first."""
    viewer = auth.caller(request).viewer
    waiting = asked.acknowledged == "false"
    rows = queries.waiting_notices(viewer) if waiting else queries.notices_to(viewer)
    page = cursors.page(
        rows.filter(
            Q(visibility.of_an_episode(viewer)) | Q(reason__in=notice_answered.TO_A_POST_ALONE)
        ),
        by="recorded_at",
        newest_first=True,
        cursor=asked.cursor,
        limit=asked.limit,
        first_of=lambda found, most: queries.newest(found, viewer, most=most),
    )
    reading.listed(request, access.Deed.ACKNOWLEDGE, [row.episode.child_id for row in page.rows])
    known = set(
        visibility.episodes(viewer)
        .filter(id__in=[row.episode_id for row in page.rows])
        .values_list("id", flat=True)
    )
    shown = [
        schemas.MyNotice(
            **dict(schemas.Notice.model_validate(row)),
            episode=row.episode.reference
            if row.episode_id in known or row.reason != NoticeReason.BREAK_GLASS
            else "",
        )
        for row in page.rows
    ]
    return schemas.MyNotices(notices=shown, next_cursor=page.next_cursor)


@router.post("/{notice_id}/open", response={201: Recorded}, summary="Open a notice")
def open_notice(request: HttpRequest, notice_id: UUID) -> Outcome:
    """Record that you have read it. It does not yet say that you have it in hand."""
    return doing.take(request, notice_answered.opened, notice_id)


@router.post("/{notice_id}/acknowledge", response={201: Recorded}, summary="Acknowledge a notice")
def acknowledge(request: HttpRequest, notice_id: UUID) -> Outcome:
    """Say, by name: I have this. Said again it changes nothing."""
    return doing.take(request, notice_answered.acknowledged, notice_id)


@router.post(
    "/{notice_id}/decline", response={201: Recorded}, summary="Say that you cannot take a notice"
)
def decline(request: HttpRequest, notice_id: UUID, said: schemas.CannotTake) -> Outcome:
    """Say, by name: I cannot take this, and why. The next on its ladder is asked at once.

    Somebody else of the same post may still acknowledge it.
    """
    return doing.take(
        request, notice_declined.record, notice_id, kind=said.kind, reason=said.reason
    )
