"""Whether two records are of the same child: same, not, or a person decides.

Only identical full names and identical dates of birth are called the same without a person.
Twins and siblings share a family name and may share a date of birth, never a given name.
Where several records are called one child, word of the child goes to one whose child is away,
else to the oldest, and a person decides whether they are one.
"""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from wayhome.rules import sources

SOURCE = sources.SAME_CHILD
ALIKE = 0.5
ACCENTS = frozenset(map(chr, range(0x0300, 0x0370)))


class Verdict(StrEnum):
    """What the rule says of two records."""

    SAME = "same"
    NOT_SAME = "not the same"
    A_PERSON_DECIDES = "a person decides"


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a child's identity; an empty name is an unknown one."""

    given_name: str = ""
    family_name: str = ""
    date_of_birth: date | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """The verdict and why."""

    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """One of the records that are called the same child."""

    child_id: UUID
    recorded_at: datetime
    is_visible: bool
    is_away: bool


def folded(name: str) -> str:
    """A name as it is compared: without case, accents on letters, spaces or punctuation.

    Marks that carry a vowel in their script, as in Hindi or Arabic, are kept: without them two
    names could become one.
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in decomposed if _counts(letter))


def are_alike(one: str, other: str) -> bool:
    """Whether two names could be one name, misheard, mistyped or made short.

    They are when they start with the same letter, when one holds the other, or when they share
    half of their pairs of letters.
    """
    first, second = folded(one), folded(other)
    if not first or not second:
        return False
    if first[0] == second[0] or first in second or second in first:
        return True
    shared = _pairs(first) & _pairs(second)
    return 2 * len(shared) >= ALIKE * (len(_pairs(first)) + len(_pairs(second))) > 0


def compare(one: Identity, other: Identity) -> Match:
    """Whether two records are of the same child, with the reason. The order does not matter.

    Never the same for two given names that differ; never surely another child where a slip of
    the pen would explain the difference.
    """
    if not is_whole(one) or not is_whole(other):
        return Match(Verdict.A_PERSON_DECIDES, "a name or date of birth is not known")
    same_born = one.date_of_birth == other.date_of_birth
    same_given = folded(one.given_name) == folded(other.given_name)
    same_family = folded(one.family_name) == folded(other.family_name)
    if same_born and same_given and same_family:
        return Match(Verdict.SAME, "the full name and date of birth are the same")
    if same_born and not same_given:
        return _born_together(one, other, same_family=same_family)
    if same_given and (same_born or same_family):
        return Match(Verdict.A_PERSON_DECIDES, "some of the name or date of birth differs")
    return Match(Verdict.NOT_SAME, "the names or dates of birth differ")


def which(records: Collection[Record]) -> Record:
    """The record that word of a child is of, where nobody chose one. Raises ValueError for none.

    Those that the person who brings it may see come first, so that a hidden record changes
    nothing for them; then one whose child is away, so that the word reaches those who search;
    then the oldest. Whether they are one child a person decides.
    """
    return min(
        records,
        key=lambda one: (not one.is_visible, not one.is_away, one.recorded_at, one.child_id),
    )


def is_whole(identity: Identity) -> bool:
    """Whether the full name and the date of birth are given, so that a rule may compare them."""
    named = folded(identity.given_name) and folded(identity.family_name)
    return bool(named and identity.date_of_birth)


def _born_together(one: Identity, other: Identity, *, same_family: bool) -> Match:
    if _swapped(one, other):
        return Match(Verdict.A_PERSON_DECIDES, "the given and family names change places")
    if not same_family:
        return Match(Verdict.NOT_SAME, "the names differ")
    if are_alike(one.given_name, other.given_name):
        reason = "the given names are alike: one child, or twins"
        return Match(Verdict.A_PERSON_DECIDES, reason)
    return Match(Verdict.NOT_SAME, "another given name: they could be twins")


def _swapped(one: Identity, other: Identity) -> bool:
    return folded(one.given_name) == folded(other.family_name) and (
        folded(one.family_name) == folded(other.given_name)
    )


def _counts(letter: str) -> bool:
    is_mark = unicodedata.category(letter).startswith("M")
    return letter.isalnum() or (is_mark and letter not in ACCENTS)


def _pairs(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)}
