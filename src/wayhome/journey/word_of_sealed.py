"""Word came in that may be of a sealed child: it waits for those on the list, who are paged.

Whoever brings word of a sealed child is answered as of one nobody knows, and makes a record of
their own. Each minute every record by a name the child has or had is looked for, with its reports
and sightings: so every way in is covered, and no answer is slower for a sealed child.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from uuid import UUID

from wayhome.journey.acting import NotNow, said, unless
from wayhome.platform.apart import apart
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.messaging import outbox
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import queries as agencies
from wayhome.records.children import queries as children
from wayhome.records.episodes import queries as episodes
from wayhome.records.protection import actions, queries
from wayhome.records.protection.models import Word
from wayhome.rules import access, facts, matching, protection
from wayhome.rules.vocabulary import SealedWord
from wayhome.stages.intake import queries as intake
from wayhome.stages.search import queries as search

DEED = access.Deed.ACKNOWLEDGE
READ = "read word of a sealed child"
SETTLED = "This has already been answered."
RECEIVE = "receive word of a sealed child"


def gather(*, now: datetime) -> int:
    """Keep what has come in since the last look, and page the lists; how much is new."""
    new = 0
    for child_id in queries.sealed():
        with apart("a sealed record"), transactions.step():
            for word in _new_of(child_id, now=now):
                _enter(word, deed=RECEIVE, by=None, now=now)
                _page(word, now=now)
                new += 1
    for word in queries.unanswered():
        if protection.is_paged_again(word.recorded_at, pages=word.pages, now=now):
            with apart("a sealed record"), transactions.step():
                _page(word, now=now)
    return new


def is_word(word_id: UUID, *, by: facts.Viewer) -> bool:
    """Whether this is word of a sealed child whose list the viewer is on."""
    with transactions.step():
        return queries.is_word(by, word_id)


@dataclass(frozen=True, slots=True)
class Led:
    """An episode of a record that word is of, and the agency that leads it."""

    agency: str
    reference: str


def led_by(child_ids: Iterable[UUID]) -> dict[UUID, list[Led]]:
    """Who leads each episode of these records: as many questions for all as for one."""
    rows = episodes.reports_of_each(child_ids)
    led = [(each, each.owner_agency_id) for each in rows if each.owner_agency_id]
    names = agencies.names(agency_id for _episode, agency_id in led)
    told: dict[UUID, list[Led]] = {}
    for each, agency_id in led:
        told.setdefault(each.child_id, []).append(Led(names[agency_id], each.reference))
    return told


def acknowledged(word_id: UUID, *, by: facts.Viewer, now: datetime) -> None:
    """A named person says: I have this. Raises NoSuchSeal."""
    with transactions.step():
        word = queries.word(by, word_id)
        actions.acknowledge(word, by=by, at=now)
        _enter(word, by=by, now=now)


def settled(word_id: UUID, *, outcome: str, by: facts.Viewer, now: datetime) -> None:
    """Say what became of it, once. Raises NoSuchSeal, NotNow, or Contradiction for no words."""
    with transactions.step():
        word = queries.word(by, word_id)
        if word.settled_at is not None:
            raise NotNow(SETTLED)
        unless(said(outcome, field="outcome", or_else="Say what became of it"))
        actions.acknowledge(word, by=by, at=now)
        actions.settle(word, outcome=outcome, by=by, at=now)
        _enter(word, by=by, now=now)


def _new_of(child_id: UUID, *, now: datetime) -> Iterator[Word]:
    told = queries.told_of(child_id)
    for other_id, kind, about in _said_of(child_id):
        if about not in told:
            yield from actions.receive(child_id, other_id, kind, about=about, at=now)


def _said_of(child_id: UUID) -> Iterator[tuple[UUID, SealedWord, UUID]]:
    """Each other record of the child's names, with its reports and sightings."""
    for other_id in _others(child_id):
        yield other_id, SealedWord.RECORD, other_id
        for episode in episodes.reports_of(other_id):
            for report in intake.everything(episode.id).reports:
                yield other_id, SealedWord.REPORT, report.id
            for sighting in search.everything(episode.id).sightings:
                yield other_id, SealedWord.SIGHTING, sighting.id


def _others(child_id: UUID) -> list[UUID]:
    """The records of others that bear a name and birthday the child has, or once had, here."""
    ours = queries.one_child(child_id)
    found = [
        each.id
        for identity in _identities(child_id)
        for each in children.same_children(identity)
        if each.id not in ours
    ]
    return list(dict.fromkeys(found))


def _identities(child_id: UUID) -> set[matching.Identity]:
    known = children.known(child_id)
    names = {name: {getattr(known.child, name)} for name in ("given_name", "family_name")}
    for detail in known.details:
        if detail.field in names:
            names[detail.field].add(detail.value)
    born = known.child.date_of_birth
    return {
        matching.Identity(given, family, born)
        for given, family in product(names["given_name"], names["family_name"])
    }


def _page(word: Word, *, now: datetime) -> None:
    """Owe a message to everybody on the list, which says only that something waits."""
    owed = queries.addresses_of_list(word.child_id, now=now)
    outbox.queue(((address, word.id) for address in owed), at=now)
    actions.paged(word, at=now)


def _enter(word: Word, *, by: facts.Viewer | None, now: datetime, deed: str = DEED) -> None:
    verb = Verb.ALTER if by else Verb.COLLECT
    ledger.write(verb, by=by, at=now, deed=deed, child_id=word.child_id, object_id=word.id)
