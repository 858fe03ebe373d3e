"""Everything a practitioner may do, which posts may do it, and in which parts.

Tables alone: `access` decides by them. A deed that needs no part, or goes on once an episode has
closed, is said to be so here.
"""

from enum import StrEnum

from wayhome.rules import sources
from wayhome.rules.vocabulary import Capacity, PostKind

SOURCE = sources.NEED_TO_KNOW


class Deed(StrEnum):
    """Something a practitioner may do."""

    REPORT = "report a missing child"
    READ_OWN_REPORT = "read a report of your own agency"
    CHECK_REPORT = "check a report that could not be recorded"
    LOOK_UP_CHILD = "look up a child"
    SEE_EPISODE = "see an episode"
    SEE_CHILD = "see a child's record"
    CHANGE_TYPE = "change the type of an episode"
    ASSESS_FOR_POLICE = "assess risk for the police"
    ASSESS_FOR_CHILDRENS_SERVICES = "assess risk for children's services"
    ANSWER_CHALLENGE = "answer a challenge"
    ADD_STEP = "add a step"
    WORK_STEP = "take or finish a step"
    REVIEW = "hold a review"
    ANSWER_DUTY = "meet or decline a duty"
    HAND_OVER = "hand an episode over"
    ANSWER_HANDOVER = "answer a handover"
    ACKNOWLEDGE = "acknowledge a notice"
    DECLINE_NOTICE = "decline a notice"
    SEE_ROTA = "see who is on duty"
    ROSTER = "say who is on duty"
    RECORD_SIGHTING = "record a sighting"
    RECORD_HYPOTHESIS = "record where the child may be"
    RECORD_LOCATED = "record that the child is located"
    RECORD_RETURN = "record the child's return"
    RECORD_PREVENTION_INTERVIEW = "record the prevention interview"
    CLOSE_POLICE_RECORD = "close the police record"
    FINALISE = "finalise the council's record"
    REFER_INTERVIEW = "refer a return home interview"
    OFFER_INTERVIEW = "offer a return home interview"
    AUTHORISE_NO_OFFER = "authorise that no interview is offered"
    HOLD_INTERVIEW = "hold a return home interview"
    RELEASE_FINDINGS = "release interview findings"
    AGREE_SUPPORT = "agree support"
    WORK_SUPPORT = "say what came of support"
    CLOSE = "close an episode"
    TELL_FAMILY = "tell the family"
    INTRODUCE_CHILD = "add a child's record"
    ADD_TO_CHILD = "add to a child's record"
    CHANGE_CARE = "change who cares for a child"
    CHANGE_COUNCIL = "change which council is responsible for a child"
    CHANGE_FAMILY = "add or correct a parent or carer"
    SAY_SAFE = "say that a parent or carer is safe to tell"
    SEE_PROTOCOL = "read the protocol"
    SEE_OVERSIGHT = "see an area's overview"
    SEE_MEASURES = "see what is measured"
    IMPORT = "import past records"
    SEE_OWN_LOOKS = "see your own looks"
    SEE_LOOKS = "see who looked at a child's record"
    REVIEW_LOOKS = "review a look"
    SEAL = "seal a child's record to a named list"
    LOWER_PROTECTION = "lower the protection of a sealed record"
    JOIN_RECORDS = "join two records of one child"
    KEEP_ADDRESS = "keep a protected address"
    KEEP_SOURCE = "keep a confidential source"
    KEEP_ADVICE = "keep legal advice"
    DESTROY_KEY = "destroy the key of a child's protected text"
    EXPORT = "take records out"
    APPROVE_EXPORT = "approve that records are taken out"
    ADD_FILE = "add a photograph or document"
    WITHDRAW_FILE = "withdraw a photograph or document"
    MANAGE_TOKENS = "manage the tokens of your agency's systems"
    DECLARE = "declare a child you must not look at"
    KEEP_FROM = "say who must not know of a child"
    BREAK_GLASS = "open the record of a child in an emergency"
    REVIEW_BREAK_GLASS = "review an emergency look"


