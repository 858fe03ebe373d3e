"""Which child word is of: the one who was chosen, or the one the rule calls the same.

A match is made over every record but those sealed from whoever brings the word: of a sealed child
they are answered as of one nobody knows, because to them nobody does, and those on its list are
told (`word_of_sealed`). A match by itself tells whoever brings the word nothing and gives
them nothing: what they may know of the child depends on what they had to do with the child
before.
"""

from dataclasses import dataclass
from uuid import UUID

from wayhome.records.children import queries as children
from wayhome.records.children.models import Child
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.protection import queries as protection
from wayhome.rules import access, facts, matching, told


@dataclass(frozen=True, slots=True)
class Meant:
    """The child that is meant, locked, or None for one nobody knows; and what ties the viewer.

    `others` are the further records that the rule calls the same child.
    """

    child: Child | None
    tie: access.Tie
    others: tuple[matching.Record, ...] = ()


def meant_by(said: told.MissingReport, *, by: facts.Viewer) -> Meant:
    """The child a report is of. Raises NoSuchChild for one chosen whom the viewer may not know."""
    if said.child_id is not None:
        return chosen(said.child_id, by=by)
    child = said.child
    identity = matching.Identity(child.given_name, child.family_name, child.date_of_birth)
    return matched(identity, by=by)


def chosen(child_id: UUID, *, by: facts.Viewer) -> Meant:
    """The child a person chose. Raises NoSuchChild for one the viewer may not know of."""
    return Meant(children.locked(visibility.children(by), child_id), access.Tie.ITS_OWN)


def matched(identity: matching.Identity, *, by: facts.Viewer) -> Meant:
    """The child whom the rule calls the same. Two who bring the same name wait for each other."""
    if not matching.is_whole(identity):
        return Meant(None, access.Tie.NOBODYS)
    children.take_turns(identity)
    same = protection.same_children(identity, practitioner_id=by.practitioner_id)
    records = _records(same, by=by)
    if not records:
        return Meant(None, access.Tie.NOBODYS)
    first = matching.which(records)
    return Meant(
        children.locked(Child.objects.all(), first.child_id),
        access.Tie.ITS_OWN if first.is_visible else access.Tie.OTHERS,
        tuple(one for one in records if one is not first),
    )


def _records(found: list[Child], *, by: facts.Viewer) -> list[matching.Record]:
    if not found:
        return []
    ids = [child.id for child in found]
    visible = set(visibility.children(by).filter(id__in=ids).values_list("id", flat=True))
    away = episodes.away(ids)
    return [
        matching.Record(child.id, child.recorded_at, child.id in visible, child.id in away)
        for child in found
    ]
