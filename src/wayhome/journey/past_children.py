"""Which child a past record is of: by the agency's number, by full identity, or a new child.

Only the matching rule may call two records the same child. Where a person must decide, a new
child is made and the likeness is said, never merged. A match with a child the agency may not
know of gives it no part, and changes nothing in the child's record.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import models

from wayhome.journey import past
from wayhome.records.children import actions as child_actions
from wayhome.records.children import past as children
from wayhome.records.children.models import Child, Identifier
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.protection import queries as protection
from wayhome.rules import access, facts, matching

MAY_BE = "a person decides whether this is also child {reference}: {reason}"
SEVERAL = "several records have this name and date of birth"
NO_LONGER = (
    "this number is of a child your agency no longer has a part in: ask who answers for them"
)
KEPT_APART = "the name or date of birth differs from what is known of child {reference}"


@dataclass(frozen=True, slots=True)
class Match:
    """The child a record is of, what a person should look at, and rows still to be written."""

    child: Child
    tie: access.Tie
    notes: tuple[str, ...] = ()
    rows: tuple[models.Model, ...] = ()
    is_new: bool = False


@dataclass(slots=True)
class Children:
    """The children of one batch of records, by number, by name and by date of birth.

    `own` are those the agency may know of, with those it makes; `cared_for` those whose care is
    known; `away` those who are away.
    """

    by: facts.Viewer
    now: datetime
    numbered: dict[tuple[str, str], Child]
    own: set[UUID] = field(default_factory=set)
    cared_for: set[UUID] = field(default_factory=set)
    away: set[UUID] = field(default_factory=set)
    _unsaved: set[UUID] = field(default_factory=set)
    _born: dict[date, list[Child]] = field(default_factory=dict)
    _named: dict[tuple[str, str], list[Child]] = field(default_factory=dict)

    def match(self, record: past.PastEpisode) -> Match:
        """The child a record is of. Nothing is kept until `keep` is called. Raises NotPossible."""
        known = self.numbered.get((record.scheme, record.number))
        if known is not None:
            if not self._may_take(known):
                raise past.NotPossible(NO_LONGER)
            return Match(known, self._tie(known), self._differs(known, record))
        same, alike = self._compared(_identity(record))
        records = [self._record(one) for one in same if self._may_take(one)]
        if records:
            first = matching.which(records)
            [child] = [one for one in same if one.id == first.child_id]
            twins = [(one, SEVERAL) for one in same if one is not child]
            numbers = (self._number(child, record),) if child.id in self.own else ()
            return Match(child, self._tie(child), self._notes(twins + alike), numbers)
        child = children.new_child(record.child, at=self.now, age_stated_at=record.began_at)
        said = children.details(
            child, record.child, supplied_by=self.by.agency_name, by=self.by, at=self.now
        )
        twins = [(one, SEVERAL) for one in same]
        rows = (child, *said, self._number(child, record))
        return Match(child, access.Tie.NOBODYS, self._notes(twins + alike), rows, is_new=True)

    def _notes(self, alike: list[tuple[Child, str]]) -> tuple[str, ...]:
        """What a person decides about; nothing of a child who is not there for whoever imports."""
        known = [(one, reason) for one, reason in alike if one.id not in self.by.kept_from]
        return tuple(MAY_BE.format(reference=one.reference, reason=reason) for one, reason in known)

    def keep(self, match: Match, record: past.PastEpisode) -> None:
        """The record was taken in: its child is found by the next record; blanks are filled."""
        if match.is_new:
            self._unsaved.add(match.child.id)
            self.own.add(match.child.id)
            self.remember(match.child)
        elif match.child.id in self.own - self._unsaved:
            child_actions.learn(
                match.child,
                children.missing_from(match.child, record.child),
                supplied_by=self.by.agency_name,
                by=self.by,
                at=self.now,
                said_at=record.began_at,
            )
        self.numbered[(record.scheme, record.number)] = match.child

    def _tie(self, child: Child) -> access.Tie:
        return access.Tie.ITS_OWN if child.id in self.own else access.Tie.OTHERS

    def _record(self, child: Child) -> matching.Record:
        is_own, is_away = child.id in self.own, child.id in self.away
        return matching.Record(child.id, child.recorded_at, is_own, is_away)

    def _may_take(self, child: Child) -> bool:
        """Of a child others know, only one whose care says who has a part in an absence."""
        return child.id in self.own or child.id in self.cared_for

    def everybody(self) -> set[UUID]:
        """Every child already known who may be one of these."""
        named = (child.id for alike in self._named.values() for child in alike)
        return {child.id for child in self.numbered.values()}.union(named)

    def remember(self, child: Child) -> None:
        """Make a child findable by name and date of birth."""
        if child.date_of_birth is not None:
            self._born.setdefault(child.date_of_birth, []).append(child)
        if child.family_folded and child.given_folded:
            named = (child.family_folded, child.given_folded)
            self._named.setdefault(named, []).append(child)

    def _compared(self, identity: matching.Identity) -> tuple[list[Child], list[tuple[Child, str]]]:
        """Those the rule calls the same child, and those a person must decide about."""
        same, alike = [], []
        for child in self._near(identity):
            match = matching.compare(identity, children.identity_of(child))
            if match.verdict is matching.Verdict.SAME:
                same.append(child)
            elif match.verdict is matching.Verdict.A_PERSON_DECIDES and child.given_folded:
                alike.append((child, match.reason))
        return same, alike

    def _near(self, identity: matching.Identity) -> list[Child]:
        named = (matching.folded(identity.family_name), matching.folded(identity.given_name))
        if not all(named):
            return []
        found = list(self._named.get(named, ()))
        if identity.date_of_birth is not None:
            found += self._born.get(identity.date_of_birth, ())
        return list({child.id: child for child in found}.values())

    def _number(self, child: Child, record: past.PastEpisode) -> Identifier:
        return children.number(
            child,
            agency_id=self.by.agency_id,
            scheme=record.scheme,
            value=record.number,
            by=self.by,
            at=self.now,
        )

    def _differs(self, known: Child, record: past.PastEpisode) -> tuple[str, ...]:
        verdict = matching.compare(_identity(record), children.identity_of(known)).verdict
        if verdict is matching.Verdict.NOT_SAME and known.id not in self.by.kept_from:
            return (KEPT_APART.format(reference=known.reference),)
        return ()


def found(records: Sequence[past.PastEpisode], *, by: facts.Viewer, now: datetime) -> Children:
    """The children already known who may be those of these records."""
    known = protection.children(by.practitioner_id)
    numbered: dict[tuple[str, str], Child] = {}
    for scheme in {record.scheme for record in records}:
        mine = [record.number for record in records if record.scheme == scheme]
        held = children.by_number(by.agency_id, scheme, mine, among=known)
        numbered |= {(scheme, number): child for number, child in held.items()}
    among = Children(by, now, numbered)
    # One child is one object, wherever it was found.
    once = {child.id: child for child in numbered.values()}
    for child in children.near((_identity(record) for record in records), among=known):
        among.remember(once.setdefault(child.id, child))
    found = among.everybody()
    among.own.update(visibility.children(by).filter(id__in=found).values_list("id", flat=True))
    among.cared_for.update(children.arrangements(found))
    among.away.update(episodes.away(found))
    return among


def _identity(record: past.PastEpisode) -> matching.Identity:
    child = record.child
    return matching.Identity(child.given_name, child.family_name, child.date_of_birth)
