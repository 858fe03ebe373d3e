"""The ledger's pages: my own looks, who looked at a child and why, and the looks I review."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wayhome.interfaces.pages.looks import forms, presenters
from wayhome.interfaces.pages.shared import naming, paged, showing, viewing
from wayhome.journey import look_reviewed, reviews_late
from wayhome.platform import keyset
from wayhome.records.episodes import visibility
from wayhome.records.looks import queries as looks
from wayhome.rules import access
from wayhome.rules.vocabulary import ReviewOutcome

MINE = access.Deed.SEE_OWN_LOOKS
OF_CHILD = access.Deed.SEE_LOOKS
REVIEW = access.Deed.REVIEW_LOOKS


@require_GET
@viewing.signed_in
def mine(request: HttpRequest) -> HttpResponseBase:
    """What the ledger holds of the viewer, newest first."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    access.require(viewer, MINE)
    until = _until(request)
    found = looks.mine(until=until)
    here = reverse("my_looks")
    shown = presenters.page(found, here=here, is_first=until is None, now=now)
    return render(request, "pages/looks/mine.html", {"shown": shown, "width": "wide"})


@require_GET
@viewing.signed_in
def of_child(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Who looked at this child and why. To ask that is itself a look, for a stated purpose."""
    now = viewing.now(request)
    child = visibility.child(viewing.viewer(request), reference)
    viewer = viewing.stated_for(request, child.id)
    if viewer is None:
        return viewing.ask_purpose(request, reference)
    access.require(
        viewer, OF_CHILD, parties=visibility.parties_to_child(child.id), child_id=child.id
    )
    until = _until(request)
    viewing.log_look(request, deed=OF_CHILD, child_id=child.id, sections=("who looked",), by=viewer)
    found = looks.at_child(child.id, until=until)
    here = reverse("child_looks", args=[child.reference])
    context = {
        "shown": presenters.page(found, here=here, is_first=until is None, now=now),
        "name": naming.child(child),
        "back": reverse("child", args=[child.reference]),
        "width": "wide",
    }
    return render(request, "pages/looks/child.html", context)


@require_GET
@viewing.signed_in
def queue(request: HttpRequest) -> HttpResponseBase:
    """The looks the viewer is to review, and of their agency what is late or not explained."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    access.require(viewer, REVIEW)
    waiting = _paged(request, "after", looks.waiting_for(viewer), by="due_at")
    found = looks.not_explained_in(viewer)
    unexplained = _paged(request, "answered_after", found, by="answered_at", newest_first=True)
    late = reviews_late.of_agency(by=viewer, now=now, after=paged.place(request, "late_after"))
    shown = {
        "waiting": presenters.to_review(waiting, now=now),
        "late": presenters.late(paged.page(request, "late_after", late, by="due_at"), now=now),
        "not_explained": presenters.not_explained(unexplained, now=now),
    }
    return render(request, "pages/looks/queue.html", shown)


def _paged(
    request: HttpRequest, name: str, rows: QuerySet[Any], *, by: str, newest_first: bool = False
) -> paged.Paged:
    after = paged.place(request, name)
    found = keyset.ordered(rows, by=by, after=after, newest_first=newest_first)
    return paged.page(request, name, list(found[: paged.AT_ONCE + 1]), by=by)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def review(request: HttpRequest, review_id: UUID) -> HttpResponseBase:
    """One look, and what the reviewer found."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    row = looks.review(viewer, review_id)
    access.require(viewer, REVIEW)
    form = forms.AnswerForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid():
        look_reviewed.record(
            row.id,
            ReviewOutcome(form.cleaned_data["outcome"]),
            explanation=form.cleaned_data["explanation"],
            by=viewer,
            now=now,
        )
        messages.success(request, _("Your review is recorded."))
        return redirect("looks_to_review")
    viewing.log_look(request, deed=REVIEW, child_id=row.child_id)
    entry = looks.entry_under(row)
    shown = {
        "form": form,
        "shown": presenters.review(row, entry, viewer=viewer, now=now),
        "back": reverse("looks_to_review"),
    }
    return showing.page(request, "pages/looks/review.html", shown)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def open_child(request: HttpRequest, review_id: UUID) -> HttpResponseBase:
    """Ask why the reviewer must know which child it was, and then say."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    row = looks.review(viewer, review_id)
    access.require(viewer, REVIEW)
    back = reverse("look_review", args=[row.id])
    form = forms.OpenChildForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid():
        look_reviewed.open_child(row.id, why=form.cleaned_data["why"], by=viewer, now=now)
        return redirect(back)
    return showing.page(request, "pages/looks/open_child.html", {"form": form, "back": back})


def _until(request: HttpRequest) -> tuple[datetime, UUID] | None:
    return presenters.after(request.GET.get("before", ""))
