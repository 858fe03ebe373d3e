"""Which agencies have a part in a new episode: from the child's care, or from who reports."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.journey.acting import Contradiction
from wayhome.records.agencies import queries as agencies
from wayhome.records.children import actions as child_actions
from wayhome.records.children import queries as children
from wayhome.records.episodes import visibility
from wayhome.rules import facts, moments, told
from wayhome.rules.vocabulary import AgencyKind, Capacity

CHOOSE_COUNCIL = moments.Problem(
    "council_id", "Choose the council area the child is missing from, so that it can be told"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The agencies of a new episode and the part each plays."""

    held: tuple[tuple[UUID | None, Capacity], ...]

    def holder(self, capacity: Capacity) -> UUID | None:
        """The agency that plays a part, or None."""
        return next((agency for agency, part in self.held if part is capacity and agency), None)

    def agencies(self) -> frozenset[UUID]:
        """Every agency that has a part."""
        return frozenset(agency for agency, _part in self.held if agency)


def of_new_episode(
    known: children.Known,
    said: told.MissingReport,
    *,
    reporters: Capacity | None,
    by: facts.Viewer,
    now: datetime,
) -> Parts:
    """Who has a part. A child whose care is not known is given the council of the area.

    `reporters` is the part of the agency that reports, if it gains one. Raises Contradiction
    when no council can be told, so that no child falls between two.
    """
    care = known.arrangement or child_actions.arrange_first_care(
        known.child, _care(said, by=by), by=by, at=now
    )
    gained = ((by.agency_id, reporters),) if reporters else ()
    return Parts((*visibility.care_parts(care), *gained))


def if_nobody_knew(said: told.MissingReport, *, by: facts.Viewer) -> Parts:
    """Who would have a part in an episode of a child nobody knew. Raises Contradiction."""
    return Parts(visibility.care_parts(child_actions.worked_out(_care(said, by=by))))


def problems_with_council(said: told.MissingReport) -> tuple[moments.Problem, ...]:
    """What is wrong with the council a report names: it must be one, whoever the child is."""
    if said.council_id is None or agencies.is_council(said.council_id):
        return ()
    return (CHOOSE_COUNCIL,)


def _care(said: told.MissingReport, *, by: facts.Viewer) -> told.Arrangement:
    is_home = by.agency_kind is AgencyKind.CARE_HOME
    return told.Arrangement(
        responsible_authority_id=_council(said, by=by),
        placement_id=by.agency_id if is_home else None,
        school_id=by.agency_id if by.agency_kind is AgencyKind.SCHOOL else None,
        is_looked_after=is_home,
    )


def _council(said: told.MissingReport, *, by: facts.Viewer) -> UUID:
    if said.council_id is not None:
        return said.council_id  # a council: problems_with_council has looked
    if by.agency_kind is AgencyKind.LOCAL_AUTHORITY:
        return by.agency_id
    reporter = agencies.agency(by.agency_id)
    if reporter.council_id is not None:
        return reporter.council_id
    within = [
        council.id
        for council in agencies.agencies(AgencyKind.LOCAL_AUTHORITY)
        if council.police_force_id == reporter.id
    ]
    if len(within) != 1:
        raise Contradiction((CHOOSE_COUNCIL,))
    return within[0]
