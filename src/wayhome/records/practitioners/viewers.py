"""A signed-in person as the rules see them."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from wayhome.platform.row_security import transactions
from wayhome.records.emergency import queries as emergency
from wayhome.records.practitioners.models import ApiToken, Holding, Practitioner
from wayhome.records.safety import queries as safety
from wayhome.rules import facts
from wayhome.rules.vocabulary import AgencyKind, PostKind, Purpose


def viewer_of(
    practitioner_id: UUID, *, now: datetime, purpose: Purpose | None = None, reason: str = ""
) -> facts.Viewer | None:
    """The practitioner with the posts they hold at `now`, or None when there is no such person.

    Read afresh for every request, so that a post given up is given up at once, and so is a child
    whom they must not know of, or an emergency look that has ended.
    """
    held_now = (
        Holding.objects.filter(Q(until__isnull=True) | Q(until__gt=now))
        .filter(practitioner=OuterRef("pk"), since__lte=now)
        .values(held=JSONObject(post="post_id", kind="post__kind"))
    )
    with transactions.step():  # whom they are kept from is shown to nobody, them least of all
        person = (
            Practitioner.objects.select_related("agency")
            .annotate(
                held=ArraySubquery(held_now),
                kept_from=ArraySubquery(safety.conflicts_of_an_account().values("child_id")),
                withheld=ArraySubquery(
                    safety.withheld_from_an_account().values(
                        said=JSONObject(child="child_id", matter="matter")
                    )
                ),
                opened=ArraySubquery(emergency.open_to_an_account(now=now).values("child_id")),
            )
            .filter(id=practitioner_id)
            .first()
        )
    if person is None:
        return None
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
        withheld=kept.matters,
    )


def digest_of(token: str) -> str:
    """How a token is stored: a token is long and random, so one hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def practitioner_of_token(token: str, *, now: datetime) -> UUID | None:
    """Whose token this is, or None when it is unknown, expired or revoked."""
    found = ApiToken.objects.filter(
        digest=digest_of(token), expires_at__gt=now, revoked_at__isnull=True
    ).first()
    return found.practitioner_id if found else None
