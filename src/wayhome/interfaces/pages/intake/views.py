"""Taking a missing report: the questions, who may be meant, the draft, and what was received."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayhome.interfaces.pages.intake import asking, forms, known, presenters, saying
from wayhome.interfaces.pages.intake import receipt as receipts
from wayhome.interfaces.pages.shared import desk, drafts, showing, telling, viewing
from wayhome.journey import acting, draft_kept, report_received
from wayhome.platform.submissions import once
from wayhome.rules import access
from wayhome.stages.intake import queries as intake

DRAFT = "report"
CHILD = "child:"
LOOKS = ("look_up", "nobody", "known")
SENT_BEFORE = "the form was sent before with other words"


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponseBase:
    """The form; or one of the things its buttons do."""
    access.require(viewing.viewer(request), access.Deed.REPORT)
    if request.method == "GET":
        return _begin(request)
    pressed = request.POST.get("do", "")
    if pressed == "come_back":
        return _come_back(request)
    if pressed in LOOKS or pressed.startswith(CHILD):
        return _look_up_and_show(request)
    return _send(request)


def _begin(request: HttpRequest) -> HttpResponse:
    viewer = viewing.viewer(request)
    draft = intake.draft(viewer.practitioner_id, DRAFT)
    form = asking.form_for(request, draft=draft)
    panel = known.chosen(request, forms.chosen_in(draft))
    return _shown(request, form, panel, has_draft=bool(draft))


def _look_up_and_show(request: HttpRequest) -> HttpResponse:
    """Without a script: the same form again, with who may be meant or what is known beside it."""
    empty = asking.form_for(request)
    typed = drafts.drafted(empty, request.POST)
    form = asking.form_for(request, draft=typed)
    return _shown(request, form, _panel(request, form))


@viewing.signed_in
@require_POST
def look_up(request: HttpRequest) -> HttpResponse:
    """With a script: only what stands beside the questions, as a piece of page."""
    form = asking.form_for(request, draft=dict(request.POST.lists()))
    shown = {"panel": _panel(request, form), "arrived": True, "is_listed": form.asked.placed}
    return render(request, "pages/intake/panel.html", shown)


def _panel(request: HttpRequest, form: forms.ReportForm) -> known.Panel:
    access.require(viewing.viewer(request), access.Deed.LOOK_UP_CHILD)
    pressed = request.POST.get("do", "")
    if pressed.startswith(CHILD):
        return known.chosen(request, _identifier(pressed.removeprefix(CHILD)))
    already = forms.chosen_in(dict(request.POST.lists()))
    if pressed == "known":
        known.state_purpose(request, already)
    if already is not None and pressed != "nobody":
        return known.chosen(request, already)
    if form.asked.placed:
        return known.Panel()
    return known.candidates(request, **asking.identity_in(form))


def _identifier(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _send(request: HttpRequest) -> HttpResponseBase:
    form = asking.form_sent(request)
    child_id = forms.chosen_in(dict(request.POST.lists()))
    child = known.meant(request, child_id)
    if child is not None and known.has_care(child):
        form.know_care()
    if not form.is_valid():
        return _shown(request, form, known.chosen(request, child_id))
    if form.cleaned_data["child_id"] and child is None:
        form.add_error(None, _("Choose the child again, or go on without choosing"))
        return _shown(request, form, known.chosen(request, child_id))
    viewer = viewing.viewer(request)
    try:
        answer = report_received.record(
            saying.report(form),
            key=str(form.cleaned_data["submission_key"]),
            by=viewer,
            now=viewing.now(request),
        )
    except (acting.Contradiction, acting.NotNow, acting.EpisodeIsClosed) as problem:
        viewing.log_refusal(request, deed=access.Deed.REPORT, reason=str(problem))
        telling.show(form, problem)
        return _shown(request, form, known.chosen(request, child_id))
    except once.KeyUsedForSomethingElse:
        viewing.log_refusal(request, deed=access.Deed.REPORT, reason=SENT_BEFORE)
        return _sent_before(request, form, known.chosen(request, child_id))
    draft_kept.drop(DRAFT, by=viewer)
    return redirect("report_received", answer["reference"])


def _sent_before(request: HttpRequest, form: forms.ReportForm, panel: known.Panel) -> HttpResponse:
    """The same form came with other words: nothing typed is lost, and a fresh key is given."""
    again = asking.form_for(request, draft=drafts.drafted(form, request.POST))
    words = _(
        "This form was already received. To add what you have changed since, send it again: "
        "it joins the episode that is open."
    )
    messages.warning(request, words)
    return _shown(request, again, panel)


def _come_back(request: HttpRequest) -> HttpResponseBase:
    _keep(request)
    messages.success(request, _("Your answers are kept. They are here when you open a report."))
    return redirect("/")


@viewing.signed_in
@require_POST
def draft(request: HttpRequest) -> HttpResponseBase:
    """Keep what is typed, or throw it away when that is asked."""
    viewer = viewing.viewer(request)
    access.require(viewer, access.Deed.REPORT)
    if request.POST.get("do") == "throw_away":
        draft_kept.drop(DRAFT, by=viewer)
        return redirect("report")
    if not drafts.was_sent(request):
        _keep(request)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _keep(request: HttpRequest) -> None:
    typed = drafts.drafted(asking.form_for(request), request.POST)
    draft_kept.keep(DRAFT, typed, by=viewing.viewer(request), now=viewing.now(request))


@require_GET
@viewing.signed_in
def received(request: HttpRequest, reference: str) -> HttpResponse:
    """What happens now, for the person who reported; or what their agency said, and no more."""
    receipt = receipts.of(request, reference)
    if receipt is not None:
        return render(request, "pages/intake/receipt.html", {"shown": receipt})
    here = desk.open_episode(request, reference, access.Deed.SEE_EPISODE)
    shown = {"shown": presenters.received(here), "here": here.back}
    return render(request, "pages/intake/received.html", shown)


def _shown(
    request: HttpRequest, form: forms.ReportForm, panel: known.Panel, *, has_draft: bool = False
) -> HttpResponse:
    shown = {
        "form": form,
        "panel": panel,
        "asks_council": "council_id" in form.fields and not panel.has_care,
        "is_listed": form.asked.placed,
        "may_look_up": asking.may_look_up(request),
        "has_draft": has_draft,
        "back": "/",
    }
    return showing.page(request, "pages/intake/report.html", shown)
