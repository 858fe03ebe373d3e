"""The absences as they were reported: the episode, who had a part, the report, who was told."""

import numpy as np

from wayhome.rules.vocabulary import Capacity, NoticeReason, PostKind
from wayhome.simulation.chance import Whole
from wayhome.simulation.grades import LEVELS
from wayhome.simulation.lives import DAY, HOUR
from wayhome.simulation.told.recording import Record, after, sorted_by
from wayhome.simulation.told.writing import Column, Maybe, Numbered, Words

TYPES = ("missing", "away_without_authorisation")
WORRIES = (
    "Not home when expected, and the telephone is off.",
    "Left after an argument and has not come back.",
    "Did not come back from school.",
    "Was seen getting into a car nobody knows.",
    "Not in the bedroom at the night check.",
    "Has not answered friends or family since yesterday.",
)
TRIED = ("", "Called the child and friends.", "Called, and looked around the area.")
LAST_SEEN = ("Home", "School", "Town centre", "Bus station", "A friend's home", "Park")
RELATIONSHIPS = ("parent", "residential care worker", "foster carer", "social worker", "friend")
NEVER_ANSWERED = 0.05  # notices nobody acknowledged: a choice
LONG = 8  # hours
DONE = 0.92  # a choice: steps taken that were finished
MEDIUM = LEVELS.index("medium")
HIGH = LEVELS.index("high")
STEPS = (
    "Call the child, and friends and family who may know where they are",
    "Go to the place the child was last seen and to home; search home with consent",
    "Check earlier episodes for places and people",
)


def write_episodes(record: Record, *, closed: Whole, police_reference: Numbered) -> None:
    """The episodes: every one of them over, and closed."""
    country, what = record.country, record.country.circumstances
    chance, order = record.chance("episodes"), record.order
    absences = country.absences
    post = record.workforce.post(record.host_force, PostKind.DUTY_SERGEANT)
    columns: dict[str, Column] = {
        "child": record.child_row,
        "type": Words(what.is_away.astype(np.int64), TYPES),
        "starting_level": "medium",
        "level": Words(record.level, LEVELS),
        "reported_at": record.reported,
        "recorded_at": record.recorded,
        "last_seen_at": Maybe(absences.began, np.ones(len(absences), dtype=bool)),
        "absent_from": absences.began,
        "absent_until": absences.ended,
        "police_reference": police_reference,
        "label_as_recorded": "",
        "owner_post": post,
        "closed_at": closed,
        "closed_by": record.by(chance, record.host_force, PostKind.DUTY_INSPECTOR),
        "closing_summary": "Closed in the agencies' own records.",
    }
    record.folder.write(
        "episodes",
        {name: sorted_by(each, order) for name, each in columns.items()},
        rows=len(order),
    )


def write_parties(record: Record) -> None:
    """Who had a part in each: the force, the council, and others where there are any."""
    country, work = record.country, record.workforce
    absences, areas, what = country.absences, country.areas, country.circumstances
    area = country.children.area[absences.child]
    everybody = np.ones(len(absences), dtype=bool)
    home_force = areas.force[area]
    parts = (
        (Capacity.HOST_FORCE, record.host_force, everybody),
        (Capacity.RESPONSIBLE_AUTHORITY, record.council, everybody),
        (Capacity.HOST_AUTHORITY, work.councils[what.host], what.host != area),
        (Capacity.HOME_FORCE, work.forces[home_force], home_force != areas.force[what.host]),
        (Capacity.PLACEMENT, record.placement, record.placement >= 0),
        (
            Capacity.INTERVIEW_PROVIDER,
            work.charities[area],
            country.aftermath.offered & (country.aftermath.provider == 0),
        ),
    )
    which = [np.flatnonzero(there) for _part, _agency, there in parts]
    at = np.concatenate(which)
    record.write(
        "parties",
        {
            "episode": record.row[at],
            "agency": np.concatenate(
                [agency[each] for (_p, agency, _t), each in zip(parts, which, strict=True)]
            ),
            "capacity": Words(
                np.repeat(np.arange(len(parts)), [len(each) for each in which]),
                [str(part) for part, _agency, _there in parts],
            ),
        },
        happened=record.reported[at],
        by=_handler(record)[at],
    )


def _handler(record: Record) -> Whole:
    return record.by(record.chance("handler"), record.host_force, PostKind.CALL_HANDLER)


