"""A partnership is set up: its agencies and posts, its people, and its protocol.

The operator does this, at a console: it is entered in the ledger with nobody's name.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import actions as agency_actions
from wayhome.records.practitioners import actions as practitioner_actions
from wayhome.records.practitioners import viewers
from wayhome.rules import protocol, told
from wayhome.rules.vocabulary import PostKind


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
        made = agency_actions.form_partnership(name)
        agency_actions.adopt_protocol(
            made, content=content, in_force_from=in_force_from, owners=owners, at=now
        )
        deed = "set up a partnership and its protocol"
        ledger.write_made(Verb.ALTER, at=now, deed=deed, made=[made.id])
    return made.id


def agencies(
    new: Iterable[told.NewAgency], *, partnership_name: str | None, now: datetime
) -> list[UUID]:
    """Agencies of a partnership with their posts; their identifiers, in the order given."""
    with transactions.step():
        partnership = (
            agency_actions.form_partnership(partnership_name) if partnership_name else None
        )
        made = [each.id for each in agency_actions.register(new, partnership=partnership)]
        deed = "register an agency and its posts"
        ledger.write_made(Verb.ALTER, at=now, deed=deed, made=made)
    return made


def posts(new: Iterable[tuple[UUID, PostKind]], *, now: datetime) -> list[UUID]:
    """Posts that agencies have besides those they were registered with; their identifiers."""
    with transactions.step():
        made = [each.id for each in agency_actions.open_posts(new)]
        ledger.write_made(Verb.ALTER, at=now, deed="register a post", made=made)
    return made


def practitioners(new: Iterable[told.NewPractitioner], *, now: datetime) -> list[UUID]:
    """People in agencies, holding posts from now; their identifiers, in the order given."""
    with transactions.step():
        made = [each.id for each in practitioner_actions.employ(new, at=now)]
        deed = "register a practitioner and their posts"
        ledger.write_made(Verb.COLLECT, at=now, deed=deed, made=made)
    return made


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
        shown, _kept = practitioner_actions.issue_token(
            practitioner_id,
            label=label,
            at=now,
            lasts=lasts,
            posts=held if posts is None else posts,
        )
        ledger.write_made(Verb.ALTER, at=now, deed="issue a token", made=[practitioner_id])
    return shown
