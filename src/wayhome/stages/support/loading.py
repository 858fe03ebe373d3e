"""How the support that a back record tells of comes to rest here."""

from collections.abc import Mapping

from wayhome.platform.copying.resting import Rest, Resting
from wayhome.stages.support.models import Plan, PlanAction

RESTS: Mapping[str, tuple[Resting, ...]] = {
    "plans": (Rest(Plan),),
    "actions": (Rest(PlanAction),),
}
