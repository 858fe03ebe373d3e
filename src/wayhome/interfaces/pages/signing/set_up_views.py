"""Setting up a passkey, an app or recovery codes: on the way in, or later after a fresh proof."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayhome.interfaces.pages.shared import proving, showing, viewing
from wayhome.interfaces.pages.signing import entering, forms, presenters
from wayhome.journey import factors_changed
from wayhome.platform import locked
from wayhome.records.factors import codes, passkeys
from wayhome.records.factors import queries as factors
from wayhome.rules import facts

SECRET = "app_secret"  # noqa: S105 - where it is kept, not one
ABOUT = "setting up an app"

View = Callable[..., HttpResponseBase]


def setting_up(view: View) -> View:
    """For somebody signed in who proved it lately, or on their way in without any second factor.

    Whoever is on their way in and has one proves it first: a password alone adds nothing to it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
        found = proving.entering(request)
        if viewing.viewer_or_none(request) is not None or found is None:
            return proving.confirmed(view)(request, *given, **named)
        if factors.has_any(found.practitioner_id):
            return redirect("sign_in_code")
        return view(request, *given, **named)

    return guarded


def _who(request: HttpRequest) -> facts.Viewer:
    """Whose factor is set up."""
    viewer = viewing.viewer_or_none(request)
    found = proving.entering(request)
    if viewer is None and found is not None:
        viewer = entering.viewer_of(request, found.practitioner_id)
    if viewer is None:
        raise RuntimeError("this view is not behind setting_up")
    return viewer


@require_GET
@setting_up
def choose(request: HttpRequest) -> HttpResponse:
    """Which second factor to set up: asked before any other page of whoever has none."""
    shown = {"is_first": viewing.viewer_or_none(request) is None}
    return showing.page(request, "pages/signing/set_up.html", shown)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@setting_up
def app(request: HttpRequest) -> HttpResponse:
    """Show the key an app needs, and take the first code it makes."""
    who, now = _who(request), viewing.now(request)
    secret = _secret(request)
    form = forms.AppForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid():
        if factors_changed.app_added(secret, form.cleaned_data["code"], by=who, now=now):
            del request.session[SECRET]
            return _done(request, who, how="an app that was set up")
        form.add_error("code", _("That is not the code of this key. Wait for the next and try it"))
    shown = {"form": form, "shown": presenters.app_key(secret, who.name)}
    return showing.page(request, "pages/signing/app.html", shown)


def _secret(request: HttpRequest) -> str:
    """The key that is offered, the same until an app has it; kept in the session, locked."""
    kept = request.session.get(SECRET)
    if kept is None:
        kept = request.session[SECRET] = locked.lock(codes.new_secret(), about=ABOUT)
    return locked.unlock(kept, about=ABOUT)


@require_POST
@setting_up
def passkey_asked(request: HttpRequest) -> HttpResponse:
    """What the browser's script asks a device for, to make a passkey."""
    return JsonResponse(passkeys.registering(_who(request).practitioner_id))


@require_http_methods(["GET", "POST"])
@setting_up
def passkey(request: HttpRequest) -> HttpResponse:
    """Make a passkey on this device or a key that is plugged in."""
    who, now = _who(request), viewing.now(request)
    form = forms.PasskeyForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            factors_changed.passkey_added(_answer(request), name=name, by=who, now=now)
        except passkeys.NotProven:
            form.add_error("name", _("No passkey was made. Try again, or set up an app instead"))
        else:
            return _done(request, who, how="a passkey that was set up")
    return showing.page(request, "pages/signing/passkey.html", {"form": form})


def _answer(request: HttpRequest) -> dict[str, object]:
    try:
        found = json.loads(request.POST.get("answer", ""))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _done(request: HttpRequest, who: facts.Viewer, *, how: str) -> HttpResponse:
    """Somebody on their way in is let in; whoever has no recovery codes is shown some."""
    now, onward = viewing.now(request), "/your-sign-in/"
    found = proving.entering(request)
    if found is not None and viewing.viewer_or_none(request) is None:
        onward = found.onward or "/"
        answer = entering.let_in(
            request, who.practitioner_id, how=f"{found.how} and {how}", onward=onward
        )
    else:
        messages.success(request, _("Added to how you sign in."))
        answer = redirect("your_sign_in")
    if factors.codes_left(who.practitioner_id):
        return answer
    made = factors_changed.codes_made(by=who, now=now)
    page = showing.page(request, "pages/signing/codes.html", {"codes": made, "onward": onward})
    page.cookies = answer.cookies
    return page


@require_http_methods(["GET", "POST"])
@proving.confirmed
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make ten new recovery codes, and show them this once."""
    who = viewing.viewer(request)
    if request.method == "GET":
        left = factors.codes_left(who.practitioner_id)
        return showing.page(request, "pages/signing/new_codes.html", {"left": left})
    made = factors_changed.codes_made(by=who, now=viewing.now(request))
    shown = {"codes": made, "onward": "/your-sign-in/"}
    return showing.page(request, "pages/signing/codes.html", shown)
