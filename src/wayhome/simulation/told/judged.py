"""How each side graded the risk, when, and what it answered to the factors."""

import numpy as np

from wayhome.rules.vocabulary import Answer, PostKind, Side
from wayhome.simulation.chance import Whole
from wayhome.simulation.grades import LABELS, LEVELS
from wayhome.simulation.told.people import writes_down
from wayhome.simulation.told.recording import Record, after
from wayhome.simulation.told.writing import Words

NEVER = 0.02  # a choice: absences the police never graded
FACTORS = ("sexual_exploitation", "substances", "self_harm", "harm_before")


def write_assessments(record: Record) -> None:
    """The police's grade of each absence, some hours late in places; the council's of some."""
    country, chance, work = record.country, record.chance("assessments"), record.workforce
    grades, number = country.grades, len(country.absences)
    by_police = np.flatnonzero(chance.random(number) >= NEVER)
    by_council = np.flatnonzero(grades.council >= 0)
    at = np.r_[by_police, by_council]
    is_council = np.arange(len(at)) >= len(by_police)
    hours = np.where(
        is_council,
        chance.lognormal(np.log(5), 0.8, len(at)),
        chance.lognormal(np.log(0.9), 0.9, len(at)),
    )
    level = np.where(is_council, grades.council[at], grades.police[at])
    sergeant = work.post(record.host_force[at], PostKind.DUTY_SERGEANT)
    officer = np.array(work.first_person)[sergeant] + grades.officer[at]
    worker = record.by(chance, record.council[at], PostKind.SOCIAL_WORK_TEAM)
    happened = after(record.reported[at], hours)
    row = record.write(
        "assessments",
        {
            "episode": record.row[at],
            "side": Words(
                is_council.astype(np.int64), (str(Side.POLICE), str(Side.CHILDRENS_SERVICES))
            ),
            "level": Words(level, LEVELS),
            "label_as_recorded": Words(level, [LABELS[name] for name in LEVELS]),
            "reasons": "As recorded at the time.",
            "agency": np.where(is_council, record.council[at], record.host_force[at]),
        },
        happened=happened,
        by=np.where(is_council, worker, officer),
    )
    _write_factors(
        record, at[~is_council], assessment=row[~is_council], answered=happened[~is_council]
    )


def _write_factors(record: Record, at: Whole, *, assessment: Whole, answered: Whole) -> None:
    """The factors that are so and were written down."""
    country, chance = record.country, record.chance("factors")
    child, known = country.absences.child[at], country.concerns
    written = writes_down(country, chance, len(country.children))[child]
    so = np.stack(
        [
            known.sexual_exploitation[child],
            known.substances[child],
            known.self_harm[child],
            country.circumstances.harmed_before[at],
        ]
    )
    which, place = np.nonzero(so & written)
    order = np.argsort(assessment[place] * len(FACTORS) + which, kind="stable")
    which, place = which[order], place[order]
    record.folder.write(
        "factors",
        {
            "assessment": assessment[place],
            "factor": Words(which, FACTORS),
            "answer": str(Answer.YES),
            "learned_at": answered[place],
        },
        rows=len(place),
    )
