"""Invented situations, in the words of the field, for tests of rules.

A child is reported on a Tuesday evening in March; every other moment is said from there.
"""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from wayhome.rules import facts
from wayhome.rules.vocabulary import (
    AgencyKind,
    Capacity,
    DutyKind,
    EpisodeType,
    Level,
    OfferAnswer,
    PostKind,
    Side,
)

REPORTED = datetime(2026, 3, 10, 18, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
NAMESPACE = UUID("00000000-0000-0000-0000-00000000a11e")


def at(hours=0, *, minutes=0, seconds=0):
    """The moment so long after the report."""
    return REPORTED + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def moment(hours=0):
    """A thing that happened, and was recorded, so many hours after the report."""
    return facts.Moment(at(hours), at(hours))


def somebody(name):
    """A lasting id for an invented agency or person."""
    return uuid5(NAMESPACE, name)


def child(**known):
    """A child aged fifteen, unless said otherwise."""
    return facts.Child(**{"date_of_birth": date(2010, 9, 1)} | known)


def missing(**recorded):
    """An episode in which nothing has been recorded since the report, unless said otherwise."""
    ordinary = {
        "reported_at": REPORTED,
        "last_seen_at": at(-2),
        "starting_level": Level.MEDIUM,
        "child": child(),
        "types": (facts.TypeGiven(EpisodeType.MISSING, REPORTED),),
    }
    return facts.Account(**ordinary | recorded)


def home(**recorded):
    """An episode whose child came home after ten hours."""
    return missing(**{"located": moment(9), "returned": moment(10)} | recorded)


def by_police(level, hours=1):
    """A police assessment so many hours after the report."""
    return facts.Assessment(Side.POLICE, level, at(hours))


def by_council(level, hours=1):
    """A children's services assessment so many hours after the report."""
    return facts.Assessment(Side.CHILDRENS_SERVICES, level, at(hours))


def signed(level, *, proposed=2, agreed=3):
    """A joint level that both sides have signed."""
    return facts.JointAssessment(level, at(proposed), at(agreed))


def declined(hours=12):
    """An offer the child turned down an hour later."""
    return facts.Offer(at(hours), at(hours), OfferAnswer.DECLINED, at(hours + 1))


def accepted(hours=12):
    """An offer the child took up an hour later."""
    return facts.Offer(at(hours), at(hours), OfferAnswer.ACCEPTED, at(hours + 1))


def unanswered(hours=12):
    """An offer that has had no answer."""
    return facts.Offer(at(hours), at(hours))


def duty(kind=DutyKind.OFFER_INTERVIEW, *, starts=0, due=72, met=None, declined_after=None):
    """A duty, with its moments in hours after the report."""
    return facts.Duty(
        kind=kind,
        started_at=at(starts),
        due_at=at(due),
        recorded_at=at(starts),
        met_at=None if met is None else at(met),
        declined_at=None if declined_after is None else at(declined_after),
    )


def finished():
    """An episode in which everything has been done but the closing."""
    return home(
        seen_by_police=moment(11),
        offers=(accepted(),),
        interview=moment(40),
        support_agreed=moment(60),
        police_closed=moment(61),
        finalised=moment(62),
    )


def viewer(*posts, agency="Northwick Police", kind=AgencyKind.POLICE, **known):
    """A practitioner in these posts at one agency."""
    return facts.Viewer(
        practitioner_id=somebody(f"{agency} practitioner"),
        name="Sam Rowan",
        agency_id=somebody(agency),
        agency_name=agency,
        agency_kind=kind,
        posts=frozenset(posts or {PostKind.DUTY_INSPECTOR}),
        post_ids=frozenset(),
        **known,
    )


def party(capacity, agency="Northwick Police"):
    """An agency's part in the episode."""
    return facts.Party(somebody(agency), capacity)


EVERY_PART = tuple(party(capacity) for capacity in Capacity)
