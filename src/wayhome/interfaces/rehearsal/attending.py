"""People who keep up: what falls due while nothing else happens is done before it is late.

Most of a demonstration is a service that works, so that what was neglected can be seen. While a
scene is `attended`, going back to a moment first plays what people did until then: reviews held,
the family told, and "I have this" said of what they were told.
"""

from datetime import datetime, timedelta

from wayhome.interfaces.rehearsal import answers, scenes, teams, verbs
from wayhome.journey import notice_answered, response_agreed
from wayhome.records.episodes.models import Episode
from wayhome.rules import facts
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.response.models import Duty, Notice, Step

IN_TIME = timedelta(minutes=10)
READ_WITHIN = timedelta(minutes=3)
LATER_THAN_THIS = timedelta(minutes=12)  # newer notices still wait, as they do on a real evening


def until(scene: scenes.Scene, missing: scenes.Missing, *, team: teams.Team) -> None:
    """Do what fell due for this episode before the scene's now, each thing a little early."""
    if Episode.objects.filter(id=missing.episode_id, closed_at__isnull=False).exists():
        return
    _meet_what_is_due(scene, missing, team=team)
    _finish_steps(scene, missing)
    _read_notices(scene, missing)


def _meet_what_is_due(scene: scenes.Scene, missing: scenes.Missing, *, team: teams.Team) -> None:
    end = scene.now
    try:
        while (duty := _first_due(missing, before=end)) is not None:
            scene.now = min(max(duty.due_at - IN_TIME, duty.started_at), end)
            if duty.kind == DutyKind.TELL_FAMILY:
                answers.tell_family(scene, missing, by=team.police)
            else:
                verbs.review(scene, missing, by=team.inspector)
    finally:
        scene.now = end


def _first_due(missing: scenes.Missing, *, before: datetime) -> Duty | None:
    owed = Duty.objects.filter(
        episode_id=missing.episode_id,
        kind__in=(DutyKind.REVIEW, DutyKind.TELL_FAMILY),
        met_at__isnull=True,
        declined_at__isnull=True,
        due_at__lte=before + IN_TIME,
    )
    return owed.order_by("due_at", "id").first()


def _finish_steps(scene: scenes.Scene, missing: scenes.Missing) -> None:
    holders = _holders(scene)
    owed = Step.objects.filter(
        episode_id=missing.episode_id, done_at__isnull=True, due_at__lte=scene.now + IN_TIME
    )
    for step in owed.order_by("due_at", "id"):
        doer = holders.get(step.owner_post_id)
        if doer is not None:
            done_at = min(step.due_at - IN_TIME, scene.now)
            response_agreed.done(
                missing.episode_id, step.id, outcome="Done; nothing found", by=doer, now=done_at
            )


def _read_notices(scene: scenes.Scene, missing: scenes.Missing) -> None:
    """Whoever holds the post says "I have this" a few minutes after it was sent."""
    waiting = Notice.objects.filter(
        episode_id=missing.episode_id,
        acknowledged_at__isnull=True,
        recorded_at__lt=scene.now - LATER_THAN_THIS,
    )
    holders = _holders(scene)
    for notice in waiting.order_by("recorded_at", "id"):
        reader = holders.get(notice.post_id)
        if reader is not None:
            read_at = notice.recorded_at + READ_WITHIN
            notice_answered.acknowledged(notice.id, by=reader, now=read_at)


def _holders(scene: scenes.Scene) -> dict[object, facts.Viewer]:
    people = [scene.person(username) for username in scene.cast.people]
    return {post_id: person for person in people for post_id in person.post_ids}
