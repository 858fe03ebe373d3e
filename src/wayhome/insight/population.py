"""Which episodes are counted, and what was known of each, as of one moment.

The extract holds what was recorded, row by row. Here each episode becomes one line: what stood at
the moment, after what corrects and withdraws what. Plain SQL over whole numbers and codes, which
more than one engine can read; every order has a tie broken, so that all of them answer alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from wayhome.insight.engines import Engine
from wayhome.rules import breakdowns, duties
from wayhome.rules.breakdowns import AgeBand, Band, DurationBand, Placement, ReviewStanding
from wayhome.rules.vocabulary import Capacity, DutyKind, Level, Side

SECOND = 1_000_000  # microseconds
BEFORE_THE_ENDED = 10**17  # more microseconds than any moment: puts a part that lasts first


@dataclass(frozen=True, slots=True)
class Table:
    """One step: a name, and what it is made of."""

    name: str
    query: str


def lay_out(engine: Engine, *, as_of_us: int) -> None:
    """Make the tables that measures are counted over: episodes_known, tellings and reviews.

    The engine holds the streams of the extract, of what was known by the moment.
    """
    engine.keep("people", {"child": "int", "person": "int"}, _people(engine))
    engine.keep("offer_lines", {"fact": "int", "first_us": "int"}, _offer_lines(engine))
    for table in (*_ONE_EACH, *_OF_EPISODES, *_known(), *_about(as_of_us)):
        engine.define(table.name, table.query)


def _people(engine: Engine) -> list[tuple[int, int]]:
    """The children whose records a person has joined: each record, and one number for all of it."""
    joined = engine.rows(
        "SELECT one, other FROM joined WHERE fact NOT IN (SELECT fact FROM parted) ORDER BY 1, 2"
    )
    return sorted(_together(joined).items())


def _together(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """For each of what is joined in pairs, the least of all it is joined with, by whatever way."""
    leads: dict[int, int] = {}

    def leader(one: int) -> int:
        while leads.setdefault(one, one) != one:
            one = leads[one]
        return one

    for one, other in pairs:
        first, second = sorted((leader(one), leader(other)))
        leads[second] = first
    return {one: leader(one) for one in leads}


def _offer_lines(engine: Engine) -> list[tuple[int, int]]:
    """When each offer that stands in the place of another was recorded first."""
    corrected = engine.rows(
        "SELECT o.fact, o.corrects, c.known_us FROM offers AS o "
        "JOIN offers AS c ON c.fact = o.corrects ORDER BY o.fact"
    )
    before = {fact: (corrects, known_us) for fact, corrects, known_us in corrected}

    def first(fact: int, known_us: int) -> int:
        while fact in before:
            fact, known_us = before[fact]
        return known_us

    return [(fact, first(fact, known_us)) for fact, (_, known_us) in before.items()]


def _newest(table: str, by: str, order: str) -> str:
    """The first row of each, in an order that leaves nothing to chance."""
    return (
        f"SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY {by} ORDER BY {order}) AS nth "
        f"FROM {table}) AS ranked WHERE nth = 1"
    )


def _standing(stream: str, *, may_be_withdrawn: bool = True) -> str:
    """The rows no other corrects, and that withdraw nothing."""
    query = (
        f"SELECT * FROM {stream} AS said WHERE NOT EXISTS "
        f"(SELECT 1 FROM {stream} AS later WHERE later.corrects = said.fact)"
    )
    return f"{query} AND NOT said.withdrawn" if may_be_withdrawn else query


def _rank(column: str) -> str:
    cases = " ".join(f"WHEN '{level}' THEN {level.rank}" for level in Level)
    return f"CASE {column} {cases} END"


def _level(rank: str) -> str:
    cases = " ".join(f"WHEN {level.rank} THEN '{level}'" for level in Level)
    return f"CASE {rank} {cases} END"


def _banded(column: str, bands: Iterable[Band], *, unit: int, unknown: str) -> str:
    """The band a number lies in; the last of a band still does."""
    cases = " ".join(
        f"WHEN ({column}) <= {band.last * unit} THEN '{band.value}'"
        if band.last is not None
        else f"ELSE '{band.value}'"
        for band in bands
    )
    return f"CASE WHEN ({column}) IS NULL OR ({column}) < 0 THEN '{unknown}' {cases} END"


def _of_side(kind: DutyKind) -> str:
    return f"min(CASE WHEN kind = '{kind}' THEN due_us END)"


_ENDED = "parts_ended AS ended ON ended.fact = part.fact"
_LASTING = f"CASE WHEN ended.fact IS NULL THEN {BEFORE_THE_ENDED} ELSE 0 END"
_PERSON = "coalesce(people.person, said.child)"

# One row for each episode, child or fact: what stands of it.
_ONE_EACH: tuple[Table, ...] = (
    Table(
        "part_held",
        f"SELECT part.episode, part.capacity, part.agency, part.known_us + {_LASTING} AS weight "
        f"FROM parts AS part LEFT JOIN {_ENDED}",
    ),
    Table("part_now", _newest("part_held", "episode, capacity", "weight DESC, agency")),
    Table("type_now", _newest("types", "episode", "known_us DESC, type")),
    Table(
        "sex_said",
        f"SELECT {_PERSON} AS person, said.sex, said.known_us FROM sexes AS said "
        "LEFT JOIN people ON people.child = said.child WHERE said.sex <> 'not_known'",
    ),
    Table("sex_now", _newest("sex_said", "person", "known_us DESC, sex")),
    Table(
        "ethnicity_said",
        f"SELECT {_PERSON} AS person, said.ethnicity, said.known_us FROM ethnicities AS said "
        "LEFT JOIN people ON people.child = said.child WHERE said.ethnicity <> 'not_known'",
    ),
    Table("ethnicity_now", _newest("ethnicity_said", "person", "known_us DESC, ethnicity")),
    Table("age_by_kind", _newest("ages", "episode, is_stated", "known_us DESC, coalesce(age, -1)")),
    Table(
        "age_now",
        "SELECT episode, coalesce(max(CASE WHEN NOT is_stated THEN age END), "
        "max(CASE WHEN is_stated THEN age END)) AS age FROM age_by_kind GROUP BY episode",
    ),
    Table(
        "care_then",
        "SELECT e.episode, care.looked_after, care.out_of_area, care.known_us, "
        "CASE WHEN care.since_us <= e.reported_us "
        "THEN e.reported_us - care.since_us END AS held_for, "
        "care.since_us - e.reported_us AS later_by FROM episodes AS e "
        "JOIN care ON care.child = e.child "
        "AND care.since_us <= greatest(e.reported_us, e.known_us)",
    ),
    # What stood at the report; or, where nothing was known of it, what was recorded first with it.
    Table(
        "care_now",
        _newest(
            "care_then",
            "episode",
            f"coalesce(held_for, {BEFORE_THE_ENDED} + later_by), known_us DESC, "
            "looked_after, out_of_area",
        ),
    ),
    Table("joint_now", _newest("joint", "episode", "known_us DESC, proposed_us DESC, level")),
    Table(
        "said_since",
        f"SELECT a.episode, max({_rank('a.level')}) AS rank FROM assessments AS a "
        "LEFT JOIN joint_now AS j ON j.episode = a.episode "
        "WHERE j.episode IS NULL OR a.known_us > j.proposed_us GROUP BY a.episode",
    ),
    Table("located_standing", _standing("located")),
    Table("located_now", _newest("located_standing", "episode", "known_us DESC, fact")),
    Table("returned_standing", _standing("returned")),
    Table("returned_now", _newest("returned_standing", "episode", "known_us DESC, fact")),
    Table("seen_now", _standing("seen")),
    Table("offers_now", _standing("offers", may_be_withdrawn=False)),
    Table("not_offered_now", _standing("not_offered")),
    Table("assessed_first", _newest("assessments", "episode", "known_us, side")),
)


_WENT_ELSEWHERE = ", ".join(f"'{each}'" for each in sorted(duties.NOT_BACK))
# What is worked out of several facts of one episode.
_OF_EPISODES: tuple[Table, ...] = (
    Table(
        "back",
        "SELECT episode, at_us AS returned_us FROM returned_now "
        f"WHERE coalesce(went_to, '') NOT IN ({_WENT_ELSEWHERE})",
    ),
    Table(
        "mistaken",
        "SELECT episode, max(known_us) AS known_us FROM returned WHERE withdrawn GROUP BY episode",
    ),
    Table(
        "offers_of_this_return",
        "SELECT o.episode, o.fact, o.at_us FROM offers_now AS o "
        "LEFT JOIN offer_lines AS line ON line.fact = o.fact "
        "LEFT JOIN mistaken AS m ON m.episode = o.episode "
        "WHERE m.episode IS NULL OR coalesce(line.first_us, o.known_us) > m.known_us",
    ),
    Table(
        "offered",
        "SELECT episode, min(at_us) AS offered_us FROM offers_of_this_return GROUP BY episode",
    ),
    Table(
        "answered",
        "SELECT o.episode, a.answer, a.answered_us, a.fact FROM offers_of_this_return AS o "
        "JOIN answers AS a ON a.fact = o.fact",
    ),
    Table("answer_now", _newest("answered", "episode", "answered_us DESC, fact")),
    Table(
        "held",
        "SELECT c.episode, i.fact, i.held_us, i.provider_type FROM covers AS c "
        "JOIN interviews AS i ON i.fact = c.fact",
    ),
    Table("reason_now", "SELECT episode, count(*) AS reasons FROM not_offered_now GROUP BY 1"),
    Table(
        "assess_due",
        f"SELECT episode, {_of_side(DutyKind.ASSESS_POLICE)} AS police_us, "
        f"{_of_side(DutyKind.ASSESS_CHILDRENS_SERVICES)} AS council_us, "
        "min(due_us) AS either_us FROM duties "
        f"WHERE kind <> '{DutyKind.REVIEW}' GROUP BY episode",
    ),
    Table(
        "begun",
        "SELECT fact, min(begun_us) AS begun_us FROM (SELECT fact, begun_us FROM steps_taken "
        "UNION ALL SELECT fact, begun_us FROM steps_done) AS either GROUP BY fact",
    ),
    Table(
        "step_begun",
        "SELECT s.episode, s.fact, s.due_us, begun.begun_us FROM steps AS s "
        "LEFT JOIN begun ON begun.fact = s.fact",
    ),
    Table(
        "step_first",
        _newest(
            "step_begun",
            "episode",
            "CASE WHEN begun_us IS NULL THEN 1 ELSE 0 END, begun_us, due_us, fact",
        ),
    ),
    Table(
        "harm",
        "SELECT s.episode, h.code AS value FROM seen_now AS s "
        "JOIN seen_harms AS h ON h.fact = s.fact UNION "
        "SELECT held.episode, h.code AS value FROM held "
        "JOIN interview_harms AS h ON h.fact = held.fact",
    ),
    Table(
        "push",
        "SELECT DISTINCT held.episode, p.code AS value FROM held "
        "JOIN pushes AS p ON p.fact = held.fact",
    ),
    Table(
        "pull",
        "SELECT DISTINCT held.episode, p.code AS value FROM held "
        "JOIN pulls AS p ON p.fact = held.fact",
    ),
)


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


def _known() -> tuple[Table, ...]:
    """One line an episode, with what it is broken down by and what is measured of it."""
    rank = (
        f"greatest(coalesce({_rank('j.level')}, {_rank('e.starting_level')}), coalesce(s.rank, -1))"
    )
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
    ages = _banded("age.age", breakdowns.AGE_BANDS, unit=1, unknown=AgeBand.NOT_KNOWN)
    lengths = _banded(away, breakdowns.DURATION_BANDS, unit=SECOND, unknown=DurationBand.NOT_KNOWN)
    query = f"""
