"""A signed-in person as the rules see them."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from wayhome.platform.row_security import transactions
from wayhome.records.emergency import queries as emergency
from wayhome.records.kept import queries as addresses
from wayhome.records.practitioners.models import ApiToken, Holding, Practitioner, SignIn
from wayhome.records.safety import queries as safety
from wayhome.rules import facts
from wayhome.rules.vocabulary import AgencyKind, PostKind, Purpose


def viewer_of(
    practitioner_id: UUID,
    *,
    now: datetime,
    purpose: Purpose | None = None,
    reason: str = "",
    within: frozenset[PostKind] = frozenset(PostKind),
    signed_in_by: str | None = None,
) -> facts.Viewer | None:
    """The practitioner with the posts they hold at `now`, or None when there is no such person.

    Read afresh for every request, so that a post given up is given up at once, and so is a child
    whom they must not know of, or an emergency look that has ended. Of the posts only those
    `within` count: what a token was not given for it does not do. Where they are `signed_in_by` a
    session, None also once that sign-in was ended, wherever it was.
    """
    there = Practitioner.objects.filter(id=practitioner_id)
    if signed_in_by is not None:
        open_ones = SignIn.objects.filter(practitioner=OuterRef("pk"), ended_at__isnull=True)
        there = there.filter(Exists(open_ones.filter(digest=digest_of(signed_in_by))))
    with transactions.step():  # whom they are kept from is shown to nobody, them least of all
        person = _with_what_stands(there, within=within, now=now).first()
    return _as_viewer(person, purpose=purpose, reason=reason) if person is not None else None


def viewers_signed_in(
    tokens: Collection[str], *, unused_since: datetime, now: datetime
) -> dict[str, facts.Viewer]:
    """For each of these sessions that has not ended, its bearer as they may look at `now`.

    A session that nobody used since a moment has ended too, and so has one of an account that is
    closed. Two queries, however many sessions there are.
    """
    digests = {digest_of(token): token for token in tokens}
    open_ones = SignIn.objects.filter(
        digest__in=list(digests),
        ended_at__isnull=True,
        last_used_at__gte=unused_since,
        practitioner__is_active=True,
    )
    with transactions.step():
        whose = {digests[digest]: who for digest, who in open_ones.values_list(*_WHOSE)}
        there = Practitioner.objects.filter(id__in=set(whose.values()))
        people = _with_what_stands(there, within=frozenset(PostKind), now=now)
        found = {person.id: _as_viewer(person) for person in people}
    return {token: found[who] for token, who in whose.items() if who in found}


_WHOSE = ("digest", "practitioner_id")


def _as_viewer(person: Any, *, purpose: Purpose | None = None, reason: str = "") -> facts.Viewer:
    kept = safety.kept(
        person.kept_from, ((UUID(each["child"]), each["matter"]) for each in person.withheld)
    )
    return facts.Viewer(
        practitioner_id=person.id,
        name=person.name,
        agency_id=person.agency_id,
        agency_name=person.agency.name,
        agency_kind=AgencyKind(person.agency.kind),
        posts=frozenset(PostKind(held["kind"]) for held in person.held),
        post_ids=frozenset(UUID(held["post"]) for held in person.held),
        active=person.is_active,
        purpose=purpose,
        reason=reason,
        kept_from=kept.children,
        opened=frozenset(person.opened),
        address_kept=frozenset(person.address_kept),
        withheld=kept.matters,
    )


def _with_what_stands(
    people: "QuerySet[Practitioner]", *, within: frozenset[PostKind], now: datetime
) -> "QuerySet[Any]":
    """With the posts each holds, whom they must not know of, and whom they opened in emergency."""
    held_now = (
        Holding.objects.filter(Q(until__isnull=True) | Q(until__gt=now))
        .filter(practitioner=OuterRef("pk"), since__lte=now, post__kind__in=sorted(within))
        .values(held=JSONObject(post="post_id", kind="post__kind"))
    )
    opened = emergency.open_to_an_account(now=now)
    kept_of = Exists(addresses.addresses_of(OuterRef("child_id")))
    withheld = safety.withheld_from_an_account().values(
        said=JSONObject(child="child_id", matter="matter")
    )
    return people.select_related("agency").annotate(
        held=ArraySubquery(held_now),
        kept_from=ArraySubquery(safety.conflicts_of_an_account().values("child_id")),
        withheld=ArraySubquery(withheld),
        opened=ArraySubquery(opened.values("child_id")),
        address_kept=ArraySubquery(opened.filter(kept_of).values("child_id")),
    )


def digest_of(token: str) -> str:
    """How a token is stored: a token is long and random, so one hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whose a token is, in which agency, and in which posts it may act."""

    practitioner_id: UUID
    agency_id: UUID
    posts: frozenset[PostKind]


def bearer_of(token: str, *, now: datetime) -> Bearer | None:
    """Whose token this is, or None when it is unknown, expired or revoked."""
    good = ApiToken.objects.filter(
        digest=digest_of(token), expires_at__gt=now, revoked_at__isnull=True
    )
    with transactions.step():  # nobody is known yet
        found = good.first()
    if found is None:
        return None
    return Bearer(found.practitioner_id, found.agency_id, frozenset(map(PostKind, found.posts)))


def viewer_of_bearer(
    bearer: Bearer, *, now: datetime, purpose: Purpose | None = None, reason: str = ""
) -> facts.Viewer | None:
    """The bearer of a token in the posts it was given for and that they still hold there.

    None when the account is closed, the person works for another agency now, or none of those
    posts is left.
    """
    viewer = viewer_of(
        bearer.practitioner_id, now=now, purpose=purpose, reason=reason, within=bearer.posts
    )
    if viewer is None or not viewer.active or not viewer.posts:
        return None
    return viewer if viewer.agency_id == bearer.agency_id else None
