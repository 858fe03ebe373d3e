"""How the assessments of a back record come to rest here."""

from collections.abc import Mapping

from wayhome.platform.copying.resting import Rest, Resting
from wayhome.stages.risk.models import Assessment, FactorAnswer

RESTS: Mapping[str, tuple[Resting, ...]] = {
    "assessments": (Rest(Assessment),),
    "factors": (Rest(FactorAnswer),),
}
