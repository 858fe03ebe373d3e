"""A report of a page comes out of the journal: who gave it is checked, and the form is read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import QueryDict

from wayhome.interfaces.pages.intake import asking, forms, kept, known, refusing, saying
from wayhome.platform.row_security import transactions
from wayhome.records.practitioners import sign_ins, viewers
from wayhome.rules import facts

WAY = kept.WAY


def record(entry: Mapping[str, Any], *, now: datetime) -> None:
    """Record it as of when it was received. Raises CannotBeRecorded."""
    found = kept.read(entry)
    viewer = _giver(found)
    with transactions.step():
        form = _form(found, viewer)
        if not form.is_valid():
            problems = [each["text"] for each in form.problems]
            raise refusing.CannotBeRecorded(
                refusing.TO_PUT_RIGHT, claimed_by=viewer.practitioner_id, problems=problems
            )
        said = saying.report(form)
    refusing.record(said, key=found.key, by=viewer, arrived_at=found.received_at, now=now)


def _giver(found: kept.Kept) -> facts.Viewer:
    """Who gave it, in the posts they held then. Raises CannotBeRecorded where that is not shown."""
    by, at = found.giver, found.received_at
    if sign_ins.was_signed_in(by.practitioner_id, digest=by.digest, at=at):
        viewer = viewers.viewer_of(by.practitioner_id, now=at)
        if viewer is not None and viewer.active:
            return viewer
    raise refusing.CannotBeRecorded(refusing.NOT_KNOWN, claimed_by=by.practitioner_id)


def _form(found: kept.Kept, viewer: facts.Viewer) -> forms.ReportForm:
    """The form as this person was asked it then, with what they typed."""
    sent = QueryDict(mutable=True)
    for name, texts in found.typed.items():
        sent.setlist(name, list(texts))
    now = asking.written_at(sent, now=found.received_at)
    form = asking.form_then(sent, viewer=viewer, now=now)
    child_id = forms.chosen_in(dict(found.typed))
    child = known.meant_by(viewer, child_id)
    if child is not None and known.has_care(child):
        form.know_care()
    if child_id is not None and child is None:
        form.add_error(None, refusing.NOT_THERE)
    return form
