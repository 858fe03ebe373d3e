"""Changing who works here, which posts they hold, and their tokens."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from wayhome.platform.messaging import addresses
from wayhome.records.agencies.models import Post
from wayhome.records.practitioners import viewers
from wayhome.records.practitioners.models import (
    ApiToken,
    Holding,
    Password,
    Practitioner,
    SignIn,
)
from wayhome.records.safety import actions as safety
from wayhome.rules import told
from wayhome.rules.vocabulary import PostKind


def employ(new: Iterable[told.NewPractitioner], *, at: datetime) -> list[Practitioner]:
    """Practitioners holding their posts from `at`, in the order given; in a few statements.

    Raises NoSuchAddress for an address no message can be sent to, and KeyError for a post that the
    agency does not have.
    """
    wanted = list(new)
    people = [_practitioner(each) for each in wanted]
    Practitioner.objects.bulk_create(people)
    Password.keep_of_new(people)
    safety.link_by_email({person.id: person.email for person in people}, at=at)
    posts = {
        (post.agency_id, post.kind): post
        for post in Post.objects.filter(agency__in={each.agency_id for each in wanted})
    }
    Holding.objects.bulk_create(
        Holding(practitioner=person, post=posts[person.agency_id, kind], since=at)
        for person, each in zip(people, wanted, strict=True)
        for kind in each.posts
    )
    return people


def _practitioner(new: told.NewPractitioner) -> Practitioner:
    addresses.checked(new.email, of=new.name)
    person = Practitioner(
        username=new.username, name=new.name, agency_id=new.agency_id, email=new.email
    )
    person.set_password(new.password)  # None leaves one that nobody can use
    return person


def issue_token(
    practitioner_id: UUID,
    *,
    label: str,
    at: datetime,
    lasts: timedelta,
    posts: Iterable[PostKind],
    issued_by: UUID | None = None,
) -> tuple[str, ApiToken]:
    """A new token for these posts, shown once, and its stored record."""
    person = Practitioner.objects.get(pk=practitioner_id)
    token = f"wh_{secrets.token_urlsafe(32)}"
    stored = ApiToken.objects.create(
        practitioner_id=practitioner_id,
        agency_id=person.agency_id,
        posts=sorted(posts),
        issued_by_id=issued_by,
        digest=viewers.digest_of(token),
        label=label,
        created_at=at,
        expires_at=at + lasts,
    )
    return token, stored


def revoke_token(token: ApiToken, *, at: datetime) -> None:
    """End this token now. One that was ended stays as it was."""
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])


def begin_sign_in(practitioner_id: UUID, *, token: str, device: str, at: datetime) -> None:
    """Keep that they are signed in by this token. Kept once, however often it is told."""
    SignIn.objects.bulk_create(
        [
            SignIn(
                practitioner_id=practitioner_id,
                digest=viewers.digest_of(token),
                device=device,
                begun_at=at,
                last_used_at=at,
            )
        ],
        ignore_conflicts=True,
    )


def end_sign_in(token: str, *, at: datetime) -> None:
    """Keep that the sign-in by this token is over."""
    open_ones = SignIn.objects.filter(digest=viewers.digest_of(token), ended_at__isnull=True)
    open_ones.update(ended_at=at)
