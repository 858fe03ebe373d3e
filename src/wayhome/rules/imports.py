"""What an older record's words mean here: labels of risk, and codes of type.

Forces and councils have used other words, and some still do. The label is kept exactly as it
was recorded; beside it stands the level or type it is read as, whether a person must look at
once, and why. A word that is not known is refused, never guessed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from wayhome.rules import protocol, sources
from wayhome.rules.vocabulary import EpisodeType, Level

LABEL_SOURCE = sources.LEGACY_LABELS
TYPE_SOURCE = sources.LOOKED_AFTER_CODES
AS_RECORDED = "read as recorded"

LEVELS: dict[str, Level] = {
    "low": Level.LOW,
    "l": Level.LOW,
    "low risk": Level.LOW,
    "medium": Level.MEDIUM,
    "m": Level.MEDIUM,
    "medium risk": Level.MEDIUM,
    "high": Level.HIGH,
    "h": Level.HIGH,
    "high risk": Level.HIGH,
}
VERY_LOW = frozenset({"very low", "very low risk", "vl"})
ABSENT = "absent"
WITHDRAWN = (ABSENT, "no apparent risk", "no risk", "nar", "a")
UNGRADED = frozenset({"", "not known", "unknown", "not assessed", "not recorded", "ungraded"})

TYPES: dict[str, EpisodeType] = {
    "m": EpisodeType.MISSING,
    "missing": EpisodeType.MISSING,
    "missing from care": EpisodeType.MISSING,
    "missing from home": EpisodeType.MISSING,
    "a": EpisodeType.AWAY_WITHOUT_AUTHORISATION,
    "away": EpisodeType.AWAY_WITHOUT_AUTHORISATION,
    "away without authorisation": EpisodeType.AWAY_WITHOUT_AUTHORISATION,
    "away from placement without authorisation": EpisodeType.AWAY_WITHOUT_AUTHORISATION,
    "unauthorised absence": EpisodeType.UNAUTHORISED_ABSENCE,
}


class UnknownLabel(ValueError):
    """A word in an imported record that has no meaning here. The message says what to do."""


@dataclass(frozen=True, slots=True)
class ReadLevel:
    """A label of risk as recorded, and the level it is read as."""

    as_recorded: str
    level: Level
    review_at_once: bool
    reason: str
    source: sources.Source


@dataclass(frozen=True, slots=True)
class ReadType:
    """A code of type as recorded, and the type it is read as."""

    as_recorded: str
    type: EpisodeType
    review_at_once: bool
    reason: str
    source: sources.Source


def level_of(label: str, *, agreed: protocol.Protocol) -> ReadLevel:
    """The level an imported label is read as under this protocol.

    `absent` and `no apparent risk` are withdrawn: the episode starts where the protocol starts
    every child, and a person looks at once. So it is with a label that was never given, and
    with `very low` where this protocol does not allow it for a child. Raises UnknownLabel.
    """
    folded = _folded(label)
    if folded in LEVELS:
        return _as_recorded(label, LEVELS[folded])
    if folded in VERY_LOW and agreed.very_low_allowed:
        return _as_recorded(label, Level.VERY_LOW)
    reason = _why_restarted(folded)
    if reason is None:
        raise UnknownLabel(
            f"“{label}” is not a known label of risk. "
            "Add it to the mapping beside the file, or correct the row."
        )
    return ReadLevel(
        label, agreed.starting_level, review_at_once=True, reason=reason, source=LABEL_SOURCE
    )


def type_of(code: str) -> ReadType:
    """The type an imported code is read as. Raises UnknownLabel.

    `absent` said only that a child was not where they were expected; where they were, nobody
    had to know. It is read as missing, and a person looks at once. A blank is read so too.
    """
    folded = _folded(code)
    if folded in TYPES:
        return ReadType(
            code, TYPES[folded], review_at_once=False, reason=AS_RECORDED, source=TYPE_SOURCE
        )
    if folded in {ABSENT, ""}:
        return ReadType(
            code,
            EpisodeType.MISSING,
            review_at_once=True,
            reason="there is no absent: read as missing until a person looks",
            source=LABEL_SOURCE,
        )
    raise UnknownLabel(
        f"“{code}” is not a known type of episode. Use M for missing from care or A for away "
        "from placement without authorisation, or add it to the mapping beside the file."
    )


def withdrawn(labels: Iterable[str], *, type_code: str) -> str:
    """The first of a record's words that says "absent" or "no apparent risk"; empty for none.

    Where nobody looked because of such a word, somebody looks now, also when it is long over.
    """
    said = [label for label in labels if _is_withdrawn(_folded(label))]
    return next(iter(said), type_code if _folded(type_code) == ABSENT else "")


def _is_withdrawn(folded: str) -> bool:
    return any(f" {words} " in f" {folded} " for words in WITHDRAWN)


def _as_recorded(label: str, level: Level) -> ReadLevel:
    return ReadLevel(label, level, review_at_once=False, reason=AS_RECORDED, source=LABEL_SOURCE)


def _why_restarted(folded: str) -> str | None:
    if _is_withdrawn(folded):
        return "there is no absent: the protocol's starting level stands until a person looks"
    if folded in VERY_LOW:
        return "this protocol does not allow very low for a child"
    if folded in UNGRADED:
        return "no level was recorded: the protocol's starting level stands"
    return None


def _folded(label: str) -> str:
    """A label without case, punctuation or doubled spaces."""
    return " ".join(re.findall(r"[^\W_]+", label.casefold()))
