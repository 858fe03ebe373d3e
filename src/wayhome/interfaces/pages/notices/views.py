"""Notices to my posts. Opening one is a look that is recorded; only a press says "I have this"."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayhome.interfaces.pages.notices import forms, presenters
from wayhome.interfaces.pages.shared import parts, showing, telling, viewing
from wayhome.journey import (
    glass_reviewed,
    held_told,
    notice_answered,
    notice_declined,
    own_notices,
    reviewer_named,
    reviews_late,
    rota_gaps,
    word_of_sealed,
)
from wayhome.records.episodes import named, visibility
from wayhome.records.looks import queries as looks
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import facts, reasons
from wayhome.stages.response import queries as response

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wayhome.stages.response.models import Notice

DEED = "see notices"
PAGE = 50


@require_GET
@viewing.signed_in
def notices(request: HttpRequest) -> HttpResponse:
    """The notices to my posts. Shown to a holder of the post, a notice has been delivered."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    everything = request.GET.get("show") == "all"
    asked = response.notices_to(viewer) if everything else response.waiting_notices(viewer)
    newest = response.newest(_that_may_be_read(asked, viewer), viewer, most=PAGE + 1)
    found = response.with_what_waited(newest[: PAGE + 1])
    shown = found[:PAGE]
    for notice in shown:
        notice.episode.child = named.child_of(notice.episode, viewer=viewer)
    new = {each.id: each.episode_id for each in shown if each.delivered_at is None}
    if new:
        notice_answered.delivered(new, of=new.values(), by=viewer, now=now)
    children = [notice.episode.child_id for notice in shown]
    token = viewing.log_list_on_screen(request, deed=DEED, child_ids=children)
    listed = presenters.listed(shown, now=now)
    to_check = presenters.to_check(held_told.nobodys(by=viewer))
    context = {
        "notices": listed,
        "to_check": to_check,
        "asks": presenters.asks(listed, to_check),
        "tab": presenters.tab(_("Notices"), sum(each.is_waiting for each in listed)),
        "filters": [_shown(everything=everything)],
        "renew": f"?show={'all' if everything else 'waiting'}&on_screen={token}",
        "there_are_more": len(found) > PAGE,
        "everything": everything,
    }
    return render(request, "pages/notices/notices.html", context)


def _that_may_be_read(notices: "QuerySet[Notice]", viewer: facts.Viewer) -> "QuerySet[Notice]":
    """Those of episodes the agency still has a part in, and those to a post alone."""
    return notices.filter(
        Q(visibility.of_an_episode(viewer)) | Q(reason__in=notice_answered.TO_A_POST_ALONE)
    )


def _shown(*, everything: bool) -> parts.Filter:
    choices = [
        parts.Choice("waiting", _("Not yet acknowledged"), not everything),
        parts.Choice("all", _("Every notice"), everything),
    ]
    return parts.Filter("show", _("Which notices"), choices)


@require_GET
@viewing.signed_in
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """One notice, opened by a holder of the post. Nothing is shown of it that nobody reads yet."""
    if _is_not_to_be_read(request):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    viewer, now = viewing.viewer(request), viewing.now(request)
    elsewhere = _read_elsewhere(notice_id, by=viewer, now=now)
    if elsewhere is not None:
        page, about = elsewhere
        return redirect(page, *about)
    notice_answered.opened(notice_id, by=viewer, now=now)
    found = response.notice_for(viewer, notice_id)
    found.episode.child = named.child_of(found.episode, viewer=viewer)
    viewing.log_look(
        request, deed=DEED, child_id=found.episode.child_id, episode_id=found.episode_id
    )
    said = [found.opened_by_id, found.acknowledged_by_id, found.declined_by_id]
    names = practitioners.names(said)
    context = {
        "notice": presenters.read(found, names=names, now=now),
        "waits": found.acknowledged_at is None,
        "may_decline": found.acknowledged_at is None and found.declined_at is None,
    }
    return render(request, "pages/notices/notice.html", context)


def _read_elsewhere(
    notice_id: UUID, *, by: facts.Viewer, now: datetime
) -> tuple[str, tuple[UUID, ...]] | None:
    """The page of what a message may be about that is no notice; None where it is one."""
    asked: tuple[tuple[Callable[[], bool], tuple[str, tuple[UUID, ...]]], ...] = (
        (lambda: word_of_sealed.is_word(notice_id, by=by), ("sealed_word", (notice_id,))),
        (
            lambda: looks.assigned_to(by).filter(id=notice_id).exists(),
            ("look_review", (notice_id,)),
        ),
        (
            lambda: reviewer_named.is_asked(notice_id, by=by, now=now),
            ("emergency_reviewer", (notice_id,)),
        ),
        (lambda: glass_reviewed.is_named(notice_id, by=by), ("emergency_review", (notice_id,))),
        (lambda: rota_gaps.is_gap_for(notice_id, by=by), ("on_duty", ())),
        (lambda: held_told.is_told(notice_id, by=by), ("report_held", (notice_id,))),
        (lambda: reviews_late.is_told(notice_id, by=by, now=now), ("looks_to_review", ())),
    )
    return next((page for is_it, page in asked if is_it()), None)


AHEAD = ("Sec-Purpose", "Purpose", "X-Moz")


def _is_not_to_be_read(request: HttpRequest) -> bool:
    """Whether a browser fetches ahead, or asks for the headers alone: no person is reading."""
    asked = " ".join(request.headers.get(name, "") for name in AHEAD).lower()
    return "prefetch" in asked or request.META["REQUEST_METHOD"] == "HEAD"


@require_POST
@viewing.signed_in
def acknowledge(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """I have this: said by a named person, once; said again it changes nothing."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    outcome = notice_answered.acknowledged(notice_id, by=viewer, now=now)
    seen_by = _("You have this. Everyone on episode %(reference)s can see that you do.")
    words = seen_by % {"reference": outcome.reference} if outcome.reference else _("You have this.")
    messages.success(request, words)
    wanted = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return redirect(wanted if here and wanted.startswith("/") else "notices")


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """I cannot take this, and why: the next on the ladder is asked at once."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    own_notices.may_answer(notice_id, by=viewer, deed=notice_declined.DEED)
    form = forms.CannotForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: notice_declined.record(
            notice_id,
            kind=reasons.CannotTake(form.cleaned_data["kind"]),
            reason=form.cleaned_data["reason"],
            by=viewer,
            now=now,
        ),
    ):
        messages.success(request, _("You have said that you cannot take this."))
        return redirect("notices")
    title = presenters.title(response.notice_for(viewer, notice_id))
    shown = {"form": form, "title": title, "key": str(notice_id)}
    return showing.page(request, "pages/notices/decline.html", shown)
