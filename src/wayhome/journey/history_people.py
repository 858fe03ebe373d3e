"""The posts and people of a back record: those who are here, and the others made.

People are known by the name they sign in with, and get no password.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import numpy as np
import numpy.typing as npt

from wayhome.journey import history_agencies, partnership_formed
from wayhome.journey.history_agencies import Told
from wayhome.platform.copying.reading import DoesNotFit, Folder
from wayhome.platform.copying.resting import Source
from wayhome.records.agencies import loading, protocols
from wayhome.records.agencies import queries as agencies
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import told
from wayhome.rules.vocabulary import PostKind

ELSEWHERE = "people.parquet: {name} works for another agency here."
NO_PROTOCOL = "agencies.parquet: {name} owns absences, and is in no partnership with a protocol."
NONE = UUID(int=0)


def known(folder: Folder, *, since: datetime, now: datetime) -> Source:
    """The back record with who is who here, made where they were not; its first moment is `since`.

    Raises DoesNotFit where an agency or a person of the same name is another.
    """
    said = history_agencies.told_by(folder)
    history_agencies.form_partnerships(said, since=since, now=now)
    bodies = history_agencies.known(said, now=now)
    posts = _posts(said, bodies, now=now)
    of_posts = np.array(said.post_agencies, np.int64)
    of_people = of_posts[folder.column("people", "post").to_numpy()]
    people = _people(folder, [bodies[place] for place in of_people.tolist()], said, now=now)
    owners = np.unique(of_posts[folder.column("episodes", "owner_post").to_numpy()])
    agreed = _protocols(said, bodies, owners=set(owners.tolist()), now=now)
    source = Source(folder)
    source.known |= {"agencies": _ids(bodies), "posts": _ids(posts), "people": _ids(people)}
    source.beside |= {
        loading.NAMES: np.array(said.names),
        loading.OF_POSTS: of_posts,
        loading.OF_PEOPLE: of_people,
        loading.PROTOCOLS: _ids(agreed),
    }
    return source


def _ids(found: Iterable[UUID]) -> "npt.NDArray[np.uint8]":
    return np.frombuffer(b"".join(each.bytes for each in found), np.uint8).reshape(-1, 16)


def _posts(said: Told, bodies: list[UUID], *, now: datetime) -> list[UUID]:
    wanted = [
        (bodies[agency], PostKind(kind))
        for agency, kind in zip(said.post_agencies, said.post_kinds, strict=True)
    ]
    there = {(post.agency_id, PostKind(post.kind)): post.id for post in agencies.posts_of(bodies)}
    new = [each for each in dict.fromkeys(wanted) if each not in there]
    there |= dict(zip(new, partnership_formed.posts(new, now=now), strict=True))
    return [there[each] for each in wanted]


def _people(folder: Folder, agencies_of: list[UUID], said: Told, *, now: datetime) -> list[UUID]:
    names = folder.column("people", "name").to_pylist()
    usernames = folder.column("people", "username").to_pylist()
    posts = folder.column("people", "post").to_pylist()
    there = {each.username: each for each in practitioners.named(usernames)}
    new = []
    for name, username, post, agency in zip(names, usernames, posts, agencies_of, strict=True):
        if username not in there:
            kind = PostKind(said.post_kinds[post])
            new.append(told.NewPractitioner(name, username, agency, posts=(kind,)))
        elif there[username].agency_id != agency:
            raise DoesNotFit(ELSEWHERE.format(name=username))
    found = {username: each.id for username, each in there.items()}
    made = partnership_formed.practitioners(new, now=now)
    found |= dict(zip((each.username for each in new), made, strict=True))
    return [found[username] for username in usernames]


def _protocols(said: Told, bodies: list[UUID], *, owners: set[int], now: datetime) -> list[UUID]:
    """The protocol of each agency's partnership; none of one that owns no absence and has none."""
    found: dict[UUID | None, UUID] = {}
    for place, agency in enumerate(agencies.in_order(bodies)):
        if agency.partnership_id in found:
            continue
        try:
            stored = protocols.in_force(agency.partnership_id, at=now)
            found[agency.partnership_id] = stored.id
        except protocols.NoProtocol as lacking:
            if place in owners:
                raise DoesNotFit(NO_PROTOCOL.format(name=said.names[place])) from lacking
    return [found.get(agency.partnership_id, NONE) for agency in agencies.in_order(bodies)]
