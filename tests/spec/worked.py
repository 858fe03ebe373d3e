"""Worked examples: read from the folders beside this file, and played through the rules.

Each folder is named for the document its examples come from; the children are invented. Times
in an example are those on a clock in London. `PLAY` says what each rule answers, in words.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import yaml

from tests.rules import situations as s
from wayhome.rules import (
    access,
    clocks,
    episode_state,
    facts,
    imports,
    interviews,
    ladders,
    london,
    matching,
    moments,
    notifications,
    protocol,
    repeats,
    risk,
    told,
)
from wayhome.rules import family as family_rules
from wayhome.rules.vocabulary import (
    AgencyKind,
    Capacity,
    Jurisdiction,
    Level,
    Marker,
    NoticeReason,
    OfferAnswer,
    PostKind,
)

FOLDER = Path(__file__).parent
DEFAULT = protocol.DEFAULT


@dataclass(frozen=True)
class Example:
    """One worked example: the document, the rule, the situation and what must follow."""

    document: str
    rule: str
    name: str
    given: dict
    expect: str


def examples():
    """Every worked example, in the order of folders, files and lines."""
    found = []
    for file in sorted(FOLDER.glob("*/*.yaml")):
        content = yaml.safe_load(file.read_text())
        found += [
            Example(file.parent.name, content["rule"], one["name"], one["given"], one["expect"])
            for one in content["examples"]
        ]
    return found


def play(example):
    """What the rule answers to the situation, in words."""
    return PLAY[example.rule](example.given)


# ------------------------------------------------------------------ reading


def moment(words):
    """A moment written as London's clock showed it."""
    return london.moment_of(datetime.fromisoformat(words))


def shown(at):
    """A moment as London's clock shows it."""
    return "never" if at is None else f"{at.astimezone(london.LONDON):%Y-%m-%d %H:%M}"


def labelled(closed, words):
    """The member of a closed list that has this label."""
    return next(member for member in closed if member.label == words)


def born(given):
    """A date of birth, if it is known."""
    return date.fromisoformat(given["born"]) if "born" in given else None


def after_return(given):
    """An account of a child who is home, with the answers that were given to offers."""
    at = moment(given["answered"]) if "answered" in given else s.at(20)
    offers = tuple(
        facts.Offer(at, at + timedelta(seconds=number), labelled(OfferAnswer, words), at)
        for number, words in enumerate(given["answers"])
    )
    return s.home(offers=offers, interview=s.moment(40) if given.get("held") else None)


def judged(given):
    """An account with the judgements that each side has made."""
    made = [
        make(labelled(Level, given[name]), hours)
        for name, make, hours in (
            ("police", s.by_police, 1),
            ("children's services", s.by_council, 1),
            ("then police", s.by_police, 9),
        )
        if name in given
    ]
    joint = [s.signed(labelled(Level, given["both signed"]))] if "both signed" in given else []
    start = labelled(Level, given.get("starting level", "medium"))
    return s.missing(assessments=tuple(made), joint=tuple(joint), starting_level=start)


# ------------------------------------------------------------------ one rule each


def standing(given):
    """Where a duty stands."""
    due = moment(given["due"])
    duty = replace(s.duty(), started_at=due - timedelta(hours=72), due_at=due)
    done = moment(given["done"]) if "done" in given else None
    now = done or moment(given["now"])
    return clocks.standing(replace(duty, met_at=done), now=now).label


def review(given):
    """The next review."""
    return shown(
        clocks.review_due(
            DEFAULT,
            level=labelled(Level, given["level"]),
            reported_at=moment(given["reported"]),
            now=moment(given["now"]),
        )
    )


def refusal(given):
    """Whether the interviewer may hold the interview."""
    worker = s.somebody("worker")
    of_kind = labelled(AgencyKind, given["interviewer"])
    is_own = given.get("is the child's social worker") == "yes"
    found = interviews.refusal_of(
        interviews.Interviewer(worker, s.somebody("agency"), of_kind),
        care=interviews.Care(social_worker_id=worker if is_own else None),
    )
    return found.reason if found else "may hold it"


