"""Every rule in one list: what it says, which function decides it, and where it comes from.

Read this first. `docs/rules` is written from it, and a test refuses a rule function that is
not here.
"""

from dataclasses import dataclass

from wayhome.rules import (
    contents_access,
    contents_ends,
    contents_files,
    contents_measures,
    wording,
)
from wayhome.rules import sources as s


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a sentence, the function or table that holds it, and its sources."""

    says: str
    where: str
    sources: tuple[s.Source, ...]

    @property
    def module(self) -> str:
        """The rule module it lives in."""
        return self.where.partition(".")[0]


_T = tuple[str, str, tuple[s.Source, ...]]
_TABLE: tuple[_T, ...] = (
    (
        "Every missing report is asked the same twelve topics.",
        "factors.TOPICS",
        (s.CALL_HANDLER_QUESTIONS,),
    ),
    (
        "An assessor answers each risk factor yes, no or not known, and says who supplied it.",
        "factors.FACTORS",
        (s.RISK_PROVENANCE,),
    ),
    (
        "The moments of a missing report must be able to be true together.",
        "moments.check_report",
        (s.CONTRADICTIONS,),
    ),
    (
        "Wayhome is for children: not yet 18 on the day of the report, as far as is known.",
        "moments.check_birth",
        (s.CHILD, s.AGE_REACHED),
    ),
    (
        "A time that no clock in London showed is questioned, never guessed.",
        "moments.check_wall_clock",
        (s.LONDON_TIME,),
    ),
    ("Nothing has happened in the future.", "moments.check_not_future", (s.CONTRADICTIONS,)),
    (
        "A child is not located before they were last seen, nor after they returned.",
        "moments.check_located",
        (s.CONTRADICTIONS,),
    ),
    (
        "A child does not return before they were last seen, nor before they were located.",
        "moments.check_returned",
        (s.CONTRADICTIONS,),
    ),
    (
        "Police hold the prevention interview once the child has been located.",
        "moments.check_seen",
        (s.PREVENTION_INTERVIEW,),
    ),
    (
        "A return home interview is offered after the return.",
        "moments.check_offer",
        (s.RETURN_INTERVIEW,),
    ),
    ("An answer follows its offer.", "moments.check_answer", (s.RETURN_INTERVIEW,)),
    (
        "A return home interview is held after the return and after the first offer.",
        "moments.check_interview",
        (s.RETURN_INTERVIEW,),
    ),
    (
        "Any word of a missing child is taken; a sighting after the return is a new absence.",
        "moments.check_sighting",
        (s.DEFINITION,),
    ),
    (
        "An age is reached at the start of the birthday; 29 February falls on 1 March in a year "
        "without one.",
        "risk.age_on",
        (s.AGE_REACHED,),
    ),
    (
        "A level is in force from the first moment, and is high for the youngest and for the "
        "concerns the protocol names.",
        "risk.starting_level",
        (s.STARTING_LEVEL, s.UNDER_THIRTEEN, s.FOUR_MINIMUM_ACTIONS),
    ),
    (
        "Very low is not offered for a child unless the protocol says so.",
        "risk.levels_allowed",
        (s.VERY_LOW,),
    ),
    (
        "Assessors are shown what they should not overlook, with reasons; never a score, never a "
        "lower level.",
        "risk.prompts_for",
        (
            s.REPEAT_IS_NOT_SAFE,
            s.LACK_OF_INFORMATION,
            s.OUT_OF_AREA,
            s.CHILD_RESCUE_ALERT,
            s.UNDER_THIRTEEN,
        ),
    ),
    (
        "Police and children's services each judge alone. One key may raise a level; only two, by "
        "signing a joint one, may lower it: until then the highest that either side has said "
        "stands, and never less than where the protocol started.",
        "risk.level_in_force",
        (s.JOINT_ASSESSMENT, s.HIGHER_STANDS),
    ),
    (
        "Neither side reads the other's assessment until both are in or the time has passed, "
        "counted from when the report was entered if that was later.",
        "risk.may_see_other_side",
        (s.JOINT_ASSESSMENT,),
    ),
    (
        "A joint level below either assessment needs both sides to say why.",
        "risk.explanations_missing",
        (s.HIGHER_STANDS,),
    ),
    (
        "A signature belongs to what both sides had read: an assessment, another joint level or "
        "new information since then asks for a joint level to be put forward again.",
        "risk.is_superseded",
        (s.HIGHER_STANDS, s.RISK_PROVENANCE),
    ),
    (
        "Two levels apart, or no joint level in time, opens a challenge; so does a difference "
        "that comes after a joint level and is not signed away in time.",
        "risk.challenge_due",
        (s.HIGHER_STANDS,),
    ),
    (
        "An assessment above the level in force asks for a reassessment.",
        "risk.is_upgrade",
        (s.HIGHER_STANDS,),
    ),
    (
        "National time limits, which no protocol may change.",
        "clocks.NATIONAL",
        (s.RETURN_INTERVIEW, s.OTHER_FORCES, s.NATIONAL_UNIT),
    ),
    (
        "A return home interview is offered within 72 elapsed hours of the return.",
        "clocks.interview_offer_due",
        (s.RETURN_INTERVIEW,),
    ),
    (
        "Reviews run from the time of the report and do not restart when the level changes.",
        "clocks.review_due",
        (s.REVIEW_FROM_REPORT, s.FOUR_MINIMUM_ACTIONS),
    ),
    (
        "How long each duty may take: national limits first, then the protocol's.",
        "clocks.duty_allowed",
        (s.RETURN_INTERVIEW, s.TWO_OWNERS),
    ),
    (
        "Each milestone starts its duties.",
        "duties.STARTED_BY",
        (s.JOINT_ASSESSMENT, s.PREVENTION_INTERVIEW, s.RETURN_INTERVIEW, s.SHARED_FINDINGS),
    ),
    (
        "Once the child is back nobody is asked to assess; what the absence calls for stays.",
        "duties.ENDED_BY",
        (s.RETURN_INTERVIEW, s.JOINT_ASSESSMENT),
    ),
    (
        "A duty belongs to a post of an agency that has a part in every episode.",
        "duties.owner_of",
        (s.PARTNERSHIP, s.EMERGENCY_DUTY),
    ),
    (
        "After the return a review comes so long after the last as the protocol says.",
        "duties.next_review",
        (s.REVIEW_FROM_REPORT, s.TWO_OWNERS),
    ),
    (
        "A duty is met up to and including its last moment; lateness stays a fact.",
        "clocks.standing",
        (s.RETURN_INTERVIEW,),
    ),
    (
        "The first steps follow from the level, whatever the type.",
        "protocol.steps_for",
        (s.FOUR_MINIMUM_ACTIONS, s.TWO_OWNERS),
    ),
    (
        "A protocol that cannot be read whole is not used in part.",
        "protocol.from_content",
        (s.TWO_OWNERS,),
    ),
    (
        "Each agency with a part is told at each moment, at the post that must know.",
        "notifications.owed",
        (s.PARTNERSHIP, s.RESPONSIBLE_AUTHORITY, s.WHO_NEEDS_TO_KNOW),
    ),
    (
        "Outside office hours the council's emergency duty team answers.",
        "notifications.is_out_of_hours",
        (s.EMERGENCY_DUTY, s.BANK_HOLIDAYS),
    ),
    (
        "A notice nobody acknowledges in time climbs a ladder.",
        "notifications.acknowledge_by",
        (s.HANDOVER,),
    ),
    (
        "Other police forces are told by 48 hours, the national unit of an absence of 72.",
        "notifications.long_absences",
        (s.OTHER_FORCES, s.NATIONAL_UNIT),
    ),
    (
        "Parents and carers are told, unless it is unsafe; either way the reason is kept.",
        "notifications.family_to_tell",
        (s.TELL_FAMILY,),
    ),
    (
        "Whoever may be a person it is not safe to tell is not told either.",
        "family.may_be_one_of",
        (s.TELL_FAMILY, s.UNSAFE_TWICE),
    ),
    (
        "A decision not to tell a parent stands, also next time, until somebody takes it back.",
        "family.decision_that_stands",
        (s.TELL_FAMILY, s.NOT_TOLD),
    ),
    (
        "When nobody answers, the next is turned to, by the clock.",
        "ladders.rungs_reached",
        (s.ESCALATION_LADDER, s.HANDOVER),
    ),
    (
        "What a post is asked to answer is answered by it, or by a post at least as far up the "
        "same ladder; never by one below.",
        "ladders.stands_for",
        (s.ESCALATION_LADDER,),
    ),
    (
        "What nobody has taken is told again at each interval of the reviews.",
        "ladders.told_again_at",
        (s.ESCALATION_LADDER, s.REVIEW_FROM_REPORT),
    ),
    (
        "A post that has a rota is answered by whoever is on duty, by the clock in London.",
        "rotas.on_duty",
        (s.ESCALATION_LADDER,),
    ),
    (
        "A shift lasts from wall clock to wall clock, also on the nights the clocks change.",
        "rotas.turns",
        (s.ESCALATION_LADDER,),
    ),
    (
        "When nobody is on duty, that is a gap.",
        "rotas.gaps",
        (s.ESCALATION_LADDER,),
    ),
    (
        "A gap is told to the post over it twelve hours before it begins.",
        "rotas.gaps_to_raise",
        (s.ESCALATION_LADDER, s.HANDOVER),
    ),
    (
        "A post for which nobody is on duty gives its turn on a ladder to the next at once.",
        "rotas.empty_since",
        (s.ESCALATION_LADDER,),
    ),
    (
        "The post over another sees that somebody is on duty for it.",
        "rotas.manager_of",
        (s.ESCALATION_LADDER,),
    ),
    (
        "A notice climbs once its time is up, or at once when it is declined.",
        "ladders.waits_since",
        (s.ESCALATION_LADDER,),
    ),
    (
        "Where everybody who could be asked has declined, nobody is left: that is a gap.",
        "ladders.is_nobody_left",
        (s.ESCALATION_LADDER,),
    ),
    (
        "A notice goes up its ladder by its urgency: at high risk after 5 minutes, 15 and so on.",
        "ladders.notice_ladder",
        (s.ESCALATION_LADDER,),
    ),
    (
        "Each kind of agency has its own ladder.",
        "ladders.ladder_of",
        (s.ESCALATION_LADDER,),
    ),
    (
        "Another report within the protocol's days is a repeat: assess again.",
        "repeats.is_repeat",
        (s.REPEAT_IS_NOT_SAFE,),
    ),
    (
        "A pattern, a long absence or a known concern asks for a strategy discussion.",
        "repeats.strategy_triggers",
        (s.STRATEGY_TRIGGERS,),
    ),
    *contents_ends.ROWS,
    (
        "An interviewer is independent of the child's care, and of the police.",
        "interviews.refusal_of",
        (s.RETURN_INTERVIEW,),
    ),
    (
        "An interview is recorded by the agency of whoever held it, in the name of somebody who "
        "signs in there now.",
        "interviews.refusal_to_name",
        (s.INTERVIEWER_NAMED,),
    ),
    (
        "A declined offer is offered again.",
        "interviews.second_offer_owed",
        (s.SECOND_OFFER,),
    ),
    (
        "An offer nobody answers is made again by the same time.",
        "interviews.next_offer_due",
        (s.SECOND_OFFER, s.INTERVIEW_FORM),
    ),
    (
        "The interview's name and the force of its 72 hours differ between England and Wales.",
        "interviews.NAMING",
        (s.RETURN_INTERVIEW, s.WALES_GUIDE),
    ),
    (
        "One interview may cover several episodes; each keeps its own offer and outcome.",
        "interviews.SHARED_BETWEEN_EPISODES",
        (s.ONE_INTERVIEW_SEVERAL_EPISODES,),
    ),
    ("Reasons that drive a child away.", "reasons.Push", (s.PUSH_AND_PULL,)),
    ("Reasons that draw a child away.", "reasons.Pull", (s.PUSH_AND_PULL,)),
    ("Harms met while away.", "reasons.Harm", (s.PUSH_AND_PULL,)),
    ("Why a child declined.", "reasons.DeclineReason", (s.SECOND_OFFER,)),
    (
        "Why no offer could be made: never a threshold, always authorised.",
        "reasons.NotOfferedReason",
        (s.RETURN_INTERVIEW, s.INTERVIEW_FORM),
    ),
    *contents_access.ROWS,
    *contents_files.ROWS,
    *contents_measures.ROWS,
    (
        "Only the same whole name and date of birth join two records without a person.",
        "matching.compare",
        (s.SAME_CHILD,),
    ),
    (
        "An older label of risk keeps its words; one that is withdrawn starts afresh and is "
        "looked at once, also when the absence is over.",
        "imports.level_of",
        (s.LEGACY_LABELS,),
    ),
    (
        "M is missing from care, A is away from placement without authorisation; there is no "
        "absent.",
        "imports.type_of",
        (s.LOOKED_AFTER_CODES, s.LEGACY_LABELS),
    ),
    (
        "Days, ages and office hours go by the clock in London; a time that came twice is the "
        "first.",
        "london.moment_of",
        (s.LONDON_TIME,),
    ),
    (
        "Words about a child that blame or belittle are questioned; nothing is refused.",
        "wording.questions_about",
        (wording.LANGUAGE_GUIDE, wording.LANGUAGE_THAT_CARES, wording.HOUSE_WORDS),
    ),
    (
        "The bank holidays of England and Wales.",
        "bank_holidays.bank_holidays",
        (s.BANK_HOLIDAYS,),
    ),
)
RULES: tuple[Rule, ...] = tuple(Rule(*row) for row in _TABLE)
