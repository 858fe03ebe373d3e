"""`wayhome form FILE`: a partnership, its agencies with their posts, and its people, from a file.

For the first day, and for whoever joins later: what is there already is left as it is, and said. A
file with anything wrong in it changes nothing, and each thing that is wrong is named. Nobody can
sign in by it: `wayhome invite` lets each person set their own password.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import yaml
from django.db import transaction

from wayhome.journey import partnership_formed
from wayhome.platform import clock
from wayhome.platform.messaging import addresses
from wayhome.records.agencies import queries as agencies
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import protocol, told
from wayhome.rules.vocabulary import AgencyKind, PostKind

Kind = TypeVar("Kind", AgencyKind, PostKind)
WHOLE = frozenset({"partnership", "owners", "agencies", "people"})
OF_AN_AGENCY = frozenset({"name", "kind", "posts", "force", "council"})
LONGEST = 100  # letters of a name
OF_A_PERSON = frozenset({"username", "name", "agency", "posts", "email"})


class NotPossible(ValueError):
    """Nothing was changed; the message names each thing that is wrong."""


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency as the file names it: its force and council by their names."""

    name: str
    kind: AgencyKind
    posts: Mapping[PostKind, str]
    force: str
    council: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the file names them, and the agency they work for by its name."""

    username: str
    name: str
    agency: str
    posts: Sequence[PostKind]
    email: str


@dataclass(slots=True)
class Read:
    """A file as it was read, with everything that is wrong in it."""

    partnership: str = ""
    owners: tuple[str, str] = ("", "")
    agencies: list[Agency] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def main(argv: Sequence[str]) -> int:
    """Read the file and set up what is new. Raises NotPossible, which the command prints."""
    options = _options(argv)
    found = read(options.file)
    there = {agency.name: agency.id for agency in agencies.agencies()}
    names = {*there, *(each.name for each in found.agencies)}
    found.wrong += [*_unknown(found, names), *_of_others(found), *_out_of_order(found, there)]
    if found.wrong:
        raise NotPossible("\n  ".join(["nothing was changed:", *found.wrong]))
    if options.check:
        print(f"{options.file} can be used.")
        return 0
    with transaction.atomic():
        _set_up(found, there, now=clock.now())
    return 0


# ------------------------------------------------------------------ reading


def read(file: Path) -> Read:
    """What the file says. Raises NotPossible where it cannot be read at all."""
    try:
        said = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as lost:
        raise NotPossible(f"{file} cannot be read: {lost}") from lost
    if not isinstance(said, dict):
        raise NotPossible(f"{file} must say a partnership, its owners, its agencies and its people")
    found = Read()
    found.partnership = _text(said, "partnership", of="the file", wrong=found.wrong)
    found.owners = _owners(said, wrong=found.wrong)
    _nothing_else(said, WHOLE, of="the file", wrong=found.wrong)
    found.agencies = _each(said, "agencies", _agency, wrong=found.wrong)
    found.people = _each(said, "people", _person, wrong=found.wrong)
    return found


def _each(
    said: Mapping[str, Any],
    key: str,
    make: Callable[[Mapping[str, Any], str, list[str]], Any],
    *,
    wrong: list[str],
) -> list[Any]:
    parts = said.get(key) or []
    if not isinstance(parts, list):
        wrong.append(f"{key} must be a list")
        return []
    found = []
    for number, part in enumerate(parts, start=1):
        of = f"{key}, number {number}"
        if isinstance(part, dict):
            found.append(make(part, of, wrong))
        else:
            wrong.append(f"{of}: must say what belongs to it, a line each")
    return found


def _agency(part: Mapping[str, Any], of: str, wrong: list[str]) -> Agency:
    name = _text(part, "name", of=of, wrong=wrong)
    of = name or of
    _nothing_else(part, OF_AN_AGENCY, of=of, wrong=wrong)
    posts = part.get("posts")
    if not isinstance(posts, dict) or not posts:
        wrong.append(f"{of}: posts must name each post and the address its messages go to")
        posts = {}
    held = {
        kind: _address(email, of=f"the {kind.label} of {of}", is_needed=True, wrong=wrong)
        for post, email in posts.items()
        if (kind := _kind(PostKind, post, of=of, wrong=wrong)) is not None
    }
    of_kind = _kind(AgencyKind, part.get("kind"), of=of, wrong=wrong)
    return Agency(
        name,
        kind=of_kind or AgencyKind.POLICE,
        posts=held,
        force=str(part.get("force") or ""),
        council=str(part.get("council") or ""),
    )


def _person(part: Mapping[str, Any], of: str, wrong: list[str]) -> Person:
    username = _text(part, "username", of=of, wrong=wrong)
    of = username or of
    _nothing_else(part, OF_A_PERSON, of=of, wrong=wrong)
    posts = part.get("posts")
    if not isinstance(posts, list) or not posts or len(set(map(str, posts))) < len(posts):
        wrong.append(f"{of}: posts must be a list of the posts they hold, each once")
        posts = []
    found = [_kind(PostKind, post, of=of, wrong=wrong) for post in posts]
    return Person(
        username,
        name=_text(part, "name", of=of, wrong=wrong),
        agency=_text(part, "agency", of=of, wrong=wrong),
        posts=[each for each in found if each is not None],
        email=_address(part.get("email"), of=of, wrong=wrong),
    )


def _owners(said: Mapping[str, Any], *, wrong: list[str]) -> tuple[str, str]:
    owners = said.get("owners")
    names = owners if isinstance(owners, dict) else {}
    police = _text(names, "police", of="owners of the protocol", wrong=wrong)
    return police, _text(names, "council", of="owners of the protocol", wrong=wrong)


def _text(part: Mapping[str, Any], key: str, *, of: str, wrong: list[str]) -> str:
    said = part.get(key)
    if isinstance(said, str) and 0 < len(said.strip()) <= LONGEST:
        return said.strip()
    wrong.append(f"{of}: {key} is missing, or longer than {LONGEST} letters")
    return ""


def _address(email: object, *, of: str, wrong: list[str], is_needed: bool = False) -> str:
    said = email.strip() if isinstance(email, str) else ""
    if is_needed and not said:
        wrong.append(f"{of} has no address: its messages would reach nobody")
    try:
        addresses.checked(said, of=of)
    except addresses.NoSuchAddress as refused:
        wrong.append(str(refused))
    return said


def _kind(kinds: type[Kind], said: object, *, of: str, wrong: list[str]) -> Kind | None:
    try:
        return kinds(str(said))
    except ValueError:
        wrong.append(f"{of}: {said!r} is none of {', '.join(sorted(kinds))}")
        return None


def _nothing_else(
    part: Mapping[str, Any], known: frozenset[str], *, of: str, wrong: list[str]
) -> None:
    wrong += [f"{of}: nothing is known by the name of {each}" for each in part if each not in known]


def _unknown(found: Read, names: set[str]) -> Iterable[str]:
    """Agencies that are named and are not there, or are of another kind; and posts likewise."""
    kinds = {each.name: each.kind for each in found.agencies}
    kinds |= {each.name: AgencyKind(each.kind) for each in agencies.agencies()}
    for agency in found.agencies:
        for other in {agency.force, agency.council} - names - {""}:
            yield f"{agency.name}: there is no agency {other}"
        for role, kind in (("force", AgencyKind.POLICE), ("council", AgencyKind.LOCAL_AUTHORITY)):
            if kinds.get(getattr(agency, role), kind) is not kind:
                yield f"{agency.name}: {getattr(agency, role)} is no {role}"
    posts = _posts_by_agency(found)
    for person in found.people:
        if person.agency and person.agency not in posts:
            yield f"{person.username}: there is no agency {person.agency}"
        for post in set(person.posts) - posts.get(person.agency, set(PostKind)):
            yield f"{person.username}: {person.agency} has no post {post}"


def _of_others(found: Read) -> Iterable[str]:
    """Agencies of the file, or of its people, that are there in another partnership."""
    ours = {each.id for each in agencies.partnerships() if each.name == found.partnership}
    named = {each.name for each in found.agencies} | {each.agency for each in found.people}
    for agency in agencies.agencies():
        if agency.name in named and agency.partnership_id not in {None, *ours}:
            yield f"{agency.name} belongs to another partnership"


def _posts_by_agency(found: Read) -> dict[str, set[PostKind]]:
    """Of those in the file and of those that are there; what is there already stays as it is."""
    posts = {each.name: set(each.posts) for each in found.agencies}
    there = {each.id: each.name for each in agencies.agencies()}
    posts |= {name: set() for name in there.values()}
    for post in agencies.posts_of(there):
        posts[there[post.agency_id]].add(PostKind(post.kind))
    return posts


def _out_of_order(found: Read, there: Mapping[str, UUID]) -> Iterable[str]:
    """A force and a council stand above those who name them, and nothing stands twice."""
    known = set(there)
    for agency in found.agencies:
        for other in filter(None, (agency.force, agency.council)):
            if other not in known and other in {each.name for each in found.agencies}:
                yield f"{agency.name}: put {other} above it"
        known.add(agency.name)
    for said in ([each.name for each in found.agencies], [each.username for each in found.people]):
        yield from (
            f"{each} stands twice" for each in sorted({x for x in said if said.count(x) > 1})
        )


# ------------------------------------------------------------------ setting up


def _set_up(found: Read, there: Mapping[str, UUID], *, now: datetime) -> None:
    made = dict(there)
    if found.partnership not in {each.name for each in agencies.partnerships()}:
        partnership_formed.partnership(
            found.partnership,
            content=protocol.DEFAULT,
            owners=found.owners,
            in_force_from=now,
            now=now,
        )
        _say(f"{found.partnership}: set up, with Wayhome’s own protocol, in force from now")
    else:
        _say(f"{found.partnership}: there already, left as it is, with its protocol and owners")
    for agency in found.agencies:
        if agency.name in there:
            _say(f"{agency.name}: there already, left as it is")
            continue
        [made[agency.name]] = partnership_formed.agencies(
            [_new(agency, made)], partnership_name=found.partnership, now=now
        )
        _say(f"{agency.name}: registered")
    known = practitioners.taken(each.username for each in found.people)
    new = [each for each in found.people if each.username not in known]
    partnership_formed.practitioners(
        [
            told.NewPractitioner(
                each.name,
                username=each.username,
                agency_id=made[each.agency],
                posts=each.posts,
                email=each.email,
            )
            for each in new
        ],
        now=now,
    )
    for person in found.people:
        is_new = person.username not in known
        _say(f"{person.username}: {'registered' if is_new else 'there already, left as they are'}")
    if new:
        _say("Now let each set a password: wayhome invite USERNAME")


def _new(agency: Agency, made: Mapping[str, UUID]) -> told.NewAgency:
    return told.NewAgency(
        agency.name,
        kind=agency.kind,
        posts=agency.posts,
        police_force_id=made[agency.force] if agency.force else None,
        council_id=made[agency.council] if agency.council else None,
    )


def _say(words: str) -> None:
    print(words, file=sys.stderr)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="wayhome form", description="Set up a partnership, its agencies and its people."
    )
    parser.add_argument("file", type=Path, help="what there is to be: see docs/deploy.md")
    parser.add_argument("--check", action="store_true", help="say what is wrong; change nothing")
    return parser.parse_args(argv)
