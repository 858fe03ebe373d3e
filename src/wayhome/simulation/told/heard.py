"""The interviews: offered, answered, held; and the help that was agreed."""

import numpy as np

from wayhome.rules.vocabulary import OfferAnswer, PostKind, ProviderType
from wayhome.simulation.aftermath import DECLINE, PROVIDERS, PULL, PUSH
from wayhome.simulation.chance import Whole
from wayhome.simulation.circumstances import HARMS
from wayhome.simulation.lives import DAY
from wayhome.simulation.told.recording import Record, after
from wayhome.simulation.told.writing import Maybe, OneOrNone, Words

PLANS = ("A worker to talk to each week.", "Help at school.", "A calmer way to come home.")
NOT_DONE = "Not done when the case was closed."
COMMISSIONED = PROVIDERS.index(ProviderType.COMMISSIONED_INDEPENDENT)


def _provider(record: Record) -> Whole:
    """Who offers and holds the interviews of each area: a charity, or the council itself."""
    area = record.country.children.area[record.country.absences.child]
    is_charity = record.country.aftermath.provider == COMMISSIONED
    return np.where(is_charity, record.workforce.charities[area], record.council)


def write_offers(record: Record) -> None:
    """The offers, and what the child answered."""
    country, chance = record.country, record.chance("offers")
    after_it = country.aftermath
    at = np.flatnonzero(after_it.offered)
    offered = after(country.absences.ended[at], after_it.offered_after[at])
    accepted = after_it.completed[at]
    declined = ~accepted & (chance.random(len(at)) < 0.8)
    answered = accepted | declined
    who = record.by(chance, _provider(record)[at], PostKind.INTERVIEW_COORDINATOR)
    answers = (str(OfferAnswer.NO_ANSWER), str(OfferAnswer.ACCEPTED), str(OfferAnswer.DECLINED))
    record.write(
        "offers",
        {
            "episode": record.row[at],
            "at": offered,
            "how": "telephone",
            "offered_by_name": "An interview coordinator",
            "answer": Words(np.where(accepted, 1, np.where(declined, 2, 0)), answers),
            "provider": _provider(record)[at],
            "answered_at": Maybe(offered + 3600, answered),
            "answered_by": Maybe(who, answered),
            "decline_reason": Words(
                np.where(declined, after_it.declined_for[at] + 1, 0),
                ("", *(str(each) for each in DECLINE)),
            ),
        },
        happened=offered,
        by=who,
    )


def write_interviews(record: Record) -> None:
    """The interviews that were held, and which absence each covers; then the plans."""
    country, chance = record.country, record.chance("interviews")
    after_it, what = country.aftermath, country.circumstances
    at = np.flatnonzero(after_it.completed)
    held = after(country.absences.ended[at], after_it.held_after[at])
    provider = _provider(record)[at]
    interviewer = record.by(chance, provider, PostKind.INTERVIEWER)
    told = what.harmed[at] | (chance.random(len(at)) < 0.05)
    everybody = np.ones(len(at), dtype=bool)
    row = record.write(
        "interviews",
        {
            "child": record.child_row[at],
            "held_at": held,
            "interviewer": interviewer,
            "provider": provider,
            "provider_type": Words(after_it.provider[at], PROVIDERS),
            "push": OneOrNone(after_it.push[at], [str(each) for each in PUSH], everybody),
            "pull": OneOrNone(after_it.pull[at], [str(each) for each in PULL], everybody),
            "harms": OneOrNone(what.harm[at], HARMS, told),
            "own_words": "",
            "would_help": "",
        },
        happened=held,
        by=interviewer,
    )
    record.write(
        "covers",
        {"interview": row, "episode": record.row[at]},
        happened=held,
        by=interviewer,
    )
    _write_plans(record, at, held=held)


def _write_plans(record: Record, at: Whole, *, held: Whole) -> None:
    """Help for some; for others why none is needed."""
    country, chance = record.country, record.chance("plans")
    planned = country.aftermath.planned[at]
    worker = record.by(chance, record.council[at], PostKind.SOCIAL_WORK_TEAM)
    agreed = held + chance.integers(1, 15, len(at)) * DAY
    which = chance.integers(0, len(PLANS), len(at))
    row = record.write(
        "plans",
        {
            "episode": record.row[at],
            "needed": planned,
            "summary": Words(np.where(planned, which + 1, 0), ("", *PLANS)),
            "not_needed_because": Words(
                planned.astype(np.int64), ("Help is in place already.", "")
            ),
        },
        happened=agreed,
        by=worker,
    )
    of, who = np.flatnonzero(planned), worker[planned]
    due = agreed[of] // DAY + 28
    done = (due - 5 + chance.integers(0, 30, len(of))) * DAY
    is_done = chance.random(len(of)) < 0.75
    record.write(
        "actions",
        {
            "plan": row[of],
            "what": Words(which[of], PLANS),
            "owner_name": "A social worker",
            "agency": record.council[at][of],
            "due_date": due,
            "done_at": Maybe(done, is_done),
            "done_by": Maybe(who, is_done),
            "outcome": "",
            "stood_down_at": Maybe(done, ~is_done),
            "stood_down_by": Maybe(who, ~is_done),
            "stood_down_reason": Words(is_done.astype(np.int64), (NOT_DONE, "")),
        },
        happened=agreed[of],
        by=who,
    )
