"""Agencies, posts, people, and the children as the agencies know them.

Some children are known twice: a second agency did not find the first one's record, and spelt the
name its own way. Some children are brothers or sisters, and a few are twins.
"""

from dataclasses import dataclass

import numpy as np

from wayhome.rules.vocabulary import Marker, PostKind
from wayhome.simulation import names, published, truths
from wayhome.simulation.chance import Real, Whole, YesNo, steady, stream
from wayhome.simulation.country import Country
from wayhome.simulation.lives import DAY
from wayhome.simulation.told.recording import Record
from wayhome.simulation.told.writing import Folder, Maybe, Numbered, Words
from wayhome.simulation.workforce import Workforce

KNOWN_TWICE, SIBLINGS, TWINS = 0.03, 0.10, 0.008  # choices
NO_BIRTH, NO_NUMBER, WRONG_DAY = 0.01, 0.03, 0.02
GIRL, BOY = 0, 1
SURNAMES_OF_STAFF = (
    "Arkwell Bramlow Castermoor Dunthwaite Elmsgate Farrowby Gladewick Hollinbeck Ivorley "
    "Jessamoor Kelderby Lindwater"
)
FIRST_NAMES_OF_STAFF = (
    "Alex Bronwen Chris Dilys Esther Farah Gareth Helen Imran Jo Kwame Lena Mair Nell Owen Pat"
)


@dataclass(frozen=True, slots=True)
class Known:
    """Rows of the table of children. `child` is who each is of; `is_second` a record made again.

    `second` finds a child's second row, or -1. `family` joins brothers and sisters.
    """

    child: Whole
    is_second: YesNo
    second: Whole
    family: Whole
    born: Whole


def known(country: Country) -> Known:
    """How the children are known, before anything of them is written."""
    seed, number = country.scope.seed, len(country.children)
    chance = stream(seed, "known")
    counts = np.bincount(country.absences.child, minlength=number)
    twice = np.flatnonzero((chance.random(number) < KNOWN_TWICE) & (counts > 1))
    second = np.full(number, -1, dtype=np.int64)
    second[twice] = number + np.arange(len(twice))
    family, born = _families(country, chance)
    child = np.r_[np.arange(number), twice]
    return Known(child, np.arange(len(child)) >= number, second, family, born)


def _families(country: Country, chance: np.random.Generator) -> tuple[Whole, Whole]:
    """Brothers and sisters are of one area and ethnicity; twins have one day of birth."""
    children = country.children
    order = np.lexsort((children.born, children.ethnicity, children.area))
    near = (children.area[order][1:] == children.area[order][:-1]) & (
        children.ethnicity[order][1:] == children.ethnicity[order][:-1]
    )
    drawn = chance.random(len(near))
    joined = near & (drawn < SIBLINGS / 2)
    family, born = np.arange(len(children)), children.born.copy()
    family[order[1:][joined]] = order[:-1][joined]
    apart = np.diff(children.born[order])
    twins = joined & (drawn < TWINS / 2) & (apart < 90)
    born[order[1:][twins]] = born[order[:-1][twins]]
    return family, born


def write_agencies(workforce: Workforce, folder: Folder) -> None:
    """Agencies, their posts, and who holds them."""
    force = np.array([-1 if each is None else each for each in workforce.police_force])
    council = np.array([-1 if each is None else each for each in workforce.council])
    number = len(workforce.names)
    folder.write(
        "agencies",
        {
            "name": Words(np.arange(number), workforce.names),
            "kind": Words(np.arange(number), [str(each) for each in workforce.kinds]),
            "nation": Words(np.arange(number), workforce.nations),
            "partnership": Words(np.arange(number), workforce.partnerships),
            "police_force": Maybe(force, force >= 0),
            "council": Maybe(council, council >= 0),
        },
        rows=number,
    )
    posts = len(workforce.post_kind)
    folder.write(
        "posts",
        {
            "agency": np.array(workforce.post_agency),
            "kind": Words(np.arange(posts), [str(each) for each in workforce.post_kind]),
            "title": Words(
                np.arange(posts), [each.label.capitalize() for each in workforce.post_kind]
            ),
        },
        rows=posts,
    )
    people = np.arange(workforce.number_of_people)
    full = [
        f"{first} {last}"
        for first in FIRST_NAMES_OF_STAFF.split()
        for last in SURNAMES_OF_STAFF.split()
    ]
    folder.write(
        "people",
        {
            "name": Words(people % len(full), full),
            "username": Numbered("invented-", people),
            "post": np.repeat(np.arange(posts), workforce.people_of_post),
        },
        rows=len(people),
    )