_P = PostKind
_CALL = {_P.CALL_HANDLER}
POLICE = {
    _P.DUTY_SERGEANT,
    _P.DUTY_INSPECTOR,
    _P.MISSING_PERSON_COORDINATOR,
    _P.DETECTIVE_INSPECTOR,
    _P.SUPERINTENDENT,
}
COUNCIL = {
    _P.SOCIAL_WORK_TEAM,
    _P.EMERGENCY_DUTY_TEAM,
    _P.MISSING_COORDINATOR,
    _P.TEAM_MANAGER,
    _P.SERVICE_MANAGER,
    _P.DIRECTOR,
}
_COUNCIL_MANAGERS = {_P.TEAM_MANAGER, _P.SERVICE_MANAGER, _P.DIRECTOR}
_SEALERS = {_P.DETECTIVE_INSPECTOR, _P.SUPERINTENDENT} | _COUNCIL_MANAGERS
_CARE = {_P.PLACEMENT_STAFF, _P.HOME_MANAGER}
_PROVIDER = {_P.INTERVIEW_COORDINATOR, _P.INTERVIEWER}
_AROUND = {_P.SAFEGUARDING_NURSE, _P.SAFEGUARDING_LEAD}
_SYSTEM = {_P.PARTNER_SYSTEM}
_CHARITY = {_P.HELPLINE_WORKER, _P.CHARITY_CASEWORKER}
_ANALYST = {_P.INTELLIGENCE_ANALYST}
_REVIEWING_OFFICER = {_P.REVIEWING_OFFICER}
# Whoever works with children: a post that is not named here is given nothing by being there.
_WORKERS = frozenset(
    _CALL | POLICE | COUNCIL | _CARE | _PROVIDER | _AROUND | _SYSTEM | {_P.NATIONAL_DESK}
)
_EVERYBODY = frozenset(_WORKERS | _CHARITY | _ANALYST | _REVIEWING_OFFICER)
_SIGNED_IN = frozenset(PostKind)
_BOTH_KEYS = POLICE | COUNCIL

_MANAGERS = frozenset(
    _COUNCIL_MANAGERS
    | _AROUND
    | {_P.MISSING_COORDINATOR, _P.HOME_MANAGER, _P.INTERVIEW_COORDINATOR}
    | {_P.DUTY_INSPECTOR, _P.MISSING_PERSON_COORDINATOR, _P.DETECTIVE_INSPECTOR}
    | {_P.SUPERINTENDENT}
)
_OVERSEE = frozenset(
    _COUNCIL_MANAGERS
    | {_P.MISSING_COORDINATOR, _P.MISSING_PERSON_COORDINATOR, _P.SUPERINTENDENT}
    | {_P.DETECTIVE_INSPECTOR, _P.DUTY_INSPECTOR}
)
_REPORTERS = frozenset(_CALL | _BOTH_KEYS | _CARE | _AROUND | _SYSTEM | _CHARITY)
# Those who answer for how others work. A look is explained to one of them, of another agency.
_GOVERNS = frozenset(
    _COUNCIL_MANAGERS | {_P.AUDITOR, _P.DUTY_INSPECTOR, _P.DETECTIVE_INSPECTOR, _P.SUPERINTENDENT}
)

