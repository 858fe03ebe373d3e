"""How the ends of a back record's absences come to rest here."""

from collections.abc import Mapping

from wayhome.platform.copying.resting import Rest, Resting
from wayhome.stages.found.models import (
    Finalised,
    Located,
    PoliceRecordClosed,
    PreventionInterview,
    Returned,
)

RESTS: Mapping[str, tuple[Resting, ...]] = {
    "located": (Rest(Located),),
    "returned": (Rest(Returned),),
    "seen": (Rest(PreventionInterview),),
    "police_closed": (Rest(PoliceRecordClosed),),
    "finalised": (Rest(Finalised),),
}
