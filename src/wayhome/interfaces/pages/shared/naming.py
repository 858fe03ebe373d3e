"""How a child and a post are named on a page. What is not known is said, never left blank."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import dateformat
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import presenters
from wayhome.interfaces.pages.shared.saying import once_in_each_language
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import facts, london, redaction, risk
from wayhome.rules.vocabulary import AgencyKind, PostKind


def child(record: Any) -> str:
    """The child's name as known, or that it is not."""
    return record.full_name or record.known_as or _("Name not known")


def age(record: Any, *, now: datetime) -> str:
    """The child's age in words: "age 14", "age not known"."""
    return _aged(years(record, now=now))


def years(record: Any, *, now: datetime) -> int | None:
    """The child's age in whole years: by the date of birth, or grown from an age once stated."""
    stated_on = london.day_of(record.age_stated_at) if record.age_stated_at else None
    known = facts.Child(record.date_of_birth, record.age_stated, age_stated_on=stated_on)
    return risk.age_on(known, london.day_of(now))


@once_in_each_language
def _aged(years: int | None) -> str:
    return _("age not known") if years is None else _("age %(years)s") % {"years": years}


def day(given: date) -> str:
    """A day as it is written out: "3 February 2012"."""
    return dateformat.format(given, "j F Y")


def agency(record: Any, *, unsaid: redaction.Unsaid | None) -> str:
    """An agency's name, or what kind it is where its name would tell where the child lives."""
    kind = AgencyKind(record.kind)
    return _(kind.label) if unsaid and unsaid.hides(record.id, kind) else record.name


def people(
    practitioner_ids: Iterable[UUID | None], *, unsaid: redaction.Unsaid | None
) -> dict[UUID, str]:
    """The names of some practitioners with their agencies, by identifier, as `agency` says them."""
    found = practitioners.with_agencies(practitioner_ids)
    return {each.id: f"{each.name}, {agency(each.agency, unsaid=unsaid)}" for each in found}


def post(record: Any, agency: str) -> str:
    """A post in its agency: "duty inspector, Northmoor Police"."""
    return post_of(record.kind, record.title, agency)


def post_of(kind: str, title: str, agency: str) -> str:
    """What `post` says, of a post's kind and title."""
    return ", ".join(part for part in (_titled(kind, title), agency) if part)


def title(record: Any) -> str:
    """What a post is called: in the reader's language, unless its agency has its own word."""
    return _titled(record.kind, record.title)


@once_in_each_language
def _titled(kind: str, title: str) -> str:
    label = PostKind(kind).label
    return _(label) if title.casefold() == label.casefold() else title


def owner(episode: Any) -> str:
    """Who owns an episode: the person once there is one, the post and the agency."""
    if episode.owner_post is None:
        return ""
    where = post(episode.owner_post, episode.owner_agency.name)
    return f"{episode.owner.name}, {where}" if episode.owner else presenters.sentence(where)
