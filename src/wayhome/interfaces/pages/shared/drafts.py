"""What may be kept of a half-filled form, and when it is wanted no longer."""

from uuid import UUID

from django.http import HttpRequest, QueryDict

from wayhome.interfaces.pages.shared import cleaning, forms, viewing
from wayhome.platform.submissions.models import Submission


def drafted(form: forms.PlainForm, sent: QueryDict) -> dict[str, list[str]]:
    """What may be kept of this half-filled form: its own answers, without what cannot be stored."""
    known = form.names
    return {
        name: [cleaning.lines(text) for text in texts]
        for name, texts in forms.draft_of(sent).items()
        if name in known
    }


def was_sent(request: HttpRequest) -> bool:
    """Whether this very form has been received: its draft arrives late and is not wanted."""
    try:
        key = UUID(request.POST.get("submission_key", ""))
    except ValueError:
        return False
    return Submission.objects.filter(
        practitioner_id=viewing.viewer(request).practitioner_id,
        key=str(key),
    ).exists()
