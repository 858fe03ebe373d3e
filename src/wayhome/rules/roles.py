"""Each post: the parts its agency may play, and why it may do and see what it does.

What a post may do is said in `access.MAY`; what it reads follows from its agency's part in each
episode (`redaction.SEEN_BY`), not from the post. A part is held by an agency for one child, and
any agency may also be the one that reported.
"""

from dataclasses import dataclass

from wayhome.rules import sources
from wayhome.rules.vocabulary import Capacity, PostKind

SOURCE = sources.NEED_TO_KNOW


@dataclass(frozen=True, slots=True)
class Role:
    """The parts the agency of a post may play, and why the post is given what it is given."""

    parts: frozenset[Capacity]
    why: str


P = PostKind
_FORCE = frozenset({Capacity.HOME_FORCE, Capacity.HOST_FORCE, Capacity.OTHER_FORCES})
_COUNCIL = frozenset(
    {Capacity.RESPONSIBLE_AUTHORITY, Capacity.HOST_AUTHORITY, Capacity.INTERVIEW_PROVIDER}
)
_HOME = frozenset({Capacity.PLACEMENT})
_PROVIDER = frozenset({Capacity.INTERVIEW_PROVIDER})
_NATIONAL = frozenset({Capacity.NATIONAL_UNIT})
_ANY = frozenset(Capacity)
_CHARITY = frozenset({Capacity.REPORTER})
_NO_PART: frozenset[Capacity] = frozenset()
ROLES: dict[PostKind, Role] = {
    P.CALL_HANDLER: Role(
        _FORCE,
        "Takes the report and anything learned later by telephone. Judges and closes nothing.",
    ),
    P.DUTY_SERGEANT: Role(
        _FORCE, "Owns the search in its first hours: assesses, agrees the level, sets the steps."
    ),
    P.DUTY_INSPECTOR: Role(
        _FORCE,
        "Answers for every search of the shift, holds the reviews, and is next when nobody "
        "answers.",
    ),
    P.MISSING_PERSON_COORDINATOR: Role(
        _FORCE,
        "Sees that each episode is finished and learned from, and brings in the force's past "
        "records.",
    ),
    P.DETECTIVE_INSPECTOR: Role(
        _FORCE, "Takes on a search where exploitation or harm by others is feared."
    ),
    P.SUPERINTENDENT: Role(
        _FORCE, "The last of the police ladder: decides where nobody below has."
    ),
    P.SOCIAL_WORK_TEAM: Role(
        _COUNCIL,
        "Knows the child, assesses for children's services, and sees that the child is heard and "
        "helped.",
    ),
    P.EMERGENCY_DUTY_TEAM: Role(
        _COUNCIL, "Does what the social worker does while the council's office is shut."
    ),
    P.MISSING_COORDINATOR: Role(
        _COUNCIL,
        "Sees that every interview is offered and released, keeps what children said, and brings "
        "in the council's past records.",
    ),
    P.TEAM_MANAGER: Role(
        _COUNCIL, "Answers for the social worker; may authorise that no interview is offered."
    ),
    P.SERVICE_MANAGER: Role(
        _COUNCIL, "Answers where the team has not, and where two sides differ."
    ),
    P.DIRECTOR: Role(_COUNCIL, "The last of the council's ladder: decides where nobody below has."),
    P.PLACEMENT_STAFF: Role(
        _HOME,
        "Cares for the child, misses them first and has them back first, so records what they know "
        "of both. Reads no assessment, intelligence, or what the child told an interviewer.",
    ),
    P.HOME_MANAGER: Role(
        _HOME, "Answers for the home: the same as the care worker, and is told what is overdue."
    ),
    P.SAFEGUARDING_NURSE: Role(
        frozenset({Capacity.HEALTH}),
        "May have seen the child, and must know that they are missing and how they came back.",
    ),
    P.SAFEGUARDING_LEAD: Role(
        frozenset({Capacity.SCHOOL}),
        "May have seen the child, and must know that they are missing and how they came back.",
    ),
    P.INTERVIEW_COORDINATOR: Role(
        _PROVIDER, "Offers the interview, finds somebody to hold it, and keeps what was said."
    ),
    P.INTERVIEWER: Role(
        _PROVIDER,
        "Hears the child, so must find them and know them; decides with them what is released.",
    ),
    P.NATIONAL_DESK: Role(
        _NATIONAL, "Is told of children who stay missing, and reads the summary alone."
    ),
    P.PARTNER_SYSTEM: Role(
        _ANY,
        "Another agency's system, which says and reads what that agency's part allows. It judges "
        "nothing and signs for nobody.",
    ),
    P.INTELLIGENCE_ANALYST: Role(
        _FORCE,
        "Puts together what is known of where a child may be and who may be with them. Decides "
        "nothing, and tells nobody outside the force.",
    ),
    P.REVIEWING_OFFICER: Role(
        _COUNCIL,
        "Reviews the plan of a looked-after child independently of the team, so reads what the "
        "council reads and who has read it, and changes nothing.",
    ),
    P.HELPLINE_WORKER: Role(
        _CHARITY,
        "Hears from children and families and passes on what must be acted on. Opens no child's "
        "record.",
    ),
    P.CHARITY_CASEWORKER: Role(
        _CHARITY,
        "Gives the support a plan asks of the charity, and knows of the child what is asked and no "
        "more.",
    ),
    P.PARENT_OR_CARER: Role(
        _NO_PART,
        "A parent may be who the child is kept safe from. Nothing here is for them: no page of "
        "practitioners shows them anything, and no page for families is built yet.",
    ),
    P.CHILD: Role(
        _NO_PART,
        "A child hears of their own record from somebody they trust. No page of practitioners "
        "shows them anything, and no page for children is built yet.",
    ),
    P.AUDITOR: Role(
        _NO_PART,
        "Asks whether looks were right. Sees who looked and why, and a child only by a pseudonym "
        "until a review cannot be answered without knowing whom.",
    ),
    P.RESEARCHER: Role(
        _NO_PART, "Learns from what is published. Sees no child, and no count of a few."
    ),
    P.SYSTEM_OPERATOR: Role(
        _NO_PART, "Keeps the service running, which takes nothing that is known of any child."
    ),
}
