"""Children to whom somebody may stand otherwise than their colleagues do, by what is recorded."""

from collections.abc import Collection
from uuid import UUID

from wayhome.platform.row_security import transactions
from wayhome.records.emergency.models import BreakGlass
from wayhome.records.safety.models import Conflict, Withholding

OF_SOMEBODY = (Conflict, Withholding, BreakGlass)


def is_anybody(child_ids: Collection[UUID]) -> bool:
    """Whether anybody was ever kept from one of these children, told less, or let in by emergency.

    Where nobody was, no viewer is another than before because of what was recorded of them.
    """
    first, *others = (each.objects.filter(child_id__in=list(child_ids)) for each in OF_SOMEBODY)
    with transactions.step():  # whom a child is kept from is shown to nobody
        return first.values("id").union(*(each.values("id") for each in others), all=True).exists()
