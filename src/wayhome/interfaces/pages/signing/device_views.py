"""Where a person is signed in, and ending it there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wayhome.interfaces.pages.shared import showing, viewing
from wayhome.interfaces.pages.signing import devices
from wayhome.journey import sign_in_ended
from wayhome.records.practitioners import sign_ins


def _here(request: HttpRequest) -> str:
    return request.session.session_key or ""


@require_GET
@viewing.signed_in
def where(request: HttpRequest) -> HttpResponse:
    """Every device on which the viewer is signed in."""
    who, now = viewing.viewer(request), viewing.now(request)
    found = sign_ins.of(who.practitioner_id, token=_here(request), now=now)
    shown = {"lines": devices.lines(found, now=now), "has_others": len(found) > 1}
    return showing.page(request, "pages/signing/devices.html", shown)


@require_POST
@viewing.signed_in
def end(request: HttpRequest) -> HttpResponse:
    """End it on one device. That is always the safe thing, so it asks for no fresh proof."""
    try:
        sign_in_id = UUID(request.POST.get("sign_in", ""))
        sign_in_ended.one(sign_in_id, by=viewing.viewer(request), now=viewing.now(request))
    except (ValueError, sign_ins.NoSuchSignIn) as unknown:
        raise Http404 from unknown
    messages.success(request, _("Ended there. Whoever is at it has to sign in again."))
    return redirect("where_signed_in")


@require_POST
@viewing.signed_in
def end_others(request: HttpRequest) -> HttpResponse:
    """End it on every device but this."""
    who, now = viewing.viewer(request), viewing.now(request)
    sign_in_ended.others(here=_here(request), by=who, now=now)
    messages.success(request, _("Ended everywhere but here."))
    return redirect("where_signed_in")
