"""Notices to my posts."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wayhome.interfaces.pages.shared import viewing


@viewing.signed_in
def notices(request: HttpRequest) -> HttpResponse:
    """The notices to my posts."""
    return render(request, "pages/mine/mine.html", {})


@viewing.signed_in
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:  # noqa: ARG001 - shown soon
    """One notice."""
    return render(request, "pages/mine/mine.html", {})


@require_POST
@viewing.signed_in
def acknowledge(request: HttpRequest, notice_id: UUID) -> HttpResponse:  # noqa: ARG001 - soon
    """I have this."""
    return redirect("notices")
