"""Signing in and out, the first page, and the purpose of opening a child's record."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib import auth, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayhome.interfaces.pages.entry import forms, guesses, presenters
from wayhome.interfaces.pages.shared import idling, showing, signed_in, viewing
from wayhome.journey import signing_in
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import visibility
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import access
from wayhome.rules.vocabulary import Purpose

if TYPE_CHECKING:
    from wayhome.records.practitioners.models import Practitioner

FORGET = '"cache", "storage"'  # cookies are Django's: it ends the session and keeps the language
WRONG = gettext_noop(  # one answer, whatever was wrong: it tells nobody who there is
    "The username or the password is not right, or too many wrong ones were tried. Check both and "
    "try again. After %(most)s wrong tries wait %(minutes)s minutes first"
)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_GET
@viewing.signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the viewer's post."""
    return redirect(presenters.first_page(viewing.viewer(request)))


@transaction.non_atomic_requests  # a wrong guess stays counted, and many at once do not wait
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in: in a demonstration by choosing a person, otherwise with a name and a password."""
    if request.method == "GET" and viewing.viewer_or_none(request) is not None:
        return redirect(_onward(request))
    if settings.WAYHOME_SIGN_IN_BY_CHOICE:
        return _by_choice(request)
    return _by_password(request)


def _by_choice(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        person = _chosen(request.POST.get("person", ""))
        if person is not None:
            _enter(request, person)
            return redirect(_onward(request))
        messages.warning(request, _("Choose one of the people on this page."))
    shown = {
        "people": presenters.people(practitioners.everybody()),
        "next": _asked_for(request),
        "idle": idling.said_before(),
        "width": "wide",
    }
    return showing.page(request, "pages/entry/choose_person.html", shown)


def _chosen(key: str) -> "Practitioner | None":
    try:
        person = practitioners.one(UUID(key))
    except ValueError:
        return None
    return person if person is not None and person.is_active else None


def _by_password(request: HttpRequest) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = forms.SignInForm(sent, now=viewing.now(request))
    if form.is_valid():
        person = _proven(request, form.cleaned_data)
        if person is not None:
            _enter(request, person)
            return redirect(_onward(request))
        form.add_error("username", _(WRONG) % {"most": _most(), "minutes": guesses.WAIT})
    shown = {"form": form, "next": _asked_for(request), "idle": idling.said_before()}
    return showing.page(request, "pages/entry/sign_in.html", shown)


def _most() -> int:
    return min(settings.WAYHOME_GUESSES_FOR_AN_ACCOUNT, settings.WAYHOME_GUESSES_FROM_AN_ADDRESS)


def _proven(request: HttpRequest, given: Mapping[str, str]) -> "Practitioner | None":
    """Whose name and password these are; nobody's after too many that were wrong."""
    guess = guesses.counted(request, given["username"], now=viewing.now(request))
    with transactions.step():  # a password kept by an older way is kept by today's
        person: Practitioner | None = (
            auth.authenticate(request, username=given["username"], password=given["password"])
            if guess.is_taken
            else None
        )
    if person is None:
        guess.was_refused()
    else:
        guess.was_right()
    return person


def _enter(request: HttpRequest, person: "Practitioner") -> None:
    """Begin this person's session, under a key that nobody can have known before."""
    with transactions.step():  # when they last signed in is kept with them
        auth.login(request, person, backend=BACKEND)
    request.session.cycle_key()
    signed_in.make_known(request, now=viewing.now(request))
    idling.note_use(request, now=viewing.now(request))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out: the session, every purpose stated in it and what the browser kept are gone."""
    if request.session.session_key:
        signing_in.ended(request.session.session_key, now=viewing.now(request))
    auth.logout(request)
    messages.success(request, _("You have signed out."))
    answer = redirect("sign_in")
    answer.headers["Clear-Site-Data"] = FORGET
    return answer


@require_GET
@viewing.signed_in
def still_here(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - that it was asked is enough
    """Somebody is typing: that counts as use, though nothing has been sent yet."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def child_purpose(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask why a child's record is opened, keep the answer for this shift, and go on to it."""
    child = visibility.child(viewing.viewer(request), reference)
    _require_post(request, child.id)
    onward = _asked_for(request) or reverse("child", args=[child.reference])
    form = forms.PurposeForm(
        request.POST if request.method == "POST" else None, now=viewing.now(request)
    )
    if form.is_valid():
        viewing.state_purpose(
            request,
            child.id,
            Purpose(form.cleaned_data["purpose"]),
            reason=form.cleaned_data["reason"],
        )
        return redirect(onward)
    shown = {"form": form, "reference": child.reference, "next": _asked_for(request)}
    return showing.page(request, "pages/entry/purpose.html", shown)


def _require_post(request: HttpRequest, child_id: UUID) -> None:
    """Refuse here whoever would be refused on the next page, whatever purpose they gave."""
    deed = access.Deed.SEE_CHILD
    viewer = viewing.viewer(request)
    if not viewer.posts & access.MAY[deed]:
        access.require(viewer, deed, parties=visibility.parties_to_child(child_id))


def _asked_for(request: HttpRequest) -> str:
    """The page of this site the person was on their way to; empty if there is none."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if here and wanted.startswith("/") else ""


def _onward(request: HttpRequest) -> str:
    return _asked_for(request) or reverse("home")
