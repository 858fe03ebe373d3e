"""The lines that measures are counted over: one an episode, one a notice, one a review.

Of each line is said how its person's lines of that year are spread, so that whoever counts persons
has to look for those alone who could be counted twice.
"""

from wayhome.insight.population import steps
from wayhome.insight.population.steps import SECOND, Step
from wayhome.rules import breakdowns
from wayhome.rules.breakdowns import AgeBand, DurationBand, Placement, ReviewStanding
from wayhome.rules.vocabulary import Capacity, DutyKind, Side

_BESIDE = f"""FROM episodes AS e
LEFT JOIN people ON people.child = e.child
LEFT JOIN part_now AS council
 ON council.episode = e.episode AND council.capacity = '{Capacity.RESPONSIBLE_AUTHORITY}'
LEFT JOIN part_now AS host
 ON host.episode = e.episode AND host.capacity = '{Capacity.HOST_FORCE}'
LEFT JOIN part_now AS home
 ON home.episode = e.episode AND home.capacity = '{Capacity.HOME_FORCE}'
LEFT JOIN care_now AS care ON care.episode = e.episode
LEFT JOIN sex_now AS sex ON sex.person = coalesce(people.person, e.child)
LEFT JOIN ethnicity_now AS eth ON eth.person = coalesce(people.person, e.child)
LEFT JOIN age_now AS age ON age.episode = e.episode
LEFT JOIN type_now AS t ON t.episode = e.episode
LEFT JOIN joint_now AS j ON j.episode = e.episode
LEFT JOIN said_since AS s ON s.episode = e.episode
LEFT JOIN located_now AS l ON l.episode = e.episode
LEFT JOIN returned_now AS r ON r.episode = e.episode
LEFT JOIN back ON back.episode = e.episode
LEFT JOIN offered ON offered.episode = e.episode
LEFT JOIN answer_now AS answer ON answer.episode = e.episode
LEFT JOIN held ON held.episode = e.episode
LEFT JOIN reason_now AS why ON why.episode = e.episode
LEFT JOIN assessed_first AS a ON a.episode = e.episode
LEFT JOIN assess_due AS due ON due.episode = e.episode
LEFT JOIN step_first AS step ON step.episode = e.episode
"""


# A person's only line of the year; one of several, all of one council and one force; of more.
ALONE, TOGETHER, APART = range(3)
# What is counted together lies together: the lines of an area, and in it those of a person.
_IN_ORDER = "council, force, person"


def _told() -> tuple[Step, ...]:
    """One line an episode, with what it is broken down by and what is measured of it."""
    first = f"coalesce({steps.rank_of('j.level')}, {steps.rank_of('e.starting_level')})"
    level = steps.level_of(f"greatest({first}, coalesce(s.rank, -1))")
    until = "coalesce(l.at_us, r.at_us)"
    away = f"CASE WHEN {until} < e.reported_us THEN 0 ELSE {until} - e.reported_us END"
    placement = (
        f"CASE WHEN care.episode IS NULL THEN '{Placement.NOT_KNOWN}' "
        f"WHEN NOT care.looked_after THEN '{Placement.NOT_LOOKED_AFTER}' "
        f"WHEN care.out_of_area THEN '{Placement.OUT_OF_AREA}' ELSE '{Placement.IN_AREA}' END"
    )
    due = (
        f"CASE WHEN a.side = '{Side.POLICE}' THEN due.police_us "
        f"WHEN a.side = '{Side.CHILDRENS_SERVICES}' THEN due.council_us ELSE due.either_us END"
    )
    ages = steps.banded("age.age", breakdowns.AGE_BANDS, unit=1, unknown=AgeBand.NOT_KNOWN)
    lengths = steps.banded(
        away, breakdowns.DURATION_BANDS, unit=SECOND, unknown=DurationBand.NOT_KNOWN
    )
    query = f"""
SELECT e.episode, coalesce(people.person, e.child) AS person, e.year, e.quarter, e.reported_us,
 council.agency AS council, coalesce(host.agency, home.agency) AS force,
 {placement} AS placement, coalesce(sex.sex, 'not_known') AS sex,
 coalesce(eth.ethnicity, 'not_known') AS ethnicity, {ages} AS age, t.type, {level} AS level,
 {lengths} AS duration, coalesce(l.found_by, 'not_known') AS found_by,
 back.returned_us, offered.offered_us, answer.answer, held.held_us, held.provider_type AS provider,
 why.reasons, a.known_us AS assessed_us, {due} AS assess_due_us, step.begun_us,
 step.due_us AS step_due_us
{_BESIDE}"""
    return (Step("episodes_told", query),)


