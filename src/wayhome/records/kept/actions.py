"""Keeping protected text about a child, enciphered, and who reads it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from wayhome.platform.enciphering import enciphering
from wayhome.platform.models import new_id
from wayhome.records.kept import queries
from wayhome.records.kept.models import Reader
from wayhome.rules import facts
from wayhome.rules.vocabulary import Protected


def keep(  # what of whom, in which words, by whom, when, in place of what
    child_id: UUID,
    of: Protected,
    *,
    said: dict[str, str],
    by: facts.Viewer,
    at: datetime,
    since: datetime | None = None,
) -> UUID:
    """Keep one text; its identifier."""
    model, row_id = queries.MODELS[of], new_id()
    envelopes = {
        name: enciphering.encipher(
            said.get(name, ""),
            of=child_id,
            place=enciphering.Place(model._meta.db_table, name, row_id),
            at=at,
        )
        for name in queries.COLUMNS[of]
    }
    when = {"since": since or at} if of is Protected.ADDRESS else {}
    model._default_manager.create(
        id=row_id,
        child_id=child_id,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
        **envelopes,
        **when,
    )
    return row_id


def let_read(
    child_id: UUID, of: Protected, people: Iterable[UUID], *, by: facts.Viewer, at: datetime
) -> None:
    """Put people on the list of readers; whoever is on it stays."""
    Reader.objects.bulk_create(
        [
            Reader(
                child_id=child_id,
                of=of,
                practitioner_id=person,
                recorded_at=at,
                recorded_by_id=by.practitioner_id,
            )
            for person in people
        ],
        ignore_conflicts=True,
    )
