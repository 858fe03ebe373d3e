"""Reading a record: found for the caller alone, and entered in the ledger before it is answered."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wayhome.interfaces.api.v1 import auth, problems
from wayhome.platform import references
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.records.children.queries import NoSuchChild
from wayhome.records.episodes import visibility
from wayhome.records.episodes.queries import NoSuchEpisode
from wayhome.rules import access, moments
from wayhome.rules.vocabulary import Purpose

if TYPE_CHECKING:
    from wayhome.records.children.models import Child
    from wayhome.records.episodes.models import Episode

NOT_RECORDED = gettext_noop("Nothing was recorded of this episode yet. Choose a later moment.")


def episode(request: HttpRequest, written: str) -> "Episode":
    """The episode of a reference. Raises NoSuchEpisode, also for one not to be known of."""
    reference = references.read(written)
    if reference is None:
        raise NoSuchEpisode(written)
    return visibility.episode(auth.caller(request).viewer, reference)


def child(request: HttpRequest, written: str) -> "Child":
    """The child of a reference. Raises NoSuchChild, also for one not to be known of."""
    reference = references.read(written)
    if reference is None:
        raise NoSuchChild(written)
    return visibility.child(auth.caller(request).viewer, reference)


def moment(request: HttpRequest, asked: datetime | None, *, of: "Episode") -> datetime:
    """The moment to tell of an episode again: the one asked for, or now.

    Raises NotUnderstood for the future, and for a moment before anything was recorded.
    """
    now = auth.caller(request).now
    if asked is None:
        return now
    wrong = {moments.FUTURE: asked > now, NOT_RECORDED: asked < of.recorded_at}
    found = [moments.Problem("as_of", _(words)) for words, is_wrong in wrong.items() if is_wrong]
    if found:
        raise problems.NotUnderstood(found)
    return asked


def looked(
    request: HttpRequest,
    deed: access.Deed,
    *,
    verb: Verb = Verb.CONSULT,
    child_id: UUID | None,
    episode_id: UUID | None = None,
    sections: Iterable[str] = (),
    purpose: Purpose | None = None,
) -> None:
    """Enter a look at one record in the ledger, with the sections that are answered.

    `purpose` is the one meant, where the caller says none.
    """
    caller = auth.caller(request)
    ledger.write(
        verb,
        by=replace(caller.viewer, purpose=purpose or caller.viewer.purpose),
        at=caller.now,
        deed=deed,
        child_id=child_id,
        episode_id=episode_id,
        sections=sections,
    )


def listed(request: HttpRequest, deed: str, child_ids: Iterable[UUID]) -> None:
    """Enter a list in the ledger, once for each child in it."""
    caller = auth.caller(request)
    shown = dict.fromkeys(child_ids)
    ledger.write_many(Verb.CONSULT, by=caller.viewer, at=caller.now, deed=deed, child_ids=shown)


def searched(request: HttpRequest, deed: access.Deed, child_ids: Iterable[UUID]) -> None:
    """Enter a look-up in the ledger, also one that found nobody."""
    caller = auth.caller(request)
    ledger.searched(by=caller.viewer, at=caller.now, deed=deed, child_ids=child_ids)
