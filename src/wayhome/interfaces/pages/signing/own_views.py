"""The page on which a person sees how they sign in, and takes away what they no longer use."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wayhome.interfaces.pages.shared import navigation, proving, showing, viewing
from wayhome.interfaces.pages.signing import entering, presenters
from wayhome.journey import factors_changed
from wayhome.platform.unsent import keeping
from wayhome.records.factors import queries as factors


@require_GET
@viewing.signed_in
def your_sign_in(request: HttpRequest) -> HttpResponse:
    """Passkeys, the app and recovery codes of whoever asks; and what else is about them."""
    who, now = viewing.viewer(request), viewing.now(request)
    own = navigation.places_for(who, navigation.OWN_PLACES)
    shown = {
        "own": navigation.items(own, here=request.path),
        "factors": presenters.lines(factors.of(who.practitioner_id), now=now),
        "codes_left": factors.codes_left(who.practitioner_id),
    }
    return showing.page(request, "pages/signing/your_sign_in.html", shown)


@require_POST
@proving.confirmed
def remove(request: HttpRequest) -> HttpResponse:
    """Take a passkey or the app away. The only one there is stays."""
    who, now = viewing.viewer(request), viewing.now(request)
    try:
        factors_changed.removed(_number(request.POST.get("factor", "")), by=who, now=now)
    except factors.NoSuchFactor as unknown:
        raise Http404 from unknown
    except factors_changed.LastFactor:
        messages.warning(request, _("It is the only one you have. Add another first."))
    else:
        messages.success(request, _("Removed. It no longer signs you in."))
    return redirect("your_sign_in")


@require_POST
@viewing.signed_in
def drop_unsent(request: HttpRequest) -> HttpResponse:
    """Throw away what was typed on a page when the screen was locked."""
    page = entering.asked_for(request) or "/"
    keeping.drop(viewing.viewer(request).practitioner_id, urlsplit(page).path)
    return redirect(page)


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 18 else -1  # noqa: PLR2004
