"""A record of an absence that is known already: what it said is kept, and nobody's search ends.

A file ends no search. Where it says that the child came back and the episode says still missing,
whoever owns the episode is asked to find out.
"""

from collections.abc import Iterator
from datetime import datetime

from wayhome.journey import joining, past, past_reviews
from wayhome.journey.acting import Acting, finish, resume
from wayhome.journey.past_batch import Batch
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes.models import Episode
from wayhome.rules import access, clocks, episode_state, london, risk, sentences, told
from wayhome.rules.vocabulary import DutyKind, FoundBy, NoticeReason

DEED = access.Deed.IMPORT
ASKS_OWNER = (
    "this record says the child came back, and {reference} says still missing: its owner is "
    "asked to find out, and the search goes on"
)
ASKS_REVIEW = "{reference} is to be reviewed: this record calls it “{label}”"
ANOTHER_RECORD = "Another agency's record of the same absence"
LONGEST = 300
ENDS = frozenset({"recorded_located", "recorded_returned", "recorded_seen", "recorded_closed"})


def tell(
    batch: Batch, episode: Episode, one: past.PastEpisode, *, withdrawn: str, why: str
) -> tuple[str, ...]:
    """Tell of another report of an open episode, and ask what it asks; what is to be looked at.

    `why` is why a person must look at who the child is; empty where nobody need.
    """
    acting = resume(episodes.locked(episode.id), by=batch.by, now=batch.now)
    asks_owner = one.ended_at is not None and episode_state.is_still_away(acting.account)
    acting.tell(NoticeReason.SECOND_REPORT, key=batch.now.isoformat())
    acting.ask_again(why=ANOTHER_RECORD)
    notes = []
    if asks_owner:
        _ask_owner(acting, one)
        notes.append(ASKS_OWNER.format(reference=episode.reference))
    if withdrawn:
        past_reviews.ask_while_open(acting, of=one.key, label=withdrawn)
        notes.append(ASKS_REVIEW.format(reference=episode.reference, label=withdrawn))
    acting.restated()
    if why:
        joining.look_at(acting, why=why)
    finish(acting, DEED)
    return tuple(notes)


def _ask_owner(acting: Acting, one: past.PastEpisode) -> None:
    """Put what the record says of the end before whoever owns the episode, and tell them."""
    post, agency = acting.owner_post, acting.person.agency_name
    words = "; ".join(answer.answer for answer in kept(one) if answer.topic in ENDS)
    room = LONGEST - len(sentences.SAID_TO_BE_OVER % {"agency": agency, "words": ""})
    allowed = clocks.duty_allowed(
        acting.agreed, DutyKind.REASSESS, level=risk.level_in_force(acting.account)
    )
    acting.open_duty(
        DutyKind.REVIEW,
        key=f"{one.key}:over",
        reason=sentences.SAID_TO_BE_OVER % {"agency": agency, "words": words[: max(room, 0)]},
        post=post,
        due_at=clocks.after(acting.now, allowed),
    )
    acting.tell(NoticeReason.SECOND_REPORT, key=acting.now.isoformat(), posts=[post])


def kept(one: past.PastEpisode) -> tuple[told.TopicAnswer, ...]:
    """What a record that joins an absence said of it, as recorded: type, labels and each end."""
    said = [
        ("recorded_type", one.type_code),
        *(("recorded_risk", _and(label.words, label.reason)) for label in one.labels),
        *_ends(one),
        ("recorded_offer", _at(one.offer.at, one) if one.offer else ""),
    ]
    return tuple(told.TopicAnswer(topic, words) for topic, words in said if words)


def _ends(one: past.PastEpisode) -> Iterator[tuple[str, str]]:
    if one.located is not None:
        found, by = one.located, FoundBy(one.located.found_by).label
        yield "recorded_located", _and(_at(found.at, one), found.place, by, found.circumstances)
    if one.returned is not None:
        back = one.returned
        yield "recorded_returned", _and(_at(back.at, one), back.to.label, back.circumstances)
    if one.seen is not None:
        yield "recorded_seen", _and(_at(one.seen.at, one), one.seen.mode.label)
    if one.police_closed_at is not None:
        yield "recorded_closed", _at(one.police_closed_at, one)


def _at(moment: datetime, one: past.PastEpisode) -> str:
    """A moment by the clock in London; a day alone where the record knew no more."""
    by_day = one.ended_by_day and moment == one.ended_at
    wall = moment.astimezone(london.LONDON)
    return f"{wall:%d/%m/%Y}" if by_day else f"{wall:%d/%m/%Y %H:%M}"


def _and(*said: str) -> str:
    return ", ".join(filter(None, said))
