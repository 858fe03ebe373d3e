"""Which open episodes are shown: whose, at what level, in what state, and only what is late."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wayhome.interfaces.pages.shared import parts, presenters
from wayhome.rules import facts
from wayhome.rules.vocabulary import AgencyKind, EpisodeState, Level
from wayhome.stages.response import board as boards

PAGE = 50
COUNTED = 500  # beyond this a count says "more than"
_S = EpisodeState
STATES: dict[str, tuple[str, frozenset[EpisodeState]]] = {
    "away": (gettext_noop("Still missing"), frozenset({_S.REPORTED, _S.ASSESSED, _S.AGREED})),
    "located": (gettext_noop("Located, not yet back"), frozenset({_S.LOCATED})),
    "back": (
        gettext_noop("Back, with something to settle"),
        frozenset(
            {_S.RETURNED, _S.SEEN, _S.INTERVIEW_OFFERED, _S.INTERVIEW_SETTLED, _S.SUPPORT_AGREED}
        ),
    ),
}
SCOPES: dict[str, str] = {
    "mine": gettext_noop("Owned by my post"),
    "agency": gettext_noop("Owned by my agency"),
    "all": gettext_noop("Everything my agency has a part in"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose to see. Anything that cannot be read is left out."""

    scope: str
    state: str = ""
    level: str = ""
    late: bool = False
    after: tuple[datetime, UUID] | None = None

    def address(self, **more: str) -> str:
        """The query string that shows the same again, with something more in it."""
        kept = {"scope": self.scope, "state": self.state, "level": self.level}
        kept |= {"due": "late" if self.late else ""} | more
        return "?" + urlencode({name: value for name, value in kept.items() if value})


def read(asked: QueryDict, *, viewer: facts.Viewer) -> Chosen:
    """What the address asks for; a force begins with what it owns, others with all they share."""
    own = "agency" if viewer.agency_kind is AgencyKind.POLICE else "all"
    scope = asked.get("scope", "")
    state, level = asked.get("state", ""), asked.get("level", "")
    return Chosen(
        scope=scope if scope in SCOPES else own,
        state=state if state in STATES else "",
        level=level if level in set(Level) else "",
        late=asked.get("due") == "late",
        after=_after(asked.get("after", "")),
    )


def _after(written: str) -> tuple[datetime, UUID] | None:
    at, _between, last = written.partition("_")
    try:
        moment, key = datetime.fromisoformat(at), UUID(last)
    except ValueError:
        return None
    return (moment, key) if moment.tzinfo else None


def after(line: boards.Line) -> str:
    """The mark in the address from which the list goes on."""
    return f"{line.reported_at.isoformat()}_{line.id}"


def narrowed(
    episodes: QuerySet, chosen: Chosen, *, viewer: facts.Viewer, now: datetime
) -> QuerySet:
    """Of the episodes the viewer may see, the open ones that were chosen."""
    shown = episodes.filter(closed_at__isnull=True)
    if chosen.scope == "mine":
        shown = shown.filter(Q(owner_post__in=viewer.post_ids) | Q(owner=viewer.practitioner_id))
    elif chosen.scope == "agency":
        shown = shown.filter(owner_agency=viewer.agency_id)
    if chosen.state:
        shown = shown.filter(state__in=STATES[chosen.state][1])
    if chosen.level:
        shown = shown.filter(level=chosen.level)
    return shown.filter(next_due_at__lt=now) if chosen.late else shown


def page(episodes: QuerySet, chosen: Chosen) -> QuerySet:
    """One page, newest first, and one more to tell whether the list goes on."""
    shown = episodes
    if chosen.after is not None:
        at, key = chosen.after
        shown = shown.filter(reported_at__lte=at).filter(Q(reported_at__lt=at) | Q(id__lt=key))
    return shown.order_by("-reported_at", "-id")[: PAGE + 1]


def bar(chosen: Chosen, *, viewer: facts.Viewer) -> list[parts.Filter]:
    """The questions of the filter bar."""
    scopes = {code: _(words) for code, words in SCOPES.items()}
    if viewer.agency_kind is not AgencyKind.POLICE:
        scopes.pop("agency")
    levels = {level.value: presenters.sentence(level.label) for level in reversed(Level)}
    return [
        _filter("scope", _("Whose"), scopes, chosen.scope),
        _filter(
            "state",
            _("Where things stand"),
            {"": _("All open")} | {code: _(words) for code, (words, _states) in STATES.items()},
            chosen.state,
        ),
        _filter("level", _("Level of risk"), {"": _("Any level")} | levels, chosen.level),
        _filter(
            "due",
            _("What is due"),
            {"": _("Everything"), "late": _("Only with something late")},
            "late" if chosen.late else "",
        ),
    ]


def _filter(name: str, label: str, choices: dict[str, str], chosen: str) -> parts.Filter:
    return parts.Filter(
        name,
        label,
        [parts.Choice(code, words, code == chosen) for code, words in choices.items()],
    )
