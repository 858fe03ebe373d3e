"""Who may see and do what, and why.

Deny first: a tuple of small checks, each answering or staying silent; the first that answers
decides, and silence refuses. A practitioner acts through a post, in an agency that has a part
in the episode, for a stated purpose. Every answer carries a reason fit to show. A report gives
its agency a part only in a child it could see already, or whom nobody knew.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from wayhome.rules import facts, sentences, sources
from wayhome.rules.vocabulary import Capacity, PostKind, Side

SOURCE = sources.NEED_TO_KNOW


class Deed(StrEnum):
    """Something a practitioner may do."""

    REPORT = "report a missing child"
    READ_OWN_REPORT = "read a report of your own agency"
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


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether it is allowed, and why, in words fit to show."""

    allowed: bool
    reason: str


class Refused(Exception):
    """A deed was refused. `reason` is fit to show to the practitioner."""

    def __init__(self, reason: str) -> None:
        """Keep the reason as the message."""
        super().__init__(reason)
        self.reason = reason


_P = PostKind
_CALL = {_P.CALL_HANDLER}
_POLICE = {
    _P.DUTY_SERGEANT,
    _P.DUTY_INSPECTOR,
    _P.MISSING_PERSON_COORDINATOR,
    _P.DETECTIVE_INSPECTOR,
    _P.SUPERINTENDENT,
}
_COUNCIL = {
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
    _CALL | _POLICE | _COUNCIL | _CARE | _PROVIDER | _AROUND | _SYSTEM | {_P.NATIONAL_DESK}
)
_EVERYBODY = frozenset(_WORKERS | _CHARITY | _ANALYST | _REVIEWING_OFFICER)
_SIGNED_IN = frozenset(PostKind)
_BOTH_KEYS = _POLICE | _COUNCIL

_REPORTERS = frozenset(_CALL | _BOTH_KEYS | _CARE | _AROUND | _SYSTEM | _CHARITY)
# Those who answer for how others work. A look is explained to one of them, of another agency.
_GOVERNS = frozenset(
    _COUNCIL_MANAGERS | {_P.AUDITOR, _P.DUTY_INSPECTOR, _P.DETECTIVE_INSPECTOR, _P.SUPERINTENDENT}
)


