"""Whether a message that waits may still go, asked in the moment it goes.

Between the moment something is owed to somebody and the moment it is sent the child may have
moved, the post may have another address, or it may have been decided that they must not know.
"""

from dataclasses import dataclass

from wayhome.rules import sources

SOURCE = sources.STOPPED_SEND

OTHER_ADDRESS = "The post has another address now"
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
    """Who a message is for as they stand now."""

    address: str
    has_part: bool
    needs_part: bool
    must_not_know: bool


def why_stopped(address: str, *, to: Recipient) -> str:
    """Why a message to this address may not go; empty where it may. The gravest reason first."""
    reasons = (
        (to.must_not_know, NOT_TO_KNOW),
        (to.needs_part and not to.has_part, NO_PART),
        (address != to.address, OTHER_ADDRESS),
    )
    return next((why for stops, why in reasons if stops), "")


def why_system_stopped(*, stands: bool, to: Recipient) -> str:
    """Why a message to an agency's own system may not go; empty where it may, gravest first."""
    return why_stopped(to.address, to=to) or ("" if stands else NO_SYSTEM)