SPREAD = (
    Step(
        "spread",
        "SELECT person, year, CASE "
        "WHEN min(coalesce(council, '')) <> max(coalesce(council, '')) "
        f"OR min(coalesce(force, '')) <> max(coalesce(force, '')) THEN {APART} "
        f"WHEN count(*) > 1 THEN {TOGETHER} ELSE {ALONE} END AS spread "
        "FROM episodes_told GROUP BY person, year",
    ),
    # A council in a force in a year: a small number stands for all three.
    Step(
        "places",
        "SELECT CAST(row_number() OVER (ORDER BY year, coalesce(council, ''), coalesce(force, '')) "
        "AS INTEGER) AS place, council, force, year "
        "FROM (SELECT DISTINCT council, force, year FROM episodes_told) AS there",
        is_counted=True,
    ),
    Step(
        "episodes_known",
        "SELECT told.*, there.place, spread.spread FROM episodes_told AS told JOIN spread "
        "ON spread.person = told.person AND spread.year = told.year "
        "JOIN (SELECT place, year AS of, coalesce(council, '') AS its_council, "
        "coalesce(force, '') AS its_force FROM places) AS there "
        "ON there.of = told.year AND its_council = coalesce(told.council, '') "
        "AND its_force = coalesce(told.force, '') "
        f"ORDER BY {_IN_ORDER}, told.reported_us",
        is_counted=True,
    ),
)


# An episode has several of these lines: none is known to be alone.
_SHARED = (
    "e.episode, e.person, e.year, e.quarter, e.council, e.force, e.place, e.placement, e.sex, "
    f"e.ethnicity, e.age, e.type, e.level, greatest(e.spread, {TOGETHER}) AS spread"
)


def _about(as_of_us: int) -> tuple[Step, ...]:
    """What is counted of each notice and of each review, with what its episode is told apart by."""
    standing = (
        f"CASE WHEN met.met_us <= d.due_us THEN '{ReviewStanding.MET}' "
        f"WHEN met.met_us IS NOT NULL THEN '{ReviewStanding.MET_LATE}' "
        f"WHEN no.fact IS NOT NULL THEN '{ReviewStanding.DECLINED}' "
        f"WHEN d.due_us < {as_of_us} THEN '{ReviewStanding.MISSED}' END"
    )
    return (
        Step(
            "tellings",
            f"SELECT {_SHARED}, n.told_us, n.due_us, ack.acknowledged_us FROM notices AS n "
            "JOIN episodes_known AS e ON e.episode = n.episode "
            "LEFT JOIN notices_acknowledged AS ack ON ack.fact = n.fact "
            f"ORDER BY {_IN_ORDER}, n.told_us",
            is_counted=True,
        ),
        Step(
            "reviews",
            f"SELECT {_SHARED}, {standing} AS standing FROM duties AS d "
            "JOIN episodes_known AS e ON e.episode = d.episode "
            "LEFT JOIN duties_met AS met ON met.fact = d.fact "
            "LEFT JOIN duties_declined AS no ON no.fact = d.fact "
            f"WHERE d.kind = '{DutyKind.REVIEW}' ORDER BY {_IN_ORDER}, d.due_us",
            is_counted=True,
        ),
    )


def made(as_of_us: int) -> tuple[Step, ...]:
    """The steps that make the lines, as of a moment."""
    return (*_told(), *SPREAD, *_about(as_of_us))
