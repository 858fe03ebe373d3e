"""A child is reported missing."""

from django.http import HttpRequest
from ninja import Router

from wayhome.interfaces.api.v1 import auth, doing, reading
from wayhome.interfaces.api.v1.schemas import reports as schemas
from wayhome.journey import report_received

router = Router(tags=["Missing reports"])


@router.post("", response={201: schemas.Reported}, summary="Report a child missing")
def report(request: HttpRequest, said: schemas.MissingReportSaid) -> report_received.Answer:
    """Report a child missing. Nothing but who you are and why you are worried is needed.

    Before this is answered the episode has a type, a level of risk, an owner, first steps and a
    time of review, and those who must know have been told. A second report of the same absence
    joins the open episode. Send an Idempotency-Key of your own: repeated with the same key, the
    report is made once and the answer is the same to the byte.
    """
    key = doing.key_needed(request)
    caller = auth.caller(request)
    known = said.child_reference
    child_id = reading.child(request, known).id if known else None
    return report_received.record(
        said.told(child_id=child_id), key=key, by=caller.viewer, now=caller.now
    )