MAY: dict[Deed, frozenset[PostKind]] = {
    Deed.REPORT: _REPORTERS,
    Deed.READ_OWN_REPORT: _REPORTERS,
    Deed.CHECK_REPORT: frozenset(_CALL | {_P.DUTY_SERGEANT, _P.DUTY_INSPECTOR}),
    Deed.LOOK_UP_CHILD: frozenset(
        _CALL | _BOTH_KEYS | _CARE | _SYSTEM | _ANALYST | _REVIEWING_OFFICER
    ),
    Deed.SEE_EPISODE: _EVERYBODY,
    Deed.SEE_CHILD: frozenset(_EVERYBODY - {_P.NATIONAL_DESK} - _CHARITY),
    Deed.CHANGE_TYPE: frozenset(_BOTH_KEYS),
    Deed.ASSESS_FOR_POLICE: frozenset(POLICE),
    Deed.ASSESS_FOR_CHILDRENS_SERVICES: frozenset(COUNCIL),
    Deed.ANSWER_CHALLENGE: frozenset(_BOTH_KEYS),
    Deed.ADD_STEP: frozenset(_BOTH_KEYS),
    Deed.WORK_STEP: frozenset(_BOTH_KEYS | _CARE | _AROUND | _PROVIDER),
    Deed.REVIEW: frozenset(POLICE),
    Deed.ANSWER_DUTY: frozenset(_BOTH_KEYS | _PROVIDER),
    Deed.HAND_OVER: frozenset(_BOTH_KEYS),
    Deed.ANSWER_HANDOVER: frozenset(_BOTH_KEYS),
    Deed.ACKNOWLEDGE: frozenset(_EVERYBODY - _SYSTEM),
    Deed.DECLINE_NOTICE: frozenset(_EVERYBODY - _SYSTEM),
    Deed.SEE_ROTA: frozenset(_EVERYBODY - _SYSTEM),
    Deed.ROSTER: frozenset(
        _MANAGERS - _AROUND - {_P.MISSING_COORDINATOR, _P.MISSING_PERSON_COORDINATOR}
    ),
    Deed.RECORD_SIGHTING: frozenset(_EVERYBODY - {_P.NATIONAL_DESK}),
    Deed.RECORD_HYPOTHESIS: frozenset(_BOTH_KEYS | _CARE | _ANALYST),
    Deed.RECORD_LOCATED: frozenset(_CALL | _BOTH_KEYS | _CARE | _SYSTEM),
    Deed.RECORD_RETURN: frozenset(_CALL | _BOTH_KEYS | _CARE | _SYSTEM),
    Deed.RECORD_PREVENTION_INTERVIEW: frozenset(POLICE),
    Deed.CLOSE_POLICE_RECORD: frozenset(POLICE),
    Deed.FINALISE: frozenset(COUNCIL),
    Deed.REFER_INTERVIEW: frozenset(COUNCIL),
    Deed.OFFER_INTERVIEW: frozenset(COUNCIL | _PROVIDER),
    Deed.AUTHORISE_NO_OFFER: frozenset(_COUNCIL_MANAGERS),
    Deed.HOLD_INTERVIEW: frozenset(COUNCIL | _PROVIDER),
    Deed.RELEASE_FINDINGS: frozenset(_PROVIDER | COUNCIL),
    Deed.AGREE_SUPPORT: frozenset(COUNCIL),
    Deed.WORK_SUPPORT: frozenset(_EVERYBODY - _CALL - _SYSTEM - _ANALYST - {_P.HELPLINE_WORKER}),
    Deed.CLOSE: frozenset(_BOTH_KEYS),
    Deed.TELL_FAMILY: frozenset(_BOTH_KEYS),
    Deed.INTRODUCE_CHILD: frozenset(_CALL | _BOTH_KEYS | _CARE | _SYSTEM),
    Deed.ADD_TO_CHILD: frozenset(_CALL | _BOTH_KEYS | _CARE | _SYSTEM),
    Deed.CHANGE_CARE: frozenset(_CALL | _BOTH_KEYS | _SYSTEM),
    Deed.CHANGE_COUNCIL: frozenset(COUNCIL | _SYSTEM),
    Deed.CHANGE_FAMILY: frozenset(_CALL | _BOTH_KEYS | _CARE | _SYSTEM),
    Deed.SAY_SAFE: frozenset(_BOTH_KEYS),
    Deed.SEE_PROTOCOL: frozenset(_SIGNED_IN - {_P.PARENT_OR_CARER, _P.CHILD}),
    Deed.SEE_OVERSIGHT: _OVERSEE,
    Deed.SEE_MEASURES: _OVERSEE | {_P.AUDITOR},
    Deed.IMPORT: frozenset(
        {_P.MISSING_PERSON_COORDINATOR, _P.MISSING_COORDINATOR, _P.PARTNER_SYSTEM}
    ),
    Deed.SEE_OWN_LOOKS: frozenset(_SIGNED_IN - {_P.PARENT_OR_CARER, _P.CHILD}),
    Deed.SEE_LOOKS: frozenset((_GOVERNS - {_P.AUDITOR}) | _REVIEWING_OFFICER),
    Deed.REVIEW_LOOKS: _GOVERNS,
    Deed.SEAL: frozenset(_SEALERS),
    Deed.LOWER_PROTECTION: frozenset(_SEALERS),
    Deed.JOIN_RECORDS: frozenset(
        _SEALERS | {_P.MISSING_PERSON_COORDINATOR, _P.MISSING_COORDINATOR}
    ),
    Deed.KEEP_ADDRESS: frozenset(_BOTH_KEYS),
    Deed.KEEP_SOURCE: frozenset(POLICE),
    Deed.KEEP_ADVICE: frozenset(_COUNCIL_MANAGERS),
    Deed.DESTROY_KEY: frozenset({_P.SUPERINTENDENT, _P.DIRECTOR}),
    Deed.EXPORT: frozenset(_BOTH_KEYS),
    Deed.APPROVE_EXPORT: frozenset(
        _COUNCIL_MANAGERS | {_P.DUTY_INSPECTOR, _P.DETECTIVE_INSPECTOR, _P.SUPERINTENDENT}
    ),
    Deed.ADD_FILE: frozenset(_CALL | _BOTH_KEYS | _CARE | _SYSTEM),
    Deed.WITHDRAW_FILE: frozenset(_BOTH_KEYS | _CARE | _SYSTEM),
    # Whoever answers for an agency, and so for what its systems do: never a system itself.
    Deed.MANAGE_TOKENS: frozenset(
        {_P.SUPERINTENDENT, _P.SERVICE_MANAGER, _P.DIRECTOR, _P.HOME_MANAGER}
        | {_P.SAFEGUARDING_NURSE, _P.SAFEGUARDING_LEAD, _P.INTERVIEW_COORDINATOR}
    ),
    Deed.DECLARE: frozenset(_EVERYBODY - _SYSTEM),
    Deed.KEEP_FROM: _MANAGERS,
    Deed.BREAK_GLASS: frozenset(_BOTH_KEYS),
    Deed.REVIEW_BREAK_GLASS: frozenset(_MANAGERS - _AROUND),
}
WITHOUT_AN_EPISODE = frozenset(
    {
        Deed.REPORT,
        Deed.READ_OWN_REPORT,
        Deed.CHECK_REPORT,
        Deed.LOOK_UP_CHILD,
        Deed.INTRODUCE_CHILD,
        Deed.SEE_PROTOCOL,
        Deed.SEE_ROTA,
        Deed.ROSTER,
        Deed.SEE_OVERSIGHT,
        Deed.SEE_MEASURES,
        Deed.IMPORT,
        Deed.MANAGE_TOKENS,
        Deed.WORK_SUPPORT,
        Deed.SEE_OWN_LOOKS,
        Deed.REVIEW_LOOKS,
        Deed.EXPORT,
        Deed.APPROVE_EXPORT,
        Deed.DECLARE,
        Deed.BREAK_GLASS,
    }
)
# What an emergency look opens: reading, and nothing that changes a record.
OPENED_BY_BREAK_GLASS = frozenset({Deed.SEE_EPISODE, Deed.SEE_CHILD})
# What goes on once an episode has closed: a child who said no to a return home interview may change
# their mind, what was recorded of it may be put right, and what the child said is still released.
AFTER_CLOSING = frozenset(
    {
        Deed.REFER_INTERVIEW,
        Deed.OFFER_INTERVIEW,
        Deed.AUTHORISE_NO_OFFER,
        Deed.HOLD_INTERVIEW,
        Deed.RELEASE_FINDINGS,
        Deed.ANSWER_DUTY,
    }
)
NEEDS_PURPOSE = frozenset({Deed.SEE_CHILD, Deed.SEE_LOOKS})


