"""The protection of a child, and word that came in of sealed children."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayhome.interfaces.pages.child import opened
from wayhome.interfaces.pages.protection import forms, presenters
from wayhome.interfaces.pages.protection.asking import ASKED
from wayhome.interfaces.pages.shared import naming, showing, telling, viewing
from wayhome.interfaces.pages.shared.presenters import said
from wayhome.journey import (
    acting,
    key_destroyed,
    protection_lowered,
    records_joined,
    word_of_sealed,
)
from wayhome.platform.row_security import transactions
from wayhome.records.children.queries import NoSuchChild
from wayhome.records.protection import queries
from wayhome.rules import access

DONE = gettext_noop("The child’s protection is up to date.")
ANSWERS = {"agree": protection_lowered.agree, "refuse": protection_lowered.refuse}
INBOX = 100


@require_GET
@viewing.signed_in
def protection(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The child's protection, once a purpose is stated."""
    here = opened.open_child(request, reference)
    if here is None:
        return viewing.ask_purpose(request, reference)
    with transactions.step():  # lists of readers, and what they read, are shown by steps alone
        joins = records_joined.seen(here.record.id, by=here.viewer)
        viewing.log_list(
            request, deed=access.Deed.SEE_CHILD, child_ids=[other.id for _row, other in joins]
        )
        shown = presenters.page(here, joins)
    return render(request, "pages/protection/protection.html", {"shown": shown})


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def do(request: HttpRequest, reference: str, name: str) -> HttpResponseBase:
    """Do one thing to it. Raises NoSuchChild for a thing there is not."""
    if name not in ASKED:
        raise NoSuchChild(name)
    asking = ASKED[name]
    here = opened.open_child(request, reference, deeds=[asking.deed])
    if here is None:
        return viewing.ask_purpose(request, reference)
    if asking.of_a_seal and not queries.seals_on(here.record.id):
        return redirect("protection", here.record.reference)
    form = asking.form(request.POST if request.method == "POST" else None, here)
    page = reverse("protection", args=[here.record.reference])
    if form.is_valid() and telling.tell(
        request, form, lambda: _outcome(here, asking.do(form.cleaned_data, here))
    ):
        messages.success(request, _(DONE))
        return redirect(page)
    shown = {
        "form": form,
        "name": naming.child(here.record),
        "title": _(asking.title),
        "submit": _(asking.submit),
        "back": page,
    }
    return showing.page(request, "pages/protection/do.html", shown)


def _outcome(here: opened.Child, made: UUID | None) -> acting.Outcome:
    return acting.Outcome(here.record.reference, here.record.id, made)


@require_POST
@viewing.signed_in
def answer(request: HttpRequest, lowering_id: UUID, said_so: str) -> HttpResponseBase:
    """Agree to what somebody asked, or refuse it. Raises NoSuchSeal."""
    if said_so not in ANSWERS:
        raise queries.NoSuchSeal(said_so)
    viewer, now = viewing.viewer(request), viewing.now(request)
    with transactions.step():
        asked = queries.lowering(viewer.practitioner_id, lowering_id)
        back = reverse("protection", args=[asked.seal.child.reference])
    return _pressed(request, lambda: ANSWERS[said_so](lowering_id, by=viewer, now=now), back)


@require_POST
@viewing.signed_in
def destroy(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Agree that the key be destroyed."""
    here = opened.open_child(request, reference, deeds=[key_destroyed.DEED])
    if here is None:
        return viewing.ask_purpose(request, reference)
    back = reverse("protection", args=[here.record.reference])
    return _pressed(
        request, lambda: key_destroyed.agree(here.record.id, by=here.viewer, now=here.now), back
    )


def _pressed(request: HttpRequest, do: Any, back: str) -> HttpResponseBase:
    try:
        do()
    except acting.NotNow as problem:
        messages.warning(request, said(str(problem)))
    else:
        messages.success(request, _(DONE))
    return redirect(back)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def part(request: HttpRequest, joined_id: UUID) -> HttpResponseBase:
    """Part two records again."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    joined = records_joined.to_be_parted(joined_id, by=viewer)
    form = forms.WhyForm(request.POST if request.method == "POST" else None, now=now)
    child = joined.one
    back = reverse("protection", args=[child.reference])
    if form.is_valid() and telling.tell(
        request, form, lambda: _parted(joined_id, form, child, viewer=viewer, now=now)
    ):
        messages.success(request, _(DONE))
        return redirect(back)
    shown = {
        "form": form,
        "name": "",
        "title": _("Part these records again"),
        "submit": _("Part them"),
        "back": back,
    }
    return showing.page(request, "pages/protection/do.html", shown)


def _parted(joined_id: UUID, form: Any, child: Any, *, viewer: Any, now: Any) -> acting.Outcome:
    records_joined.part(joined_id, why=form.cleaned_data["why"], by=viewer, now=now)
    return acting.Outcome(child.reference, child.id, joined_id)


@require_GET
@viewing.signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """What came in of sealed children whose lists the viewer is on."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    with transactions.step():  # those on a list need have no part in what came in
        words = list(queries.inbox(viewer)[:INBOX])
        children = [word.child_id for word in words]
        viewing.log_list(request, deed=word_of_sealed.READ, child_ids=children)
        shown = presenters.came(words, now=now)
    return render(request, "pages/protection/inbox.html", {"words": shown})


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def word(request: HttpRequest, word_id: UUID) -> HttpResponseBase:
    """One of them: who has it, whether it is the same child, and what became of it."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    with transactions.step():  # those on a list need have no part in what came in
        found = queries.word(viewer, word_id)
        (came,) = presenters.came([found], now=now)
        viewing.log_look(request, deed=word_of_sealed.READ, child_id=found.child_id)
    sent = request.POST if request.method == "POST" else None
    which = request.POST.get("which", "")
    form = forms.OutcomeForm(sent if which == "outcome" else None, now=now)
    join = forms.WhyForm(sent if which == "join" else None, now=now)
    if _told(request, form, _settle, found) or _told(request, join, _join, found):
        messages.success(request, _(DONE))
        return redirect("sealed_inbox")
    shown = {"came": came, "form": form, "join": join, "key": word_id}
    return showing.page(request, "pages/protection/word.html", shown)


def _told(request: HttpRequest, form: Any, act: Any, found: Any) -> bool:
    """Whether this form was sent, and was taken."""
    if not (form.is_bound and form.is_valid()):
        return False
    viewer, now = viewing.viewer(request), viewing.now(request)
    told = telling.tell(request, form, lambda: act(found, form, viewer=viewer, now=now))
    return told is not None


def _settle(found: Any, form: Any, *, viewer: Any, now: Any) -> acting.Outcome:
    outcome = form.cleaned_data["outcome"]
    word_of_sealed.settled(found.id, outcome=outcome, by=viewer, now=now)
    return acting.Outcome(found.child.reference, found.child_id, found.id)


def _join(found: Any, form: Any, *, viewer: Any, now: Any) -> acting.Outcome:
    why = form.cleaned_data["why"]
    made = records_joined.join(found.child_id, found.other_id, why=why, by=viewer, now=now)
    return acting.Outcome(found.child.reference, found.child_id, made)


@require_POST
@viewing.signed_in
def acknowledge(request: HttpRequest, word_id: UUID) -> HttpResponseBase:
    """I have this: said by a named person, once."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    word_of_sealed.acknowledged(word_id, by=viewer, now=now)
    return redirect("sealed_word", word_id)
