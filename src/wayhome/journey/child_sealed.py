"""A child's record is sealed to a named list of practitioners, and from everybody else.

Every record that is one child with it is sealed too. It is refused where a search would go on
without its owner, or where nobody named could act for one of the two keys.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from wayhome.journey.acting import said, unless
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.models import new_id
from wayhome.platform.row_security import transactions
from wayhome.records.children import queries as children
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.practitioners import viewers
from wayhome.records.protection import actions, queries
from wayhome.rules import access, facts, moments, protection
from wayhome.rules.vocabulary import SealKind

DEED = access.Deed.SEAL


def record(
    child_id: UUID,
    kind: SealKind,
    *,
    why: str,
    named: Collection[UUID],
    by: facts.Viewer,
    now: datetime,
) -> UUID:
    """Seal the record to these people and whoever seals it; the seal's mark.

    Raises NoSuchChild, Refused or Contradiction.
    """
    with transactions.step():
        child = children.locked(visibility.children(by), child_id)
        access.require(by, DEED, parties=visibility.parties_to_child(child.id), child_id=child.id)
        listed = {*named, by.practitioner_id}
        records = queries.one_child(child.id)
        unless(
            said(why, field="why", or_else="Say why the record is sealed"),
            problems_with(records, listed, now=now),
        )
        mark = new_id()
        for each in sorted(records):
            actions.seal(each, kind, mark=mark, why=why, named=listed, by=by, at=now)
            ledger.write(Verb.ALTER, by=by, at=now, deed=DEED, child_id=each, object_id=mark)
    return mark


def problems_with(
    records: Collection[UUID], listed: Collection[UUID], *, now: datetime
) -> tuple[moments.Problem, ...]:
    """Why these records may not be sealed to this list: who can act, who owns what is open."""
    people = [viewers.viewer_of(each, now=now) for each in listed]
    parties = {party for each in records for party in visibility.parties_to_child(each)}
    return protection.problems_with_list(
        [each for each in people if each is not None],
        parties=parties,
        owners=[
            queries.owners_of(episode.owner_id, episode.owner_post_id, now=now)
            for each in records
            for episode in episodes.reports_of(each)
            if episode.closed_at is None
        ],
    )
