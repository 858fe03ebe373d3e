"""Whether a message that waits may still go, asked in the moment it goes.

Between the moment something is owed to somebody and the moment it is sent the child may have
moved, the post may have another address, or it may have been decided that they must not know.
"""

from collections.abc import Collection
from dataclasses import dataclass

from wayhome.rules import sources

SOURCE = sources.STOPPED_SEND

OTHER_ADDRESS = "The post has another address now"
OFF_DUTY = "Its reader is not on duty now, or must not be told of this"
NO_PART = "The agency has no part in this any more: the child's care has passed to others"
PASSED_ON = "The look is answered, or is somebody else's to review now"
HAD = "Somebody has it now"
NOT_TO_KNOW = "The agency must not be told of this child"
NO_SYSTEM = "The agency's own system is sent nothing any more"
# Why one was given up, after it was refused again and again.
NO_MAIL = "No message could be delivered to its address"
NOT_TAKEN = "The agency's own system did not take it"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who a message is for as they stand now.

    `addresses` are where the post is written to; `is_own` says that the address that is asked about
    is that of a person who holds it, and not its mailbox.
    """

    addresses: Collection[str]
    has_part: bool
    needs_part: bool
    must_not_know: bool
    is_own: bool = False


def why_stopped(address: str, *, to: Recipient) -> str:
    """Why a message to this address may not go; empty where it may. The gravest reason first."""
    reasons = (
        (to.must_not_know, NOT_TO_KNOW),
        (to.needs_part and not to.has_part, NO_PART),
        (address not in to.addresses, OFF_DUTY if to.is_own else OTHER_ADDRESS),
    )
    return next((why for stops, why in reasons if stops), "")


def why_system_stopped(*, stands: bool, to: Recipient) -> str:
    """Why a message to an agency's own system may not go; empty where it may, gravest first."""
    system = next(iter(to.addresses))
    return why_stopped(system, to=to) or ("" if stands else NO_SYSTEM)
