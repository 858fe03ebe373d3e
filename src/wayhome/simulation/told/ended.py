"""How each absence ended: sightings, found, back, seen by the police, and the records closed."""

import numpy as np

from wayhome.rules.vocabulary import Certainty, DutyKind, PostKind, PreventionMode, ReturnedTo
from wayhome.simulation import circumstances
from wayhome.simulation.chance import Whole
from wayhome.simulation.circumstances import FINDERS, FOUND, HARMS
from wayhome.simulation.together import ALONE
from wayhome.simulation.told.recording import Record, after
from wayhome.simulation.told.writing import Maybe, Numbered, OneOrNone, Words

SEEN_IN_A_HUNDRED, FALSE_IN_A_HUNDRED = 25, 40  # of absences of over six hours: choices
PLACES = {
    "home": "Home",
    "friend": "A friend's home",
    "street": "In the street, or a park",
    "relative": "A relative's home",
    "shops": "Shops, a café or a leisure centre",
    "elsewhere": "Somewhere else",
}
OFTEN_THERE = 0.35  # absences of a child in a ring, found at the ring's address: a choice
STREETS = tuple(
    f"{first} {last}"
    for first in ("Cinder", "Kiln", "Quarry", "Ropery", "Saltern", "Tanner", "Weir")
    for last in ("Row", "Yard", "Bank", "Passage", "Steps", "Fold", "Wynd")
)
NTH = ("first", "second", "third")
REVIEW_AFTER = 8  # hours: an absence that lasts so long is reviewed


def write_sightings(record: Record) -> Whole:
    """Who saw the child, or thought so; of which absences, and whether it was false."""
    country, chance = record.country, record.chance("sightings")
    absences = country.absences
    at = np.flatnonzero(
        (absences.hours > 6) & (chance.random(len(absences)) * 100 < SEEN_IN_A_HUNDRED)
    )
    false = chance.random(len(at)) * 100 < FALSE_IN_A_HUNDRED
    certain = np.where(false, chance.integers(1, 4, len(at)), chance.integers(0, 3, len(at)))
    span = absences.ended[at] - record.reported[at]
    when = record.reported[at] + np.floor(np.maximum(span, 600) * chance.random(len(at))).astype(
        np.int64
    )
    place = np.where(
        false, chance.integers(0, len(FOUND), len(at)), country.circumstances.found[at]
    )
    record.write(
        "sightings",
        {
            "episode": record.row[at],
            "at": when,
            "place": Words(place, [PLACES[name] for name in FOUND]),
            "certainty": Words(certain, [str(each) for each in Certainty]),
            "source_name": "A member of the public",
            "description": "",
        },
        happened=when,
        by=record.by(chance, record.host_force[at], PostKind.CALL_HANDLER),
    )
    return np.stack([at, false.astype(np.int64)])


