"""Who is looking, why, and when: the first question of every page.

A page never reaches a child except through the viewer made here. Opening a child's own record
asks for a purpose, which stands for that child until the shift ends or the session does.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_htmx.http import HttpResponseClientRedirect

from wayhome.interfaces.pages.shared import unsent
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.rules import facts
from wayhome.rules.vocabulary import Purpose

PURPOSE_LASTS = timedelta(hours=8)
ON_SCREEN = timedelta(minutes=15)
SAYING_WHY = gettext_noop("say why a child's record is opened")
SAYING_WHY_EPISODE = gettext_noop("say why an episode is opened")
KEPT = gettext_noop(
    "What you sent was not recorded, because the screen was locked. It is kept: sign in, and it "
    "stands in the form again for you to send."
)
_KEPT = "purposes"
_SALT = "wayhome.list on screen"

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Send anybody who has not signed in to do so, and back here after."""

    @wraps(view)
    def guarded(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
        if viewer_or_none(request) is None:
            return _to_sign_in(request)
        with looking(request):
            return view(request, *given, **named)

    return guarded


@contextmanager
def looking(request: HttpRequest) -> Iterator[None]:
    """One transaction in which the database shows what the signed-in practitioner may know of."""
    with (
        transaction.atomic(savepoint=False),
        transactions.looking(request.session.session_key or ""),
    ):
        yield


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The page for signing in, in place of the whole page, and from there back to where they were.

    Nobody comes back to an address that only takes what is sent, nor to a part of a page.
    """
    back = request.get_full_path()
    came_from = urlsplit(
        request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    )
    is_part = "HX-Request" in request.headers
    if (is_part or request.method != "GET") and came_from.netloc == request.get_host():
        back = urlunsplit(came_from._replace(scheme="", netloc="", fragment=""))
    _keep_what_was_sent(request, back)
    answer = redirect_to_login(back)
    return HttpResponseClientRedirect(answer.url) if is_part else answer


def _keep_what_was_sent(request: HttpRequest, page: str) -> None:
    """What was sent from a locked screen waits for whoever it was locked for."""
    whose = request.session.get(unsent.LOCKED_FOR)
    if whose and unsent.keep(request, UUID(whose), page, now=now(request)):
        messages.warning(request, _(KEPT))


def viewer_or_none(request: HttpRequest) -> facts.Viewer | None:
    """The signed-in practitioner, or None."""
    return getattr(request, "viewer", None)


def viewer(request: HttpRequest) -> facts.Viewer:
    """The signed-in practitioner. Only behind `signed_in`."""
    found = viewer_or_none(request)
    if found is None:
        raise RuntimeError("this view is not behind signed_in")
    return found


def now(request: HttpRequest) -> datetime:
    """The moment of this request: asked of the clock once, by the middleware."""
    moment: datetime = request.now  # type: ignore[attr-defined]  # set by ViewerMiddleware
    return moment


def state_purpose(request: HttpRequest, child_id: UUID, purpose: Purpose, *, reason: str) -> None:
    """Keep why this child's record is opened, for this session, and enter it in the ledger."""
    _keep(request, child_id, purpose, reason=reason)
    log_look(request, deed=SAYING_WHY, child_id=child_id, by=stated_for(request, child_id))


def stated_for(request: HttpRequest, record_id: UUID) -> facts.Viewer | None:
    """The viewer with the purpose stated for this child or episode in this session, if any is."""
    kept = request.session.get(_KEPT, {}).get(str(record_id))
    if kept is None or datetime.fromisoformat(kept[2]) < now(request):
        return None
    return replace(viewer(request), purpose=Purpose(kept[0]), reason=kept[1])


def state_purpose_of_episode(
    request: HttpRequest, episode_id: UUID, child_id: UUID, purpose: Purpose, *, reason: str
) -> None:
    """Keep why this episode is opened, for this session, and enter it in the ledger."""
    _keep(request, episode_id, purpose, reason=reason)
    log_look(
        request,
        deed=SAYING_WHY_EPISODE,
        child_id=child_id,
        episode_id=episode_id,
        by=stated_for(request, episode_id),
    )


def _keep(request: HttpRequest, record_id: UUID, purpose: Purpose, *, reason: str) -> None:
    kept = request.session.get(_KEPT, {})
    kept[str(record_id)] = [str(purpose), reason, (now(request) + PURPOSE_LASTS).isoformat()]
    request.session[_KEPT] = kept


def ask_purpose(request: HttpRequest, reference: str) -> HttpResponseRedirect:
    """Send the viewer to say why they are opening this child's record, and back here after."""
    asked = reverse("child_purpose", args=[reference])
    return HttpResponseRedirect(f"{asked}?next={quote(request.get_full_path())}")


def log_look(
    request: HttpRequest,
    *,
    verb: Verb = Verb.CONSULT,
    deed: str,
    child_id: UUID | None,
    episode_id: UUID | None = None,
    sections: tuple[str, ...] = (),
    by: facts.Viewer | None = None,
) -> None:
    """Enter a look in the ledger, in the transaction of this request: no entry, no page."""
    ledger.write(
        verb,
        by=by or viewer(request),
        at=now(request),
        deed=deed,
        child_id=child_id,
        episode_id=episode_id,
        sections=sections,
    )


def log_refusal(request: HttpRequest, *, deed: str, reason: str) -> None:
    """Enter in the ledger that something was refused. The reason holds nothing of any child."""
    ledger.write(
        Verb.REFUSE,
        by=viewer(request),
        at=now(request),
        deed=deed[:80],
        reason=reason[:300],
    )


def log_list(request: HttpRequest, *, deed: str, child_ids: list[UUID]) -> None:
    """Enter a list of children in the ledger, one entry each."""
    ledger.write_many(
        Verb.CONSULT, by=viewer(request), at=now(request), deed=deed, child_ids=child_ids
    )


def log_search(
    request: HttpRequest,
    *,
    deed: str,
    child_ids: Iterable[UUID],
    by: facts.Viewer | None = None,
) -> None:
    """Enter a look-up in the ledger: each child found, or that nobody was."""
    ledger.searched(by=by or viewer(request), at=now(request), deed=deed, child_ids=child_ids)


def log_list_on_screen(request: HttpRequest, *, deed: str, child_ids: Iterable[UUID]) -> str:
    """Enter a list of children that then stays on a screen and renews itself.

    The answer goes into the address that renews the list, as `on_screen`. A list renewed by
    itself, of the same children, is entered again every quarter of an hour; opened by a person,
    or with another child in it, it is entered at once.
    """
    shown = sorted(set(child_ids))
    who = viewer(request).practitioner_id
    digest = hashlib.sha256(b"".join(each.bytes for each in (who, *shown))).hexdigest()
    given = request.GET.get("on_screen", "")
    if _entered_already(given, digest, now=now(request)):
        return given
    log_list(request, deed=deed, child_ids=shown)
    return signing.dumps([digest, now(request).isoformat()], salt=_SALT)


def _entered_already(given: str, digest: str, *, now: datetime) -> bool:
    try:
        entered, at = signing.loads(given, salt=_SALT)
    except signing.BadSignature:
        return False
    return entered == digest and now - datetime.fromisoformat(at) < ON_SCREEN
