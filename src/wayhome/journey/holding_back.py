"""Whether something of a child may be sent to somebody at all: asked before making and sending.

A parent or carer whom it is not safe to tell is sent nothing of the child, under whatever name or
address of theirs is known. Every way out of Wayhome asks here, at the moment of sending.
"""

from collections.abc import Iterable
from uuid import UUID

from wayhome.records.children import queries as children
from wayhome.rules import access, matching

NOT_TO_BE_SENT = (
    "This cannot be sent to that person. Ask the council that is responsible for the child."
)


def unless_held_back(child_ids: Iterable[UUID], *, to: str) -> None:
    """Say nothing where all of these children may be sent to this person. Raises Refused."""
    named = matching.folded(to)
    for child_id in child_ids:
        record = children.known(child_id)
        unsafe = {matching.folded(each.name) for each in children.unsafe_contacts(record)}
        if named in unsafe:
            raise access.Refused(NOT_TO_BE_SENT)
