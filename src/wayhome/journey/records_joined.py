"""A person decides that two records are of one child, or, later, that they are of two after all.

Both bear every seal that either bore, are kept from whom either was, and tell nobody whom it was
not safe to tell by either; they stay so when they are parted. No rule joins records: twins share a
birthday and a home.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import asked_anew, child_sealed, family
from wayhome.journey import keeping_apart as apart
from wayhome.journey.acting import NotNow, said, unless
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.children import queries as children
from wayhome.records.episodes import visibility
from wayhome.records.protection import actions, queries
from wayhome.rules import access, facts

if TYPE_CHECKING:
    from wayhome.records.children.models import Child
    from wayhome.records.protection.models import Joined

DEED = access.Deed.JOIN_RECORDS
ONE_ALREADY = "These records are joined already"
WHY = "Say how you know that they are one child, and not brothers, sisters or twins"


def join(one_id: UUID, other_id: UUID, *, why: str, by: facts.Viewer, now: datetime) -> UUID:
    """Join two records as one child; the join. Raises NoSuchChild, Refused, Contradiction, NotNow.

    Whoever has word of a sealed child may join the record that the word is of, without a part in
    it. Refused where a seal of one would shut out whoever owns an open episode of the other.
    """
    with transactions.step():
        told = queries.others_told_of(by, (one_id, other_id))
        for child_id in sorted({one_id, other_id} - told):
            child = children.locked(visibility.children(by), child_id)
            access.require(
                by, DEED, parties=visibility.parties_to_child(child.id), child_id=child.id
            )
        unless(said(why, field="why", or_else=WHY))
        if other_id in queries.one_child(one_id):
            raise NotNow(ONE_ALREADY)
        made = actions.join(one_id, other_id, why=why, by=by, at=now)
        records = queries.one_child(one_id)
        if actions.spread(sorted(records), by=by, at=now):
            listed = queries.named_for(one_id) or frozenset()
            unless(child_sealed.problems_with(records, listed, now=now))
        apart.follow_joins(one_id, by=by, now=now)
        family.follow_joins(one_id, by=by, now=now, anew=True)
        asked_anew.follow_joins(one_id, by=by, now=now)
        _enter(made.id, (one_id, other_id), by=by, now=now)
    return made.id


def seen(child_id: UUID, *, by: facts.Viewer) -> "list[tuple[Joined, Child]]":
    """The joins of this record that stand, each with the other record, if they may know of it.

    The other may bear another name, and be known to others.
    """
    joins = queries.joins_of(child_id)
    other = {row.id: row.other if row.one_id == child_id else row.one for row in joins}
    among = visibility.children(by).filter(id__in=[each.id for each in other.values()])
    known = set(among.values_list("id", flat=True))
    return [(row, other[row.id]) for row in joins if other[row.id].id in known]


def to_be_parted(joined_id: UUID, *, by: facts.Viewer) -> "Joined":
    """One join of two records that the viewer may both know of. Raises NoSuchSeal for any other."""
    joined = queries.join_seen_by(by.practitioner_id, joined_id)
    pair = {joined.one_id, joined.other_id}
    if visibility.children(by).filter(id__in=pair).count() < len(pair):
        raise queries.NoSuchSeal(str(joined_id))
    return joined


def part(joined_id: UUID, *, why: str, by: facts.Viewer, now: datetime) -> None:
    """Part two records again. Raises NoSuchSeal, NoSuchChild, Refused or Contradiction."""
    with transactions.step():
        joined = queries.join(joined_id)
        pair = (joined.one_id, joined.other_id)
        for child_id in pair:
            child = children.locked(visibility.children(by), child_id)
            access.require(
                by, DEED, parties=visibility.parties_to_child(child.id), child_id=child.id
            )
        unless(said(why, field="why", or_else="Say how you know that they are two children"))
        actions.part(joined, why=why, by=by, at=now)
        _enter(joined.id, pair, by=by, now=now)


def _enter(joined_id: UUID, pair: tuple[UUID, UUID], *, by: facts.Viewer, now: datetime) -> None:
    for child_id in pair:
        ledger.write(Verb.COMBINE, by=by, at=now, deed=DEED, child_id=child_id, object_id=joined_id)
