"""The thirteen classes of what is stored, and why each is kept apart from the others.

Every field of every model is of exactly one. A field that could be of two is of the one that is
kept more closely. The class says what a field may tell; `ceilings` says where and for what
purpose a class may be shown, and `policy` decides.
"""

from dataclasses import dataclass
from enum import StrEnum

from wayhome.rules import sources

SOURCE = sources.NEED_TO_KNOW


class FieldClass(StrEnum):
    """What a stored field tells."""

    APPEAL = "appeal"
    IDENTITY = "identity"
    EPISODE = "episode"
    PLACE = "place"
    PROTECTED = "protected"
    HEALTH = "health"
    VOICE = "voice"
    THIRD_PARTY = "third_party"
    INTELLIGENCE = "intelligence"
    SOURCE = "source"
    PRIVILEGE = "privilege"
    STAFF = "staff"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a class holds, and why it is apart."""

    holds: str
    apart: str


C = FieldClass
CLASSES: dict[FieldClass, Kept] = {
    C.APPEAL: Kept(
        "What an appeal to the public would say of the child: how they look, what they wore.",
        "It is made to be shown more widely than anything else, and by a decision each time; "
        "having it here publishes nothing.",
    ),
    C.IDENTITY: Kept(
        "Who the child is: names, numbers, date of birth, age, sex, ethnicity, language.",
        "It is what finds a child in another record, and what everything else is about.",
    ),
    C.EPISODE: Kept(
        "The facts of an absence and of what is done about it: times, levels, reasons, steps, "
        "outcomes, and which row belongs to which.",
        "Those who share the work share these, each their own sections of them.",
    ),
    C.PLACE: Kept(
        "Where the child was, may be or was found, and which agencies serve where they live.",
        "A place, a school or a team leads whoever looks for the child to them.",
    ),
    C.PROTECTED: Kept(
        "Where the child lives or is placed, and any address kept from somebody.",
        "Safe addresses have been sent to the people they were hidden from.",
    ),
    C.HEALTH: Kept(
        "Health, disability, harm met, and a lasting concern about any of them.",
        "The law asks more of whoever keeps it, and it follows a child for life.",
    ),
    C.VOICE: Kept(
        "The child's own words and reasons, and what was typed while they spoke.",
        "They were said to one person; the child has a say in who else reads them, and a parent "
        "does not read them here.",
    ),
    C.THIRD_PARTY: Kept(
        "Who else is named: parents, carers, reporters, whoever saw the child, and how to reach "
        "them.",
        "They are owed their own privacy, and some must not learn of one another.",
    ),
    C.INTELLIGENCE: Kept(
        "Who may exploit or harm children, where and with whom.",
        "Shown to the wrong reader it warns whoever does harm, or punishes the child who told.",
    ),
    C.SOURCE: Kept(
        "Who gave intelligence in confidence.",
        "To name them may cost them their safety: a named list alone.",
    ),
    C.PRIVILEGE: Kept(
        "Legal advice, and what was written for it.",
        "It belongs to whoever was advised, and is lost by being shown.",
    ),
    C.STAFF: Kept(
        "Who works with the record: people, posts, agencies, how to reach them and how they "
        "sign in.",
        "A record shows who answers for a child; it is not a list of staff for anybody to search.",
    ),
    C.LEDGER: Kept(
        "Who looked or changed, for whom and why, and the seals over it.",
        "It would tell whoever searches it which children there are. The law limits what it may "
        "be used for.",
    ),
}

# A field of another class is never counted for publication, whatever its codes.
MAY_BE_COUNTED = frozenset({C.EPISODE, C.STAFF, C.LEDGER})
