"""What a person reads when a page cannot be shown: what happened, and what to do now."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.interfaces.pages.shared import amiss, unsent, viewing
from wayhome.interfaces.pages.shared.parts import Link
from wayhome.platform.amiss.reasons import Amiss
from wayhome.rules.vocabulary import AgencyKind


@dataclass(frozen=True, slots=True)
class Problem:
    """A title, a few plain sentences, and where to go next."""

    title: str
    lines: Sequence[str]
    link: Link | None = None


def problem(
    request: HttpRequest, shown: Problem, *, code: int = HTTPStatus.BAD_REQUEST
) -> HttpResponse:
    """A page that says why a step was not taken. For refusals, pass the rule's own reasons."""
    return render(request, "pages/errors/problem.html", {"problem": shown}, status=code)


def refused(request: HttpRequest, *, reasons: Sequence[str]) -> HttpResponse:
    """The page for somebody who may not do or see this, with the reasons."""
    lines = [*(_whole(each) for each in reasons), _whom_to_call(request)]
    shown = Problem(_("You cannot do this"), lines, _home())
    return problem(request, shown, code=HTTPStatus.FORBIDDEN)


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """The page for somebody in whose name more pages are opened than a person reads."""
    lines = [
        ngettext("Wait %(count)s second.", "Wait %(count)s seconds.", wait) % {"count": wait},
        _(
            "More pages were opened in your name, or in your agency’s, than people read in a "
            "minute. If that was not you, end it where you are signed in, and tell whoever governs "
            "information in your agency."
        ),
        _("If a child is missing, you can report it now: reports are not counted."),
    ]
    where = Link(_("Where you are signed in"), reverse("where_signed_in"))
    shown = Problem(_("Too many pages at once"), lines, where)
    answer = problem(request, shown, code=HTTPStatus.TOO_MANY_REQUESTS)
    answer.headers["Retry-After"] = str(wait)
    return answer


def _whole(reason: str) -> str:
    """A reason as a sentence that ends: the rules give some as a clause."""
    return reason if reason.endswith((".", "?", "!", ":")) else f"{reason}."


def _whom_to_call(request: HttpRequest) -> str:
    """Who helps when a child is at risk because of a refusal: police have their own ladder."""
    viewer = viewing.viewer_or_none(request)
    if viewer is not None and viewer.agency_kind is AgencyKind.POLICE:
        return _("If a child is at risk because of this, call the next post up.")
    return _("If a child is in danger now, call 999; otherwise call 101 and give the reference.")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's own signature
    """Django's handler400."""
    lines = [
        _("What was sent could not be read. Nothing was changed."),
        _("Go back and try again."),
    ]
    return problem(request, Problem(_("That did not work"), lines, _home()))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler403: the reason given with the refusal, when there is one."""
    reason = str(exception or "") or _("You do not have a part in this record.")
    return refused(request, reasons=[reason])


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's own signature
    """Django's handler404. It does not say whether a record exists."""
    lines = [
        _("There is no page here that you can open."),
        _("If you typed or pasted the address, check that all of it is there."),
    ]
    shown = Problem(_("Page not found"), lines, _home())
    return problem(request, shown, code=HTTPStatus.NOT_FOUND)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's own signature
    """Django's CSRF_FAILURE_VIEW: the form is too old, or came from another site."""
    if _is_kept(request):
        lines = [
            _("You signed in again since you opened this form, so nothing of it was recorded."),
            _("What you typed is kept. Open the page again and send it."),
        ]
        again = Link(_("Open the page again"), request.path)
        shown = Problem(_("Send the form again"), lines, again)
        return problem(request, shown, code=HTTPStatus.FORBIDDEN)
    lines = [
        _("This form was open too long, or you signed in again since. Nothing was changed."),
        _("Go back, reload the page, and send it again. A draft that was saved is still there."),
    ]
    shown = Problem(_("Send the form again"), lines, _home())
    return problem(request, shown, code=HTTPStatus.FORBIDDEN)


def _is_kept(request: HttpRequest) -> bool:
    """Whether what was sent waits on its page: only what, says the browser, came from ours."""
    viewer = viewing.viewer_or_none(request)
    if viewer is None or request.headers.get("Sec-Fetch-Site") != "same-origin":
        return False
    now = viewing.now(request)
    is_kept = unsent.keep(request, viewer.practitioner_id, request.path, now=now)
    if is_kept:
        unsent.note(request, viewer.practitioner_id, now=now)
    return is_kept


def from_elsewhere(request: HttpRequest) -> HttpResponse:
    """What another site made this browser send: nothing was changed."""
    lines = [
        _("Another site sent this, not a page of Wayhome. Nothing was changed."),
        _("Open Wayhome itself and do it there."),
    ]
    shown = Problem(_("That did not come from Wayhome"), lines, _home())
    return problem(request, shown, code=HTTPStatus.FORBIDDEN)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's own signature
    """Django's handler500. Made without the request, so nothing that broke is asked again."""
    lines = [
        _("Something went wrong here, and it has been written down for us to mend."),
        _("Reload the page before you send anything again: what you sent may have been kept."),
        _("If a child is in danger now, call 999. Do not wait for this page."),
    ]
    shown = Problem(_("Sorry, this page is not working"), lines, _home())
    page = render_to_string("pages/errors/problem.html", {"problem": shown})
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def records_away(why: Amiss) -> HttpResponse:
    """The page while the records cannot be reached, or not be changed. Asks nothing of them."""
    lines = [
        _("Reload the page before you send anything again: what you sent may have been kept."),
        _("If a child is in danger now, call 999. Do not wait for this page."),
    ]
    title = _("The records cannot be reached just now")
    if why is Amiss.READ_ONLY:
        title = _("Nothing can be changed just now")
        lines.insert(0, _("Each look is written down. While that cannot be done, nothing opens."))
    shown = Problem(title, lines, Link(_("Report a child missing all the same"), "/report/"))
    around = {"amiss": amiss.lines({why})}
    page = render_to_string("pages/errors/problem.html", {"problem": shown, **around})
    return HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE)


def _home() -> Link:
    return Link(_("Go to the first page"), "/")
