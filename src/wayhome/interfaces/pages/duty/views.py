"""Who is on duty: read by everybody of the agency, and said by whoever is over a post."""

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayhome.interfaces.pages.duty import forms, presenters
from wayhome.interfaces.pages.shared import showing, telling, viewing
from wayhome.journey import duty_rostered
from wayhome.records.agencies import queries as agencies
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.practitioners import rotas as records
from wayhome.rules import access, facts, london

if TYPE_CHECKING:
    from wayhome.records.agencies.models import Post

DEED = access.Deed.SEE_ROTA
ON_DUTY_TOO = "on duty"


@require_GET
@viewing.signed_in
def posts(request: HttpRequest) -> HttpResponse:
    """The posts of the viewer's agency that have a rota, and those the viewer is over."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    access.require(viewer, DEED)
    ours = agencies.posts_of([viewer.agency_id])
    rotas = records.rotas_of([post.id for post in ours], at=now)
    people = {
        person.id: person.name
        for person in practitioners.with_agencies(presenters.people_in(rotas.values()))
    }
    shown = [
        presenters.post(post, rotas.get(post.id), names=people, now=now)
        for post in ours
        if post.id in rotas or duty_rostered.is_over(post, by=viewer)
    ]
    return render(request, "pages/duty/posts.html", {"posts": shown})


@require_GET
@viewing.signed_in
def rota(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """One post: its weekly pattern, who stands in, and when nobody is on duty."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    post = _ours(post_id, viewer)
    there = records.rotas_of([post.id], at=now).get(post.id)
    people = {person.id: person.name for person in practitioners.people_in(post.id)}
    shown = presenters.post(post, there, names=people, now=now)
    context = {
        "post": replace(
            shown,
            lines=[
                presenters.line(each) for each in records.shifts_of(post.id, on=london.day_of(now))
            ],
            covers=[presenters.cover(each, now=now) for each in records.covers_of(post.id, at=now)],
        ),
        "key": post.id,
        "is_over": duty_rostered.is_over(post, by=viewer),
        "tells_on_duty": post.tells_on_duty,
        "has_mailbox": bool(post.email),
        "written_to": presenters.written_to(post),
    }
    return render(request, "pages/duty/rota.html", context)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def pattern(request: HttpRequest, post_id: UUID) -> HttpResponseBase:
    """Somebody is put on duty each week."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    post = duty_rostered.may_roster(_ours(post_id, viewer).id, by=viewer)
    form = forms.PatternForm(_sent(request), now=now, people=_people(post))
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: duty_rostered.put_on(post.id, form.said(now=now), by=viewer, now=now),
    ):
        messages.success(request, _("The rota is changed."))
        return redirect("rota", post.id)
    shown = {"form": form, "key": post.id}
    return showing.page(request, "pages/duty/pattern.html", shown)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def stand_in(request: HttpRequest, post_id: UUID) -> HttpResponseBase:
    """Somebody is on duty for a while: a swap, or besides whoever is."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    post = duty_rostered.may_roster(_ours(post_id, viewer).id, by=viewer)
    form = forms.StandInForm(_sent(request), now=now, people=_people(post))
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: duty_rostered.stood_in(post.id, form.said(), by=viewer, now=now),
    ):
        messages.success(request, _("The rota is changed."))
        return redirect("rota", post.id)
    shown = {"form": form, "key": post.id}
    return showing.page(request, "pages/duty/stand_in.html", shown)


@require_POST
@viewing.signed_in
def take_off(request: HttpRequest, shift_id: UUID) -> HttpResponseBase:
    """From tomorrow a line of the pattern stands no more."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    duty_rostered.taken_off(shift_id, by=viewer, now=now)
    messages.success(request, _("Taken off the rota from tomorrow."))
    return redirect("rota", records.post_of_shift(shift_id))


@require_POST
@viewing.signed_in
def written_to(request: HttpRequest, post_id: UUID) -> HttpResponseBase:
    """Whoever is on duty is written to besides the mailbox, or no more."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    wanted = request.POST.get("to") == ON_DUTY_TOO
    duty_rostered.written_to(_ours(post_id, viewer).id, tells_on_duty=wanted, by=viewer, now=now)
    messages.success(request, _("Who is written to is changed."))
    return redirect("rota", post_id)


def _ours(post_id: UUID, viewer: facts.Viewer) -> "Post":
    """A post of the viewer's own agency. Raises Refused, or NoSuchAgency as for one unknown."""
    access.require(viewer, DEED)
    post = agencies.post(post_id)
    if post.agency_id != viewer.agency_id:
        raise agencies.NoSuchAgency(str(post_id))
    return post


def _people(post: "Post") -> dict[UUID, str]:
    return {person.id: person.name for person in practitioners.people_in(post.id)}


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
