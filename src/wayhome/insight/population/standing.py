"""What stands of each episode, child or fact, of one kind of fact at a time."""

from wayhome.insight.population import steps
from wayhome.insight.population.steps import BEFORE_THE_ENDED, Step

_ENDED = "parts_ended AS ended ON ended.fact = part.fact"
_LASTING = f"CASE WHEN ended.fact IS NULL THEN {BEFORE_THE_ENDED} ELSE 0 END"
_PERSON = "coalesce(people.person, said.child)"

# One row for each episode, child or fact: what stands of it.
STEPS: tuple[Step, ...] = (
    Step(
        "part_held",
        f"SELECT part.episode, part.capacity, part.agency, part.known_us + {_LASTING} AS weight "
        f"FROM parts AS part LEFT JOIN {_ENDED}",
    ),
    Step("part_now", steps.newest("part_held", "episode, capacity", "weight DESC, agency")),
    Step("type_now", steps.newest("types", "episode", "known_us DESC, type")),
    Step(
        "sex_said",
        f"SELECT {_PERSON} AS person, said.sex, said.known_us FROM sexes AS said "
        "LEFT JOIN people ON people.child = said.child WHERE said.sex <> 'not_known'",
    ),
    Step("sex_now", steps.newest("sex_said", "person", "known_us DESC, sex")),
    Step(
        "ethnicity_said",
        f"SELECT {_PERSON} AS person, said.ethnicity, said.known_us FROM ethnicities AS said "
        "LEFT JOIN people ON people.child = said.child WHERE said.ethnicity <> 'not_known'",
    ),
    Step("ethnicity_now", steps.newest("ethnicity_said", "person", "known_us DESC, ethnicity")),
    Step(
        "age_by_kind",
        steps.newest("ages", "episode, is_stated", "known_us DESC, coalesce(age, -1)"),
    ),
    Step(
        "age_now",
        "SELECT episode, coalesce(max(CASE WHEN NOT is_stated THEN age END), "
        "max(CASE WHEN is_stated THEN age END)) AS age FROM age_by_kind GROUP BY episode",
    ),
    Step(
        "care_then",
        "SELECT e.episode, care.looked_after, care.out_of_area, care.known_us, "
        "CASE WHEN care.since_us <= e.reported_us "
        "THEN e.reported_us - care.since_us END AS held_for, "
        "care.since_us - e.reported_us AS later_by FROM episodes AS e "
        "JOIN care ON care.child = e.child "
        "AND care.since_us <= greatest(e.reported_us, e.known_us)",
    ),
    # What stood at the report; or, where nothing was known of it, what was recorded first with it.
    Step(
        "care_now",
        steps.newest(
            "care_then",
            "episode",
            f"coalesce(held_for, {BEFORE_THE_ENDED} + later_by), known_us DESC, "
            "looked_after, out_of_area",
        ),
    ),
    Step("joint_now", steps.newest("joint", "episode", "known_us DESC, proposed_us DESC, level")),
    Step(
        "said_since",
        f"SELECT a.episode, max({steps.rank_of('a.level')}) AS rank FROM assessments AS a "
        "LEFT JOIN joint_now AS j ON j.episode = a.episode "
        "WHERE j.episode IS NULL OR a.known_us > j.proposed_us GROUP BY a.episode",
    ),
    Step("located_standing", steps.standing("located")),
    Step("located_now", steps.newest("located_standing", "episode", "known_us DESC, fact")),
    Step("returned_standing", steps.standing("returned")),
    Step("returned_now", steps.newest("returned_standing", "episode", "known_us DESC, fact")),
    Step("seen_now", steps.standing("seen")),
    Step("offers_now", steps.standing("offers", may_be_withdrawn=False)),
    Step("not_offered_now", steps.standing("not_offered")),
    Step("assessed_first", steps.newest("assessments", "episode", "known_us, side")),
)