def write_reports(record: Record, *, police_reference: Numbered) -> None:
    """What was said when each was reported."""
    country, chance = record.country, record.chance("reports")
    absences, number = country.absences, len(country.absences)
    is_placed = record.placement >= 0
    relationship = np.where(is_placed, 1, np.where(country.circumstances.placement == 1, 2, 0))
    record.write(
        "reports",
        {
            "episode": record.row,
            "channel": Words(is_placed.astype(np.int64), ("telephone", "form")),
            "reporter_name": Words(relationship, [f"A {each}" for each in RELATIONSHIPS]),
            "reporter_relationship": Words(relationship, RELATIONSHIPS),
            "reporter_agency": Maybe(record.placement, is_placed),
            "received_at": record.reported,
            "last_seen_at": Maybe(absences.began, np.ones(number, dtype=bool)),
            "last_seen_place": Words(chance.integers(0, len(LAST_SEEN), number), LAST_SEEN),
            "missing_from": "",
            "why_worried": Words(chance.integers(0, len(WORRIES), number), WORRIES),
            "tried": Words(chance.integers(0, len(TRIED), number), TRIED),
            "police_reference": police_reference,
            "joined": False,
            "type": Words(country.circumstances.is_away.astype(np.int64), TYPES),
            "label_as_recorded": "",
        },
        happened=record.reported,
        by=_handler(record),
    )


def write_notices(record: Record) -> None:
    """The council is told of the child who is missing; of a long absence of the return too."""
    country, chance = record.country, record.chance("notices")
    number = len(country.absences)
    at = np.r_[np.arange(number), np.flatnonzero(country.absences.hours > LONG)]
    is_return = np.arange(len(at)) >= number
    told = np.where(is_return, country.absences.ended[at], record.reported[at])
    kinds = (PostKind.SOCIAL_WORK_TEAM, PostKind.EMERGENCY_DUTY_TEAM)
    is_night = ((told % DAY // HOUR >= 18) | (told % DAY // HOUR < 8)).astype(np.int64)
    posts = np.stack([record.workforce.post(record.council, kind) for kind in kinds])
    post = posts[is_night, at]
    opened = after(told, chance.lognormal(np.log(0.4), 1.1, len(at)))
    answered = after(opened, chance.exponential(0.3, len(at)))
    has = chance.random(len(at)) >= NEVER_ANSWERED
    who = record.workforce.person(post, chance.random(len(at)))
    record.write(
        "notices",
        {
            "episode": record.row[at],
            "reason": Words(
                is_return.astype(np.int64),
                (str(NoticeReason.NEW_EPISODE), str(NoticeReason.RETURNED)),
            ),
            "key": Words(is_return.astype(np.int64), ("new_episode", "returned")),
            "urgency": Words(record.level[at], LEVELS),
            "post": post,
            "acknowledge_by": after(told, np.where(record.level[at] == HIGH, 0.25, 1.0)),
            "delivered_at": Maybe(told + 5, np.ones(len(at), dtype=bool)),
            "opened_at": Maybe(opened, has),
            "opened_by": Maybe(who, has),
            "acknowledged_at": Maybe(answered, has),
            "acknowledged_by": Maybe(who, has),
        },
        happened=told,
        by=_handler(record)[at],
        late=0,
    )


def write_steps(record: Record) -> None:
    """The first step of each absence graded medium or high: some taken late, or never."""
    country, chance = record.country, record.chance("steps")
    at = np.flatnonzero(record.level >= MEDIUM)
    number = len(at)
    post = record.workforce.post(record.host_force[at], PostKind.DUTY_SERGEANT)
    who = record.workforce.person(post, chance.random(number))
    taken = after(record.reported[at], chance.lognormal(np.log(0.8), 0.8, number))
    done = after(taken, chance.exponential(1.0, number))
    is_taken = taken < country.absences.ended[at]
    is_done = is_taken & (chance.random(number) < DONE)
    record.write(
        "steps",
        {
            "episode": record.row[at],
            "title": Words((record.level[at] == HIGH).astype(np.int64), STEPS),
            "owner_post": post,
            "due_at": after(record.reported[at], np.ones(number)),
            "taken_at": Maybe(taken, is_taken),
            "taken_by": Maybe(who, is_taken),
            "done_at": Maybe(done, is_done),
            "done_by": Maybe(who, is_done),
            "outcome": "",
        },
        happened=record.reported[at],
        by=_handler(record)[at],
        late=0,
    )
