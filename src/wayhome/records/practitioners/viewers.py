"""A signed-in person as the rules see them."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from wayhome.platform import prepared
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
    asked, session = _ANYBODY, {}
    if signed_in_by is not None:
        asked, session = _SIGNED_IN, {"digest": digest_of(signed_in_by)}
    # A step: whom they are kept from is shown to nobody, them least of all.
    with transactions.step(savepoint=False):
        found = asked.rows(who=practitioner_id, now=now, **session)
    return _as_viewer(_Standing(*found[0]), within, purpose, reason) if found else None


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
        people = [_Standing(*row) for row in _with_what_stands(there, now=now)]
    found = {person.id: _as_viewer(person) for person in people}
    return {token: found[who] for token, who in whose.items() if who in found}


_WHOSE = ("digest", "practitioner_id")


class _Standing(NamedTuple):
    """A practitioner with what stands for them now; what is JSON may still be text."""

    id: UUID
    name: str
    is_active: bool
    agency_id: UUID
    agency_name: str
    agency_kind: str
    held: list[Any]
    kept_from: list[UUID]
    withheld: list[Any]
    opened: list[UUID]
    address_kept: list[UUID]


def _as_viewer(
    person: _Standing,
    within: frozenset[PostKind] = frozenset(PostKind),
    purpose: Purpose | None = None,
    reason: str = "",
) -> facts.Viewer:
    withheld = ((UUID(each["child"]), each["matter"]) for each in _read(person.withheld))
    kept = safety.kept(person.kept_from, withheld)
    held = [(PostKind(each["kind"]), UUID(each["post"])) for each in _read(person.held)]
    return facts.Viewer(
        practitioner_id=person.id,
        name=person.name,
        agency_id=person.agency_id,
        agency_name=person.agency_name,
        agency_kind=AgencyKind(person.agency_kind),
        posts=frozenset(kind for kind, _ in held if kind in within),
        post_ids=frozenset(post for kind, post in held if kind in within),
        active=person.is_active,
        purpose=purpose,
        reason=reason,
        kept_from=kept.children,
        opened=frozenset(person.opened),
        address_kept=frozenset(person.address_kept),
        withheld=kept.matters,
    )


def _read(found: list[Any]) -> list[dict[str, str]]:
    return [each if isinstance(each, dict) else json.loads(each) for each in found]


def _with_what_stands(people: "QuerySet[Practitioner]", *, now: datetime) -> "QuerySet[Any, Any]":
    """With the posts each holds, whom they must not know of, and whom they opened in emergency."""
    held_now = (
        Holding.objects.filter(Q(until__isnull=True) | Q(until__gt=now))
        .filter(practitioner=OuterRef("pk"), since__lte=now)
        .values(held=JSONObject(post="post_id", kind="post__kind"))
    )
    opened = emergency.open_to_an_account(now=now)
    kept_of = Exists(addresses.addresses_of(OuterRef("child_id")))
    withheld = safety.withheld_from_an_account().values(
        said=JSONObject(child="child_id", matter="matter")
    )
    return people.values_list(
        *("id", "name", "is_active", "agency_id", "agency__name", "agency__kind"),
        ArraySubquery(held_now),
        ArraySubquery(safety.conflicts_of_an_account().values("child_id")),
        ArraySubquery(withheld),
        ArraySubquery(opened.values("child_id")),
        ArraySubquery(opened.filter(kept_of).values("child_id")),
    )


def _anybody(who: UUID, now: datetime) -> "QuerySet[Any, Any]":
    return _with_what_stands(Practitioner.objects.filter(id=who), now=now)


def _signed_in(who: UUID, now: datetime, digest: str) -> "QuerySet[Any, Any]":
    open_ones = SignIn.objects.filter(practitioner=OuterRef("pk"), ended_at__isnull=True)
    there = Practitioner.objects.filter(Exists(open_ones.filter(digest=digest)), id=who)
    return _with_what_stands(there, now=now)


_WHO = ("uuid", UUID("00000000-0000-0000-0000-0000571d0002"))
_WHEN = ("timestamptz", datetime(1, 1, 1, tzinfo=UTC))
_ANYBODY = prepared.Question(_anybody, who=_WHO, now=_WHEN)
_SIGNED_IN = prepared.Question(_signed_in, who=_WHO, now=_WHEN, digest=("text", "stands in"))


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
    with transactions.step(savepoint=False):  # nobody is known yet
        found = _GOOD.objects(digest=digest_of(token), now=now)
    return _as_bearer(found[0]) if found else None


def _as_bearer(token: ApiToken) -> Bearer:
    return Bearer(token.practitioner_id, token.agency_id, frozenset(map(PostKind, token.posts)))


def _good(digest: str, now: datetime) -> "QuerySet[ApiToken]":
    return ApiToken.objects.filter(digest=digest, expires_at__gt=now, revoked_at__isnull=True)


_GOOD = prepared.Question(_good, digest=("text", "stands in"), now=_WHEN)


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
