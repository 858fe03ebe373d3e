"""Writing the whole back record of a country, table by table."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from wayhome.simulation import workforce
from wayhome.simulation.chance import Whole, steady, stream
from wayhome.simulation.country import Country
from wayhome.simulation.lives import HOUR
from wayhome.simulation.told import ended, heard, judged, people, reported, truth
from wayhome.simulation.told.recording import Record, recorded
from wayhome.simulation.told.writing import Folder, Numbered, Words
from wayhome.simulation.workforce import Workforce

HOME, SUPPORTED = 2, 3
Watch = Callable[[str], None]


def write(country: Country, place: Path, *, watch: Watch = lambda _table: None) -> dict[str, int]:
    """Write the back record of a country into a folder: how many rows each table has.

    The same country always gives the same bytes. `watch` is told of each part before it is written.
    """
    scope = country.scope
    name = f"simulated from {scope.first_day}, {scope.years} years, seed {scope.seed}"
    folder = Folder(place, name=name if not scope.within else f"{name}: {', '.join(scope.within)}")
    works = workforce.of(country.areas)
    watch("agencies")
    people.write_agencies(works, folder)
    known = people.known(country)
    record = _record(country, works, folder, known=known)
    watch("children")
    child_row = people.write_children(record, known)
    record = _with_children(record, child_row)
    people.write_arrangements(record)
    watch("absences")
    _write_absences(record)
    watch("what was done")
    judged.write_assessments(record)
    reported.write_notices(record)
    reported.write_steps(record)
    watch("what came of it")
    sightings = ended.write_sightings(record)
    ended.write_ends(record)
    ended.write_seen(record)
    ended.write_reviews(record)
    heard.write_offers(record)
    heard.write_interviews(record)
    truth.write(record, known, sightings=sightings)
    folder.finish()
    return folder.rows


def _write_absences(record: Record) -> None:
    reference = _police_reference(record)
    # Nobody closes what is not written down yet, or while the child is on the way home.
    closed = np.maximum(ended.write_closings(record), record.recorded + HOUR)
    closed = np.maximum(closed, record.country.absences.ended + 2 * HOUR)
    reported.write_episodes(record, closed=closed, police_reference=reference)
    reported.write_parties(record)
    reported.write_reports(record, police_reference=reference)


def _record(country: Country, works: Workforce, folder: Folder, *, known: people.Known) -> Record:
    chance = stream(country.scope.seed, "reported")
    absences = country.absences
    late = chance.lognormal(np.log(1.2), 0.9, len(absences)) * 3600
    span = absences.ended - absences.began
    at = absences.began + np.minimum(np.floor(late).astype(np.int64), (span * 0.8).astype(np.int64))
    written = recorded(chance, at)
    order = np.argsort(written, kind="stable")
    row = np.empty(len(order), dtype=np.int64)
    row[order] = np.arange(len(order))
    second = known.second[absences.child]
    child_row = np.where((second >= 0) & (absences.nth % 2 == 1), second, absences.child)
    level = np.maximum(country.grades.police, country.grades.council)
    return Record(
        country, works, folder, order, row, child_row, at, written, _placed(country, works), level
    )


def _with_children(record: Record, row: Whole) -> Record:
    """The record once the table of children has been written: each child by its row there."""
    return Record(
        record.country,
        record.workforce,
        record.folder,
        record.order,
        record.row,
        row[record.child_row],
        record.reported,
        record.recorded,
        record.placement,
        record.level,
    )


def _placed(country: Country, works: Workforce) -> Whole:
    """The home or supported place each child lived in, or -1; the same while they do not move."""
    what, child = country.circumstances, country.absences.child
    drawn = steady(country.scope.seed, "which home", child, what.host, what.placement)
    placed = np.full(len(child), -1, dtype=np.int64)
    for kind, of in ((HOME, works.homes), (SUPPORTED, works.supported)):
        at = what.placement == kind
        first, number = of[what.host[at]].T
        placed[at] = first + np.floor(drawn[at] * number).astype(np.int64)
    return placed


def _police_reference(record: Record) -> Numbered:
    """The force's own number of the absence."""
    country = record.country
    force = country.areas.force[country.circumstances.host]
    short = ["".join(c for c in name if c.isupper())[:3] or "X" for name in country.areas.forces]
    return Numbered(Words(force, [f"{each}{at:02}/" for at, each in enumerate(short)]), record.row)
