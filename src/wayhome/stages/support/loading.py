"""How the support that a back record tells of comes to rest here."""

from collections.abc import Mapping
from datetime import datetime

import numpy as np
import pyarrow.compute as pc

from wayhome.platform.copying.checking import Refusal
from wayhome.platform.copying.reading import Folder
from wayhome.platform.copying.resting import Rest, Resting
from wayhome.stages.support.models import Plan, PlanAction

TO_BE_DONE = "it is neither done nor stood down: what is still to do goes through Wayhome itself"


def _to_be_done(folder: Folder, _now: datetime) -> np.ndarray:
    done, stood_down = (folder.column("actions", name) for name in ("done_at", "stood_down_at"))
    return pc.and_(done.is_null(), stood_down.is_null()).to_numpy(zero_copy_only=False)


REFUSALS = (Refusal("actions", "done_at, stood_down_at", TO_BE_DONE, _to_be_done),)
RESTS: Mapping[str, tuple[Resting, ...]] = {
    "plans": (Rest(Plan),),
    "actions": (Rest(PlanAction),),
}
