"""The part of the list of rules that is about who may do and see what (see `contents`)."""

from wayhome.rules import sources as s

ROWS: tuple[tuple[str, str, tuple[s.Source, ...]], ...] = (
    (
        "A practitioner acts through a post, in an agency with a part, for a purpose; silence "
        "refuses. A child they must not know of does not exist for them, whatever they hold.",
        "access.decide",
        (s.NEED_TO_KNOW, s.KEPT_FROM),
    ),
    (
        "Each part in an episode reads the sections it needs and no others.",
        "redaction.sections_for",
        (s.NEED_TO_KNOW,),
    ),
    (
        "The sections a part reads open the same facts of the child's own record wherever it is "
        "shown.",
        "redaction.child_facts_for",
        (s.NEED_TO_KNOW,),
    ),
    (
        "The agency a child lives with is named, among those with a part, to whoever may know "
        "where the child lives, and to itself.",
        "redaction.parties_for",
        (s.NEED_TO_KNOW,),
    ),
    (
        "Whoever may not know where the child lives is told by its kind, and not by its name, "
        "which home reported or recorded something.",
        "redaction.agencies_unsaid",
        (s.NEED_TO_KNOW,),
    ),
    (
        "Once an episode is closed, a home, school, health service, reporter or provider of the "
        "interview learns no more of the child by it, unless asked again, until that is done.",
        "redaction.counts_for_record",
        (s.NEED_TO_KNOW,),
    ),
    (
        "The interviewer and their agency's coordinator read all of an interview, and decide what "
        "is released of it.",
        "redaction.reads_all",
        (s.NEED_TO_KNOW,),
    ),
    (
        "Anybody else reads a part of an interview only while it is released.",
        "redaction.parts_readable",
        (s.NEED_TO_KNOW, s.SHARED_FINDINGS),
    ),
    (
        "Whatever is stored is of one of thirteen classes, by what it tells.",
        "field_classes.CLASSES",
        (s.NEED_TO_KNOW, s.SPECIAL_CATEGORIES),
    ),
    (
        "Each section of an episode shows the classes it needs and no others.",
        "ceilings.SHOWN_IN",
        (s.NEED_TO_KNOW,),
    ),
    (
        "Of a child whose address is protected an emergency look shows neither the address nor the "
        "home: it says that there is one, and which agencies to telephone.",
        "purposes.whom_to_ask",
        (s.BREAK_GLASS,),
    ),
    (
        "A purpose shows no class that it does not need, whatever part the agency has.",
        "ceilings.CEILING",
        (s.PURPOSE_LIMITATION,),
    ),
    (
        "A deed that needs no part shows little of a child, or nothing.",
        "ceilings.SHOWN_TO_NO_PART",
        (s.NEED_TO_KNOW,),
    ),
    (
        "Every post has its place, its agency the parts it may play, and a reason.",
        "roles.ROLES",
        (s.NEED_TO_KNOW,),
    ),
    (
        "What ties an agency to a child follows from its parts, and ends with them.",
        "relations.kinds_of",
        (s.NEED_TO_KNOW,),
    ),
    (
        "Where nobody says why, an episode is opened for what its state and the viewer's part say "
        "is being done.",
        "purposes.meant",
        (s.PURPOSE_LIMITATION,),
    ),
    (
        "What a purpose does not open is left out of what the part reads, and it is said what.",
        "purposes.readable",
        (s.PURPOSE_LIMITATION,),
    ),
    (
        "A look that nothing explains is reviewed, and one in five of the rest at random.",
        "looks.why_reviewed",
        (s.LOGGING,),
    ),
    (
        "A look is reviewed by somebody of another agency, never by the looker.",
        "looks.reviewer_of",
        (s.LOGGING,),
    ),
    (
        "A look passes from a reviewer who may not have it any more to one who may; of a sealed "
        "record to somebody on its list.",
        "looks.why_passed_on",
        (s.LOGGING, s.NEED_TO_KNOW),
    ),
    (
        "Why a sealed record was opened is told to a reviewer on its list alone.",
        "looks.is_told_why",
        (s.NEED_TO_KNOW,),
    ),
    (
        "A late review of a look climbs in the agency of the reviewer.",
        "looks.told_late",
        (s.LOGGING,),
    ),
    (
        "A look is reviewed within 72 hours.",
        "looks.due_at",
        (s.LOGGING,),
    ),
    (
        "A sealed record is there for those on every list it bears, and for nobody else.",
        "protection.may_know",
        (s.NEED_TO_KNOW,),
    ),
    (
        "Records joined as one child each bear every seal that any of them bears.",
        "protection.owed_after_joining",
        (s.NEED_TO_KNOW,),
    ),
    (
        "Protection is lowered by two people of two agencies, and by nobody alone.",
        "protection.may_agree",
        (s.NEED_TO_KNOW,),
    ),
    (
        "No record is sealed from whoever owns an open episode, or from one of the two keys.",
        "protection.problems_with_list",
        (s.NEED_TO_KNOW,),
    ),
    (
        "Those on the list are paged about word of a sealed child until one of them has it.",
        "protection.is_paged_again",
        (s.NEED_TO_KNOW,),
    ),
    (
        "A reader is shown a class, told whom to ask, or denied, by deed, part, section and "
        "purpose, at that moment.",
        "policy.decide",
        (s.NEED_TO_KNOW, s.PURPOSE_LIMITATION),
    ),
    (
        "What is not to be disclosed of a child to an agency or a person is held back from them, "
        "with every section that could tell it.",
        "redaction.HELD_BACK",
        (s.NOT_DISCLOSED,),
    ),
    (
        "Whom a child is kept from is said by those who answer for the child, and taken back only "
        "by two people of two agencies.",
        "conflicts.may_lift",
        (s.KEPT_FROM,),
    ),
    (
        "A message goes only to whoever still has a part and may know; one that may not is "
        "stopped, and somebody decides.",
        "sending.why_stopped",
        (s.STOPPED_SEND, s.NOT_DISCLOSED),
    ),
    (
        "An agency's own system is told that a notice waits while the agency may be told, and no "
        "longer than it is registered.",
        "sending.why_system_stopped",
        (s.STOPPED_SEND, s.NOT_DISCLOSED),
    ),
    (
        "An emergency look lasts sixty minutes, for one child, and one that nobody reviewed in 72 "
        "hours stops the next.",
        "emergency.why_not",
        (s.BREAK_GLASS,),
    ),
    (
        "An emergency look shows what finds a child and keeps them safe tonight, and no more.",
        "redaction.SEEN_IN_AN_EMERGENCY",
        (s.BREAK_GLASS,),
    ),
    (
        "The duty supervisor is told of an emergency look: the first post above, held by another.",
        "emergency.supervisors",
        (s.BREAK_GLASS,),
    ),
    (
        "An emergency look is reviewed by another agency and another person.",
        "emergency.may_review",
        (s.BREAK_GLASS,),
    ),
    (
        "That a report waits is told to those who may check it, as urgently as the highest level.",
        "checking.told_of_held",
        (s.ESCALATION_LADDER,),
    ),
    (
        "The call handlers are told first, then the duty sergeant, then the duty inspector.",
        "checking.ladder_of_held",
        (s.ESCALATION_LADDER,),
    ),
)
