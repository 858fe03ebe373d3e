"""Questions about practitioners. None of these is about a child."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from wayhome.records.practitioners.models import Holding, Practitioner
from wayhome.rules.vocabulary import PostKind


def names(practitioner_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of some practitioners with their agencies, by identifier."""
    found = with_agencies(practitioner_ids)
    return {person.id: f"{person.name}, {person.agency.name}" for person in found}


def with_agencies(practitioner_ids: Iterable[UUID | None]) -> QuerySet[Practitioner]:
    """Some practitioners by name, each with the agency they work for."""
    wanted = {practitioner_id for practitioner_id in practitioner_ids if practitioner_id}
    found = Practitioner.objects.filter(id__in=wanted).select_related("agency")
    return found.only("id", "name", "agency__id", "agency__name", "agency__kind")


def everybody() -> QuerySet[Practitioner]:
    """Every active practitioner with agency and posts held now, by agency and name."""
    held_now = Holding.objects.filter(until__isnull=True).select_related("post")
    return (
        Practitioner.objects.filter(is_active=True)
        .select_related("agency")
        .prefetch_related(Prefetch("holdings", queryset=held_now))
        .order_by("agency__name", "name")
    )


def in_agencies(agency_ids: Iterable[UUID]) -> QuerySet[Practitioner]:
    """The active practitioners of some agencies, by name."""
    return everybody().filter(agency_id__in=set(agency_ids))


def one(practitioner_id: UUID) -> Practitioner | None:
    """One practitioner with their agency, or None."""
    return Practitioner.objects.select_related("agency").filter(id=practitioner_id).first()


def by_username(username: str) -> Practitioner | None:
    """The active practitioner of this name, or None."""
    return Practitioner.objects.filter(Q(username=username), is_active=True).first()


def taken(usernames: Iterable[str]) -> set[str]:
    """Those of these names by which somebody signs in, or did before their account was closed."""
    there = Practitioner.objects.filter(username__in=list(usernames))
    return set(there.values_list("username", flat=True))


def named(usernames: Iterable[str]) -> QuerySet[Practitioner]:
    """Those who sign in by these names, or did before their account was closed."""
    return Practitioner.objects.filter(username__in=list(usernames))


def lock(practitioner_id: UUID) -> None:
    """Wait until nobody else changes how this person signs in, until this transaction ends."""
    list(Practitioner.objects.select_for_update().filter(id=practitioner_id).values_list("id"))


def with_email(email: str) -> list[UUID]:
    """Every account with this e-mail address, in whichever agency; none for no address."""
    if not email:
        return []
    return list(
        Practitioner.objects.filter(email__iexact=email.strip()).values_list("id", flat=True)
    )


def emails_of(practitioner_ids: Iterable[UUID]) -> list[str]:
    """The e-mail addresses of some accounts, each once."""
    return list(dict.fromkeys(email_of_each(practitioner_ids).values()))


def email_of_each(practitioner_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The e-mail address of each of some accounts that has one, in the order of the addresses."""
    found = Practitioner.objects.filter(id__in=list(practitioner_ids)).exclude(email="")
    return dict(found.order_by("email", "id").values_list("id", "email"))


def take_turns(practitioner_id: UUID) -> None:
    """Wait until nothing else is done in the name of this account, until the transaction ends."""
    Practitioner.objects.select_for_update(no_key=True).filter(id=practitioner_id).first()


def people_in(post_id: UUID) -> QuerySet[Practitioner]:
    """Everybody who works here still and holds this post, by name."""
    held = Holding.objects.filter(until__isnull=True, post_id=post_id)
    return everybody().filter(id__in=held.values("practitioner"))


def holding(kinds: Iterable[PostKind], *, now: datetime) -> QuerySet[Practitioner]:
    """Everybody who works here still and holds a post of one of these kinds, by agency and name."""
    held = Holding.objects.filter(Q(until__isnull=True) | Q(until__gt=now), since__lte=now)
    return everybody().filter(id__in=held.filter(post__kind__in=list(kinds)).values("practitioner"))


def addresses_in(
    practitioner_ids: Iterable[UUID], kinds: Iterable[PostKind], *, now: datetime
) -> list[str]:
    """Where some people are written to as holders of such posts: their own address, else these."""
    held = Holding.objects.filter(Q(until__isnull=True) | Q(until__gt=now), since__lte=now)
    asked = held.filter(practitioner_id__in=list(practitioner_ids), post__kind__in=list(kinds))
    pairs = asked.order_by("id").values_list("practitioner__email", "post__email")
    return [each for each in dict.fromkeys(own or post for own, post in pairs) if each]


def holders_of(post_ids: Iterable[UUID], *, now: datetime) -> dict[UUID, set[UUID]]:
    """Who holds each of some posts now, of those who work here still, by one question."""
    held = Holding.objects.filter(Q(until__isnull=True) | Q(until__gt=now), since__lte=now)
    found: dict[UUID, set[UUID]] = {}
    rows = held.filter(post_id__in=list(post_ids), practitioner__is_active=True)
    for post_id, practitioner_id in rows.values_list("post_id", "practitioner_id"):
        found.setdefault(post_id, set()).add(practitioner_id)
    return found


def somebody_holds(post_id: UUID, *, but: UUID, now: datetime) -> bool:
    """Whether anybody else, who works here still, holds a post now."""
    held = Holding.objects.filter(Q(until__isnull=True) | Q(until__gt=now), since__lte=now)
    others = held.filter(post_id=post_id, practitioner__is_active=True)
    return others.exclude(practitioner_id=but).exists()