MAY: dict[Deed, frozenset[PostKind]] = {
    Deed.REPORT: _REPORTERS,
    Deed.READ_OWN_REPORT: _REPORTERS,
    Deed.LOOK_UP_CHILD: frozenset(
        _CALL | _BOTH_KEYS | _CARE | _SYSTEM | _ANALYST | _REVIEWING_OFFICER
    ),
    Deed.SEE_EPISODE: _EVERYBODY,
    Deed.SEE_CHILD: frozenset(_EVERYBODY - {_P.NATIONAL_DESK} - _CHARITY),
    Deed.CHANGE_TYPE: frozenset(_BOTH_KEYS),
    Deed.ASSESS_FOR_POLICE: frozenset(_POLICE),
    Deed.ASSESS_FOR_CHILDRENS_SERVICES: frozenset(_COUNCIL),
    Deed.ANSWER_CHALLENGE: frozenset(_BOTH_KEYS),
    Deed.ADD_STEP: frozenset(_BOTH_KEYS),
    Deed.WORK_STEP: frozenset(_BOTH_KEYS | _CARE | _AROUND | _PROVIDER),
    Deed.REVIEW: frozenset(_POLICE),
    Deed.ANSWER_DUTY: frozenset(_BOTH_KEYS | _PROVIDER),
    Deed.HAND_OVER: frozenset(_BOTH_KEYS),
    Deed.ANSWER_HANDOVER: frozenset(_BOTH_KEYS),
    Deed.ACKNOWLEDGE: frozenset(_EVERYBODY - _SYSTEM),
    Deed.RECORD_SIGHTING: frozenset(_EVERYBODY - {_P.NATIONAL_DESK}),
    Deed.RECORD_HYPOTHESIS: frozenset(_BOTH_KEYS | _CARE | _ANALYST),
    Deed.RECORD_LOCATED: frozenset(_CALL | _BOTH_KEYS | _CARE | _SYSTEM),
    Deed.RECORD_RETURN: frozenset(_CALL | _BOTH_KEYS | _CARE | _SYSTEM),
    Deed.RECORD_PREVENTION_INTERVIEW: frozenset(_POLICE),
    Deed.CLOSE_POLICE_RECORD: frozenset(_POLICE),
    Deed.FINALISE: frozenset(_COUNCIL),
    Deed.REFER_INTERVIEW: frozenset(_COUNCIL),
    Deed.OFFER_INTERVIEW: frozenset(_COUNCIL | _PROVIDER),
    Deed.AUTHORISE_NO_OFFER: frozenset(_COUNCIL_MANAGERS),
    Deed.HOLD_INTERVIEW: frozenset(_COUNCIL | _PROVIDER),
    Deed.RELEASE_FINDINGS: frozenset(_PROVIDER | _COUNCIL),
    Deed.AGREE_SUPPORT: frozenset(_COUNCIL),
    Deed.WORK_SUPPORT: frozenset(_EVERYBODY - _CALL - _SYSTEM - _ANALYST - {_P.HELPLINE_WORKER}),
    Deed.CLOSE: frozenset(_BOTH_KEYS),
    Deed.TELL_FAMILY: frozenset(_BOTH_KEYS),
    Deed.INTRODUCE_CHILD: frozenset(_CALL | _BOTH_KEYS | _CARE | _SYSTEM),
    Deed.ADD_TO_CHILD: frozenset(_CALL | _BOTH_KEYS | _CARE | _SYSTEM),
    Deed.CHANGE_CARE: frozenset(_CALL | _BOTH_KEYS | _SYSTEM),
    Deed.CHANGE_COUNCIL: frozenset(_COUNCIL | _SYSTEM),
    Deed.CHANGE_FAMILY: frozenset(_CALL | _BOTH_KEYS | _CARE | _SYSTEM),
    Deed.SAY_SAFE: frozenset(_BOTH_KEYS),
    Deed.SEE_PROTOCOL: frozenset(_SIGNED_IN - {_P.PARENT_OR_CARER, _P.CHILD}),
    Deed.SEE_OVERSIGHT: frozenset(
        _COUNCIL_MANAGERS
        | {_P.MISSING_COORDINATOR, _P.MISSING_PERSON_COORDINATOR, _P.SUPERINTENDENT}
        | {_P.DETECTIVE_INSPECTOR, _P.DUTY_INSPECTOR}
    ),
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
    Deed.KEEP_SOURCE: frozenset(_POLICE),
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
}
WITHOUT_AN_EPISODE = frozenset(
    {
        Deed.REPORT,
        Deed.READ_OWN_REPORT,
        Deed.LOOK_UP_CHILD,
        Deed.INTRODUCE_CHILD,
        Deed.SEE_PROTOCOL,
        Deed.SEE_OVERSIGHT,
        Deed.IMPORT,
        Deed.MANAGE_TOKENS,
        Deed.WORK_SUPPORT,
        Deed.SEE_OWN_LOOKS,
        Deed.REVIEW_LOOKS,
        Deed.EXPORT,
        Deed.APPROVE_EXPORT,
    }
)
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
}
# What ends or steers a search is for those who search or care for the child. The word of anybody
# else is taken as a sighting or a report, and those who answer for the child decide what it means.
TOLD_INSTEAD = frozenset(
    {Deed.ADD_STEP, Deed.RECORD_HYPOTHESIS, Deed.RECORD_LOCATED, Deed.RECORD_RETURN}
)


class Tie(StrEnum):
    """What the agency that reports a child had to do with the child before."""

    ITS_OWN = "its people may open the child's record already"
    NOBODYS = "nobody knew the child: the report makes the record"
    OTHERS = "the child is known here, to other agencies alone"


# A name and a date of birth open nobody's record. A report of a child whom others know is taken
# and reaches them, and its agency may read back what it said itself; it gains no part, and so
# neither the episode, nor the child's record, nor what any other agency said.
PART_BY_REPORTING: dict[Tie, Capacity | None] = {
    Tie.ITS_OWN: Capacity.REPORTER,
    Tie.NOBODYS: Capacity.REPORTER,
    Tie.OTHERS: None,
}

