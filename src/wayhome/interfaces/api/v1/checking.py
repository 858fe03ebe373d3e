"""Whether what was sent names things that there are, before anything is recorded."""

from collections.abc import Container, Iterable, Mapping
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from wayhome.interfaces.api.v1 import problems
from wayhome.interfaces.api.v1.schemas.children import ArrangementSaid, CareSaid
from wayhome.records.agencies import queries as agencies
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import moments
from wayhome.rules.vocabulary import AgencyKind

Arranged = TypeVar("Arranged", ArrangementSaid, CareSaid)
KINDS = {
    "responsible_authority_id": AgencyKind.LOCAL_AUTHORITY,
    "placement_id": AgencyKind.CARE_HOME,
    "school_id": AgencyKind.SCHOOL,
    "health_id": AgencyKind.HEALTH,
}


def arrangement(said: Arranged) -> Arranged:
    """The arrangement, once everybody in it is known. Raises NotUnderstood."""
    kinds = {agency.id: agency.kind for agency in agencies.agencies()}
    wrong = [
        moments.Problem(f"arrangement.{name}", _("Choose a %(kind)s.") % {"kind": _(kind.label)})
        for name, kind in KINDS.items()
        if (chosen := getattr(said, name)) is not None and kinds.get(chosen) != kind
    ]
    worker = said.social_worker_id
    if worker is not None and practitioners.one(worker) is None:
        wrong.append(moments.Problem("arrangement.social_worker_id", _("Choose a practitioner.")))
    if wrong:
        raise problems.NotUnderstood(wrong)
    return said


def people_named(named: Mapping[str, UUID], *, among: Container[UUID]) -> None:
    """Raise NotUnderstood, by where it was said, for whoever may not be on a list."""
    wrong = [
        moments.Problem(where, _("Choose a practitioner."))
        for where, each in named.items()
        if each not in among
    ]
    if wrong:
        raise problems.NotUnderstood(wrong)


def agencies_known(agency_ids: Iterable[UUID]) -> None:
    """Raise NotUnderstood where an agency of a plan's actions is not known."""
    known = {agency.id for agency in agencies.agencies()}
    wrong = [
        moments.Problem(f"actions.{number}.agency_id", _("Choose an agency from the list."))
        for number, agency_id in enumerate(agency_ids)
        if agency_id not in known
    ]
    if wrong:
        raise problems.NotUnderstood(wrong)
