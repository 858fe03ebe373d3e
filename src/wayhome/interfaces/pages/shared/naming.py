"""How a child and a post are named on a page. What is not known is said, never left blank."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import presenters
from wayhome.rules import facts, london, risk
from wayhome.rules.vocabulary import PostKind


def child(record: Any) -> str:
    """The child's name as known, or that it is not."""
    return record.full_name or record.known_as or _("Name not known")


def age(record: Any, *, now: datetime) -> str:
    """The child's age in words: "age 14", "age not known"."""
    known = facts.Child(record.date_of_birth, record.age_stated)
    years = risk.age_on(known, london.day_of(now))
    if years is None:
        return _("age not known")
    return _("age %(years)s") % {"years": years}


def post(record: Any, agency: str) -> str:
    """A post in its agency: "duty inspector, Northmoor Police"."""
    return ", ".join(part for part in (title(record), agency) if part)


def title(record: Any) -> str:
    """What a post is called: in the reader's language, unless its agency has its own word."""
    label = PostKind(record.kind).label
    return _(label) if record.title.casefold() == label.casefold() else record.title


def owner(episode: Any) -> str:
    """Who owns an episode: the person once there is one, the post and the agency."""
    if episode.owner_post is None:
        return ""
    where = post(episode.owner_post, episode.owner_agency.name)
    return f"{episode.owner.name}, {where}" if episode.owner else presenters.sentence(where)
