"""Support that is asked of the viewer's post: what, of which child, and nothing else of them.

Whoever is asked need have no part in the episode. They see the child's name, what was asked and by
when, and say what came of it.
"""

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wayhome.interfaces.pages.shared import naming, parts, presenters, showing, telling, viewing
from wayhome.interfaces.pages.support import forms
from wayhome.interfaces.pages.support.presenters import said_day, standing_of
from wayhome.interfaces.pages.support.views import settle
from wayhome.rules import access
from wayhome.stages.support import queries as plans

if TYPE_CHECKING:
    from datetime import datetime

    from wayhome.stages.support.models import PlanAction

DEED = access.Deed.WORK_SUPPORT
PAGE = 100


@require_GET
@viewing.signed_in
def asked(request: HttpRequest) -> HttpResponse:
    """What support waits to be given by the viewer's posts, soonest first."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    access.require(viewer, DEED)
    rows = list(plans.asked_of(viewer)[:PAGE])
    child_ids = [row.plan.episode.child_id for row in rows]
    token = viewing.log_list_on_screen(request, deed=DEED, child_ids=child_ids)
    context = {
        "rows": [_row(row, now) for row in rows],
        "renew": f"{reverse('support_asked')}?{urlencode({'on_screen': token})}",
    }
    return render(request, "pages/support/asked.html", context)


def _row(row: "PlanAction", now: "datetime") -> parts.Duty:
    return parts.Duty(
        title=f"{naming.child(row.plan.episode.child)}: {row.what}",
        owner=row.owner_name,
        when=_("by %(day)s") % {"day": said_day(row.due_date)},
        exact="",
        standing=standing_of(row, now=now),
        link=parts.Link("", reverse("support_asked_one", args=[row.id])),
    )


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def one(request: HttpRequest, action_id: UUID) -> HttpResponseBase:
    """One of them: what came of it, or why it will not be done."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    access.require(viewer, DEED)
    row = plans.asked_of_post(viewer, action_id)
    episode = row.plan.episode
    viewing.log_look(request, deed=DEED, child_id=episode.child_id, episode_id=episode.id)
    form = forms.DoneForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid() and telling.tell(
        request, form, lambda: settle(form, episode.id, row.id, by=viewer, now=now)
    ):
        messages.success(request, _("It is recorded."))
        return redirect("support_asked")
    shown = {
        "form": form,
        "title": presenters.sentence(_("Support asked of you")),
        "row": _row(row, now),
        "back": reverse("support_asked"),
    }
    return showing.page(request, "pages/support/asked_one.html", shown)
