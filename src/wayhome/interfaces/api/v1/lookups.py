"""Look-ups: who there is, which words are used, and the protocol as it stood on a day."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from wayhome.interfaces.api.v1 import auth, problems
from wayhome.interfaces.api.v1.presenters import sections
from wayhome.interfaces.api.v1.schemas import fields
from wayhome.interfaces.api.v1.schemas import lookups as schemas
from wayhome.records.agencies import protocols
from wayhome.records.agencies import queries as agencies
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import access, factors, reasons, vocabulary
from wayhome.rules.vocabulary import AgencyKind, PostKind

router = Router(tags=["Look-ups"])


class AgenciesAsked(fields.Said):
    """Which agencies."""

    kind: AgencyKind | None = None


class ProtocolAsked(fields.Said):
    """Which version."""

    on: fields.Moment | None = None


@router.get("/me", response=schemas.Me, summary="Whose token this is")
def me(request: HttpRequest) -> schemas.Me:
    """Who you are, your agency, and the posts you hold now."""
    viewer = auth.caller(request).viewer
    return schemas.Me(
        id=viewer.practitioner_id,
        name=viewer.name,
        agency_id=viewer.agency_id,
        agency=viewer.agency_name,
        agency_kind=viewer.agency_kind,
        posts=sorted(viewer.posts),
        post_ids=sorted(viewer.post_ids),
    )


@router.get("/agencies", response=list[schemas.Agency], summary="Agencies")
def list_agencies(
    request: HttpRequest,  # noqa: ARG001 - ninja's own signature
    asked: Annotated[AgenciesAsked, Query()],
) -> list[schemas.Agency]:
    """Every agency, or those of one kind, by name."""
    return sections.each(schemas.Agency, list(agencies.agencies(asked.kind)))


@router.get("/agencies/{agency_id}/posts", response=list[schemas.Post], summary="An agency's posts")
def list_posts(request: HttpRequest, agency_id: UUID) -> list[schemas.Post]:  # noqa: ARG001 - ninja's own signature
    """The posts to which steps and handovers can be given."""
    return posts_of([agencies.agency(agency_id).id])


@router.get("/practitioners", response=list[schemas.Practitioner], summary="People of your agency")
def list_practitioners(request: HttpRequest) -> list[schemas.Practitioner]:
    """The people who work in your agency now, with their posts."""
    people = practitioners.in_agencies([auth.caller(request).viewer.agency_id])
    return [
        schemas.Practitioner(
            id=person.id,
            name=person.name,
            posts=sorted(PostKind(held.post.kind) for held in person.holdings.all()),
        )
        for person in people
    ]


@router.get("/vocabulary", response=schemas.Vocabulary, summary="Every closed list")
def list_vocabulary(request: HttpRequest) -> schemas.Vocabulary:  # noqa: ARG001 - ninja's own signature
    """Every closed list, with the words a person reads in the language asked for."""
    labelled = [*vars(vocabulary).values(), *vars(reasons).values()]
    lists = {
        _code(each): [schemas.Word(code=word, label=_(word.label)) for word in each]
        for each in labelled
        if isinstance(each, type) and issubclass(each, vocabulary.Labelled) and len(each)
    }
    lists["topic"] = [_question(topic.code, topic.question) for topic in factors.TOPICS]
    lists["factor"] = [_question(factor.code, factor.question) for factor in factors.FACTORS]
    return schemas.Vocabulary(lists=lists)


@router.get("/protocol", response=schemas.Protocol, summary="Your partnership's protocol")
def read_protocol(
    request: HttpRequest, asked: Annotated[ProtocolAsked, Query()]
) -> schemas.Protocol:
    """The protocol in force now, or as it stood at the moment `on`."""
    caller = auth.caller(request)
    access.require(caller.viewer, access.Deed.SEE_PROTOCOL)
    agency = agencies.agency(caller.viewer.agency_id)
    found = protocols.in_force(agency.partnership_id, at=asked.on or caller.now)
    return schemas.Protocol.model_validate(found)


@router.get(
    "/problems", response=list[schemas.ProblemKind], auth=None, summary="Every kind of problem"
)
def list_problems(request: HttpRequest) -> list[schemas.ProblemKind]:  # noqa: ARG001 - ninja's own signature
    """Every kind of problem this API answers with, and what to do about each."""
    return [_problem(kind) for kind in problems.KINDS]


@router.get(
    "/problems/{code}", response=schemas.ProblemKind, auth=None, summary="One kind of problem"
)
def read_problem(request: HttpRequest, code: str) -> schemas.ProblemKind:  # noqa: ARG001 - ninja's own signature
    """What the `type` of a problem leads to."""
    kind = next((kind for kind in problems.KINDS if kind.code == code), None)
    if kind is None:
        raise Http404
    return _problem(kind)


def posts_of(agency_ids: Iterable[UUID]) -> list[schemas.Post]:
    """The posts of some agencies, as they are answered."""
    return [
        schemas.Post(
            id=post.id,
            kind=PostKind(post.kind),
            title=post.title,
            agency_id=post.agency_id,
            agency=post.agency.name,
        )
        for post in agencies.posts_of(agency_ids)
    ]


def _question(code: str, question: str) -> schemas.Word:
    return schemas.Word(code=code, label=_(question))


def _problem(kind: problems.Kind) -> schemas.ProblemKind:
    return schemas.ProblemKind(
        code=kind.code,
        type=kind.type,
        status=kind.status,
        title=_(kind.title),
        what_to_do=_(kind.what_to_do),
    )


def _code(each: type) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in each.__name__).lstrip("_")
