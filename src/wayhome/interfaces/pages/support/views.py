"""The pages of support: the plan, what came of it, and the end of the episode."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from wayhome.interfaces.pages.shared import desk, showing, telling, viewing
from wayhome.interfaces.pages.shared import forms as plain
from wayhome.interfaces.pages.support import closing, forms, presenters
from wayhome.journey import acting, episode_closed, support_agreed, support_worked
from wayhome.records.agencies import queries as agencies
from wayhome.rules import access, facts, told
from wayhome.rules.redaction import Section
from wayhome.stages.support import queries as plans

AGREE = access.Deed.AGREE_SUPPORT
NOT_YOURS = gettext_noop("Your agency's part in this episode does not include support")


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def support(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The plan, or the questions to agree one."""
    here = desk.open_episode(
        request, reference, access.Deed.SEE_EPISODE, sections=(Section.SUPPORT,)
    )
    if not here.reads(Section.SUPPORT):
        raise access.Refused(NOT_YOURS)
    agreed = presenters.plans(here)
    if request.method == "POST" or not agreed:
        access.require(here.viewer, AGREE, parties=here.parties, child_id=here.child_id)
    if agreed and request.method == "GET":
        shown = {
            "heading": desk.heading(here),
            "plans": agreed,
            "more": presenters.more(here),
            "back": here.back,
        }
        return render(request, "pages/support/plan.html", shown)
    return _agree(request, here)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def support_more(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Another plan, which adds to what is agreed."""
    here = desk.open_episode(request, reference, AGREE, sections=(Section.SUPPORT,))
    return _agree(request, here)


def _agree(request: HttpRequest, here: desk.Desk) -> HttpResponseBase:
    form = _plan_form(request, here)
    none = forms.NotNeededForm(_sent(request, "not_needed"), now=here.now, prefix="none")
    if form.is_valid() and telling.tell(request, form, lambda: _plan(form, here)):
        return _agreed(request, here, _("The plan is agreed."))
    if none.is_valid() and telling.tell(request, none, lambda: _not_needed(none, here)):
        return _agreed(request, here, _("It is recorded why no support is needed."))
    not_yet = presenters.not_yet(here)
    shown = {
        "heading": desk.heading(here),
        "form": none if none.is_bound else form,
        "plan": form,
        "no_plan": none,
        "more": forms.one_more(len(form.rows)),
        "not_yet": not_yet,
        "is_first": not here.whole.support.plans,
        "shows_form": not not_yet or request.method == "POST",
        "back": here.back,
    }
    return showing.page(request, "pages/support/agree.html", shown)


def _agreed(request: HttpRequest, here: desk.Desk, words: str) -> HttpResponseBase:
    messages.success(request, words)
    return redirect(reverse("support", args=[here.reference]))


def _sent(request: HttpRequest, which: str) -> Any:
    is_this = request.method == "POST" and request.POST.get("which", "plan") == which
    return request.POST if is_this else None


def _plan_form(request: HttpRequest, here: desk.Desk) -> forms.PlanForm:
    bodies = agencies.names(party.agency_id for party in here.parties)
    rows = _rows(request)
    choices = sorted(((str(key), name) for key, name in bodies.items()), key=lambda one: one[1])
    if request.POST.get("which") == "row":
        kept = plain.draft_of(request.POST)
        return forms.PlanForm(None, now=here.now, agencies=choices, rows=rows + 1, draft=kept)
    return forms.PlanForm(_sent(request, "plan"), now=here.now, agencies=choices, rows=rows)


def _rows(request: HttpRequest) -> int:
    asked = request.POST.get("rows", "")
    return int(asked) if asked.isascii() and asked.isdigit() else forms.FIRST_ROWS


def _plan(form: forms.PlanForm, here: desk.Desk) -> acting.Outcome:
    said = told.Plan(
        form.cleaned_data["summary"],
        tuple(
            told.PlanAction(what, owner, UUID(agency), day)
            for what, owner, agency, day in form.actions()
        ),
        form.asked(),
    )
    return support_agreed.record(here.episode_id, said, by=here.viewer, now=here.now)


def _not_needed(form: forms.NotNeededForm, here: desk.Desk) -> acting.Outcome:
    because = form.cleaned_data["because"]
    return support_agreed.not_needed(here.episode_id, because=because, by=here.viewer, now=here.now)


def settle(
    form: forms.DoneForm, episode_id: UUID, action_id: UUID, *, by: facts.Viewer, now: datetime
) -> acting.Outcome:
    """Record that an action was done, or why it will not be, as the form says."""
    words = form.cleaned_data["outcome"]
    if form.cleaned_data["came"] == "not_done":
        return support_worked.not_done(episode_id, action_id, reason=words, by=by, now=now)
    return support_worked.done(episode_id, action_id, outcome=words, by=by, now=now)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def action_done(request: HttpRequest, reference: str, action_id: UUID) -> HttpResponseBase:
    """An action of the plan was done, or will not be."""
    here = desk.open_episode(request, reference, AGREE, sections=(Section.SUPPORT,))
    row = _one(here.whole.support.actions, action_id)
    form = forms.DoneForm(request.POST if request.method == "POST" else None, now=here.now)
    return _finish(
        request,
        here,
        form,
        said={"title": _("What came of an action"), "lead": row.what, "submit": _("Record it")},
        do=lambda: settle(form, here.episode_id, row.id, by=here.viewer, now=here.now),
    )


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def we_did(request: HttpRequest, reference: str, asked_id: UUID) -> HttpResponseBase:
    """What was done about something the child asked for."""
    here = desk.open_episode(request, reference, AGREE, sections=(Section.SUPPORT,))
    row = _one(here.whole.support.asked, asked_id)
    form = forms.WeDidForm(request.POST if request.method == "POST" else None, now=here.now)
    return _finish(
        request,
        here,
        form,
        said={
            "title": _("You said, we did"),
            "lead": _("You said: “%(words)s”") % {"words": row.you_said},
            "submit": _("Record it"),
        },
        do=lambda: support_agreed.we_did(
            here.episode_id,
            row.id,
            answer=form.cleaned_data["answer"],
            by=here.viewer,
            now=here.now,
        ),
    )


def _one(rows: list, wanted: UUID) -> Any:
    found = next((row for row in rows if row.id == wanted), None)
    if found is None:
        raise plans.NoSuchPlan(str(wanted))
    return found


def _finish(
    request: HttpRequest,
    here: desk.Desk,
    form: plain.PlainForm,
    *,
    said: dict[str, str],
    do: Callable[[], acting.Outcome],
) -> HttpResponseBase:
    page = reverse("support", args=[here.reference])
    if form.is_valid() and telling.tell(request, form, do):
        messages.success(request, _("It is recorded."))
        return redirect(page)
    shown = {"form": form, "heading": desk.heading(here), "back": page, **said}
    return showing.page(request, "pages/interviews/record.html", shown)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def close(request: HttpRequest, reference: str) -> HttpResponseBase:
    """What is left to do, or the form that closes the episode."""
    here = desk.open_episode(request, reference, access.Deed.CLOSE)
    form = forms.CloseForm(request.POST if request.method == "POST" else None, now=here.now)
    if form.is_valid() and telling.tell(request, form, lambda: _close(form, here)):
        messages.success(request, _("The episode is closed."))
        return redirect(here.back)
    shown = {
        "form": form,
        "heading": desk.heading(here),
        "left": closing.left(here),
        "back": here.back,
    }
    return showing.page(request, "pages/support/close.html", shown)


def _close(form: forms.CloseForm, here: desk.Desk) -> acting.Outcome:
    summary = form.cleaned_data["summary"]
    return episode_closed.record(here.episode_id, summary=summary, by=here.viewer, now=here.now)