def naming(given):
    """The interview's name, and how binding its time is."""
    found = interviews.NAMING[labelled(Jurisdiction, given["nation"])]
    return f"{found.name}, by {found.source.binding}"


def challenge(given):
    """Why a difference goes up."""
    now = s.at(given["hours since the report"])
    found = risk.challenge_due(DEFAULT, account=judged(given), now=now)
    return found.label if found else "no challenge"


def start(given):
    """The level before anybody assesses."""
    concern = {labelled(Marker, given["concern"])} if "concern" in given else set()
    child = facts.Child(date_of_birth=born(given), markers=frozenset(concern))
    on = london.day_of(moment(given["reported"]))
    level, _reasons = risk.starting_level(DEFAULT, child=child, on=on)
    return level.label


def prompts(given):
    """What an assessor is shown."""
    earlier = [
        risk.Earlier(s.at(-24 * (n + 1)), Level.LOW)
        for n in range(given.get("low grades before", 0))
    ]
    account = s.missing(child=facts.Child(age_stated=given.get("age")))
    found = risk.prompts_for(DEFAULT, account=account, earlier=earlier, now=s.at(1))
    return "; ".join(prompt.reason for prompt in found) or "nothing"


def read_level(given):
    """What an older label is read as."""
    try:
        found = imports.level_of(given["label"], agreed=DEFAULT)
    except imports.UnknownLabel:
        return "refused"
    return found.level.label + (", looked at once" if found.review_at_once else "")


def read_type(given):
    """What an older code is read as."""
    found = imports.type_of(given["code"])
    return found.type.label + (", looked at once" if found.review_at_once else "")


def report(given):
    """What is wrong with the moments of a report."""
    reported = moment(given["reported"])
    found = moments.check_report(
        last_seen_at=moment(given["last seen"]) if "last seen" in given else None,
        reported_at=reported,
        date_of_birth=born(given),
        age_stated=None,
        now=reported + timedelta(hours=3),
    )
    return " ".join(problem.message for problem in found) or "no problem"


def closing(given):
    """What must be done before an episode is closed."""
    undone = {} if given["undone"] == "nothing" else {given["undone"]: None}
    found = episode_state.closing_blockers(replace(s.finished(), **undone))
    return "; ".join(blocker.reason for blocker in found) or "may be closed"


def state(given):
    """Where an episode stands."""
    recorded = {
        "nothing": s.missing(),
        "located": s.missing(located=s.moment(9)),
        "located and returned": s.home(),
    }
    return episode_state.state_of(recorded[given["recorded"]]).label


def long_absence(given):
    """Which national bodies are owed a notice."""
    back = s.moment(given["back after hours"]) if "back after hours" in given else None
    found = notifications.long_absences(
        s.missing(returned=back), now=s.at(given["hours since the report"])
    )
    names = {
        NoticeReason.MISSING_48_HOURS: Capacity.OTHER_FORCES.label,
        NoticeReason.MISSING_72_HOURS: Capacity.NATIONAL_UNIT.label,
    }
    return ", ".join(names[reason] for reason in found) or "nobody"


def strategy(given):
    """Why a strategy discussion is asked for."""
    now = s.at(given.get("hours since the report", 0))
    starts = [s.REPORTED - timedelta(days=days) for days in given["earlier reports in days"]]
    found = repeats.strategy_triggers(
        DEFAULT, account=s.missing(), starts=[*starts, s.REPORTED], now=now
    )
    return "; ".join(trigger.reason for trigger in found) or "nothing"


def family(given):
    """Whether a parent is told, and why."""
    contact = facts.Contact(
        s.somebody("parent"),
        "Robin Vale",
        "parent",
        unsafe_to_tell=given["unsafe to tell"] == "yes",
        unsafe_reason=given.get("because", ""),
    )
    (decision,) = notifications.family_to_tell([contact])
    return f"{'tell' if decision.tell else 'do not tell'}: {decision.reason}"


