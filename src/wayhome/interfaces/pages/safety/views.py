"""Who must not know of a child: declared of oneself, said of others, and taken back by two."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wayhome.interfaces.pages.child import opened
from wayhome.interfaces.pages.safety import forms, presenters
from wayhome.interfaces.pages.shared import naming, showing, telling, viewing
from wayhome.interfaces.pages.shared.forms import PlainForm
from wayhome.journey import acting, child_kept_from, disclosure_withheld
from wayhome.records.safety import queries
from wayhome.rules import access, told
from wayhome.rules.vocabulary import Conflict, Matter

KEEP, DECLARE = access.Deed.KEEP_FROM, access.Deed.DECLARE


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def declare(request: HttpRequest) -> HttpResponseBase:
    """A child I must not look at. The answer is the same whoever the child is."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    access.require(viewer, DECLARE)
    form = forms.DeclareForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid() and telling.tell(request, form, lambda: _declared(request, form)):
        messages.success(request, _("Your declaration is kept. It holds from now."))
        return redirect("declare")
    rows = queries.declared_by(viewer.practitioner_id)
    shown = {"form": form, "declared": [presenters.declared(row) for row in rows]}
    return showing.page(request, "pages/safety/declare.html", shown)


def _declared(request: HttpRequest, form: forms.DeclareForm) -> acting.Outcome:
    answers, viewer = form.cleaned_data, viewing.viewer(request)
    named = told.NamedChild(answers["given_name"], answers["family_name"], answers["date_of_birth"])
    kind, reason = Conflict(answers["kind"]), answers["reason"]
    child_kept_from.declare(named, kind=kind, reason=reason, by=viewer, now=viewing.now(request))
    return acting.Outcome("", viewer.practitioner_id)


@require_GET
@viewing.signed_in
def apart(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Who is kept from a child, and what is not disclosed to whom."""
    here = opened.open_child(request, reference, deeds=[KEEP])
    if here is None:
        return viewing.ask_purpose(request, reference)
    shown = {
        "name": naming.child(here.record),
        "reference": here.record.reference,
        "conflicts": [
            presenters.conflict(row, here) for row in queries.conflicts_of(here.record.id)
        ],
        "withheld": [presenters.withheld(row, here) for row in queries.withheld_of(here.record.id)],
        "back": reverse("child", args=[here.record.reference]),
    }
    return render(request, "pages/safety/apart.html", shown)


Do = Callable[[opened.Child, dict[str, Any]], object]


def _said(
    request: HttpRequest, here: opened.Child, form: PlainForm, *, title: str, do: Do
) -> HttpResponseBase:
    back = reverse("child_apart", args=[here.record.reference])

    def step() -> acting.Outcome:
        do(here, form.cleaned_data)
        return acting.Outcome(here.record.reference, here.record.id)

    if form.is_valid() and telling.tell(request, form, step):
        messages.success(request, _("It is recorded."))
        return redirect(back)
    shown = {"form": form, "title": title, "name": naming.child(here.record), "back": back}
    return showing.page(request, "pages/safety/ask.html", shown)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def person(request: HttpRequest, reference: str) -> HttpResponseBase:
    """A person must not know of this child."""
    here = opened.open_child(request, reference, deeds=[KEEP])
    if here is None:
        return viewing.ask_purpose(request, reference)
    form = forms.PersonForm(_sent(request), now=here.now)
    return _said(request, here, form, title=_("Keep this child from a person"), do=_keep)


def _keep(here: opened.Child, answers: dict[str, Any]) -> None:
    child_kept_from.keep_from(
        here.record.id,
        told.Someone(answers["name"], answers["email"], answers["username"]),
        kind=Conflict(answers["kind"]),
        reason=answers["reason"],
        by=here.viewer,
        now=here.now,
    )


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def withhold(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Something of this child is not disclosed to somebody."""
    here = opened.open_child(request, reference, deeds=[KEEP])
    if here is None:
        return viewing.ask_purpose(request, reference)
    form = forms.WithholdForm(_sent(request), now=here.now, whom=presenters.whom(here))
    return _said(request, here, form, title=_("Do not disclose"), do=_withhold)


def _withhold(here: opened.Child, answers: dict[str, Any]) -> None:
    kind, _colon, identifier = answers["whom"].partition(":")
    disclosure_withheld.withhold(
        here.record.id,
        Matter(answers["matter"]),
        of=told.WithheldFrom(**{f"{kind}_id": UUID(identifier)}),
        reason=answers["reason"],
        by=here.viewer,
        now=here.now,
    )


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def lift(request: HttpRequest, reference: str, conflict_id: UUID) -> HttpResponseBase:
    """Ask that a conflict is taken back, or agree that it is."""
    here = opened.open_child(request, reference, deeds=[KEEP])
    if here is None:
        return viewing.ask_purpose(request, reference)
    form = forms.TakeBackForm(_sent(request), now=here.now)

    def do(child: opened.Child, answers: dict[str, Any]) -> None:
        child_kept_from.ask_to_lift(
            child.record.id, conflict_id, reason=answers["reason"], by=child.viewer, now=child.now
        )

    return _said(
        request, here, form, title=_("Take back that a child is kept from somebody"), do=do
    )


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def disclose_again(request: HttpRequest, reference: str, withholding_id: UUID) -> HttpResponseBase:
    """What was not disclosed may be disclosed again."""
    here = opened.open_child(request, reference, deeds=[KEEP])
    if here is None:
        return viewing.ask_purpose(request, reference)
    form = forms.TakeBackForm(_sent(request), now=here.now)

    def do(child: opened.Child, answers: dict[str, Any]) -> None:
        disclosure_withheld.disclose_again(
            child.record.id,
            withholding_id,
            reason=answers["reason"],
            by=child.viewer,
            now=child.now,
        )

    return _said(request, here, form, title=_("Take back that something is not disclosed"), do=do)
