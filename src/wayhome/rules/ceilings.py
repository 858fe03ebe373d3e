"""The most that may be shown: of each class by each section, for each purpose, and to no part.

A section shows the classes it names and no others; a purpose shows no class above its ceiling,
whatever the section; a deed that needs no part shows what is said here. Where a section opens
fewer facts of a class than it might (the child's own record, the parts of an interview),
`redaction` says which.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wayhome.rules import sources
from wayhome.rules.access import Deed
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import Purpose

SOURCE = sources.NEED_TO_KNOW


@dataclass(frozen=True, slots=True)
class Shown:
    """Some classes of what is stored, and why they may be shown."""

    classes: frozenset[FieldClass]
    why: str


C = FieldClass
_WORK = frozenset({C.EPISODE, C.STAFF})
SHOWN_IN: Mapping[Section, Shown] = {
    Section.SUMMARY: Shown(
        _WORK | {C.IDENTITY, C.PLACE, C.THIRD_PARTY},
        "Which child is meant, who answers for them and who said so.",
    ),
    Section.REPORT: Shown(
        _WORK | {C.IDENTITY, C.APPEAL, C.PLACE, C.HEALTH, C.THIRD_PARTY},
        "Whoever looks for the child must know them by sight, where they were last seen, what "
        "they need and whom to ask.",
    ),
    Section.RISK: Shown(
        _WORK | {C.HEALTH, C.THIRD_PARTY},
        "A judgement is read with what it rests on, and with who said so.",
    ),
    Section.RESPONSE: Shown(
        _WORK | {C.PROTECTED, C.HEALTH, C.THIRD_PARTY},
        "Those who act must know where the child lives, what the child needs and which parent "
        "is to be told.",
    ),
    Section.SEARCH: Shown(
        _WORK | {C.PLACE, C.THIRD_PARTY},
        "A sighting is followed up at its place, with whoever gave it.",
    ),
    Section.FOUND: Shown(
        _WORK | {C.PLACE, C.HEALTH, C.VOICE, C.THIRD_PARTY},
        "Those around the child must know where the child was found, how they are and what they "
        "told the police of it.",
    ),
    Section.INTERVIEW_OFFERS: Shown(
        _WORK | {C.IDENTITY, C.APPEAL, C.PROTECTED, C.HEALTH, C.VOICE, C.THIRD_PARTY},
        "Whoever goes to meet the child must find them, know them by sight, know what they need, "
        "and know what they answered before.",
    ),
    Section.INTERVIEW_SHAREABLE: Shown(
        _WORK | {C.VOICE, C.HEALTH, C.THIRD_PARTY},
        "What the child said is for those who can act on it, once released.",
    ),
    Section.INTELLIGENCE: Shown(
        frozenset({C.INTELLIGENCE}),
        "Police act on it; anybody else who reads it puts the child in danger.",
    ),
    Section.SUPPORT: Shown(
        _WORK | {C.VOICE},
        "Support answers what the child asked for.",
    ),
    Section.FAMILY: Shown(
        _WORK | {C.THIRD_PARTY},
        "Parents and carers are told by those who know whom it is safe to tell.",
    ),
}
IN_NO_SECTION: Mapping[FieldClass, str] = {
    C.LEDGER: "An episode does not show who looked at it; pages of their own do, and each look at "
    "one of those is itself a look.",
    C.SOURCE: "A confidential source is for a named list of this child, not for a part.",
    C.PRIVILEGE: "Legal advice is for a named list of this child, not for a part.",
}

_WHO_AND_WHERE = _WORK | {C.IDENTITY, C.PLACE, C.HEALTH}
_ALL_BUT_NAMED_LISTS = frozenset(C) - {C.SOURCE, C.PRIVILEGE, C.LEDGER}
CEILING: Mapping[Purpose, Shown] = {
    Purpose.SEARCH: Shown(
        _ALL_BUT_NAMED_LISTS - {C.VOICE},
        "Everything that says where a child may be and who may be with them. What a child once "
        "said of themselves is not needed to look for them.",
    ),
    Purpose.ASSESS: Shown(
        _ALL_BUT_NAMED_LISTS,
        "A judgement that leaves out what was known is not safe, so the next assessment sees what "
        "the child said in the last interview.",
    ),
    Purpose.REPORT: Shown(
        _WHO_AND_WHERE | {C.APPEAL, C.THIRD_PARTY},
        "Who the child is, what they need at once and who worries. Where the child lives is said "
        "by whoever reports, not read out to them.",
    ),
    Purpose.RETURN_INTERVIEW: Shown(
        _ALL_BUT_NAMED_LISTS - {C.INTELLIGENCE},
        "Whoever meets the child must find them safely and know what they said before. What is "
        "suspected of others must not lead the questions.",
    ),
    Purpose.SUPPORT: Shown(
        _WHO_AND_WHERE | {C.PROTECTED, C.VOICE, C.THIRD_PARTY},
        "What the child asked for, where they live and who cares for them.",
    ),
    Purpose.STRATEGY: Shown(
        _ALL_BUT_NAMED_LISTS,
        "Those who discuss how to keep the child safe put together all that each of them knows.",
    ),
    Purpose.OVERSIGHT: Shown(
        _WHO_AND_WHERE,
        "Whether the work was done, in time, for which child. It does not take an address, a "
        "family's details, or the child's words.",
    ),
}

SHOWN_TO_NO_PART: Mapping[Deed, Shown] = {
    Deed.REPORT: Shown(frozenset(), "The answer to a report tells nothing of the child."),
    Deed.READ_OWN_REPORT: Shown(
        _WORK | {C.APPEAL, C.IDENTITY, C.PLACE, C.HEALTH, C.THIRD_PARTY},
        "An agency reads back what it said itself, and nothing that anybody else said.",
    ),
    Deed.CHECK_REPORT: Shown(
        _WORK | {C.APPEAL, C.IDENTITY, C.PLACE, C.HEALTH, C.THIRD_PARTY},
        "Whoever takes reports for the police reads one that was sent and could not be recorded as "
        "they would have heard it on the telephone: what was sent, and nothing that is on record.",
    ),
    Deed.LOOK_UP_CHILD: Shown(
        frozenset({C.IDENTITY}),
        "Only children the agency has a part in are found, and only what tells them apart is "
        "shown before a purpose is given.",
    ),
    Deed.INTRODUCE_CHILD: Shown(frozenset(), "A record is made, and none is opened."),
    Deed.DECLARE: Shown(
        frozenset(), "The answer is the same whether or not the child is known: it tells nothing."
    ),
    Deed.BREAK_GLASS: Shown(
        frozenset(),
        "Asking opens nothing by itself; what the look then shows is shown as to those who search.",
    ),
    Deed.SEE_PROTOCOL: Shown(_WORK, "What was agreed, and by whom, is about no child."),
    Deed.SEE_ROTA: Shown(
        _WORK, "Who is on duty for the posts of one's own agency: about no child."
    ),
    Deed.ROSTER: Shown(_WORK, "Who is put on duty in a post, and when: about no child."),
    Deed.SEE_OVERSIGHT: Shown(
        frozenset({C.EPISODE}), "Counts of what was done, of which no child is one."
    ),
    Deed.SEE_MEASURES: Shown(
        frozenset({C.EPISODE}),
        "Counts and middle times, of which no child is one; of another agency's children no count "
        "of a few.",
    ),
    Deed.IMPORT: Shown(frozenset(), "The answer says what was taken, and tells nothing else."),
    Deed.EXPORT: Shown(
        frozenset(),
        "What is taken out is filled child by child with what the parts of whoever asks, and of "
        "whoever it is for, both show; by itself it tells nothing.",
    ),
    Deed.APPROVE_EXPORT: Shown(
        _WORK,
        "The second person is shown who asks, for whom, why, what kinds of fact and of how many "
        "children; no child.",
    ),
    Deed.MANAGE_TOKENS: Shown(frozenset(), "A token is named by what it is for: about no child."),
    Deed.WORK_SUPPORT: Shown(
        _WORK | {C.IDENTITY},
        "Whoever is asked to give support must know what is asked, for which child, by when.",
    ),
    Deed.SEE_OWN_LOOKS: Shown(
        frozenset({C.LEDGER}), "Everybody may know what is written of them, and of no child by it."
    ),
    Deed.REVIEW_LOOKS: Shown(
        frozenset({C.LEDGER, C.STAFF}),
        "Whoever reviews a look must know who looked, when, and for what reason. The child is a "
        "pseudonym until the reviewer says that they must know whom.",
    ),
}

# Whoever may not read one of these is told which parts do, so that they know whom to ask. Of the
# others not even that: who holds an address or intelligence is itself worth knowing to whoever
# would do the child harm.
POINTED_TO = frozenset(
    {C.APPEAL, C.IDENTITY, C.EPISODE, C.PLACE, C.HEALTH, C.VOICE, C.THIRD_PARTY, C.STAFF}
)
