"""Every request gets its moment and its viewer; every named refusal gets its page."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth import SESSION_KEY
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wayhome.interfaces.pages.shared import (
    errors,
    giving,
    idling,
    limits,
    navigation,
    presenters,
    proving,
    signed_in,
    telling,
    unsent,
    viewing,
)
from wayhome.journey.acting import Contradiction, EpisodeIsClosed, NotNow
from wayhome.platform import clock, references
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.platform.submissions.once import KeyUsedForSomethingElse
from wayhome.platform.unknown import NoSuch
from wayhome.records.agencies.protocols import NoProtocol
from wayhome.records.practitioners import viewers
from wayhome.rules import access, facts

NOT_NOW = (NotNow, EpisodeIsClosed, Contradiction)
NO_PROTOCOL = gettext_noop(
    "Your partnership has no protocol in force, so nothing was recorded. Ask its owners to agree "
    "one. If a child is missing, call 101, or 999 if they are in danger now."
)


class ViewerMiddleware:
    """Sets `request.now`, `request.viewer` and `request.signed_in` before the view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Read who is looking afresh, so that what ended a second ago has ended."""
        with transactions.as_nobody():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        request.now = clock.now()  # type: ignore[attr-defined]  # read through viewing.now
        viewer = self._viewer(request)
        request.viewer = viewer  # type: ignore[attr-defined]  # read through viewing.viewer
        if viewer is not None:
            request.signed_in = _person(viewer)  # type: ignore[attr-defined]  # for the frame
            request.navigation = navigation.places_for(viewer)  # type: ignore[attr-defined]  # for the frame
            return self._answered(request, viewer)
        return self.get_response(request)

    def _answered(self, request: HttpRequest, viewer: facts.Viewer) -> HttpResponse:
        """The answer to somebody signed in, with what they had typed when their screen locked."""
        now = viewing.now(request)
        if wait := limits.wait_for(request, viewer):
            return errors.too_many(request, wait)
        with unsent.shown_again(request, viewer.practitioner_id, now=now):
            answer = self.get_response(request)
        unsent.was_taken(request, viewer.practitioner_id, answer)
        if request.method == "GET":
            giving.prove(request, answer)
        return answer

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Answer a named refusal with its page. Anything else fails loudly."""
        if isinstance(problem, NoSuch):
            _enter(request, reason="not found")
            return errors.not_found(request, Http404())
        if isinstance(problem, access.Refused):
            _enter(request, reason=problem.reason)
            return errors.refused(request, reasons=[presenters.said(problem.reason)])
        if isinstance(problem, NOT_NOW):
            shown = errors.Problem(_("Not yet"), telling.lines_of(problem))
            return errors.problem(request, shown, code=HTTPStatus.CONFLICT)
        if isinstance(problem, NoProtocol):
            shown = errors.Problem(_("Not yet"), [_(NO_PROTOCOL)])
            return errors.problem(request, shown, code=HTTPStatus.CONFLICT)
        if isinstance(problem, KeyUsedForSomethingElse):
            lines = [_("This form was already sent with other answers. Open it again.")]
            return errors.problem(request, errors.Problem(_("Already sent"), lines), code=409)
        return None

    def _viewer(self, request: HttpRequest) -> facts.Viewer | None:
        if SESSION_KEY not in request.session or not request.user.is_authenticated:
            return None
        if not proving.is_proved(request):
            return None
        signed_in.make_known(request, now=request.now)  # type: ignore[attr-defined]  # set above
        if idling.locked(request, now=request.now):  # type: ignore[attr-defined]  # set above
            return None
        with viewing.looking(request):
            found = viewers.viewer_of(
                request.user.pk,
                now=request.now,  # type: ignore[attr-defined]  # set above
                signed_in_by=request.session.session_key or "",
            )
        return found if found is not None and found.active else None


def _enter(request: HttpRequest, *, reason: str) -> None:
    """Enter in the ledger that this was refused, and about which reference if one was read."""
    match = request.resolver_match
    written = match.kwargs.get("reference", "") if match else ""
    with viewing.looking(request):
        ledger.write(
            Verb.REFUSE,
            by=viewing.viewer_or_none(request),
            at=viewing.now(request),
            deed=f"{request.method} {match.route if match else ''}"[:80],
            reference=references.read(written) or "",
            reason=reason[:300],
        )


def _person(viewer: facts.Viewer) -> presenters.Person:
    posts = ", ".join(sorted(_(post.label) for post in viewer.posts))
    return presenters.Person(viewer.name, posts, viewer.agency_name)