def may_be_one_of(given):
    """Whether somebody may be a person it is not safe to tell."""
    unsafe = facts.Contact(
        s.somebody("parent"),
        given["unsafe"],
        "parent",
        unsafe_to_tell=True,
        unsafe_reason="as recorded",
        telephone=given.get("unsafe telephone", ""),
        email=given.get("unsafe email", ""),
    )
    other = told.Contact(
        given["other"],
        "uncle",
        given.get("other telephone", ""),
        given.get("other email", ""),
    )
    return "may be one person" if family_rules.may_be_one_of(other, [unsafe]) else "another person"


def decision_on_telling(given):
    """Whether a decision not to tell somebody stands."""
    said = [
        facts.Telling(
            s.somebody(words),
            s.somebody("episode"),
            s.somebody("parent"),
            told=words == "told",
            is_taken_back=words == "not told, taken back",
        )
        for words in given["recorded"]
    ]
    return "not to be told" if family_rules.decision_that_stands(said) else "may be told"


def hours(given):
    """Who answers for the council."""
    out = notifications.is_out_of_hours(DEFAULT, moment(given["now"]))
    return "emergency duty team" if out else "office hours"


def ladder(given):
    """Who has been turned to."""
    silent = given.get("the post that does not answer")
    own = {n for n, rung in enumerate(DEFAULT.police_ladder) if rung.post.label == silent}
    found = ladders.rungs_reached(
        DEFAULT.police_ladder,
        waiting_since=s.REPORTED,
        now=s.at(minutes=given["minutes waiting"]),
        passed_over=own,
        said=ladders.Said(
            declined={
                n: s.at(minutes=given["declined after"])
                for n, rung in enumerate(DEFAULT.police_ladder)
                if rung.post.label == given.get("who declines")
            }
        ),
    )
    return ", ".join(reached.rung.post.label for reached in found)


def same_child(given):
    """Whether two records are of one child."""
    return str(matching.compare(_identity(given["one"]), _identity(given["other"])).verdict)


def _identity(words):
    name, day = words.split(", ")
    given_name, family_name = name.split(" ", 1)
    known = None if day == "not known" else date.fromisoformat(day)
    return matching.Identity(given_name, family_name, known)


def decision(given):
    """Whether a deed is allowed, and why."""
    parties = (s.party(labelled(Capacity, given["part"])),) if "part" in given else ()
    found = access.decide(
        s.viewer(labelled(PostKind, given["post"])), access.Deed(given["deed"]), parties=parties
    )
    return f"{'allowed' if found.allowed else 'refused'}: {found.reason}"


PLAY = {
    "access.decide": decision,
    "clocks.interview_offer_due": lambda given: shown(
        clocks.interview_offer_due(moment(given["returned"]))
    ),
    "clocks.review_due": review,
    "clocks.standing": standing,
    "episode_state.closing_blockers": closing,
    "episode_state.interview_is_settled": lambda given: (
        "settled" if episode_state.interview_is_settled(after_return(given)) else "not settled"
    ),
    "episode_state.state_of": state,
    "imports.level_of": read_level,
    "imports.type_of": read_type,
    "interviews.NAMING": naming,
    "interviews.next_offer_due": lambda given: shown(
        interviews.next_offer_due(DEFAULT, account=after_return(given))
    ),
    "interviews.refusal_of": refusal,
    "interviews.second_offer_owed": lambda given: (
        "offer again"
        if interviews.second_offer_owed(after_return(given))
        else "nothing more is owed"
    ),
    "ladders.rungs_reached": ladder,
    "matching.compare": same_child,
    "moments.check_report": report,
    "notifications.family_to_tell": family,
    "family.may_be_one_of": may_be_one_of,
    "family.decision_that_stands": decision_on_telling,
    "notifications.is_out_of_hours": hours,
    "notifications.long_absences": long_absence,
    "repeats.strategy_triggers": strategy,
    "risk.age_on": lambda given: str(
        risk.age_on(facts.Child(date_of_birth=born(given)), date.fromisoformat(given["on"]))
    ),
    "risk.challenge_due": challenge,
    "risk.level_in_force": lambda given: risk.level_in_force(judged(given)).label,
    "risk.prompts_for": prompts,
    "risk.starting_level": start,
}
