"""Whom of the child's family not to tell: who may be one it is not safe to tell; what was decided.

A person may be recorded twice, under a slip of the pen or by somebody who does not know. Whoever
bears the name, answers the telephone or reads the e-mail of a person it is not safe to tell is
not told either, until somebody who answers for it says that it is safe.
"""

import re
from collections.abc import Iterable

from wayhome.rules import facts, matching, sources, told

SOURCE = sources.UNSAFE_TWICE
APART = re.compile(r"[^\d+().\s-]+")
SHORTEST_NUMBER = 6


def may_be_one_of(
    contact: facts.Contact | told.Contact, others: Iterable[facts.Contact]
) -> facts.Contact | None:
    """The one of these others who this parent or carer may be, or None.

    The same name, one telephone number in common or the same e-mail address is enough. One
    telephone in a house is answered by everybody in it.
    """
    return next((other for other in others if _may_be_one_person(contact, other)), None)


def decision_that_stands(said: Iterable[facts.Telling]) -> facts.Telling | None:
    """The decision not to tell somebody that stands: the last word, unless they were told.

    `said` is everything recorded of telling one person, in whichever episode, oldest first. A
    decision that was taken back no longer counts.
    """
    last = [each for each in said if not each.is_taken_back][-1:]
    return next((each for each in last if not each.told), None)


def _may_be_one_person(one: facts.Contact | told.Contact, other: facts.Contact) -> bool:
    name, email = matching.folded(one.name), one.email.strip().casefold()
    return (
        (bool(name) and name == matching.folded(other.name))
        or not _numbers(one.telephone).isdisjoint(_numbers(other.telephone))
        or (bool(email) and email == other.email.strip().casefold())
    )


def _numbers(written: str) -> frozenset[str]:
    """The telephone numbers in what was written, each as it is dialled in this country."""
    return frozenset(
        number
        for part in APART.split(written)
        if len(number := _dialled("".join(filter(str.isdigit, part)))) >= SHORTEST_NUMBER
    )


def _dialled(digits: str) -> str:
    abroad = digits.removeprefix("00")
    if abroad.startswith("44"):
        return "0" + abroad.removeprefix("44").removeprefix("0")
    return digits
