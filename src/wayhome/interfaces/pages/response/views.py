"""Steps, reviews and handovers: what is done to find the child, and who owns it."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from wayhome.interfaces.pages.response import forms, owners, presenters
from wayhome.interfaces.pages.shared import desk, errors, parts, showing, telling, viewing
from wayhome.journey import acting, handover_offered, response_agreed, review_held
from wayhome.rules import access, redaction
from wayhome.stages.response import queries as response

if TYPE_CHECKING:
    from wayhome.platform.models import Record

SECTIONS = (redaction.Section.SUMMARY, redaction.Section.RESPONSE)
HELD_BACK = gettext_noop("Your agency's part in this episode does not include this page")
Deed = access.Deed
Row = TypeVar("Row", bound="Record")


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def steps(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Every step, and a form to add one."""
    deed = Deed.ADD_STEP if request.method == "POST" else Deed.SEE_EPISODE
    here = desk.open_episode(request, reference, deed, sections=SECTIONS)
    if not (here.reads(redaction.Section.RESPONSE) or here.may(Deed.WORK_STEP)):
        raise access.Refused(HELD_BACK)
    posts = desk.posts_here(here, who_may=Deed.WORK_STEP)
    form = forms.StepForm(sent(request), now=here.now, posts=posts)
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: response_agreed.add(here.episode_id, form.said(), by=here.viewer, now=here.now),
    ):
        messages.success(request, _("Step added."))
        return redirect("steps", here.reference)
    shown = {"form": form, "shown": presenters.steps(here), "back": here.back}
    return showing.page(request, "pages/response/steps.html", shown)


@viewing.signed_in
@require_POST
def step_take(request: HttpRequest, reference: str, step_id: UUID) -> HttpResponseBase:
    """The viewer takes a step."""
    here = desk.open_episode(request, reference, Deed.WORK_STEP, sections=SECTIONS)
    return pressed(
        request,
        here,
        lambda: response_agreed.take(here.episode_id, step_id, by=here.viewer, now=here.now),
        done=_("You have this step."),
        to="steps",
    )


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def step_done(request: HttpRequest, reference: str, step_id: UUID) -> HttpResponseBase:
    """A step is done, with what came of it."""
    here = desk.open_episode(request, reference, Deed.WORK_STEP, sections=SECTIONS)
    row = one_of(here.whole.response.steps, step_id)
    if row.owner_agency_id != here.viewer.agency_id:
        raise access.Refused("This step belongs to another agency")
    form = forms.DoneForm(sent(request), now=here.now)
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: response_agreed.done(
            here.episode_id,
            step_id,
            outcome=form.cleaned_data["outcome"],
            by=here.viewer,
            now=here.now,
        ),
    ):
        messages.success(request, _("Step done."))
        return redirect("steps", here.reference)
    shown = {
        "form": form,
        "heading": desk.heading(here),
        "step": presenters.step(
            here, row, desk.posts_here(here), desk.names_of(here, row.taken_by_id)
        ),
        "back": back_to("steps", here),
    }
    return showing.page(request, "pages/response/step_done.html", shown)


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, reference: str) -> HttpResponseBase:
    """A review is held."""
    here = desk.open_episode(request, reference, Deed.REVIEW, sections=SECTIONS)
    form = forms.ReviewForm(sent(request), now=here.now)
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: review_held.record(
            here.episode_id, findings=form.cleaned_data["findings"], by=here.viewer, now=here.now
        ),
    ):
        messages.success(request, _("Review recorded. The next one is set."))
        return redirect(here.back)
    shown = {"form": form, "shown": presenters.review(here), "back": here.back}
    return showing.page(request, "pages/response/review.html", shown)


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The episode is offered to another post; or an offer waits to be answered."""
    here = desk.open_episode(request, reference, Deed.HAND_OVER, sections=SECTIONS)
    owner = here.whole.episode.owner_post_id
    posts = {one: words for one, words in desk.posts_here(here).items() if one != owner}
    form = forms.HandoverForm(sent(request), now=here.now, posts=posts)
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: handover_offered.offer(
            here.episode_id,
            UUID(form.cleaned_data["to_post_id"]),
            why=form.cleaned_data["why"],
            by=here.viewer,
            now=here.now,
        ),
    ):
        messages.success(request, _("Offered. You own the episode until somebody accepts."))
        return redirect(here.back)
    shown = {"form": form, "shown": owners.handover(here), "back": here.back}
    return showing.page(request, "pages/response/handover.html", shown)


@viewing.signed_in
@require_POST
def handover_accept(request: HttpRequest, reference: str, handover_id: UUID) -> HttpResponseBase:
    """The viewer takes the episode over."""
    here = desk.open_episode(request, reference, Deed.ANSWER_HANDOVER, sections=SECTIONS)
    return pressed(
        request,
        here,
        lambda: handover_offered.accept(here.episode_id, handover_id, by=here.viewer, now=here.now),
        done=_("The episode is yours."),
        to="episode",
    )


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def handover_decline(request: HttpRequest, reference: str, handover_id: UUID) -> HttpResponseBase:
    """The viewer declines, with a reason."""
    here = desk.open_episode(request, reference, Deed.ANSWER_HANDOVER, sections=SECTIONS)
    row = one_of(here.whole.response.handovers, handover_id)
    if row.to_post_id not in here.viewer.post_ids:
        raise access.Refused("This handover is offered to another post")
    form = forms.ReasonForm(
        sent(request), now=here.now, label=_("Why do you decline this handover?")
    )
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: handover_offered.decline(
            here.episode_id,
            handover_id,
            reason=form.cleaned_data["reason"],
            by=here.viewer,
            now=here.now,
        ),
    ):
        messages.success(request, _("Declined. Whoever offered it still owns the episode."))
        return redirect(here.back)
    shown = {"form": form, "shown": owners.handover(here), "back": back_to("handover", here)}
    return showing.page(request, "pages/response/handover_decline.html", shown)


def pressed(
    request: HttpRequest,
    here: desk.Desk,
    do: Callable[[], acting.Outcome],
    *,
    done: str,
    to: str,
) -> HttpResponseBase:
    """A deed of one button: done and back, or a page that says why not."""
    form = forms.KeyForm(request.POST, now=here.now)
    if form.is_valid() and telling.tell(request, form, do):
        messages.success(request, done)
        return redirect(to, here.reference)
    lines = [str(problem) for problems in form.errors.values() for problem in problems]
    back = parts.Link(_("Go to the episode"), here.back)
    shown = errors.Problem(_("Nothing was changed"), lines, back)
    return errors.problem(request, shown, code=HTTPStatus.CONFLICT)


def one_of(rows: "Iterable[Row]", identifier: UUID) -> "Row":
    """One row of this episode. Raises NoSuchThing, alike for unknown and for another's."""
    found = next((row for row in rows if row.id == identifier), None)
    if found is None:
        raise response.NoSuchThing(str(identifier))
    return found


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, or None when a page is only opened."""
    return request.POST if request.method == "POST" else None


def back_to(name: str, here: desk.Desk) -> str:
    """The address of another page of this episode."""
    return reverse(name, args=[here.reference])
