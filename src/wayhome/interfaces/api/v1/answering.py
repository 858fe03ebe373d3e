"""How each request is answered: in one transaction, and each named refusal as a problem.

What was refused is undone first; then the refusal is entered in the ledger.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import errors

from wayhome.interfaces.api.v1 import auth, problems, words, wrong
from wayhome.journey.acting import Contradiction, EpisodeIsClosed, NotNow
from wayhome.journey.episode_closed import NotYet
from wayhome.platform import references
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.enciphering.enciphering import Destroyed
from wayhome.platform.row_security import transactions
from wayhome.platform.submissions.once import KeyUsedForSomethingElse
from wayhome.platform.unknown import NoSuch
from wayhome.records.agencies.protocols import NoProtocol
from wayhome.records.episodes import visibility
from wayhome.rules import access, facts, moments

View = Callable[..., Any]
NOT_CLOSED = gettext_noop("This episode cannot be closed until what the problems list is done.")
DESTROYED = gettext_noop("The key of this child’s protected text was destroyed: none can be kept.")
NOT_UNDERSTOOD = "not understood"  # what was sent is not kept: it may be about anybody
# What the journey calls an answer, where it has another name in what is sent here.
CALLED_HERE = {
    "date_of_birth": "child.date_of_birth",
    "age_stated": "child.age_stated",
    "reported_at": "received_at",
    "why_corrected": "why",
}
Answer = Callable[[HttpRequest, Any], HttpResponse]


def in_one_transaction(view: View) -> View:
    """Refuse unknown query parameters; then everything the view does is kept, or nothing."""
    known = _query_parameters(view)

    @wraps(view)
    def whole(request: HttpRequest, **values: Any) -> Any:
        unknown = sorted(set(request.GET) - known)
        if unknown:
            raise problems.NotUnderstood(
                moments.Problem(name[:100], _(wrong.UNKNOWN_FIELD)) for name in unknown
            )
        with transaction.atomic(), transactions.looking(auth.token(request)):
            return view(request, **values)

    return whole


def _query_parameters(view: View) -> frozenset[str]:
    models = view._ninja_operation.models  # type: ignore[attr-defined]  # set by ninja's router
    return frozenset(
        name
        for model in models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    )


def _refused(request: HttpRequest, refusal: Exception) -> HttpResponse:
    _enter(request, reason=str(refusal))
    return problems.answer(problems.REFUSED, words.said(str(refusal)))


def _not_known(request: HttpRequest, _problem: Exception) -> HttpResponse:
    _enter(request, reason="not found")
    return problems.answer(problems.NOT_FOUND)


def _not_yet(request: HttpRequest, problem: NotNow) -> HttpResponse:
    """The answer may repeat what is recorded of the child, so it is entered as one about them."""
    _enter(request, reason=problem.entered, is_known=True)
    blockers = problem.blockers if isinstance(problem, NotYet) else ()
    found = [moments.Problem("episode", words.said(blocker.reason)) for blocker in blockers]
    detail = _(NOT_CLOSED) if blockers else words.said(str(problem))
    return problems.answer(problems.NOT_NOW, detail, found=found)


def _destroyed(request: HttpRequest, _problem: Destroyed) -> HttpResponse:
    _enter(request, reason=DESTROYED)
    return problems.answer(problems.NOT_NOW, _(DESTROYED))


def _closed(request: HttpRequest, problem: EpisodeIsClosed) -> HttpResponse:
    _enter(request, reason=str(problem))
    return problems.answer(problems.CLOSED, words.said(str(problem)))


def _wrong(request: HttpRequest, problem: Contradiction | problems.NotUnderstood) -> HttpResponse:
    _enter(request, reason=str(problem) or NOT_UNDERSTOOD)
    given: tuple[moments.Problem, ...] = problem.problems
    found = [
        moments.Problem(CALLED_HERE.get(each.field, each.field), words.said(each.message))
        for each in given
    ]
    return problems.answer(problems.NOT_UNDERSTOOD, found=found)


def _does_not_fit(request: HttpRequest, problem: errors.ValidationError) -> HttpResponse:
    _enter(request, reason=NOT_UNDERSTOOD)
    found = wrong.in_words(problem.errors)
    return problems.answer(problems.NOT_UNDERSTOOD, found=found)


def _key_reused(request: HttpRequest, _problem: Exception) -> HttpResponse:
    _enter(request, reason="a key used for something else")
    return problems.answer(problems.KEY_REUSED)


def _too_many(_request: HttpRequest, problem: problems.TooMany) -> HttpResponse:
    answer = problems.answer(problems.TOO_MANY)
    answer.headers["Retry-After"] = str(problem.wait)
    return answer


def _always(kind: problems.Kind) -> Answer:
    return lambda _request, _problem: problems.answer(kind)


ANSWERS: dict[type[Exception], Answer] = {
    NoSuch: _not_known,
    NoProtocol: _not_known,
    Http404: _always(problems.NOT_FOUND),
    access.Refused: _refused,
    NotNow: _not_yet,
    Destroyed: _destroyed,
    EpisodeIsClosed: _closed,
    KeyUsedForSomethingElse: _key_reused,
    Contradiction: _wrong,
    problems.NotUnderstood: _wrong,
    problems.TooMany: _too_many,
    errors.ValidationError: _does_not_fit,
    errors.AuthenticationError: _always(problems.WHO_ARE_YOU),
    errors.HttpError: _always(problems.BAD_REQUEST),  # ninja's own, for JSON it cannot read
    UnreadablePostError: _always(problems.BAD_REQUEST),
    SuspiciousOperation: _always(problems.BAD_REQUEST),
    RequestDataTooBig: _always(problems.TOO_LARGE),
}


def _enter(request: HttpRequest, *, reason: str, is_known: bool = False) -> None:
    """Enter in the ledger that this was refused, and about which reference if one was read.

    `is_known` where the caller was told something of the child whose reference it is. A call
    refused before its caller was known has nobody to enter.
    """
    if not hasattr(request, "auth"):
        return
    match = request.resolver_match
    written = match.kwargs.get("reference", "") if match else ""
    caller = auth.caller(request)
    with transaction.atomic(), transactions.looking(auth.token(request)):
        ledger.write(
            Verb.REFUSE,
            by=caller.viewer,
            at=caller.now,
            child_id=_child_of(written, caller.viewer) if is_known else None,
            deed=f"{request.method} {match.route if match else ''}"[:80],
            reference=references.read(written) or "",
            reason=reason[:300],
        )


def _child_of(written: str, viewer: facts.Viewer) -> UUID | None:
    """The child of the episode or record of this reference, if the viewer may know of it."""
    reference = references.read(written)
    episode = visibility.episodes(viewer).filter(reference=reference)
    child = visibility.children(viewer).filter(reference=reference)
    return episode.values_list("child_id", flat=True).first() or (
        child.values_list("id", flat=True).first()
    )
