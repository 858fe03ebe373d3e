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
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayhome.interfaces.pages.entry import forms, guesses, presenters
from wayhome.interfaces.pages.shared import giving, idling, showing, signed_in, viewing
from wayhome.interfaces.pages.signing import entering, proof_views
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
            return _let_in(request, person)
        messages.warning(request, _("Choose one of the people on this page."))
    shown = {
        "people": presenters.people(practitioners.everybody()),
        "next": entering.asked_for(request),
        "idle": idling.said_before(),
        "width": "wide",
    }
    return showing.page(request, "pages/entry/choose_person.html", shown)


def _let_in(request: HttpRequest, person: "Practitioner") -> HttpResponse:
    """Whoever is chosen is in: only where people sign in by choice."""
    onward = entering.asked_for(request)
    return entering.let_in(request, person.pk, how=proof_views.BY_CHOICE, onward=onward)


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
            return entering.begin(
                request, person.pk, how=entering.BY_PASSWORD, onward=entering.asked_for(request)
            )
        form.add_error("username", _(WRONG) % {"most": _most(), "minutes": guesses.WAIT})
    shown = {
        "form": form,
        "next": entering.asked_for(request),
        "idle": idling.said_before(),
        "providers": [(each["id"], each["name"]) for each in settings.WAYHOME_PROVIDERS],
    }
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


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out: the session, every purpose stated in it and what the browser kept are gone."""
    signed_in.leave(request, now=viewing.now(request))
    messages.success(request, _("You have signed out."))
    answer = redirect("sign_in")
    answer.headers["Clear-Site-Data"] = FORGET
    giving.forget(answer)
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
    onward = entering.asked_for(request) or reverse("child", args=[child.reference])
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
    shown = {"form": form, "reference": child.reference, "next": entering.asked_for(request)}
    return showing.page(request, "pages/entry/purpose.html", shown)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def episode_purpose(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask why an episode is opened, where what is meant is not what they came for; then back."""
    episode = visibility.episode(viewing.viewer(request), reference)
    onward = reverse("episode", args=[episode.reference])
    form = forms.EpisodePurposeForm(
        request.POST if request.method == "POST" else None, now=viewing.now(request)
    )
    if form.is_valid():
        viewing.state_purpose_of_episode(
            request,
            episode.id,
            episode.child_id,
            Purpose(form.cleaned_data["purpose"]),
            reason=form.cleaned_data["reason"],
        )
        return redirect(onward)
    shown = {"form": form, "reference": episode.reference, "next": "", "back": onward}
    return showing.page(request, "pages/entry/episode_purpose.html", shown)


def _require_post(request: HttpRequest, child_id: UUID) -> None:
    """Refuse here whoever would be refused on the next page, whatever purpose they gave."""
    deed = access.Deed.SEE_CHILD
    viewer = viewing.viewer(request)
    if not viewer.posts & access.MAY[deed]:
        parties = visibility.parties_to_child(child_id)
        access.require(viewer, deed, parties=parties, child_id=child_id)


def _onward(request: HttpRequest) -> str:
    return entering.asked_for(request) or reverse("home")
