"""Asking for an export, deciding about one, fetching it and ending it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayhome.interfaces.pages.exports import forms, presenters, wanting
from wayhome.interfaces.pages.shared import showing, telling, viewing
from wayhome.journey import acting, export_decided, export_fetched, export_revoked
from wayhome.platform import references
from wayhome.records.exports import queries
from wayhome.rules import access, exports
from wayhome.rules.vocabulary import Purpose

MINE = 50


@require_GET
@viewing.signed_in
def exports_page(request: HttpRequest) -> HttpResponse:
    """The exports I asked for, and those that wait for me as the second person."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    access.require(viewer, access.Deed.EXPORT)
    shown = {
        "mine": presenters.lines(queries.asked_by(viewer)[:MINE], now=now),
        "waiting": presenters.lines(queries.waiting_for(viewer, now=now)[:MINE], now=now),
    }
    return render(request, "pages/exports/exports.html", shown)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask for an export."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    access.require(viewer, access.Deed.EXPORT)
    form = forms.AskForm(
        _sent(request), now=now, viewer=viewer, initial=_begun(request, viewer.name)
    )
    made = form.is_valid() and telling.tell(
        request, form, lambda: _asked(request, form.cleaned_data)
    )
    if made:
        return redirect("export", made.reference)
    shown = {"form": form, "back": reverse("exports")}
    return showing.page(request, "pages/exports/ask.html", shown)


def _begun(request: HttpRequest, name: str) -> dict[str, Any]:
    """What is known before anything is typed: a page about one child or episode leads here."""
    kind, reference = request.GET.get("what", ""), request.GET.get("reference", "")
    known = {"recipient_name": name, "recipient_agency": str(viewing.viewer(request).agency_id)}
    if kind in exports.ABOUT_ONE and references.read(reference):
        return {**known, "kind": kind, "reference": reference}
    return known


def _asked(request: HttpRequest, answers: dict[str, Any]) -> acting.Outcome:
    return wanting.ask(
        exports.ExportKind(answers["kind"]),
        format=exports.ExportFormat(answers["format"]),
        reference=answers["reference"],
        purpose=Purpose(answers["purpose"]),
        reason=answers["reason"],
        recipient_name=answers["recipient_name"],
        recipient_agency_id=UUID(answers["recipient_agency"]),
        by=viewing.viewer(request),
        now=viewing.now(request),
    )


@require_GET
@viewing.signed_in
def export(request: HttpRequest, reference: str) -> HttpResponse:
    """One export: where it stands, and what can be done with it. It shows no child."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    found = queries.one(viewer, reference)
    shown = {
        "shown": presenters.page(found, viewer=viewer, now=now),
        "back": reverse("exports"),
        "reference": found.reference,
    }
    return render(request, "pages/exports/export.html", shown)


@require_POST
@viewing.signed_in
def fetch(request: HttpRequest, reference: str) -> HttpResponse:
    """The file itself, entered as a disclosure before a byte of it is sent."""
    found = export_fetched.record(reference, by=viewing.viewer(request), now=viewing.now(request))
    answer = HttpResponse(found.content, content_type=found.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@require_POST
@viewing.signed_in
def approve(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Be the second person, and agree."""
    found = export_decided.approved(reference, by=viewing.viewer(request), now=viewing.now(request))
    messages.success(request, _("Approved. It is being made for whoever asked."))
    return redirect("export", found.reference)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def decline(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Be the second person, and do not agree."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    found = queries.to_decide(viewer).filter(reference=references.read(reference)).first()
    if found is None:
        raise queries.NoSuchExport(reference)
    form = forms.DeclineForm(_sent(request), now=now)
    if form.is_valid() and telling.tell(
        request, form, lambda: _declined(request, reference, form.cleaned_data["why"])
    ):
        messages.success(request, _("Declined. Nothing was made."))
        return redirect("export", found.reference)
    shown = {"form": form, "back": reverse("export", args=[found.reference])}
    return showing.page(request, "pages/exports/decline.html", shown)


def _declined(request: HttpRequest, reference: str, why: str) -> acting.Outcome:
    made = export_decided.declined(
        reference, why=why, by=viewing.viewer(request), now=viewing.now(request)
    )
    return acting.Outcome(made.reference, made.id, made.id)


@require_POST
@viewing.signed_in
def end(request: HttpRequest, reference: str) -> HttpResponseBase:
    """End an export: its link is dead and the file is gone."""
    found = export_revoked.record(reference, by=viewing.viewer(request), now=viewing.now(request))
    messages.success(request, _("Ended. The file is gone."))
    return redirect("export", found.reference)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
