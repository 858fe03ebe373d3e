"""Emergency looks: ask for one, see how long is left, end it, and review those of others."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayhome.interfaces.pages.emergency import forms, presenters
from wayhome.interfaces.pages.shared import errors, paged, showing, telling, viewing
from wayhome.journey import acting, glass_broken, glass_reviewed, reviewer_named
from wayhome.rules import access, told
from wayhome.rules.vocabulary import Emergency, Finding, Purpose

ASK, REVIEW = access.Deed.BREAK_GLASS, access.Deed.REVIEW_BREAK_GLASS
NOTHING_OPENED = gettext_noop(
    "No record was opened. Check the spelling, the date of birth or the reference. If a child is "
    "missing, make a report: it reaches whoever answers for the child. That you asked is kept."
)


@require_GET
@viewing.signed_in
def looks(request: HttpRequest) -> HttpResponseBase:
    """My looks; those of my agency, for a manager; and those of others that wait for a review."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    if not viewer.posts & (access.MAY[ASK] | access.MAY[REVIEW]):
        access.require(viewer, ASK)
    is_manager = bool(viewer.posts & access.MAY[REVIEW])
    mine = _paged(request, "mine_after", glass_broken.asked)
    ours = _paged(request, "ours_after", glass_broken.of_agency if is_manager else None)
    waiting = _paged(request, "after", glass_reviewed.waiting if is_manager else None)
    every = [*mine.rows, *ours.rows, *waiting.rows]  # what was happening is told of the child
    seen = [row.child_id for row in every if row.child_id]
    viewing.log_list(request, deed=ASK, child_ids=sorted(set(seen)))
    shown = {
        "mine": paged.shown(mine, lambda row: presenters.mine(row, now=now)),
        "ours": paged.shown(ours, lambda row: presenters.of_agency(row, now=now)),
        "waiting": paged.shown(waiting, lambda row: presenters.to_review(row, now=now)),
        "may_ask": bool(viewer.posts & access.MAY[ASK]),
        "is_manager": is_manager,
    }
    return render(request, "pages/emergency/looks.html", shown)


def _paged(
    request: HttpRequest, name: str, list_of: Callable[..., list[Any]] | None
) -> paged.Paged:
    """A page of one of the lists; none where the viewer is not shown it."""
    after = paged.place(request, name)
    found = list_of(by=viewing.viewer(request), after=after) if list_of else []
    return paged.page(request, name, found, by="opened_at")


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def ask(request: HttpRequest) -> HttpResponseBase:
    """Why, and which child. What is answered of a child who cannot be opened is always the same."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    access.require(viewer, ASK)
    form = forms.AskForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid():
        made = telling.tell(request, form, lambda: _asked(request, form.cleaned_data))
        if made and made.reference:
            return redirect("child", made.reference)
        if made:
            form.add_error(None, _(NOTHING_OPENED))
            # What is put right is another submission.
            again = request.POST.copy()
            again["submission_key"] = str(uuid4())
            form.data = again
    shown = {"form": form, "back": reverse("emergency_looks")}
    return showing.page(request, "pages/emergency/ask.html", shown)


def _asked(request: HttpRequest, answers: dict[str, Any]) -> acting.Outcome:
    why = told.EmergencyLook(
        Emergency(answers["reason"]), answers["live_reference"], answers["statement"]
    )
    names = ("reference", "given_name", "family_name", "date_of_birth")
    named = told.ExactChild(**{name: answers[name] for name in names})
    opened = glass_broken.ask(named, why, by=viewing.viewer(request), now=viewing.now(request))
    if opened.child is None:
        return acting.Outcome("", opened.look_id)
    viewing.state_purpose(request, opened.child.id, Purpose.SEARCH, reason=why.statement[:300])
    return acting.Outcome(opened.child.reference, opened.look_id)


@require_POST
@viewing.signed_in
def end(request: HttpRequest, look_id: UUID) -> HttpResponseBase:
    """I have seen enough."""
    try:
        glass_broken.end(look_id, by=viewing.viewer(request), now=viewing.now(request))
    except acting.NotNow as late:
        lines = telling.lines_of(late)
        return errors.problem(
            request, errors.Problem(_("This cannot be done now"), lines), code=409
        )
    messages.success(request, _("The look has ended. You can no longer open the record."))
    return redirect("emergency_looks")


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def review(request: HttpRequest, look_id: UUID) -> HttpResponseBase:
    """Somebody of another agency says what they found."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    row = glass_reviewed.to_be_reviewed(look_id, by=viewer)
    viewing.log_list(request, deed=REVIEW, child_ids=[row.child_id] if row.child_id else [])
    form = forms.ReviewForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid() and telling.tell(
        request, form, lambda: _reviewed(request, look_id, form.cleaned_data)
    ):
        messages.success(request, _("Your review is kept."))
        return redirect("emergency_looks")
    shown = {
        "form": form,
        "look": presenters.to_review(row, now=now),
        "back": reverse("emergency_looks"),
    }
    return showing.page(request, "pages/emergency/review.html", shown)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def reviewer(request: HttpRequest, look_id: UUID) -> HttpResponseBase:
    """Somebody on the list of a sealed record names who reviews a look at it."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    people = reviewer_named.choices(look_id, by=viewer, now=now)
    form = forms.ReviewerForm(
        request.POST if request.method == "POST" else None,
        now=now,
        people=[(str(each.id), f"{each.name}, {each.agency.name}") for each in people],
    )
    if form.is_valid() and telling.tell(
        request, form, lambda: _named(request, look_id, form.cleaned_data)
    ):
        messages.success(request, _("They are told that a look waits for their review."))
        return redirect("sealed_inbox")
    shown = {"form": form, "back": reverse("sealed_inbox")}
    return showing.page(request, "pages/emergency/reviewer.html", shown)


def _named(request: HttpRequest, look_id: UUID, answers: dict[str, Any]) -> acting.Outcome:
    reviewer_named.name(
        look_id,
        UUID(answers["reviewer"]),
        by=viewing.viewer(request),
        now=viewing.now(request),
    )
    return acting.Outcome("", look_id)


def _reviewed(request: HttpRequest, look_id: UUID, answers: dict[str, Any]) -> acting.Outcome:
    glass_reviewed.review(
        look_id,
        Finding(answers["finding"]),
        findings=answers["findings"],
        by=viewing.viewer(request),
        now=viewing.now(request),
    )
    return acting.Outcome("", look_id)
