"""Proving the second part: a code, or a passkey; and proving anew what was proved before."""

import json
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from wayhome.interfaces.pages.shared import proving, showing, viewing
from wayhome.interfaces.pages.signing import entering, forms, places
from wayhome.journey import proof_given
from wayhome.records.factors import passkeys
from wayhome.records.factors import queries as factors

BY_CODE = "a code"
BY_PASSKEY = "a passkey"
BY_CHOICE = "a choice"
WRONG_CODE = gettext_noop(
    "The code is not right, was used before, or too many wrong ones were tried. Wait for the next "
    "code and try it. After %(most)s wrong codes wait %(minutes)s minutes first"
)
WRONG_PASSKEY = gettext_noop("The passkey was not accepted. Try again, or use another way.")


@transaction.non_atomic_requests  # a wrong code stays counted
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """After the password: the code. Nobody comes here who has proved nothing yet."""
    found = proving.entering(request)
    if found is None:
        return redirect("sign_in")
    if not factors.has_any(found.practitioner_id):
        return redirect("sign_in_set_up")
    form = forms.CodeForm(_sent(request), now=viewing.now(request))
    if form.is_valid() and _is_right(request, form, found.practitioner_id):
        how = f"{found.how} and {BY_CODE}"
        return entering.let_in(request, found.practitioner_id, how=how, onward=found.onward)
    shown = {"form": form, "has_passkey": _has_passkey(found.practitioner_id)}
    return showing.page(request, "pages/signing/code.html", shown)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _is_right(request: HttpRequest, form: forms.CodeForm, practitioner_id: UUID) -> bool:
    """Whether the code is right; where it is not the form says what to do."""
    most = settings.WAYHOME_GUESSES_FOR_AN_ACCOUNT
    is_right = proof_given.code_is_right(
        practitioner_id,
        form.cleaned_data["code"],
        most=most,
        by=entering.viewer_of(request, practitioner_id),
        now=viewing.now(request),
    )
    if not is_right:
        form.add_error("code", _(WRONG_CODE) % {"most": most, "minutes": proof_given.WAIT})
    return is_right


def _has_passkey(practitioner_id: UUID) -> bool:
    return any(each.is_passkey for each in factors.of(practitioner_id))


@require_POST
def passkey_asked(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - allauth reads it
    """What the browser's script asks a passkey for. The challenge is kept in the session."""
    return JsonResponse(passkeys.asking())


@transaction.non_atomic_requests  # what proves nothing stays entered
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Sign in by a passkey alone: having it, and being verified by its device, are two proofs."""
    person_id = proof_given.bearer_of_passkey(
        _answer(request), place=places.of(request), now=viewing.now(request)
    )
    if person_id is None:
        return _not_proven(request)
    found = proving.entering(request)
    onward = found.onward if found else entering.asked_for(request)
    return entering.let_in(request, person_id, how=BY_PASSKEY, onward=onward)


def _answer(request: HttpRequest) -> dict[str, object]:
    """What the browser's script sent of the passkey; nothing where it is no such thing."""
    try:
        found = json.loads(request.POST.get("answer", ""))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _not_proven(request: HttpRequest) -> HttpResponse:
    shown = {"words": _(WRONG_PASSKEY), "back": reverse("sign_in")}
    answer = showing.page(request, "pages/signing/not_proven.html", shown)
    answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer


@transaction.non_atomic_requests  # a wrong code stays counted
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@viewing.signed_in
def confirm(request: HttpRequest) -> HttpResponse:
    """Prove anew who one is, before how one signs in is changed."""
    person_id = viewing.viewer(request).practitioner_id
    held = factors.of(person_id)
    form = forms.CodeForm(_sent(request), now=viewing.now(request))
    how = _proof(request, form, person_id, has_one=bool(held))
    if how:
        return _confirmed(request, how=how)
    shown = {
        "form": form,
        "next": entering.asked_for(request),
        "has_passkey": any(each.is_passkey for each in held),
        "has_one": bool(held),
        "by_choice": bool(settings.WAYHOME_SIGN_IN_BY_CHOICE),
    }
    return showing.page(request, "pages/signing/confirm.html", shown)


def _proof(request: HttpRequest, form: forms.CodeForm, person_id: UUID, *, has_one: bool) -> str:
    """By what it was proved; empty where it was not."""
    if request.method != "POST":
        return ""
    if not has_one:
        return BY_CHOICE if settings.WAYHOME_SIGN_IN_BY_CHOICE else ""
    if "answer" in request.POST:
        bearer = proof_given.bearer_of_passkey(
            _answer(request), place=places.of(request), now=viewing.now(request)
        )
        if bearer != person_id:
            form.errors.clear()
            form.add_error("code", _(WRONG_PASSKEY))
            return ""
        return BY_PASSKEY
    return BY_CODE if form.is_valid() and _is_right(request, form, person_id) else ""


def _confirmed(request: HttpRequest, *, how: str) -> HttpResponse:
    proving.prove(request, how=how)
    proof_given.confirmed(how=how, by=viewing.viewer(request), now=viewing.now(request))
    return redirect(entering.asked_for(request) or "your_sign_in")