NO_PART = "Your agency has no part in this child's episode"

_Check = Callable[[facts.Viewer, Deed, tuple[facts.Party, ...] | None], Decision | None]


def _is_active(
    viewer: facts.Viewer, deed: Deed, parties: tuple[facts.Party, ...] | None
) -> Decision | None:
    del deed, parties
    return None if viewer.active else Decision(allowed=False, reason="This account is closed")


def _post_allows(
    viewer: facts.Viewer, deed: Deed, parties: tuple[facts.Party, ...] | None
) -> Decision | None:
    del parties
    if viewer.posts & MAY[deed]:
        return None
    return Decision(allowed=False, reason=sentences.POST_FORBIDS % {"deed": deed})


def _purpose_is_stated(
    viewer: facts.Viewer, deed: Deed, parties: tuple[facts.Party, ...] | None
) -> Decision | None:
    del parties
    if deed in NEEDS_PURPOSE and viewer.purpose is None:
        return Decision(allowed=False, reason="Say why you are opening this child's record")
    return None


def _stands_alone(
    viewer: facts.Viewer, deed: Deed, parties: tuple[facts.Party, ...] | None
) -> Decision | None:
    del viewer
    if parties is None and deed in WITHOUT_AN_EPISODE:
        return Decision(allowed=True, reason="Your post allows it")
    return None


def _has_a_part(
    viewer: facts.Viewer, deed: Deed, parties: tuple[facts.Party, ...] | None
) -> Decision | None:
    held = capacities_of(viewer, parties or ())
    if not held:
        return Decision(allowed=False, reason=NO_PART)
    needed = PART_NEEDED.get(deed)
    if needed is not None and not held & needed:
        forbids = sentences.PART_FORBIDS_TELL if deed in TOLD_INSTEAD else sentences.PART_FORBIDS
        return Decision(allowed=False, reason=forbids % {"deed": deed})
    return Decision(allowed=True, reason="Your agency has a part in this child's episode")


CHECKS: tuple[_Check, ...] = (
    _is_active,
    _post_allows,
    _purpose_is_stated,
    _stands_alone,
    _has_a_part,
)


def capacities_of(viewer: facts.Viewer, parties: Iterable[facts.Party]) -> frozenset[Capacity]:
    """The parts the viewer's agency has among these parties."""
    return frozenset(party.capacity for party in parties if party.agency_id == viewer.agency_id)


def decide(
    viewer: facts.Viewer,
    deed: Deed,
    *,
    parties: tuple[facts.Party, ...] | None = None,
    named: Collection[UUID] | None = None,
) -> Decision:
    """Whether the viewer may do this, and why. `parties` are those of the episode or child.

    `named` are those who may know of a sealed record, None for one that is not sealed: before
    anything else, everybody else is told what they would be told of a child nobody knows. Silence
    refuses: a deed about an episode without its parties is never allowed.
    """
    if named is not None and viewer.practitioner_id not in named:
        return Decision(allowed=False, reason=NO_PART)
    for check in CHECKS:
        decision = check(viewer, deed, parties)
        if decision is not None:
            return decision
    return Decision(allowed=False, reason="Nothing allows this")


def require(
    viewer: facts.Viewer,
    deed: Deed,
    *,
    parties: tuple[facts.Party, ...] | None = None,
    named: Collection[UUID] | None = None,
) -> Decision:
    """The decision when it is allowed. Raises Refused, with the reason, when it is not."""
    decision = decide(viewer, deed, parties=parties, named=named)
    if not decision.allowed:
        raise Refused(decision.reason)
    return decision


def side_of(viewer: facts.Viewer) -> Side | None:
    """Which of the two keys the viewer's post can turn, if either."""
    if viewer.posts & _POLICE:
        return Side.POLICE
    return Side.CHILDRENS_SERVICES if viewer.posts & _COUNCIL else None


def deed_to_assess(side: Side) -> Deed:
    """The deed that records an assessment for a side."""
    return Deed.ASSESS_FOR_POLICE if side is Side.POLICE else Deed.ASSESS_FOR_CHILDRENS_SERVICES
