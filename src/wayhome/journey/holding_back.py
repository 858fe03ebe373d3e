"""Whether something of a child may be sent to somebody at all: asked before making and sending.

Nothing of a child is sent to an agency that must not know of them, nothing of a sealed child to one
where nobody is on the list, and nothing to a person by the name of
one from whom the child is kept, or of a parent or carer whom it is not safe to tell. Every way out
of Wayhome asks here, at the moment of sending.
"""

from collections.abc import Iterable
from uuid import UUID

from wayhome.records.children import queries as children
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.protection import queries as protection
from wayhome.records.safety import queries as safety
from wayhome.rules import access, matching

NOT_TO_BE_SENT = (
    "This cannot be sent to that person. Ask the council that is responsible for the child."
)


def unless_held_back(child_ids: Iterable[UUID], *, to: str, agency_id: UUID) -> None:
    """Say nothing where all of these children may be sent to this person of this agency.

    Raises Refused, in the same words whatever it is for: they tell nobody who is kept from whom.
    """
    named = matching.folded(to)
    for child_id in child_ids:
        if not _may_know(agency_id, child_id) or named in _unsafe(child_id):
            raise access.Refused(NOT_TO_BE_SENT)


def _may_know(agency_id: UUID, child_id: UUID) -> bool:
    """Whether an agency may know of the child; of a sealed one, whether anybody there may."""
    if safety.agency_must_not_know(agency_id, child_id):
        return False
    named = protection.named_for(child_id)
    if named is None:
        return True
    return practitioners.in_agencies([agency_id]).filter(id__in=named).exists()


def _unsafe(child_id: UUID) -> set[str]:
    contacts = children.unsafe_contacts(children.known(child_id))
    names = [*(each.name for each in contacts), *safety.names_kept_from(child_id)]
    return {matching.folded(name) for name in names}