_FORCE_PARTS = frozenset({Capacity.HOME_FORCE, Capacity.HOST_FORCE})
_COUNCIL_PARTS = frozenset({Capacity.RESPONSIBLE_AUTHORITY, Capacity.HOST_AUTHORITY})
LEADING = _FORCE_PARTS | _COUNCIL_PARTS  # who answers for what is done to find a child
PART_NEEDED: dict[Deed, frozenset[Capacity]] = {
    Deed.ASSESS_FOR_POLICE: _FORCE_PARTS,
    Deed.ASSESS_FOR_CHILDRENS_SERVICES: _COUNCIL_PARTS,
    Deed.CHANGE_TYPE: _FORCE_PARTS | _COUNCIL_PARTS,
    Deed.ANSWER_CHALLENGE: _FORCE_PARTS | _COUNCIL_PARTS,
    Deed.TELL_FAMILY: _FORCE_PARTS | _COUNCIL_PARTS,
    Deed.RELEASE_FINDINGS: _COUNCIL_PARTS | {Capacity.INTERVIEW_PROVIDER},
    Deed.REVIEW: _FORCE_PARTS,
    Deed.RECORD_PREVENTION_INTERVIEW: _FORCE_PARTS,
    Deed.CLOSE_POLICE_RECORD: _FORCE_PARTS,
    Deed.FINALISE: frozenset({Capacity.RESPONSIBLE_AUTHORITY}),
    Deed.REFER_INTERVIEW: _COUNCIL_PARTS,
    Deed.AUTHORISE_NO_OFFER: frozenset({Capacity.RESPONSIBLE_AUTHORITY}),
    Deed.HOLD_INTERVIEW: _COUNCIL_PARTS | {Capacity.INTERVIEW_PROVIDER},
    Deed.OFFER_INTERVIEW: _COUNCIL_PARTS | {Capacity.INTERVIEW_PROVIDER},
    Deed.AGREE_SUPPORT: _COUNCIL_PARTS,
    Deed.CLOSE: _FORCE_PARTS | {Capacity.RESPONSIBLE_AUTHORITY},
    Deed.ADD_TO_CHILD: _FORCE_PARTS | _COUNCIL_PARTS | {Capacity.PLACEMENT},
    Deed.CHANGE_CARE: _FORCE_PARTS | _COUNCIL_PARTS,
    Deed.CHANGE_COUNCIL: frozenset({Capacity.RESPONSIBLE_AUTHORITY}),
    Deed.CHANGE_FAMILY: _FORCE_PARTS | _COUNCIL_PARTS | {Capacity.PLACEMENT},
    Deed.SAY_SAFE: _FORCE_PARTS | _COUNCIL_PARTS,
    Deed.SEE_LOOKS: _FORCE_PARTS | _COUNCIL_PARTS,
    Deed.ADD_FILE: _FORCE_PARTS | _COUNCIL_PARTS | {Capacity.PLACEMENT},
    Deed.WITHDRAW_FILE: _FORCE_PARTS | _COUNCIL_PARTS | {Capacity.PLACEMENT},
    Deed.ADD_STEP: _FORCE_PARTS | _COUNCIL_PARTS | {Capacity.PLACEMENT},
    Deed.RECORD_HYPOTHESIS: _FORCE_PARTS | _COUNCIL_PARTS | {Capacity.PLACEMENT},
    Deed.SEAL: _FORCE_PARTS | _COUNCIL_PARTS,
    Deed.LOWER_PROTECTION: _FORCE_PARTS | _COUNCIL_PARTS,
    Deed.JOIN_RECORDS: _FORCE_PARTS | _COUNCIL_PARTS,
    Deed.KEEP_ADDRESS: _FORCE_PARTS | _COUNCIL_PARTS,
    Deed.KEEP_SOURCE: _FORCE_PARTS,
    Deed.KEEP_ADVICE: _COUNCIL_PARTS,
    Deed.DESTROY_KEY: _FORCE_PARTS | _COUNCIL_PARTS,
    Deed.RECORD_LOCATED: _FORCE_PARTS | _COUNCIL_PARTS | {Capacity.PLACEMENT},
    Deed.RECORD_RETURN: _FORCE_PARTS | _COUNCIL_PARTS | {Capacity.PLACEMENT},
    Deed.KEEP_FROM: frozenset(Capacity) - {Capacity.REPORTER, Capacity.OTHER_FORCES},
    Deed.REVIEW_BREAK_GLASS: LEADING,
}
# What ends or steers a search is for those who search or care for the child. The word of anybody
# else is taken as a sighting or a report, and those who answer for the child decide what it means.
TOLD_INSTEAD = frozenset(
    {Deed.ADD_STEP, Deed.RECORD_HYPOTHESIS, Deed.RECORD_LOCATED, Deed.RECORD_RETURN}
)
