"""The page of one episode, now or as it stood at an earlier moment."""

from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wayhome.interfaces.pages.episode.presenters import asked, page
from wayhome.interfaces.pages.shared import idling, moments, paper, presenters, purpose, viewing
from wayhome.journey import account as accounts
from wayhome.journey import shown_for
from wayhome.platform import references
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.rules import access, facts, purposes

if TYPE_CHECKING:
    from wayhome.records.episodes.models import Episode

DEED = access.Deed.SEE_EPISODE


@dataclass(frozen=True, slots=True)
class LookingBack:
    """The moment asked for in the address, what was typed, and why it could not be read."""

    at: datetime | None
    typed: str
    error: str = ""

    @property
    def problems(self) -> list[dict[str, str]]:
        """The same error for the summary at the top of the page, leading to its box."""
        return [{"text": self.error, "href": "#as-of"}] if self.error else []


@require_GET
@viewing.signed_in
def episode(request: HttpRequest, reference: str) -> HttpResponse:
    """One episode, with every section the viewer's agency may read."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    found = visibility.episode(viewer, references.read(reference) or reference)
    if found.reference != reference:
        return redirect("episode", found.reference)
    back = _looking_back(request, began=found.recorded_at, now=now)
    if back.error:
        return _asked_again(request, found, back)
    whole = accounts.whole_of(found, as_of=back.at or now)
    parties = episodes.parties_of(found.id) if back.at else whole.account.parties
    access.require(viewer, DEED, parties=parties, child_id=found.child_id)
    stated = viewing.stated_for(request, found.id)
    readable = _readable(stated or viewer, whole, parties=parties, now=now)
    look = asked.ask(
        shown_for.episode(accounts.as_read_by(whole, viewer, parties=parties), readable),
        viewer=viewer,
        parties=parties,
        now=back.at or now,
        is_past=back.at is not None,
        readable=readable,
    )
    viewing.log_look(
        request,
        verb=paper.verb(request),
        deed=DEED,
        child_id=found.child_id,
        episode_id=found.id,
        sections=tuple(look.sections),
        by=replace(stated or viewer, purpose=readable.purpose),
    )
    oldest_first = request.GET.get("order") == "oldest"
    with presenters.dated() if look.is_past else nullcontext():
        shown = page.page(look, oldest_first=oldest_first)
    context = {
        "page": shown,
        "reference": found.reference,
        "here": reverse("episode", args=[found.reference]),
        "renew": f"{'?order=oldest&' if oldest_first else '?'}{idling.RENEWED_BY}=live",
        "back_to": back,
        "past": presenters.exact(back.at) if back.at else "",
        "oldest_first": oldest_first,
        "width": "wide",
        "paper": paper.of(request),
        "purpose": purpose.of_episode(
            readable, found.reference, parties=parties, is_stated=stated is not None
        ),
    }
    return render(request, "pages/episode/episode.html", context)


def _readable(
    viewer: facts.Viewer,
    whole: accounts.Whole,
    *,
    parties: tuple[facts.Party, ...],
    now: datetime,
) -> purposes.Readable:
    """What is read for the purpose that was said, or is meant by where the episode stands."""
    meant = purposes.meant(
        viewer,
        parties=parties,
        is_back=whole.account.returned is not None,
        is_closed=whole.episode.closed_at is not None,
    )
    return purposes.readable(
        viewer,
        viewer.purpose or meant,
        DEED,
        parties=parties,
        child_id=whole.episode.child_id,
        now=now,
    )


def _asked_again(request: HttpRequest, found: "Episode", back: LookingBack) -> HttpResponse:
    """The box with what is wrong, and nothing of the record: now is not what was asked for."""
    parties = episodes.parties_of(found.id)
    access.require(viewing.viewer(request), DEED, parties=parties, child_id=found.child_id)
    context = {
        "reference": found.reference,
        "here": reverse("episode", args=[found.reference]),
        "back_to": back,
        "form": back,
    }
    return render(request, "pages/episode/unclear_moment.html", context)


def _looking_back(request: HttpRequest, *, began: datetime, now: datetime) -> LookingBack:
    typed = request.GET.get("as_of", "")[:60].strip()
    if not typed:
        return LookingBack(None, "")
    try:
        at = moments.read(typed, now=now)
    except moments.UnclearError as unclear:
        return LookingBack(None, typed, str(unclear))
    if at > now:
        return LookingBack(None, typed, _("That moment has not come yet. Give an earlier one"))
    if at < began:
        return LookingBack(None, typed, _("Nothing was recorded yet then. Give a later moment"))
    return LookingBack(at, typed)
