"""A child's page, looking a child up, and adding to or correcting what is known."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods

from wayhome.interfaces.pages.child import forms, opened, presenters
from wayhome.interfaces.pages.shared import naming, paged, paper, showing, telling, viewing
from wayhome.interfaces.pages.shared.presenters import said
from wayhome.journey import acting, child_introduced
from wayhome.platform import references
from wayhome.records.children import queries as children
from wayhome.records.episodes import times_away, visibility
from wayhome.rules import access, told
from wayhome.rules.vocabulary import Marker

LOOK_UP = access.Deed.LOOK_UP_CHILD
ADD = access.Deed.ADD_TO_CHILD
EARLIER = "before"  # in the address: the time away before which the page begins


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def look_up(request: HttpRequest) -> HttpResponseBase:
    """Find a child. What is looked for is sent in the page, never in an address."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    access.require(viewer, LOOK_UP)
    form = forms.LookUpForm(request.POST if request.method == "POST" else None, now=now)
    shown: dict[str, Any] = {"form": form, "matches": None}
    if form.is_valid():
        found = _found(form.cleaned_data, viewer)
        viewing.log_search(request, deed=LOOK_UP, child_ids=[child.id for child in found])
        shown["matches"] = presenters.matches(found, now=now)
    return showing.page(request, "pages/child/look_up.html", shown)


def _found(answers: dict[str, Any], viewer: Any) -> list[Any]:
    among = visibility.children(viewer)
    if answers["reference"]:
        return list(among.filter(reference=references.read(answers["reference"])))
    return children.candidates(
        among,
        given_name=answers["given_name"],
        family_name=answers["family_name"],
        date_of_birth=answers["date_of_birth"],
    )


@require_GET
@viewing.signed_in
def child(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The child's page, once a purpose is stated."""
    here = opened.open_child(request, reference, verb=paper.verb(request))
    if here is None:
        return viewing.ask_purpose(request, reference)
    away = times_away.of_child(here.viewer, here.record.id)
    shown = {
        "shown": presenters.page(here, away, listed=_listed(request, away)),
        "reference": here.record.reference,
        "paper": paper.of(request),
    }
    return render(request, "pages/child/child.html", shown)


def _listed(request: HttpRequest, away: times_away.TimesAway) -> paged.Paged:
    """On the screen a page of them; on paper, where nobody can ask for more, all of them."""
    if paper.is_wanted(request):
        return paged.whole(away.newest_first())
    rows = away.newest_first(after=paged.place(request, EARLIER))
    return paged.page(request, EARLIER, list(rows[: paged.AT_ONCE + 1]), by="absent_from")


@dataclass(frozen=True, slots=True)
class Addition:
    """One way to add to a child's record: what is asked, and what is told of it."""

    title: str
    submit: str
    form: Callable[[Any, opened.Child, UUID | None], Any]
    learned: Callable[[dict[str, Any], UUID | None], dict[str, Any]]
    deed: access.Deed = ADD


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def add(
    request: HttpRequest, reference: str, name: str, contact_id: UUID | None = None
) -> HttpResponseBase:
    """Add to what is known, or correct it; what was known before is kept."""
    addition = ADDITIONS[name]
    here = opened.open_child(request, reference, deeds=[addition.deed])
    if here is None:
        return viewing.ask_purpose(request, reference)
    form = addition.form(request.POST if request.method == "POST" else None, here, contact_id)
    page = reverse("child", args=[here.record.reference])
    made = form.is_valid() and telling.tell(
        request, form, lambda: _learned(addition, form.cleaned_data, here, contact_id)
    )
    if made:
        messages.success(request, _("The child’s record is up to date."))
        for warning in made.warnings:
            messages.warning(request, said(warning))
        return redirect(page)
    shown = {
        "form": form,
        "name": naming.child(here.record),
        "title": _(addition.title),
        "submit": _(addition.submit),
        "back": page,
    }
    return showing.page(request, "pages/child/add.html", shown)


def _learned(
    addition: Addition, answers: dict[str, Any], here: opened.Child, contact_id: UUID | None
) -> acting.Outcome:
    what = {"said": told.Child(), **addition.learned(answers, contact_id)}
    made = child_introduced.learned(
        here.record.id,
        supplied_by=answers["supplied_by"],
        by=here.viewer,
        now=here.now,
        **what,
    )
    return acting.Outcome(made.reference, made.child_id, warnings=made.warnings)


def _details(answers: dict[str, Any], _contact_id: UUID | None) -> dict[str, Any]:
    named = {name: answers[name] for name in forms.ABOUT}
    return {"said": told.Child(**named, date_of_birth=answers["date_of_birth"])}


def _contact(answers: dict[str, Any], contact_id: UUID | None) -> dict[str, Any]:
    is_unsafe = answers["safe"] == "no"
    contact = told.Contact(
        answers["name"],
        answers["relationship"],
        answers["telephone"],
        answers["email"],
        unsafe_to_tell=is_unsafe,
        unsafe_reason=answers["unsafe_reason"] if is_unsafe else "",
        why_corrected=answers.get("why_corrected", ""),
    )
    return {"contact": contact, "corrects_contact_id": contact_id}


def _marker(answers: dict[str, Any], _contact_id: UUID | None) -> dict[str, Any]:
    concern = told.Concern(Marker(answers["marker"]), answers["evidence"], answers["supplied_by"])
    return {"concern": concern}


def _detail_form(sent: Any, here: opened.Child, _contact_id: UUID | None) -> Any:
    return forms.DetailForm(sent, now=here.now, initial=presenters.known_details(here))


def _contact_form(sent: Any, here: opened.Child, contact_id: UUID | None) -> Any:
    initial, was_unsafe = {}, False
    if contact_id is not None:
        row = _standing(here, contact_id)
        was_unsafe = row.unsafe_to_tell
        initial = {
            "name": row.name,
            "relationship": row.relationship,
            "telephone": row.telephone,
            "email": row.email,
            "safe": "no" if row.unsafe_to_tell else "yes",
            "unsafe_reason": row.unsafe_reason,
        }
    return forms.ContactForm(sent, now=here.now, initial=initial, was_unsafe=was_unsafe)


def _standing(here: opened.Child, contact_id: UUID) -> Any:
    """The contact as last corrected. Raises NoSuchChild for one that is not this child's."""
    for row in here.known.standing_contacts:
        if row.id == contact_id:
            return row
    raise children.NoSuchChild(str(contact_id))


ADDITIONS: dict[str, Addition] = {
    "detail": Addition(
        gettext_noop("Add or correct a detail"),
        gettext_noop("Keep these details"),
        _detail_form,
        _details,
    ),
    "contact": Addition(
        gettext_noop("Add a parent or carer"),
        gettext_noop("Keep this parent or carer"),
        _contact_form,
        _contact,
        deed=access.Deed.CHANGE_FAMILY,
    ),
    "contact_correct": Addition(
        gettext_noop("Correct a parent or carer"),
        gettext_noop("Keep the correction"),
        _contact_form,
        _contact,
        deed=access.Deed.CHANGE_FAMILY,
    ),
    "marker": Addition(
        gettext_noop("Add a lasting concern"),
        gettext_noop("Keep this concern"),
        lambda sent, here, _contact_id: forms.MarkerForm(sent, now=here.now),
        _marker,
    ),
}
