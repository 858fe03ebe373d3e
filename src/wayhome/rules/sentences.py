"""Sentences with a value in them, so that they can be said in another language.

A rule or a step puts its value in here and nowhere else. What was said, or kept in a record,
is taken apart again to be translated: the sentence and its values, each on its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

POST_FORBIDS = "Your post does not allow you to %(deed)s"
PART_FORBIDS = "Your agency's part does not allow you to %(deed)s"
PART_FORBIDS_TELL = (
    "Your agency's part does not allow you to %(deed)s. Tell those who search by recording a "
    "sighting or making a report: they hear of it at once."
)
PURPOSE_FORBIDS = "This is not shown for your purpose: %(purpose)s"
ASK_THE_PARTS = "Your agency's part does not show this. Ask an agency whose part does: %(parts)s"
AGE_STARTS_HIGH = "Age %(age)s or under with whereabouts unknown: this protocol starts at high"
CONCERN_STARTS_HIGH = "Known concern, %(concern)s: this protocol starts at high"
LOW_BEFORE = (
    "Graded low or very low %(count)s times before: being missing often does not make it safer"
)
REPEATED = "Reported missing %(count)s times in %(days)s days"
LONG_ABSENCE = "Missing for %(hours)s hours"
KNOWN_CONCERN = "Known concern: %(concern)s"
STILL_TO_DO = "Still to do: %(duty)s"
MET_BY_RECORDING = "This is done by recording it: %(duty)s."
MAY_NOT_BE_DECLINED = "This cannot be declined: %(duty)s."
ANSWERED_BY = "This is for the %(post)s to answer, or a post above it."
NOT_SAFE_TO_TELL = "It is not safe to tell this person: %(reason)s."
NO_POST_TO_OWN = "%(agency)s has no post that can own this episode. Ask it to add one."
DECIDED_NOT_TO_TELL = (
    "It was decided not to tell this person: %(reason)s. To tell them, first take that decision "
    "back and say why."
)
KEPT_UNSAFE = (
    "%(name)s is kept as not safe to tell: the name, telephone or email is that of somebody it is "
    "not safe to tell. If they are not the same person, correct this and say why."
)
MAY_BE_UNSAFE = "This may be %(name)s, whom it is not safe to tell: %(reason)s"
TELL_CONTACT = "Tell %(name)s (%(relationship)s)"
TELL_BACK = "Tell %(name)s (%(relationship)s) that the child is back"
TELL_DIED = "Tell %(name)s (%(relationship)s) in person that the child has died"
TELL_EIGHTEEN = "Tell %(name)s (%(relationship)s) that the search ended when the child turned 18"
TELL_MISTAKE = (
    "Tell %(name)s (%(relationship)s) that it was a mistake: the child is not known to be back"
)
RAISED_BY = "The level was raised by %(side)s"
DECIDE_ABOUT = (
    "Decide whether to tell %(name)s (%(relationship)s): this may be %(other)s, whom it was "
    "decided not to tell"
)
DECIDE_TELLING = (
    "Decide whether to tell %(name)s (%(relationship)s): it was decided not to, because %(reason)s"
)
AGREED = "Agreed: %(level)s"
CORRECTED = "Corrected: %(why)s"
WITHDRAWN = "Withdrawn: %(why)s"
FROM_OUTSIDE = (
    "%(agency)s has no part in this child and gave a name and a date of birth: see that it is "
    "this child, and their only record, and whether that agency cares for them"
)
FROM_OUTSIDE_EARLIER = (
    "%(agency)s has no part in this child and says the child was missing before they were last "
    "back: find out at once whether the child is missing now"
)
FROM_KEPT_FROM = (
    "Reported from %(agency)s by somebody from whom this child is kept. Nothing was told to them. "
    "Decide what their report means for the child's safety"
)
STOPPED = "A message to the %(post)s was stopped: %(why)s. Decide who must be told"
SAY_NOTHING_OF = "%(words)s. Do not say: %(matters)s"
REPORTED_ELSEWHERE = (
    "A child of this name and date of birth was reported under another record, %(reference)s: "
    "decide whether they are one child"
)
IMPORTED = "Imported from %(agency)s as closed history: it was over before Wayhome was told of it."
LABEL_WITHDRAWN = (
    "The record calls this “%(label)s”, a label that let nobody look: see what happened to the "
    "child, and say what is still to be done"
)
SAID_TO_BE_OVER = (
    "An imported record of %(agency)s says that this absence is over: %(words)s. Find out at once "
    "whether the child is back"
)
NO_POST_TO_ASK = "%(agency)s has no post that could be asked. Choose another agency."

ALL: tuple[str, ...] = (
    FROM_KEPT_FROM,
    STOPPED,
    SAY_NOTHING_OF,
    POST_FORBIDS,
    PART_FORBIDS_TELL,
    PART_FORBIDS,
    PURPOSE_FORBIDS,
    ASK_THE_PARTS,
    AGE_STARTS_HIGH,
    CONCERN_STARTS_HIGH,
    LOW_BEFORE,
    REPEATED,
    LONG_ABSENCE,
    KNOWN_CONCERN,
    STILL_TO_DO,
    MET_BY_RECORDING,
    MAY_NOT_BE_DECLINED,
    ANSWERED_BY,
    NOT_SAFE_TO_TELL,
    NO_POST_TO_OWN,
    KEPT_UNSAFE,
    DECIDED_NOT_TO_TELL,
    MAY_BE_UNSAFE,
    TELL_CONTACT,
    TELL_BACK,
    TELL_DIED,
    TELL_EIGHTEEN,
    TELL_MISTAKE,
    RAISED_BY,
    AGREED,
    DECIDE_ABOUT,
    DECIDE_TELLING,
    CORRECTED,
    WITHDRAWN,
    FROM_OUTSIDE,
    FROM_OUTSIDE_EARLIER,
    REPORTED_ELSEWHERE,
    IMPORTED,
    LABEL_WITHDRAWN,
    SAID_TO_BE_OVER,
    NO_POST_TO_ASK,
)


BEGINNING = 6  # letters by which sentences are told apart first


@dataclass(frozen=True, slots=True)
class TakenApart:
    """A sentence as it is written in ALL, and the values that were put in."""

    sentence: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    """A sentence of ALL: how it begins, how it ends, and what matches it with values in it."""

    sentence: str
    begins: str
    ends: str
    pattern: re.Pattern[str]


def _known(sentence: str) -> _Known:
    """Each `%(name)s` becomes a named group."""
    values = re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+)", re.escape(sentence))
    between = re.split(r"%\(\w+\)s", sentence)
    return _Known(sentence, between[0], between[-1], re.compile(values, re.DOTALL))


def _by_beginning(known: tuple[_Known, ...]) -> dict[str, tuple[_Known, ...]]:
    """The sentences by how they begin, so that most words are compared with one or two."""
    kept: dict[str, list[_Known]] = {}
    for each in known:
        kept.setdefault(each.begins[:BEGINNING], []).append(each)
    return {begins: tuple(each) for begins, each in kept.items()}


_KNOWN = _by_beginning(tuple(map(_known, ALL)))


def taken_apart(said: str) -> TakenApart | None:
    """The sentence of ALL that was said, with its values; None for any other words."""
    alike = (_KNOWN.get(said[:length], ()) for length in range(BEGINNING, -1, -1))
    for known in chain.from_iterable(alike):
        if said.startswith(known.begins) and said.endswith(known.ends):
            found = known.pattern.fullmatch(said)
            if found is not None:
                return TakenApart(known.sentence, found.groupdict())
    return None
