"""Who is on duty: read by everybody of the agency, said by whoever is over a post."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from wayhome.interfaces.api.v1 import auth, doing
from wayhome.interfaces.api.v1.schemas import duty as schemas
from wayhome.interfaces.api.v1.schemas.answers import Recorded
from wayhome.journey import duty_rostered
from wayhome.journey.acting import Outcome
from wayhome.records.agencies import queries as agencies
from wayhome.records.practitioners import rotas as records
from wayhome.rules import access, london, rotas

router = Router(tags=["Who is on duty"])


@router.get("", response=list[schemas.OnDuty], summary="Who is on duty in your agency")
def list_on_duty(request: HttpRequest) -> list[schemas.OnDuty]:
    """The posts of your agency that have a rota: who is on duty now, and when nobody will be."""
    caller = auth.caller(request)
    access.require(caller.viewer, access.Deed.SEE_ROTA)
    ours = agencies.posts_of([caller.viewer.agency_id])
    found = records.rotas_of([post.id for post in ours], at=caller.now)
    return [
        schemas.OnDuty(
            post_id=post.id,
            practitioner_ids=sorted(rotas.on_duty(found[post.id], at=caller.now)),
            gaps=[
                schemas.Span(begins_at=gap.begins_at, ends_at=gap.ends_at)
                for gap in rotas.gaps_ahead(found[post.id], now=caller.now)
            ],
        )
        for post in ours
        if post.id in found
    ]


@router.post("/{post_id}/lines", response={201: Recorded}, summary="Put on a rota")
def put_on(request: HttpRequest, post_id: UUID, said: schemas.LinesSaid) -> Outcome:
    """Put a holder of a post that you are over on duty, at the same hours each week."""
    since = london.day_of(auth.caller(request).now)
    return doing.take(request, duty_rostered.put_on, post_id, said.new(since=since))


@router.post("/{post_id}/stand-ins", response={201: Recorded}, summary="Let somebody stand in")
def stand_in(request: HttpRequest, post_id: UUID, said: schemas.StandInSaid) -> Outcome:
    """Put a holder of a post that you are over on duty for a while."""
    return doing.take(request, duty_rostered.stood_in, post_id, said.cover())


@router.post("/lines/{shift_id}/take-off", response={201: Recorded}, summary="Take off a rota")
def take_off(request: HttpRequest, shift_id: UUID) -> Outcome:
    """From tomorrow a line of a rota stands no more."""
    return doing.take(request, duty_rostered.taken_off, shift_id)
