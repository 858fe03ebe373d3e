"""The planted truths as files, in a folder of their own beside the record: `truth/`.

Nothing that reads a back record reads them. They say what a method ought to find: who is exploited
by the same people, which records are of one child, which sightings were false, how severe each
force and officer is, where less is written down, what changed and when, what was never reported.
"""

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wayhome.simulation.careers import Group
from wayhome.simulation.chance import Whole
from wayhome.simulation.country import Country
from wayhome.simulation.told.people import Known
from wayhome.simulation.told.recording import Record

UNREPORTED = 7 / 3  # overnight absences not reported, for each that is (TCS11: 7 of 10)
NIGHT = 8  # hours


def write(record: Record, known: Known, *, sightings: Whole) -> None:
    """Write every planted truth."""
    country, place = record.country, record.folder.place / "truth"
    place.mkdir(exist_ok=True)
    absences = country.absences
    first = np.full(len(country.children), -1, dtype=np.int64)
    first[absences.child[::-1]] = record.child_row[::-1]
    tables = {
        "children": {
            "child": np.arange(len(country.children)),
            "row": first,
            "group": np.array([each.name.lower() for each in Group])[country.children.group],
            "again": country.children.again,
            "frailty": country.concerns.frailty,
            "ring": country.rings,
            "family": known.family,
        },
        "absences": {
            "episode": record.row,
            "child": absences.child,
            "row": record.child_row,
            "kilometres": country.circumstances.kilometres,
            "severity": country.grades.severity,
            "officer": country.grades.officer,
            "waiting": country.aftermath.kept_waiting,
            "together": country.parties,
        },
        "sightings": {"episode": record.row[sightings[0]], "is_false": sightings[1] == 1},
    }
    for name, columns in tables.items():
        pq.write_table(pa.table(columns), place / f"{name}.parquet", compression="zstd")
    (place / "truths.json").write_text(json.dumps(_said(country), indent=1) + "\n")


def _said(country: Country) -> dict[str, object]:
    """What is true of forces, and of the country as a whole."""
    truth = country.truths
    names = country.areas.forces
    overnight = int((country.absences.hours > NIGHT).sum())
    return {
        "forces": {
            name: {
                "incidents_a_thousand": round(float(truth.incidents[at]), 3),
                "severity": round(float(truth.severity[at]), 4),
                "under_records": bool(truth.under_records[at]),
                "officers": [round(float(each), 4) for each in truth.officer_severity[at]],
            }
            for at, name in enumerate(names)
        },
        "recording_changed": {
            "force": names[truth.changing_force],
            "at": truth.changed_at.isoformat(),
            "times": truth.step,
        },
        "service_closed": {
            "area": country.areas.names[truth.closing_area],
            "at": truth.closed_at.isoformat(),
        },
        "trend": {"region": truth.rising_region, "a_year": truth.rise},
        "never_reported_overnight": round(overnight * UNREPORTED),
        "reported_overnight": overnight,
    }
