"""What is known when a batch of past records is taken in, and the rows still to be written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import models

from wayhome.journey import past, past_children
from wayhome.platform import together
from wayhome.platform.submissions.models import Submission
from wayhome.records.agencies import protocols
from wayhome.records.agencies import queries as agencies
from wayhome.records.agencies.models import Agency, Post, Protocol
from wayhome.records.children import past as past_records
from wayhome.records.children.models import CareArrangement
from wayhome.records.episodes import past as past_absences
from wayhome.records.episodes import visibility
from wayhome.records.episodes.models import Episode
from wayhome.rules import access, facts, protocol
from wayhome.rules.vocabulary import AgencyKind, Capacity, Side
from wayhome.stages.intake import past as intake

_Part = tuple[UUID | None, Capacity]


@dataclass(slots=True)
class Batch:
    """One batch being taken in: who, when, what is known, and the rows still to be written."""

    by: facts.Viewer
    now: datetime
    agency: Agency
    stored: Protocol
    agreed: protocol.Protocol
    owner: Post | None
    children: past_children.Children
    known: dict[UUID, list[past.Known]]
    care: dict[UUID, CareArrangement]
    before: dict[str, Submission]
    rows: list[models.Model] = field(default_factory=list)
    to_tell: dict[UUID, tuple[Post, Episode, datetime]] = field(default_factory=dict)
    _posts: dict[UUID, list[Post]] = field(default_factory=dict)

    @property
    def side(self) -> Side:
        """Whose judgement the labels of these records are."""
        return Side.POLICE if self.agency.kind == AgencyKind.POLICE else Side.CHILDRENS_SERVICES

    def write(self) -> None:
        """Write the rows made so far."""
        together.insert(self.rows)
        self.rows = []

    def posts_of(self, agency_ids: Collection[UUID]) -> list[Post]:
        """The posts of some agencies, asked for once in a batch."""
        unknown = [agency_id for agency_id in agency_ids if agency_id not in self._posts]
        if unknown:
            self._posts |= {agency_id: [] for agency_id in unknown}
            for post in agencies.posts_of(unknown):
                self._posts[post.agency_id].append(post)
        return [post for agency_id in agency_ids for post in self._posts[agency_id]]

    def parts(self, match: past_children.Match, one: past.PastEpisode) -> tuple[_Part, ...]:
        """Who has a part in a past absence: from the child's care, or from whose record it is."""
        gained = access.PART_BY_REPORTING[match.tie]
        ours = ((self.agency.id, gained),) if gained else ()
        care = self.care.get(match.child.id)
        if care is not None:
            return (*visibility.care_parts(care), *ours)
        if self.agency.kind == AgencyKind.POLICE:
            return (
                (self.agency.id, Capacity.HOST_FORCE),
                (one.council_id, Capacity.RESPONSIBLE_AUTHORITY),
                *ours,
            )
        return (
            (self.agency.police_force_id, Capacity.HOST_FORCE),
            (self.agency.id, Capacity.RESPONSIBLE_AUTHORITY),
            *ours,
        )


def gathered(records: Sequence[past.PastEpisode], *, by: facts.Viewer, now: datetime) -> Batch:
    """The batch with everything that is known of its children, by a few queries."""
    agency = agencies.agency(by.agency_id)
    stored = protocols.in_force(agency.partnership_id, at=now)
    agreed = protocols.read(stored.id)
    keys = {one.key for one in records}
    submitted = Submission.objects.filter(practitioner_id=agency.id, key__in=keys)
    among = past_children.found(records, by=by, now=now)
    return Batch(
        by=by,
        now=now,
        agency=agency,
        stored=stored,
        agreed=agreed,
        owner=_owner(agency, agreed=agreed),
        children=among,
        known=_known(among.everybody(), agency=agency),
        care=past_records.arrangements(among.everybody()),
        before={one.key: one for one in submitted},
    )


def _known(child_ids: set[UUID], *, agency: Agency) -> dict[UUID, list[past.Known]]:
    """Every absence of some children, by child, and whether this agency first told of it."""
    told_by = intake.opened_by(child_ids)
    known: dict[UUID, list[past.Known]] = {}
    for absence in past_absences.absences(child_ids):
        is_ours = told_by.get(absence.episode_id) == agency.id
        known.setdefault(absence.child_id, []).append(past.Known(absence, is_ours))
    return known


def _owner(agency: Agency, *, agreed: protocol.Protocol) -> Post | None:
    force = agency.id if agency.kind == AgencyKind.POLICE else agency.police_force_id
    if force is None:
        return None
    return agencies.choose_post(
        agencies.posts_of([force]), agency_id=force, kind=agreed.first_owner
    )
