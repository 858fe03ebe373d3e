"""Tokens with which programs ask and tell: a person's own, and those of their agency's systems."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayhome.interfaces.pages.shared import proving, showing, viewing
from wayhome.interfaces.pages.signing import forms, presenters
from wayhome.journey import token_issued
from wayhome.records.practitioners import tokens
from wayhome.rules import access


@require_GET
@viewing.signed_in
def your_tokens(request: HttpRequest) -> HttpResponse:
    """The tokens that act in the viewer's name, and, for whoever answers for them, systems'."""
    who, now = viewing.viewer(request), viewing.now(request)
    manages = access.decide(who, token_issued.DEED).allowed
    theirs = tokens.of_systems(who.agency_id, now=now) if manages else []
    shown = {
        "mine": presenters.token_lines(tokens.of(who.practitioner_id, now=now), now=now),
        "theirs": presenters.token_lines(theirs, now=now),
        "manages": manages,
    }
    return showing.page(request, "pages/signing/tokens.html", shown)


@require_POST
@viewing.signed_in
def end(request: HttpRequest) -> HttpResponse:
    """End a token at once. That is always the safe thing, so it asks for no fresh proof."""
    try:
        token_id = UUID(request.POST.get("token", ""))
        token_issued.revoked(token_id, by=viewing.viewer(request), now=viewing.now(request))
    except (ValueError, tokens.NoSuchToken) as unknown:
        raise Http404 from unknown
    messages.success(request, _("Ended. It lets no program in from now on."))
    return redirect("your_tokens")


@require_http_methods(["GET", "POST"])
@proving.confirmed
def issue(request: HttpRequest) -> HttpResponse:
    """Give one of the agency's systems a token, shown this once."""
    who, now = viewing.viewer(request), viewing.now(request)
    access.require(who, token_issued.DEED)
    systems = [(str(each.pk), each.name) for each in tokens.systems(who.agency_id, now=now)]
    sent = request.POST if request.method == "POST" else None
    form = forms.TokenForm(sent, now=now, systems=systems)
    if form.is_valid():
        said = form.cleaned_data
        token = token_issued.to_system(
            UUID(said["system"]),
            label=said["label"],
            lasts=timedelta(days=int(said["days"])),
            by=who,
            now=now,
        )
        return showing.page(request, "pages/signing/token.html", {"token": token})
    shown = {"form": form, "has_systems": bool(systems)}
    return showing.page(request, "pages/signing/issue_token.html", shown)