SELECT e.episode, coalesce(people.person, e.child) AS person, e.year, e.quarter, e.reported_us,
 council.agency AS council, coalesce(host.agency, home.agency) AS force,
 {placement} AS placement, coalesce(sex.sex, 'not_known') AS sex,
 coalesce(eth.ethnicity, 'not_known') AS ethnicity, {ages} AS age, t.type, {_level(rank)} AS level,
 {lengths} AS duration, coalesce(l.found_by, 'not_known') AS found_by,
 back.returned_us, offered.offered_us, answer.answer, held.held_us, held.provider_type AS provider,
 why.reasons, a.known_us AS assessed_us, {due} AS assess_due_us, step.begun_us,
 step.due_us AS step_due_us
{_BESIDE}"""
    return (Table("episodes_known", query),)


_SHARED = (
    "e.episode, e.person, e.year, e.quarter, e.council, e.force, e.placement, e.sex, e.ethnicity, "
    "e.age, e.type, e.level"
)


def _about(as_of_us: int) -> tuple[Table, ...]:
    """What is counted of each notice and of each review, with what its episode is told apart by."""
    standing = (
        f"CASE WHEN met.met_us <= d.due_us THEN '{ReviewStanding.MET}' "
        f"WHEN met.met_us IS NOT NULL THEN '{ReviewStanding.MET_LATE}' "
        f"WHEN no.fact IS NOT NULL THEN '{ReviewStanding.DECLINED}' "
        f"WHEN d.due_us < {as_of_us} THEN '{ReviewStanding.MISSED}' END"
    )
    return (
        Table(
            "tellings",
            f"SELECT {_SHARED}, n.told_us, n.due_us, ack.acknowledged_us FROM notices AS n "
            "JOIN episodes_known AS e ON e.episode = n.episode "
            "LEFT JOIN notices_acknowledged AS ack ON ack.fact = n.fact",
        ),
        Table(
            "reviews",
            f"SELECT {_SHARED}, {standing} AS standing FROM duties AS d "
            "JOIN episodes_known AS e ON e.episode = d.episode "
            "LEFT JOIN duties_met AS met ON met.fact = d.fact "
            "LEFT JOIN duties_declined AS no ON no.fact = d.fact "
            f"WHERE d.kind = '{DutyKind.REVIEW}'",
        ),
    )
