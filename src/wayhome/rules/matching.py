"""Whether two records are of the same child: same, not, or a person decides.

Only identical full names and identical dates of birth are called the same without a person.
Twins and siblings share a family name and may share a date of birth, never a given name.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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


def folded(name: str) -> str:
    """A name as it is compared: without case, accents, spaces or punctuation."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in decomposed if letter.isalnum())


def compare(one: Identity, other: Identity) -> Match:
    """Whether two records are of the same child, with the reason."""
    if not _whole(one) or not _whole(other):
        return Match(Verdict.A_PERSON_DECIDES, "a name or date of birth is not known")
    same_born = one.date_of_birth == other.date_of_birth
    same_given = folded(one.given_name) == folded(other.given_name)
    same_family = folded(one.family_name) == folded(other.family_name)
    if same_born and same_given and same_family:
        return Match(Verdict.SAME, "the full name and date of birth are the same")
    if same_born and same_family:
        return Match(Verdict.NOT_SAME, "another given name: they could be twins")
    if same_given and (same_born or same_family):
        return Match(Verdict.A_PERSON_DECIDES, "some of the name or date of birth differs")
    return Match(Verdict.NOT_SAME, "the names or dates of birth differ")


def _whole(identity: Identity) -> bool:
    return bool(identity.given_name and identity.family_name and identity.date_of_birth)
