"""A child is reported missing."""

from django.http import HttpRequest
from ninja import Router, Status

from wayhome.interfaces.api.v1 import auth, away, doing, reading
from wayhome.interfaces.api.v1.presenters import sections
from wayhome.interfaces.api.v1.schemas import reports as schemas
from wayhome.journey import own_reports, report_received
from wayhome.platform import references
from wayhome.platform.submissions import once
from wayhome.platform.unknown import NoSuch
from wayhome.records.practitioners import viewers
from wayhome.rules import access

router = Router(tags=["Missing reports"])


class NoSuchSubmission(NoSuch):
    """This caller sent nothing under that key."""


@router.post(
    "",
    response={201: schemas.Reported, 202: schemas.Received},
    summary="Report a child missing",
)
def report(request: HttpRequest, said: schemas.MissingReportSaid) -> Status:
    """Report a child missing. Nothing but who you are and why you are worried is needed.

    Before this is answered the episode has a type, a level of risk, an owner, first steps and a
    time of review, and those who must know have been told. A second report of the same absence
    joins the open episode. Of a child your agency has no part in, nothing that is on record is
    answered. Send an Idempotency-Key of your own: repeated with the same key, the report is made
    once and the answer is the same to the byte.

    While the records cannot be reached, or cannot promise that what they hold survives, the answer
    is 202: the report is kept safe and gets its reference later. Who sent it is checked then.
    """
    key = doing.key_needed(request)
    caller = auth.caller(request)
    known = said.child_reference
    child_id = reading.child(request, known).id if known else None
    answer = report_received.record(
        said.told(child_id=child_id), key=key, by=caller.viewer, now=caller.now
    )
    return Status(201, answer)


@router.get(
    "/submitted/{key}",
    response={200: schemas.Reported, 202: schemas.Received},
    summary="Ask what became of a report by its key",
)
def submitted(request: HttpRequest, key: str) -> Status:
    """What the report you sent under this Idempotency-Key was answered.

    202 while it is kept safe and has no reference yet. 404 where nothing came under that key with
    your token, and where a person has to look at it first: then somebody asks you.
    """
    caller = auth.caller(request)
    answer = once.answered(key, practitioner_id=caller.viewer.practitioner_id)
    if answer is not None and "report_id" in answer:
        return Status(200, answer)
    found = away.held(key, digest=viewers.digest_of(caller.token))
    if found is None:
        raise NoSuchSubmission(key)
    return Status(202, away.received(key, found.received_at))


@router.get("/{reference}", response=schemas.OwnReports, summary="Read your agency's own reports")
def read_own(request: HttpRequest, reference: str) -> schemas.OwnReports:
    """What your agency itself reported of a child, by the reference it was answered with.

    No part in the child is needed, and nothing that anybody else said is answered.
    """
    viewer = auth.caller(request).viewer
    read = references.read(reference) or ""
    made = own_reports.read_back(read, by=viewer)
    reading.looked(request, access.Deed.READ_OWN_REPORT, child_id=made.reports[0].episode.child_id)
    return schemas.OwnReports(
        reference=read,
        reports=sections.each(schemas.OwnReport, made.reports),
        answers=sections.each(schemas.OwnAnswer, made.answers),
    )
