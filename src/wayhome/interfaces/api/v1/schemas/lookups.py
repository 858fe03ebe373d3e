"""Agencies, posts, people, closed lists and the protocol."""

from typing import Any
from uuid import UUID

from pydantic import Field

from wayhome.interfaces.api.v1.schemas.fields import At, Shown
from wayhome.rules.vocabulary import AgencyKind, PostKind


class Agency(Shown):
    """A police force, council, home, trust, school, charity or national body."""

    id: UUID
    name: str
    kind: AgencyKind
    police_force_id: UUID | None
    council_id: UUID | None
    telephone: str


class AgencyToAsk(Shown):
    """An agency that is telephoned for what is not shown here."""

    id: UUID
    name: str
    telephone: str


class Post(Shown):
    """A job in an agency. Duties and notices belong to posts; people take them."""

    id: UUID
    kind: PostKind
    title: str
    agency_id: UUID
    agency: str


class Practitioner(Shown):
    """A person of your agency and the posts they hold now."""

    id: UUID
    name: str
    posts: list[PostKind]


class Me(Shown):
    """Whose token this is."""

    id: UUID
    name: str
    agency_id: UUID
    agency: str
    agency_kind: AgencyKind
    posts: list[PostKind]
    post_ids: list[UUID]


class Word(Shown):
    """One word of a closed list."""

    code: str
    label: str


class Vocabulary(Shown):
    """Every closed list, by its name. Send the codes; show people the labels."""

    lists: dict[str, list[Word]]


class Protocol(Shown):
    """A partnership's protocol, as it stood on the day asked for."""

    version: int
    in_force_from: At
    police_owner: str
    council_owner: str
    content: dict[str, Any] = Field(description="Times in minutes; levels and posts by code.")


class ProblemKind(Shown):
    """One kind of problem and what to do about it."""

    code: str
    type: str
    status: int
    title: str
    what_to_do: str
