"""What becomes of each table of a back record, in the order in which they are written."""

from collections.abc import Mapping

from wayhome.platform.copying import resting
from wayhome.platform.copying.resting import Resting
from wayhome.records.agencies import loading as agencies
from wayhome.records.children import loading as children
from wayhome.records.episodes import loading as episodes
from wayhome.records.practitioners import loading as practitioners
from wayhome.stages.found import loading as found
from wayhome.stages.intake import loading as intake
from wayhome.stages.interviews import loading as interviews
from wayhome.stages.response import loading as response
from wayhome.stages.risk import loading as risk
from wayhome.stages.search import loading as search
from wayhome.stages.support import loading as support

# Each names rows of those before it. Who has a part comes last, so that nobody is shown an absence
# before all of it is there.
RESTS: Mapping[str, tuple[Resting, ...]] = {
    **children.RESTS,
    "episodes": episodes.RESTS["episodes"],
    **intake.RESTS,
    **risk.RESTS,
    **response.RESTS,
    **search.RESTS,
    **found.RESTS,
    **interviews.RESTS,
    **support.RESTS,
    "parties": episodes.RESTS["parties"],
}


TABLES = sorted({resting.table_of(rest) for rests in RESTS.values() for rest in rests})
BY_YEAR_OF_EPISODES = ("response_notice",)
MODELS: resting.Models = {
    **agencies.MODELS,
    **practitioners.MODELS,
    **{table: rests[0].model for table, rests in RESTS.items()},
}
REFUSALS = (*episodes.REFUSALS, *response.REFUSALS, *support.REFUSALS)
