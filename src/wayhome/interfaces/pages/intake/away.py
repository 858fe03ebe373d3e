"""Taking a report while the database cannot be reached, or cannot promise what it has recorded.

Nothing here asks the database anything. What is sent is on the disk of the journal before anybody
is told that it was received; where it cannot be, they are told to telephone, and of the paper form.
"""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.backends.utils import csrf_input
from django.template.loader import render_to_string
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from wayhome.interfaces.pages.intake import asking, forms, kept, known, offline, paper_views
from wayhome.interfaces.pages.shared import drafts, frame, giving, parts, presenters, viewing
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.interfaces.pages.shared.errors import Problem
from wayhome.journey import signing_in
from wayhome.platform import clock
from wayhome.platform.journal import keeping

RETRY_AFTER = 30  # seconds
ADDRESSES = frozenset({"report", "report_waiting", "report_on_paper", "report_line"})


def answer(request: HttpRequest) -> HttpResponse | None:
    """What is answered at the addresses of a report all the same; None at every other."""
    match = _match(request)
    if match is None or match.url_name not in ADDRESSES:
        return None
    if match.url_name == "report_on_paper":
        return paper_views.page(request)
    now = _now(request)
    by = _giver(request, now=now)
    request.session.modified = False  # it cannot be kept, and must not be tried again
    if match.url_name == "report_line":
        return offline.line(request, by)
    if by is None:
        return cannot_take(request)
    if match.url_name == "report_waiting":
        return _waiting(request, match.kwargs["key"], by=by, now=now)
    return _report(request, by=by, now=now)


def _report(request: HttpRequest, *, by: giving.Giver, now: datetime) -> HttpResponse:
    """The questions; or, from a form of ours, what was sent."""
    if request.method != "POST":
        return _shown(request, _form(request, now=now))
    return csrf_protect(lambda sent: _take(sent, by=by, now=now))(request)


def _take(request: HttpRequest, *, by: giving.Giver, now: datetime) -> HttpResponse:
    form = _form(request, now=now)
    if request.POST.get("do", "send") != "send":
        typed = drafts.drafted(form, request.POST)
        return _shown(request, _form(request, now=now, draft=typed))
    if not form.is_valid():
        return _shown(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    key = form.cleaned_data["submission_key"]
    try:
        kept.keep(request.POST, key=str(key), by=by, now=now)
    except keeping.CannotBeKept:
        return cannot_take(request)
    return HttpResponseRedirect(reverse("report_waiting", args=[key]))


def _waiting(request: HttpRequest, key: UUID, *, by: giving.Giver, now: datetime) -> HttpResponse:
    """That it was received: where the journal holds it; otherwise that nobody can say just now."""
    found = kept.found(str(key), practitioner_id=by.practitioner_id)
    if found is None:
        return cannot_take(request)
    return waiting(request, found.received_at, key=key, now=now)


def waiting(
    request: HttpRequest, received_at: datetime, *, key: UUID, now: datetime
) -> HttpResponse:
    """The page of a report that was received and has no reference yet. It renews itself."""
    shown = {"received": presenters.moment(received_at, now=now), "key": key}
    page = _page(request, "pages/intake/waiting.html", shown)
    page.status_code = HTTPStatus.ACCEPTED
    again = reverse("report_waiting", args=[key])
    page.headers["Refresh"] = f"10; url={again}?on_screen=1"
    return page


def cannot_take(request: HttpRequest) -> HttpResponse:
    """Nothing was kept: whom to telephone, and the form on paper."""
    lines = [
        _("Nothing was recorded. Do not wait for this page."),
        _("If a child is in danger now, call 999."),
        _("To report a child missing, call the police on 101."),
        _("To talk to somebody, call Missing People on 116 000: free, day and night."),
        _("Write down what you know on the paper form. It can be typed in later."),
    ]
    link = parts.Link(_("The paper form"), reverse("report_on_paper"))
    shown = {"problem": Problem(_("Your report cannot be taken here just now"), lines, link)}
    page = _page(request, "pages/errors/problem.html", shown)
    page.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    page.headers["Retry-After"] = str(RETRY_AFTER)
    return page


def _form(
    request: HttpRequest, *, now: datetime, draft: dict[str, list[str]] | None = None
) -> forms.ReportForm:
    """The questions that need no record: no child to choose, and no council to choose from."""
    sent = request.POST if request.method == "POST" and draft is None else None
    asked = forms.Asked(topics="channel" in request.POST)
    now = asking.written_at(request.POST, now=now)
    return forms.ReportForm(sent, asked=asked, now=now, initial={"type": "missing"}, draft=draft)


def _shown(
    request: HttpRequest, form: forms.ReportForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    shown = {"form": form, "panel": known.Panel(), "is_away": True, "back": "/"}
    page = _page(request, "pages/intake/report.html", shown)
    page.status_code = status
    return page


def _page(request: HttpRequest, template: str, shown: Mapping[str, object]) -> HttpResponse:
    """A page made without what surrounds it otherwise: that is read from the session."""
    around = {**frame.frame(request), "csrf_input": csrf_input(request)}
    return HttpResponse(render_to_string(template, {**around, **shown}))


def _match(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def _now(request: HttpRequest) -> datetime:
    return viewing.now(request) if hasattr(request, "now") else clock.now()


def _giver(request: HttpRequest, *, now: datetime) -> giving.Giver | None:
    """Who gives this: as the database said a moment ago, or as was signed before."""
    viewer = viewing.viewer_or_none(request)
    if viewer is not None:
        digest = signing_in.digest_of(request.session.session_key or "")
        return giving.Giver(viewer.practitioner_id, digest)
    return giving.giver(request, now=now)
