"""A scene of a partnership, an extract of its own, and the measures counted from it."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from tests.insight import by_hand
from wayhome.insight import counting
from wayhome.insight.extracts import building
from wayhome.insight.measures import catalogue
from wayhome.interfaces.rehearsal import cast, scenes
from wayhome.rules import measures
from wayhome.rules.breakdowns import Breakdown
from wayhome.rules.measures import AreaKind, Measure

# A Tuesday morning, four weeks before the year ends.
START = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


@pytest.fixture
def scene(db):  # noqa: ARG001  # a fixture is asked for by its name
    return scenes.begin(cast.assemble(now=START), at=START)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """Where extracts of this test are kept."""
    settings.WAYHOME_EXTRACT_DIR = tmp_path / "extract"
    return settings.WAYHOME_EXTRACT_DIR


@dataclass
class Came:
    """What every measure came to, and what it comes to counted by hand."""

    cells: dict
    lines: list
    as_of: datetime

    def to(self, measure: Measure, by=Breakdown.ALL, kind=AreaKind.EVERYWHERE):
        """The cells of one question."""
        return self.cells.get((measure, by, kind), {})

    def one(self, measure: Measure, value="all", by=Breakdown.ALL):
        """The numbers of the only year, everywhere; None where there is nothing."""
        found = [
            counted
            for (_, period, said), counted in self.to(measure, by).items()
            if said == value and not period.is_quarter
        ]
        assert len(found) <= 1
        return found[0] if found else None

    def agree(self):
        """That every cell of every question is as it is counted by hand, and there is no other."""
        for each in catalogue.COUNTED:
            for by in measures.DEFINED[each.measure].breakdowns:
                for kind in AreaKind:
                    found = self.to(each.measure, by, kind)
                    wanted = by_hand.count(each.measure, by, kind, of=self.lines, as_of=self.as_of)
                    assert found == wanted, (each.measure, by, kind)


@pytest.fixture
def counted():
    """`counted(as_of)`: extract as of a moment, or of `by`, and count every measure as of it."""

    def count(as_of, *, by=None):
        made = building.make(as_of=by or as_of, now=by or as_of)
        cells = {}
        for table in counting.tables(made.folder, as_of=as_of):
            for place, kind, area in table.named():
                held = cells.setdefault((table.measure, table.by, kind), {})
                named = str(area) if area else ""
                held |= {(named, *key): cell for key, cell in table.cells(place).items()}
        return Came(cells, by_hand.lines(as_of), as_of)

    return count
