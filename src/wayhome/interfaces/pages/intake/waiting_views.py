"""What became of a report that was received without a reference: asked for by its key."""

from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wayhome.interfaces.pages.intake import away, kept
from wayhome.interfaces.pages.shared import errors, viewing
from wayhome.journey import report_held
from wayhome.platform.submissions import once
from wayhome.platform.unknown import NoSuch

if TYPE_CHECKING:
    from wayhome.platform.journal.models import HeldReport


class NoSuchWaiting(NoSuch):
    """This person sent nothing under that key."""


@require_GET
@viewing.signed_in
def waiting(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The reference, once it has one; until then, that it was received. Raises NoSuchWaiting."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    answer = once.answered(str(key), practitioner_id=viewer.practitioner_id)
    if answer is not None and "reference" in answer:
        return redirect("report_received", answer["reference"])
    found = kept.found(str(key), practitioner_id=viewer.practitioner_id)
    if found is not None:
        return away.waiting(request, found.received_at, key=key, now=now)
    held = report_held.became_of(str(key), by=viewer, now=now)
    if held is None:
        raise NoSuchWaiting(key)
    return errors.problem(request, _of_held(held), code=HTTPStatus.ACCEPTED)


def _of_held(held: "HeldReport") -> errors.Problem:
    """That a person looks at it, or what became of it."""
    if held.settled_at is not None:
        return errors.Problem(_("A person has looked at your report"), [held.settled_as])
    lines = [
        _("Your report is kept safe. It could not be recorded without a person looking at it:"),
        _(held.why),
        _("Those who take reports for the police have it on their list, and may call you."),
        _("If the child may be in danger, call 999. Otherwise call 101 and say that it waits."),
    ]
    return errors.Problem(_("Your report waits for a person"), lines)