def write_children(record: Record, of: Known) -> Whole:
    """The children, as their records have them; for each row of `of` its row in the table."""
    country, children = record.country, record.country.children
    chance, seed, child = record.chance("children"), record.country.scope.seed, of.child
    given = names.given(children.ethnicity[child], children.is_girl[child], child, seed=seed)
    family = names.family(children.ethnicity[child], of.family[child], seed=seed)
    wrong = of.is_second & (chance.random(len(child)) < 0.15)
    day = of.born[child] + np.where(wrong, chance.integers(1, 28, len(child)), 0)
    told = chance.random(len(child)) >= NO_BIRTH
    ethnicity = children.ethnicity[child]
    recorded_ethnicity = chance.random(len(child)) >= published.POLICE_DO_NOT_RECORD
    first = _first_seen(record, of)
    row = record.write(
        "children",
        {
            "given_name": _as_known(given, names.GIVEN, of.is_second),
            "family_name": _as_known(family, names.FAMILY, of.is_second),
            "known_as": "",
            "date_of_birth": Maybe(day, told),
            "sex": Words(np.where(children.is_girl[child], GIRL, BOY), ("F", "M")),
            "ethnicity": Words(
                np.where(recorded_ethnicity, ethnicity, len(published.ETHNICITIES)),
                (*published.ETHNICITIES, ""),
            ),
            "ethnicity_source": Words(recorded_ethnicity.astype(np.int64), ("", "officer")),
            "language": "",
        },
        happened=first,
        by=record.by(
            chance,
            record.workforce.forces[country.areas.force[children.area[child]]],
            PostKind.CALL_HANDLER,
        ),
    )
    _write_contacts(record, of, row=row, first=first, family=family)
    _write_numbers(record, of, row=row, first=first)
    _write_markers(record, of, row=row, first=first)
    return row


def _first_seen(record: Record, of: Known) -> Whole:
    """When each row of a child was made: some minutes before the first report under it."""
    first = np.full(len(of.child), np.iinfo(np.int64).max)
    np.minimum.at(first, record.child_row, record.reported - 2 * 3600)
    return np.minimum(first, record.reported.max())


def _as_known(at: Whole, among: tuple[str, ...], is_second: YesNo) -> Words:
    """The name; of a second record as another agency wrote it."""
    both = (*among, *(names.written(name) for name in among))
    return Words(np.where(is_second, at + len(among), at), both)


def _write_contacts(record: Record, of: Known, *, row: Whole, first: Whole, family: Whole) -> None:
    chance = record.chance("contacts")
    kind = (chance.random(len(row)) < 0.3).astype(np.int64)
    record.write(
        "contacts",
        {
            "child": row,
            "name": Words(family, [f"A parent of the family {name}" for name in names.FAMILY]),
            "relationship": Words(kind, ("mother", "father")),
            "telephone": "",
        },
        happened=first,
        by=_handler(record, of, chance),
    )


def _write_numbers(record: Record, of: Known, *, row: Whole, first: Whole) -> None:
    """The force's number of every child, but for a few; a council's of those it looks after."""
    country, chance = record.country, record.chance("numbers")
    children = country.children
    force = record.workforce.forces[country.areas.force[children.area[of.child]]]
    council = record.workforce.councils[children.area[of.child]]
    by_force = chance.random(len(row)) >= NO_NUMBER
    by_council = children.is_care[of.child] & (chance.random(len(row)) >= NO_NUMBER)
    both = np.r_[np.flatnonzero(by_force), np.flatnonzero(by_council)]
    is_council = np.arange(len(both)) >= by_force.sum()
    record.write(
        "identifiers",
        {
            "child": row[both],
            "agency": np.where(is_council, council[both], force[both]),
            "scheme": Words(is_council.astype(np.int64), ("nominal", "case")),
            "value": Numbered(Words(is_council.astype(np.int64), ("N", "C")), 100_000 + row[both]),
        },
        happened=first[both],
        by=_handler(record, of, chance)[both],
    )


