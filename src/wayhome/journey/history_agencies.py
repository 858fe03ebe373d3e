"""The agencies and posts of a back record: those of the same name, and the others made.

A partnership that is new gets the protocol that is shipped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.journey import partnership_formed
from wayhome.platform.copying.reading import DoesNotFit, Folder
from wayhome.records.agencies import queries as agencies
from wayhome.rules import protocol, told
from wayhome.rules.vocabulary import AgencyKind, Jurisdiction, PostKind

ANOTHER = "agencies.parquet: {name} is a {there} here, and no {said}."
IN_A_CIRCLE = "agencies.parquet: {name} and another each name the other."
NO_POST = "posts.parquet: {name} has no post, so nothing can be told to it."


@dataclass(frozen=True, slots=True)
class Told:
    """What the back record says of agencies and their posts, a list a column."""

    names: list[str]
    kinds: list[str]
    nations: list[str]
    partnerships: list[str]
    forces: list[int | None]
    councils: list[int | None]
    post_agencies: list[int]
    post_kinds: list[str]

    def posts_of(self) -> dict[int, list[PostKind]]:
        """The posts of each agency, by its place."""
        found: dict[int, list[PostKind]] = {}
        for agency, kind in zip(self.post_agencies, self.post_kinds, strict=True):
            found.setdefault(agency, []).append(PostKind(kind))
        return found

    def named_by(self, place: int) -> set[int]:
        """The force and the council that an agency names."""
        named = (self.forces[place], self.councils[place])
        return {each for each in named if each is not None}


def told_by(folder: Folder) -> Told:
    """Those columns of the back record."""
    bodies = "name kind nation partnership police_force council"
    columns = [("agencies", each) for each in bodies.split()]
    columns += [("posts", "agency"), ("posts", "kind")]
    return Told(*(folder.column(table, name).to_pylist() for table, name in columns))


def form_partnerships(said: Told, *, since: datetime, now: datetime) -> None:
    """Each partnership that is not here yet, with its protocol in force from `since`."""
    there = {each.name for each in agencies.partnerships()}
    for new in sorted(set(said.partnerships) - there - {""}):
        police, council = AgencyKind.POLICE, AgencyKind.LOCAL_AUTHORITY
        partnership_formed.partnership(
            new,
            content=protocol.DEFAULT,
            owners=(_first(said, new, police), _first(said, new, council)),
            in_force_from=since,
            now=now,
        )


def _first(said: Told, partnership: str, kind: AgencyKind) -> str:
    """The first agency of a kind in a partnership, which owns its protocol; or the partnership."""
    every = zip(said.names, said.kinds, said.partnerships, strict=True)
    its = (name for name, is_a, of in every if of == partnership and is_a == kind)
    return next(its, partnership)


def known(said: Told, *, now: datetime) -> list[UUID]:
    """The agencies' identifiers here, in order. Raises DoesNotFit."""
    there = {each.name: each for each in agencies.agencies()}
    for name, kind in zip(said.names, said.kinds, strict=True):
        if name in there and there[name].kind != kind:
            raise DoesNotFit(ANOTHER.format(name=name, there=there[name].kind, said=kind))
    found = {place: there[name].id for place, name in enumerate(said.names) if name in there}
    while left := [place for place in range(len(said.names)) if place not in found]:
        ready = [place for place in left if said.named_by(place) <= found.keys()]
        if not ready:
            raise DoesNotFit(IN_A_CIRCLE.format(name=said.names[left[0]]))
        for partnership in {said.partnerships[place] for place in ready}:
            these = [place for place in ready if said.partnerships[place] == partnership]
            found |= dict(zip(these, _made(said, these, found, now=now), strict=True))
    return [found[place] for place in range(len(said.names))]


def _made(said: Told, these: list[int], found: dict[int, UUID], *, now: datetime) -> Iterable[UUID]:
    posts = said.posts_of()
    for place in these:
        if place not in posts:
            raise DoesNotFit(NO_POST.format(name=said.names[place]))
    new = [_new(said, place, found, posts[place]) for place in these]
    name = said.partnerships[these[0]] or None
    return partnership_formed.agencies(new, partnership_name=name, now=now)


def _new(said: Told, place: int, found: dict[int, UUID], posts: list[PostKind]) -> told.NewAgency:
    force, council = said.forces[place], said.councils[place]
    return told.NewAgency(
        said.names[place],
        kind=AgencyKind(said.kinds[place]),
        posts=dict.fromkeys(posts, ""),
        police_force_id=None if force is None else found[force],
        council_id=None if council is None else found[council],
        nation=Jurisdiction(said.nations[place]),
    )
