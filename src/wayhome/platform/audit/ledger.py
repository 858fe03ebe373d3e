"""Writing to the ledger, in the transaction of the look or change itself.

If the entry cannot be written the transaction fails, and there is no data.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from wayhome.platform import adding
from wayhome.platform.audit.models import LedgerEntry, Verb
from wayhome.platform.models import new_id
from wayhome.rules import facts

# A list of fifty children is written in one statement with two lists in it, not fifty rows of
# values: the driver and the database would spend longer on those than on the page.
WRITE_MANY = """
INSERT INTO audit_ledgerentry
    (id, at, practitioner_id, agency_id, verb, deed, purpose, reason, reference, sections, count,
     child_id)
SELECT shown.id, %(at)s, %(practitioner)s, %(agency)s, %(verb)s, %(deed)s, %(purpose)s,
    %(reason)s, '', %(sections)s::varchar[], 1, shown.child_id
FROM unnest(%(ids)s::uuid[], %(children)s::uuid[]) AS shown (id, child_id)
"""
# One thing that many people were shown at once.
WRITE_SHOWN = """
INSERT INTO audit_ledgerentry
    (id, at, practitioner_id, agency_id, verb, deed, purpose, reason, reference, sections, count,
     child_id)
SELECT shown.id, %(at)s, shown.practitioner_id, shown.agency_id, %(verb)s, %(deed)s, '', '', '',
    '{}'::varchar[], 1, shown.child_id
FROM unnest(%(ids)s::uuid[], %(people)s::uuid[], %(agencies)s::uuid[], %(children)s::uuid[])
    AS shown (id, practitioner_id, agency_id, child_id)
"""
WRITE_CHANGED = """
INSERT INTO audit_ledgerentry
    (id, at, practitioner_id, agency_id, verb, deed, purpose, reason, reference, sections, count,
     child_id, episode_id, object_id)
SELECT (%(ids)s::uuid[])[row_number() OVER ()], %(at)s, %(practitioner)s, %(agency)s, %(verb)s,
    %(deed)s, %(purpose)s, %(reason)s, '', '{}'::varchar[], 1, child_id,
    episode_id, object_id
FROM changed
"""


def write(  # noqa: PLR0913  # one argument for each column of an entry
    verb: Verb,
    *,
    by: facts.Viewer | None,
    at: datetime,
    deed: str,
    child_id: UUID | None = None,
    episode_id: UUID | None = None,
    object_id: UUID | None = None,
    sections: Iterable[str] = (),
    count: int = 1,
    reference: str = "",
    reason: str = "",
) -> None:
    """Add one entry.

    `by` is None only where the service acted by itself, because time passed or a message
    arrived, or where its operator set it up.
    """
    entry = LedgerEntry(
        at=at,
        practitioner_id=by.practitioner_id if by else None,
        agency_id=by.agency_id if by else None,
        verb=verb,
        deed=deed,
        purpose=(by.purpose or "") if by else "",
        reason=reason or (by.reason if by else ""),
        reference=reference,
        child_id=child_id,
        episode_id=episode_id,
        object_id=object_id,
        sections=sorted(sections),
        count=count,
    )
    adding.add(entry)


def write_made(verb: Verb, *, at: datetime, deed: str, made: Iterable[UUID]) -> None:
    """Add one entry for each thing that the operator, and nobody of the service, has set up."""
    LedgerEntry.objects.bulk_create(
        LedgerEntry(at=at, verb=verb, deed=deed, object_id=each, sections=[], count=1)
        for each in made
    )


def write_many(
    verb: Verb,
    *,
    by: facts.Viewer,
    at: datetime,
    deed: str,
    child_ids: Iterable[UUID],
    sections: Iterable[str] = (),
) -> None:
    """Add one entry for each child shown in a list, in one short statement."""
    shown = list(child_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE_MANY,
            {
                "at": at,
                "practitioner": by.practitioner_id,
                "agency": by.agency_id,
                "verb": str(verb),
                "deed": str(deed),
                "purpose": str(by.purpose or ""),
                "reason": by.reason,
                "sections": sorted(sections),
                "ids": [new_id() for _ in shown],
                "children": shown,
            },
        )


def write_shown(shown: Iterable[tuple[facts.Viewer, UUID]], *, at: datetime, deed: str) -> None:
    """Add one entry for each person and child of theirs that the service shows them by itself.

    In one statement, of a step: whoever looks enters looks of their own alone.
    """
    every = list(shown)
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE_SHOWN,
            {
                "at": at,
                "verb": str(Verb.CONSULT),
                "deed": deed,
                "ids": [new_id() for _ in every],
                "people": [viewer.practitioner_id for viewer, _ in every],
                "agencies": [viewer.agency_id for viewer, _ in every],
                "children": [child_id for _, child_id in every],
            },
        )


def write_with(
    change: str,
    values: Mapping[str, Any],
    *,
    verb: Verb,
    by: facts.Viewer | None,
    deed: str,
    most: int,
) -> None:
    """Make a change and add one entry for each row it returns, in one statement.

    The change is a statement of at most `most` rows, at the moment `at` among its values, and
    returns child_id, episode_id and object_id. `by` as for `write`.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH changed AS ({change}) {WRITE_CHANGED}",
            {
                **values,
                "practitioner": by.practitioner_id if by else None,
                "agency": by.agency_id if by else None,
                "verb": str(verb),
                "deed": str(deed),
                "purpose": str(by.purpose or "") if by else "",
                "reason": by.reason if by else "",
                "ids": [new_id() for _ in range(most)],
            },
        )


def searched(*, by: facts.Viewer, at: datetime, deed: str, child_ids: Iterable[UUID]) -> None:
    """Enter a look-up: one entry for each child found, or one that says that nobody was.

    Whom somebody asked for in vain tells as much as whom they found.
    """
    found = list(child_ids)
    if found:
        write_many(Verb.SEARCH, by=by, at=at, deed=deed, child_ids=found)
    else:
        write(Verb.SEARCH, by=by, at=at, deed=deed, count=0)


def collected(
    *, by: facts.Viewer, at: datetime, deed: str, child_id: UUID, episode_id: UUID, object_id: UUID
) -> LedgerEntry:
    """An entry for one of many records taken in, to be written together with them."""
    return LedgerEntry(
        at=at,
        practitioner_id=by.practitioner_id,
        agency_id=by.agency_id,
        verb=Verb.COLLECT,
        deed=deed,
        purpose=by.purpose or "",
        reason=by.reason,
        child_id=child_id,
        episode_id=episode_id,
        object_id=object_id,
    )