def _write_markers(record: Record, of: Known, *, row: Whole, first: Whole) -> None:
    """Concerns that somebody wrote down: fewer where the force writes down less than there is."""
    country, chance = record.country, record.chance("markers")
    known = country.concerns
    concerns: tuple[tuple[Marker, YesNo], ...] = (
        (Marker.SEXUAL_EXPLOITATION, known.sexual_exploitation),
        (Marker.CRIMINAL_EXPLOITATION, known.criminal_exploitation),
        (Marker.SELF_HARM, known.self_harm),
        (Marker.DISABILITY, known.disability),
    )
    written = writes_down(country, chance, len(country.children))
    which = [np.flatnonzero(so[of.child] & written[of.child]) for _marker, so in concerns]
    at = np.concatenate(which)
    kind = np.repeat(np.arange(len(concerns)), [len(each) for each in which])
    record.write(
        "markers",
        {
            "child": row[at],
            "marker": Words(kind, [str(marker) for marker, _so in concerns]),
            "evidence": "As recorded at the time",
            "supplied_by": "police record",
        },
        happened=first[at],
        by=_handler(record, of, chance)[at],
    )


def writes_down(country: Country, chance: np.random.Generator, number: int) -> YesNo:
    """Of each child, whether a concern there is was written down."""
    under = country.truths.under_records[country.areas.force[country.children.area]]
    likely: Real = np.where(under, truths.WRITES_DOWN, 1.0)
    return chance.random(number) < likely


def _handler(record: Record, of: Known, chance: np.random.Generator) -> Whole:
    area = record.country.children.area[of.child]
    force = record.workforce.forces[record.country.areas.force[area]]
    return record.by(chance, force, PostKind.CALL_HANDLER)


def write_arrangements(record: Record) -> None:
    """Who answers for the child and where they live; again whenever that has changed."""
    country, chance = record.country, record.chance("arrangements")
    absences, children = country.absences, country.children
    row = record.child_row
    order = np.lexsort((absences.began, row))
    where = np.stack([row, country.circumstances.host, record.placement])[:, order]
    new = np.r_[True, (where[:, 1:] != where[:, :-1]).any(axis=0)]
    at = order[new]
    child = absences.child[at]
    host, area = country.circumstances.host[at], children.area[child]
    work = record.workforce
    schools = work.schools[area]
    school = schools[:, 0] + np.floor(
        steady(country.scope.seed, "school", child) * schools[:, 1]
    ).astype(np.int64)
    is_care = children.is_care[child]
    everybody = np.ones(len(at), dtype=bool)
    record.write(
        "arrangements",
        {
            "child": row[at],
            "responsible_authority": Maybe(work.councils[area], everybody),
            "host_authority": Maybe(work.councils[host], host != area),
            "placement": Maybe(record.placement[at], record.placement[at] >= 0),
            "home_force": Maybe(
                work.forces[country.areas.force[area]],
                country.areas.force[area] != country.areas.force[host],
            ),
            "host_force": Maybe(work.forces[country.areas.force[host]], everybody),
            "school": Maybe(school, country.circumstances.age[at] >= 5),
            "health": Maybe(work.bodies[country.areas.health[host]], everybody),
            "legal_basis": Words(is_care.astype(np.int64), ("", "C2")),
            "is_looked_after": is_care,
            "since": record.reported[at] - 20 * DAY,
        },
        happened=record.reported[at] - 3600,
        by=record.by(chance, work.councils[area], PostKind.SOCIAL_WORK_TEAM),
    )
