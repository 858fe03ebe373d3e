"""Files as forces and councils export them, and the command that reads them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from wayhome.interfaces.jobs import import_episodes
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.platform import clock

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "imports"
WHO = {"police": ("Northmoor Police", "callum"), "care": ("Harrowfell Council", "priya")}
POLICE_HEADING = (
    "nominal id,reference,given name,family name,date of birth,reported at,located at,"
    "where found,who found,risk initial,risk latest,council"
)
CARE_HEADING = "CHILD,DOB,MISSING,MIS_START,MIS_END,given name,family name"


@pytest.fixture
def cast():
    return casting.assemble(now=NOW)


@pytest.fixture
def imported(cast, tmp_path, capsys):
    """Write rows to a file, import it, and return the exit code, what was printed and the file."""
    del cast  # only made

    def run(kind, rows, *flags, name="file.csv", encoding="utf-8", heading=None, mapping=""):
        file = tmp_path / name
        first = heading or (POLICE_HEADING if kind == "police" else CARE_HEADING)
        text = rows if isinstance(rows, str) else "\n".join([first, *rows]) + "\n"
        file.write_text(text, encoding=encoding)
        if mapping:
            file.with_name(f"{name}.yaml").write_text(mapping)
        agency, by = WHO[kind]
        with clock.at(NOW):
            code = import_episodes.main([kind, str(file), "--agency", agency, "--by", by, *flags])
        return code, capsys.readouterr().out, file

    return run


def rejects_of(file: Path) -> str:
    return file.with_name(f"{file.name}.rejected.csv").read_text(encoding="utf-8-sig")