def write_ends(record: Record) -> None:
    """Found, and back."""
    country, chance = record.country, record.chance("ends")
    absences, what, number = country.absences, country.circumstances, len(country.absences)
    sergeant = record.by(chance, record.host_force, PostKind.DUTY_SERGEANT)
    alone = what.finder == FINDERS.index("self")
    way = np.minimum(1800, (absences.ended - absences.began) // 2)
    record.write(
        "located",
        {
            "episode": record.row,
            "at": absences.ended - np.where(alone, 0, way),
            "place": _place(record),
            "found_by": Words(what.finder, FINDERS),
            "circumstances": "",
        },
        happened=absences.ended,
        by=sergeant,
    )
    placed = country.children.is_care[absences.child].astype(np.int64)
    moved = (placed == 1) & (chance.random(number) < 0.04)
    record.write(
        "returned",
        {
            "episode": record.row,
            "at": absences.ended,
            "to": Words(
                np.where(moved, 2, placed),
                (
                    str(ReturnedTo.HOME),
                    str(ReturnedTo.PLACEMENT),
                    str(ReturnedTo.NEW_PLACEMENT),
                ),
            ),
            "circumstances": "",
        },
        happened=absences.ended,
        by=sergeant,
    )


def _place(record: Record) -> Numbered:
    """Which of the child's own places, and about how many kilometres from where they live.

    Children whom the same people exploit are often found at the same address.
    """
    what, ring = record.country.circumstances, record.country.rings[record.country.absences.child]
    chance = record.chance("rings")
    at_theirs = (ring >= 0) & (chance.random(len(ring)) < OFTEN_THERE)
    at_theirs |= record.country.parties != ALONE  # who goes together is found together
    which = what.found * circumstances.PLACES_OF_A_KIND + what.which
    named = [
        f"{PLACES[name]} ({NTH[nth]} place), km "
        for name in FOUND
        for nth in range(circumstances.PLACES_OF_A_KIND)
    ]
    theirs = [
        f"{10 + nth % 90} {STREETS[nth // 90 % len(STREETS)]}, km "
        for nth in range(int(ring.max(initial=0)) + 1)
    ]
    which = np.where(at_theirs, len(named) + np.maximum(ring, 0), which)
    return Numbered(Words(which, [*named, *theirs]), np.round(what.kilometres).astype(np.int64))


def write_seen(record: Record) -> None:
    """The police saw the child, and what harm was recorded."""
    country, chance = record.country, record.chance("seen")
    at = np.flatnonzero(country.aftermath.seen | country.circumstances.harmed)
    when = after(country.absences.ended[at], country.aftermath.seen_after[at])
    what = country.circumstances
    harm = np.where(what.sexual_offence[at], HARMS.index("sexual_assault"), what.harm[at])
    record.write(
        "seen",
        {
            "episode": record.row[at],
            "at": when,
            "mode": Words(
                (chance.random(len(at)) < 0.25).astype(np.int64),
                (str(PreventionMode.FACE_TO_FACE), str(PreventionMode.TELEPHONE)),
            ),
            "harm": OneOrNone(harm, HARMS, what.harmed[at] | what.sexual_offence[at]),
            "harm_detail": "",
        },
        happened=when,
        by=record.by(chance, record.host_force[at], PostKind.DUTY_SERGEANT),
    )


def write_closings(record: Record) -> Whole:
    """The police's record closed, and the council's final; when the last of both was."""
    country, chance = record.country, record.chance("closings")
    after_it, ended = country.aftermath, country.absences.ended
    police = after(ended, after_it.police_closed_after)
    record.write(
        "police_closed",
        {
            "episode": record.row,
            "at": police,
            "summary": "Closed in the force's own record.",
        },
        happened=police,
        by=record.by(chance, record.host_force, PostKind.DUTY_INSPECTOR),
    )
    at = np.flatnonzero(after_it.finalised)
    council = after(ended, after_it.finalised_after)
    record.write(
        "finalised",
        {
            "episode": record.row[at],
            "at": council[at],
            "summary": "Final in the council's own record.",
        },
        happened=council[at],
        by=record.by(chance, record.council[at], PostKind.MISSING_COORDINATOR),
    )
    return np.where(after_it.finalised, np.maximum(police, council), police)


def write_reviews(record: Record) -> None:
    """The review of each long absence, and the offer of an interview: due, and met or not."""
    country, chance = record.country, record.chance("duties")
    absences, after_it = country.absences, country.aftermath
    reviewed = np.flatnonzero(absences.hours > REVIEW_AFTER)
    at = np.r_[reviewed, np.arange(len(absences))]
    is_offer = np.arange(len(at)) >= len(reviewed)
    work = record.workforce
    inspector = work.post(record.host_force[at], PostKind.DUTY_INSPECTOR)
    coordinator = work.post(record.council[at], PostKind.MISSING_COORDINATOR)
    post = np.where(is_offer, coordinator, inspector)
    began = np.where(is_offer, absences.ended[at], record.reported[at])
    due = after(began, np.where(is_offer, 72.0, float(REVIEW_AFTER)))
    held = after(record.reported[at], chance.lognormal(np.log(7), 0.4, len(at)))
    offered = after(absences.ended[at], after_it.offered_after[at])
    met = np.where(is_offer, offered, held)
    is_met = np.where(is_offer, after_it.offered[at], chance.random(len(at)) < 0.93)
    who = work.person(post, chance.random(len(at)))
    record.write(
        "duties",
        {
            "episode": record.row[at],
            "kind": Words(
                is_offer.astype(np.int64), (str(DutyKind.REVIEW), str(DutyKind.OFFER_INTERVIEW))
            ),
            "key": Words(is_offer.astype(np.int64), ("first", "return")),
            "reason": Words(
                is_offer.astype(np.int64),
                ("The time of review that the level asks for", "The child is back"),
            ),
            "owner_post": post,
            "started_at": began,
            "due_at": due,
            "met_at": Maybe(met, is_met),
            "met_recorded_at": Maybe(met + 300, is_met),
            "met_by": Maybe(who, is_met),
            "declined_at": Maybe(met, ~is_met),
            "declined_by": Maybe(who, ~is_met),
            "declined_reason": Words(
                (~is_met).astype(np.int64), ("", "Not done: found at the end of the month.")
            ),
        },
        happened=began,
        by=who,
        late=0,
    )
