"""A partnership is set up: its agencies and posts, its people, and its protocol.

The operator does this, at a console: it is entered in the ledger with nobody's name.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import actions as agencies
from wayhome.records.agencies import queries as agency_queries
from wayhome.records.practitioners import actions as practitioners
from wayhome.records.practitioners import viewers
from wayhome.rules import protocol
from wayhome.rules.vocabulary import AgencyKind, PostKind


def partnership(
    name: str,
    *,
    content: protocol.Protocol,
    owners: tuple[str, str],
    in_force_from: datetime,
    now: datetime,
) -> UUID:
    """A partnership with the first, or the next, version of its protocol; its identifier."""
    with transactions.step():
        made = agencies.form_partnership(name)
        agencies.adopt_protocol(
            made, content=content, in_force_from=in_force_from, owners=owners, at=now
        )
        _enter(Verb.ALTER, "set up a partnership and its protocol", made.id, at=now)
    return made.id


def agency(
    name: str,
    *,
    kind: AgencyKind,
    partnership_name: str | None,
    posts: Mapping[PostKind, str],
    now: datetime,
    police_force_id: UUID | None = None,
    council_id: UUID | None = None,
) -> UUID:
    """An agency of a partnership with its posts; its identifier."""
    with transactions.step():
        made = agencies.register_agency(
            name,
            kind=kind,
            partnership=agencies.form_partnership(partnership_name) if partnership_name else None,
            posts=dict(posts),
            police_force=agency_queries.agency(police_force_id) if police_force_id else None,
            council=agency_queries.agency(council_id) if council_id else None,
        )
        _enter(Verb.ALTER, "register an agency and its posts", made.id, at=now)
    return made.id


def practitioner(
    name: str,
    *,
    username: str,
    agency_id: UUID,
    posts: Iterable[PostKind],
    now: datetime,
    email: str = "",
    password: str | None = None,
) -> UUID:
    """A person in an agency, holding posts from now; their identifier."""
    with transactions.step():
        made = practitioners.employ(
            name,
            username=username,
            agency=agency_queries.agency(agency_id),
            posts=posts,
            at=now,
            email=email,
            password=password,
        )
        _enter(Verb.COLLECT, "register a practitioner and their posts", made.id, at=now)
    return made.id


def token(
    practitioner_id: UUID,
    *,
    label: str,
    now: datetime,
    lasts: timedelta,
    posts: Iterable[PostKind] | None = None,
) -> str:
    """A bearer token for the API, shown once, for these posts or for those held now."""
    with transactions.step():
        viewer = viewers.viewer_of(practitioner_id, now=now)
        held = viewer.posts if viewer else ()
        shown, _kept = practitioners.issue_token(
            practitioner_id,
            label=label,
            at=now,
            lasts=lasts,
            posts=held if posts is None else posts,
        )
        _enter(Verb.ALTER, "issue a token", practitioner_id, at=now)
    return shown


def _enter(verb: Verb, deed: str, made_id: UUID, *, at: datetime) -> None:
    ledger.write(verb, by=None, at=at, deed=deed, object_id=made_id)
