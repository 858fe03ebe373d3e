"""A form that is sent once its screen has locked: kept, and shown filled in after signing in.

Nothing of it is done until its writer sends it again. It is theirs alone: who was at the screen is
known from the session that was locked, and it is shown to nobody else.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict

from wayhome.platform.unsent import keeping

LOCKED_FOR = "locked_for"  # in the session that follows one that was locked: whose it was
WAITING = "unsent"  # in the session of somebody for whom something waits
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "submission_key", "next", "do"})
NEVER_KEPT = (
    "/sign-in",
    "/sign-out",
    "/your-sign-in",
    "/welcome",
    "/unsent",
)  # secrets, or nothing

_typed: ContextVar[Mapping[str, list[str]]] = ContextVar("typed")


def keep(request: HttpRequest, practitioner_id: UUID, page: str, *, now: datetime) -> bool:
    """Keep what was sent, for this person on this page. False where nothing was typed."""
    path = urlsplit(page).path
    typed = _of(request.POST)
    if request.method != "POST" or not typed or request.path.startswith(NEVER_KEPT):
        return False
    return keeping.keep(practitioner_id, path, typed, at=now)


def _of(sent: QueryDict) -> dict[str, list[str]]:
    """What a person typed or chose: no key, no token, and nothing that was left empty."""
    return {name: texts for name, texts in sent.lists() if name not in NOT_TYPED and any(texts)}


def note(request: HttpRequest, practitioner_id: UUID, *, now: datetime) -> None:
    """Note in the session of whoever has just signed in whether something waits for them."""
    if keeping.has_any(practitioner_id, now=now):
        request.session[WAITING] = True


@contextmanager
def shown_again(request: HttpRequest, practitioner_id: UUID, *, now: datetime) -> Iterator[None]:
    """What waits for this page stands in its form, for as long as the page is made."""
    found = (
        keeping.kept(practitioner_id, request.path, now=now)
        if request.method == "GET" and WAITING in request.session
        else {}
    )
    request.is_filled_in = bool(found)  # type: ignore[attr-defined]  # for the frame
    token = _typed.set(found)
    try:
        yield
    finally:
        _typed.reset(token)


def typed(names: set[str]) -> Mapping[str, list[str]]:
    """What waits, where it was typed into a form of these names; of another form nothing."""
    found = _typed.get({})
    return found if found.keys() <= names else {}


def was_taken(request: HttpRequest, practitioner_id: UUID, answer: HttpResponse) -> None:
    """Forget what waited once its form was sent and taken, and led on."""
    if request.method != "POST" or WAITING not in request.session:
        return
    if HTTPStatus.MULTIPLE_CHOICES <= answer.status_code < HTTPStatus.BAD_REQUEST:
        keeping.drop(
            practitioner_id, request.path, urlsplit(request.headers.get("Referer", "")).path
        )
