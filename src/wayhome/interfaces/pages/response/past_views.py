"""Records of the past that wait for a review: the list of them, and holding one."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from wayhome.interfaces.pages.response import forms, presenters
from wayhome.interfaces.pages.response.views import HELD_BACK, SECTIONS, sent
from wayhome.interfaces.pages.shared import desk, naming, parts, showing, telling, viewing
from wayhome.interfaces.pages.shared import presenters as words
from wayhome.journey import past_review_held
from wayhome.records.episodes import visibility
from wayhome.rules import access, clocks, redaction
from wayhome.stages.response import past as past_reviews
from wayhome.stages.response import queries as response

if TYPE_CHECKING:
    from datetime import datetime

    from wayhome.stages.response.models import Duty

PAGE = 50
DEED = "see records of the past that wait for a review"


@require_GET
@viewing.signed_in
def past_reviews_list(request: HttpRequest) -> HttpResponse:
    """The records that wait for the viewer's posts, soonest due first, and how many there are."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    waiting = past_reviews.reviews_for(viewer).filter(episode__in=visibility.episodes(viewer))
    count, shown = waiting.count(), list(waiting[:PAGE])
    viewing.log_list(request, deed=DEED, child_ids=[row.episode.child_id for row in shown])
    context = {
        "rows": [_row(row, now=now) for row in shown],
        "count": ngettext("%(count)s record waits", "%(count)s records wait", count)
        % {"count": count},
        "there_are_more": count > PAGE,
    }
    return render(request, "pages/response/past_reviews.html", context)


def _row(row: "Duty", *, now: "datetime") -> parts.Duty:
    episode, fact = row.episode, response.as_duty(row)
    return parts.Duty(
        title=f"{naming.child(episode.child)}, {words.moment(episode.reported_at, now=now)}",
        owner=desk.post_words(row.owner_post),
        when=words.due(row.due_at, now=now),
        exact=words.exact(row.due_at),
        standing=words.standing(clocks.standing(fact, now=now)),
        reason=words.said(row.reason),
        link=parts.Link("", reverse("past_review", args=[episode.reference])),
    )


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def past_review(request: HttpRequest, reference: str) -> HttpResponseBase:
    """A record of the past is looked at, and what was found is kept."""
    here = desk.open_episode(request, reference, access.Deed.SEE_EPISODE, sections=SECTIONS)
    access.require(
        here.viewer, access.Deed.ANSWER_DUTY, parties=here.parties, child_id=here.child_id
    )
    if not here.reads(redaction.Section.RESPONSE):
        raise access.Refused(HELD_BACK)
    form = forms.ReviewForm(sent(request), now=here.now)
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: past_review_held.record(
            here.episode_id, findings=form.cleaned_data["findings"], by=here.viewer, now=here.now
        ),
    ):
        messages.success(request, _("Review recorded."))
        return redirect("past_reviews")
    shown = {"form": form, "shown": presenters.review(here), "back": here.back}
    return showing.page(request, "pages/response/past_review.html", shown)
