"""How the reports of a back record come to rest here."""

from collections.abc import Mapping

import numpy as np

from wayhome.platform.copying.reading import Folder
from wayhome.platform.copying.resting import Rest, Resting
from wayhome.stages.intake.models import MissingReport

RESTS: Mapping[str, tuple[Resting, ...]] = {"reports": (Rest(MissingReport),)}


def first_recorders(folder: Folder) -> np.ndarray:
    """Of each episode, who wrote its first report down, or else who closed it."""
    recorders = folder.column("episodes", "closed_by").to_numpy(zero_copy_only=False).copy()
    episodes = folder.column("reports", "episode").to_numpy(zero_copy_only=False)
    by = folder.column("reports", "recorded_by").to_numpy(zero_copy_only=False)
    recorders[episodes[::-1]] = by[::-1]
    return recorders
