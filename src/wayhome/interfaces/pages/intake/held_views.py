"""The list of those who take reports for the police: what could not be recorded by itself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayhome.interfaces.pages.intake import held as presenters
from wayhome.interfaces.pages.intake import views
from wayhome.interfaces.pages.shared import showing, viewing
from wayhome.journey import draft_kept, report_held


@require_GET
@viewing.signed_in
def waiting(request: HttpRequest) -> HttpResponseBase:
    """What waits, the oldest first."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    rows = presenters.rows(report_held.waiting(by=viewer, now=now), now=now)
    return render(request, "pages/intake/held_list.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def one(request: HttpRequest, held_id: UUID) -> HttpResponseBase:
    """One of them, and what became of it."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    form = presenters.SettledForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid():
        report_held.settle(held_id, how=form.cleaned_data["how"], by=viewer, now=now)
        messages.success(request, _("It is off the list."))
        return redirect("reports_held")
    held, entry, problems = report_held.look(held_id, by=viewer, now=now)
    shown = {
        "form": form,
        "shown": presenters.shown(held, entry, problems, now=now),
        "held_id": held_id,
    }
    return showing.page(request, "pages/intake/held.html", shown)


@require_POST
@viewing.signed_in
def have(request: HttpRequest, held_id: UUID) -> HttpResponseBase:
    """I have this: said by a named person, once; nobody further up is told of it."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    if report_held.have(held_id, by=viewer, now=now):
        messages.success(request, _("You have this."))
    return redirect("report_held", held_id)


@require_POST
@viewing.signed_in
def take_up(request: HttpRequest, held_id: UUID) -> HttpResponseBase:
    """What was sent becomes the draft of a report of the viewer's own."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    held, entry, _problems = report_held.look(held_id, by=viewer, now=now)
    report_held.have(held_id, by=viewer, now=now)
    draft_kept.keep(views.DRAFT, presenters.draft(held, entry), by=viewer, now=now)
    words = _(
        "What was sent stands in the form. Check it and send it; then say on the list under which "
        "reference."
    )
    messages.warning(request, words)
    return redirect("report")
