"""The reckoning: what was acknowledged, and what the tables hold, counted without the service.

As the superuser, in plain statements: no row is kept from it, and no rule of ours is asked.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import psycopg

from chaos.load import Inspector, Reported

# Every table whose rows follow from a report, and how often one of a kind may be there.
REPORTS = """
SELECT police_reference, id::text, episode_id::text FROM intake_missingreport
WHERE police_reference <> ''
"""
ANSWERS = "SELECT key, answer FROM submissions_submission WHERE key = ANY(%s)"
NOTICES = """
SELECT episode_id::text, id::text, post_id::text, acknowledged_at IS NOT NULL
FROM response_notice WHERE reason = 'new_episode'
"""
OWED_BY_MAIL = """
SELECT about::text, count(*) FROM messaging_message
WHERE courier = 'email' AND says = 'notice' GROUP BY about
"""
HELD = "SELECT count(*) FROM journal_heldreport"


@dataclass(slots=True)
class Reckoned:
    """What was counted. Only `acknowledged`, `recorded` and `notices` may be more than nothing."""

    acknowledged: int = 0
    recorded: int = 0
    lost: int = 0
    duplicates: int = 0
    answers_that_differ: int = 0
    held: int = 0
    notices: int = 0
    notices_lost: int = 0
    notices_twice: int = 0
    messages_lost: int = 0
    messages_twice: int = 0
    acknowledgements: int = 0
    acknowledgements_lost: int = 0
    shown_twice: int = 0
    shown_and_gone: int = 0

    def faults(self) -> int:
        """How much is not as it was promised."""
        return (
            self.lost
            + self.duplicates
            + self.answers_that_differ
            + self.held
            + self.notices_lost
            + self.notices_twice
            + self.messages_lost
            + self.messages_twice
            + self.acknowledgements_lost
            + self.shown_twice
            + self.shown_and_gone
        )


def reckon(
    address: str,
    *,
    made: list[Reported],
    calm: Iterable[Reported],
    inspectors: Iterable[Inspector],
) -> Reckoned:
    """Count everything. `calm` are reports made while nothing failed: what they owe is owed."""
    found = Reckoned(acknowledged=len(made))
    with psycopg.connect(address) as line:
        episodes = _reports(line, made, found=found)
        _answers(line, made, found=found)
        _notices(line, made, calm=calm, episodes=episodes, found=found)
        _acknowledgements(line, inspectors, found=found)
        found.held = _one(line, HELD)
    return found


def reports(address: str) -> int:
    """How many reports of these runs are recorded."""
    with psycopg.connect(address) as line:
        return line.execute(REPORTS).rowcount


Line = psycopg.Connection[tuple[object, ...]]


def _reports(line: Line, made: list[Reported], *, found: Reckoned) -> dict[str, str]:
    """The episode of each key; counts what is not there, and what is there twice."""
    rows = [(str(key), str(episode)) for key, _report, episode in line.execute(REPORTS)]
    times = Counter(key for key, _episode in rows)
    found.recorded = len(rows)
    found.lost = sum(each.key not in times for each in made)
    found.duplicates = sum(count - 1 for count in times.values())
    return dict(rows)


def _answers(line: Line, made: list[Reported], *, found: Reckoned) -> None:
    """What whoever reported was answered is what is kept, and names the report that is there."""
    kept = dict(line.execute(ANSWERS, [[each.key for each in made]]).fetchall())
    there = {str(report): str(key) for key, report, _episode in line.execute(REPORTS)}
    for each in made:
        answer = kept.get(each.key)
        said = answer if isinstance(answer, dict) else json.loads(str(answer or "{}"))
        if not said:
            continue  # lost, and counted as that
        is_same = there.get(said["report_id"]) == each.key
        if each.is_recorded:
            told = each.answer.read()
            is_same = is_same and all(told[name] == said[name] for name in told)
        found.answers_that_differ += not is_same


def _notices(
    line: Line,
    made: list[Reported],
    *,
    calm: Iterable[Reported],
    episodes: dict[str, str],
    found: Reckoned,
) -> None:
    """Each report owes what one like it owed in the calm: each post once, by one message."""
    posts: dict[str, Counter[str]] = {}
    notices: dict[str, list[str]] = {}
    for episode, notice, post, _acknowledged in line.execute(NOTICES):
        posts.setdefault(str(episode), Counter())[str(post)] += 1
        notices.setdefault(str(episode), []).append(str(notice))
    mailed = {str(about): int(str(times)) for about, times in line.execute(OWED_BY_MAIL)}
    owed: dict[str, list[set[str]]] = {}
    for each in (one for one in calm if one.key in episodes):
        owed.setdefault(each.caller, []).append(set(posts[episodes[each.key]]))
    for each in made:
        if each.key not in episodes:
            continue
        episode = episodes[each.key]
        told = posts.get(episode, Counter())
        found.notices += len(told)
        found.notices_lost += min(len(wanted - set(told)) for wanted in owed[each.caller])
        found.notices_twice += sum(times - 1 for times in told.values())
        for notice in notices.get(episode, []):
            found.messages_lost += notice not in mailed
            found.messages_twice += max(0, mailed.get(notice, 1) - 1)


def _acknowledgements(line: Line, inspectors: Iterable[Inspector], *, found: Reckoned) -> None:
    """What was answered "you have this" stands, and nobody is shown one thing twice."""
    stands = {str(row[1]) for row in line.execute(NOTICES) if row[3]}
    for each in inspectors:
        found.acknowledgements += len(each.had)
        found.shown_and_gone += len(each.gone)
        found.acknowledgements_lost += len(set(each.had) - stands)
        shown = [(notice["episode"], notice["reason"]) for notice in each.shown()]
        of_reports = [pair for pair in shown if pair[1] == "new_episode"]
        found.shown_twice += len(of_reports) - len(set(of_reports))


def _one(line: Line, question: str) -> int:
    row = line.execute(question).fetchone()
    return int(str(row[0])) if row else 0
