"""What was asked of an agency as support stays its own to find, also once it is settled."""

from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.platform.row_security import transactions
from wayhome.rules import facts
from wayhome.stages.support import queries as support

if TYPE_CHECKING:
    from wayhome.stages.support.models import PlanAction


def asked(action_id: UUID, *, by: facts.Viewer) -> "PlanAction":
    """An action asked of the viewer's agency, settled or not. Raises NoSuchPlan.

    Once it is settled its agency is shown the episode no more, and may still be told so.
    """
    with transactions.step():
        return support.asked_or_settled(by, action_id)
