"""What is worked out of several facts of one episode."""

from wayhome.insight.population import steps
from wayhome.insight.population.steps import Step
from wayhome.rules import duties
from wayhome.rules.vocabulary import DutyKind


def _of_side(kind: DutyKind) -> str:
    return f"min(CASE WHEN kind = '{kind}' THEN due_us END)"


_WENT_ELSEWHERE = ", ".join(f"'{each}'" for each in sorted(duties.NOT_BACK))
STEPS: tuple[Step, ...] = (
    Step(
        "back",
        "SELECT episode, at_us AS returned_us FROM returned_now "
        f"WHERE coalesce(went_to, '') NOT IN ({_WENT_ELSEWHERE})",
    ),
    Step(
        "mistaken",
        "SELECT episode, max(known_us) AS known_us FROM returned WHERE withdrawn GROUP BY episode",
    ),
    Step(
        "offers_of_this_return",
        "SELECT o.episode, o.fact, o.at_us FROM offers_now AS o "
        "LEFT JOIN offer_lines AS line ON line.fact = o.fact "
        "LEFT JOIN mistaken AS m ON m.episode = o.episode "
        "WHERE m.episode IS NULL OR coalesce(line.first_us, o.known_us) > m.known_us",
    ),
    Step(
        "offered",
        "SELECT episode, min(at_us) AS offered_us FROM offers_of_this_return GROUP BY episode",
    ),
    Step(
        "answered",
        "SELECT o.episode, a.answer, a.answered_us, a.fact FROM offers_of_this_return AS o "
        "JOIN answers AS a ON a.fact = o.fact",
    ),
    Step("answer_now", steps.newest("answered", "episode", "answered_us DESC, fact")),
    Step(
        "held",
        "SELECT c.episode, i.fact, i.held_us, i.provider_type FROM covers AS c "
        "JOIN interviews AS i ON i.fact = c.fact",
    ),
    Step("reason_now", "SELECT episode, count(*) AS reasons FROM not_offered_now GROUP BY 1"),
    Step(
        "assess_due",
        f"SELECT episode, {_of_side(DutyKind.ASSESS_POLICE)} AS police_us, "
        f"{_of_side(DutyKind.ASSESS_CHILDRENS_SERVICES)} AS council_us, "
        "min(due_us) AS either_us FROM duties "
        f"WHERE kind <> '{DutyKind.REVIEW}' GROUP BY episode",
    ),
    Step(
        "begun",
        "SELECT fact, min(begun_us) AS begun_us FROM (SELECT fact, begun_us FROM steps_taken "
        "UNION ALL SELECT fact, begun_us FROM steps_done) AS either GROUP BY fact",
    ),
    Step(
        "step_begun",
        "SELECT s.episode, s.fact, s.due_us, begun.begun_us FROM steps AS s "
        "LEFT JOIN begun ON begun.fact = s.fact",
    ),
    Step(
        "step_first",
        steps.newest(
            "step_begun",
            "episode",
            "CASE WHEN begun_us IS NULL THEN 1 ELSE 0 END, begun_us, due_us, fact",
        ),
    ),
    Step(
        "harm",
        "SELECT s.episode, h.code AS value FROM seen_now AS s "
        "JOIN seen_harms AS h ON h.fact = s.fact UNION "
        "SELECT held.episode, h.code AS value FROM held "
        "JOIN interview_harms AS h ON h.fact = held.fact",
        is_counted=True,
    ),
    Step(
        "push",
        "SELECT DISTINCT held.episode, p.code AS value FROM held "
        "JOIN pushes AS p ON p.fact = held.fact",
        is_counted=True,
    ),
    Step(
        "pull",
        "SELECT DISTINCT held.episode, p.code AS value FROM held "
        "JOIN pulls AS p ON p.fact = held.fact",
        is_counted=True,
    ),
)
