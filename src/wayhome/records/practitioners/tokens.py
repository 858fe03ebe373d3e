"""Which tokens there are: a person's own, and those of an agency's systems.

A system is an account that holds no post but that of a partner system: nobody signs in as it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from wayhome.platform.row_security import transactions
from wayhome.platform.unknown import NoSuch
from wayhome.records.practitioners import queries, viewers
from wayhome.records.practitioners.models import ApiToken, Holding, Practitioner
from wayhome.rules.vocabulary import PostKind


class NoSuchToken(NoSuch):
    """There is no such token that this person may end."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is listed: never the token itself, which nobody keeps."""

    id: UUID
    bearer: str
    label: str
    posts: tuple[PostKind, ...]
    created_at: datetime
    expires_at: datetime


def of(practitioner_id: UUID, *, now: datetime) -> list[Token]:
    """The tokens of one person that are good now, the newest first."""
    return _listed(_good(now).filter(practitioner_id=practitioner_id))


def of_systems(agency_id: UUID, *, now: datetime) -> list[Token]:
    """The tokens of an agency's systems that are good now, the newest first."""
    theirs = systems(agency_id, now=now).values("pk")
    with transactions.step():  # the database shows a token to its own bearer alone
        return _listed(_good(now).filter(agency_id=agency_id, practitioner__in=theirs))


def systems(agency_id: UUID, *, now: datetime) -> QuerySet[Practitioner]:
    """The systems of an agency, by name."""
    found = Practitioner.objects.filter(_is_system(now), agency_id=agency_id, is_active=True)
    return found.order_by("name")


def people(agency_ids: Iterable[UUID], *, now: datetime) -> QuerySet[Practitioner]:
    """The people who work for some agencies, by agency and name: never a system.

    They are who may be put on a list of those who know of a child, or read what is kept of one.
    """
    return queries.in_agencies(agency_ids).exclude(_is_system(now))


def _is_system(now: datetime) -> Q:
    held = Holding.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now), practitioner=OuterRef("pk"), since__lte=now
    )
    is_system = Exists(held.filter(post__kind=PostKind.PARTNER_SYSTEM))
    is_person = Exists(held.exclude(post__kind=PostKind.PARTNER_SYSTEM))
    return Q(is_system) & ~Q(is_person)


def one(token_id: UUID, *, now: datetime) -> ApiToken:
    """One token that is good now, held until the transaction ends. Raises NoSuchToken."""
    found = _good(now).select_for_update(of=("self",)).filter(id=token_id).first()
    if found is None:
        raise NoSuchToken(token_id)
    return found


def bearer_then(digest: str, *, at: datetime) -> viewers.Bearer | None:
    """Whose token this was, if it was good at a moment; one that has been revoked since counts."""
    good = ApiToken.objects.filter(
        Q(revoked_at__isnull=True) | Q(revoked_at__gt=at),
        digest=digest,
        created_at__lte=at,
        expires_at__gt=at,
    )
    with transactions.step():  # nobody is known yet
        found = good.first()
    if found is None:
        return None
    return viewers.Bearer(
        found.practitioner_id, found.agency_id, frozenset(map(PostKind, found.posts))
    )


def _good(now: datetime) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(revoked_at__isnull=True, expires_at__gt=now)


def _listed(found: QuerySet[ApiToken]) -> list[Token]:
    return [
        Token(
            each.id,
            each.practitioner.name,
            each.label,
            tuple(map(PostKind, each.posts)),
            each.created_at,
            each.expires_at,
        )
        for each in found.select_related("practitioner").order_by("-created_at", "id")
    ]
