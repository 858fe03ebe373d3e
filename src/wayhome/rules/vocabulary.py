"""Every closed list, named once. A member's value is what is stored; `label` is what is read.

The words are the field's own (see GLOSSARY.md). National codes are mapped at the edge,
never stored.
"""

from wayhome.rules.labelled import Labelled as Labelled
from wayhome.rules.safeguards import Conflict as Conflict
from wayhome.rules.safeguards import Emergency as Emergency
from wayhome.rules.safeguards import Finding as Finding
from wayhome.rules.safeguards import Lowered as Lowered
from wayhome.rules.safeguards import Matter as Matter
from wayhome.rules.safeguards import PassedOn as PassedOn
from wayhome.rules.safeguards import Protected as Protected
from wayhome.rules.safeguards import ReviewOutcome as ReviewOutcome
from wayhome.rules.safeguards import SealedWord as SealedWord
from wayhome.rules.safeguards import SealKind as SealKind
from wayhome.rules.safeguards import WhyReviewed as WhyReviewed


class EpisodeType(Labelled):
    """What kind of absence it is. A type is not a risk level; every type carries every duty."""

    MISSING = "missing", "missing"
    AWAY_WITHOUT_AUTHORISATION = (
        "away_without_authorisation",
        "away from placement without authorisation",
    )
    UNAUTHORISED_ABSENCE = "unauthorised_absence", "unauthorised absence"


class Jurisdiction(Labelled):
    """The nation whose guidance applies."""

    ENGLAND = "england", "England"
    WALES = "wales", "Wales"


class Level(Labelled):
    """The recorded judgement of risk. Compare with `rank`, never by spelling."""

    VERY_LOW = "very_low", "very low"
    LOW = "low", "low"
    MEDIUM = "medium", "medium"
    HIGH = "high", "high"

    @property
    def rank(self) -> int:
        """Zero for very low, three for high."""
        return list(Level).index(self)


class Side(Labelled):
    """Who holds one of the two keys."""

    POLICE = "police", "police"
    CHILDRENS_SERVICES = "childrens_services", "children's services"


class AgencyKind(Labelled):
    """What kind of body an agency is."""

    POLICE = "police", "police force"
    LOCAL_AUTHORITY = "local_authority", "council"
    CARE_HOME = "care_home", "children's home"
    HEALTH = "health", "health trust"
    SCHOOL = "school", "school"
    INTERVIEW_PROVIDER = "interview_provider", "interview charity"
    NATIONAL = "national", "national body"
    CHARITY = "charity", "charity"
    FAMILY = "family", "family"
    RESEARCH = "research", "research body"
    OPERATOR = "operator", "operator of the service"


class Capacity(Labelled):
    """The part an agency plays in one episode. One agency may hold several."""

    HOME_FORCE = "home_force", "home police force, where another force leads"
    HOST_FORCE = "host_force", "lead police force, where the child went missing"
    RESPONSIBLE_AUTHORITY = "responsible_authority", "responsible council"
    HOST_AUTHORITY = "host_authority", "host council, where another council is responsible"
    PLACEMENT = "placement", "placement"
    SCHOOL = "school", "school"
    HEALTH = "health", "health"
    INTERVIEW_PROVIDER = "interview_provider", "interview provider"
    NATIONAL_UNIT = "national_unit", "national missing persons unit"
    OTHER_FORCES = "other_forces", "other police forces"
    REPORTER = "reporter", "reporting agency"


class PostKind(Labelled):
    """A job that is held by whoever is on duty. Duties belong to posts; people take them."""

    CALL_HANDLER = "call_handler", "call handler"
    DUTY_SERGEANT = "duty_sergeant", "duty sergeant"
    DUTY_INSPECTOR = "duty_inspector", "duty inspector"
    MISSING_PERSON_COORDINATOR = "missing_person_coordinator", "missing person coordinator"
    DETECTIVE_INSPECTOR = "detective_inspector", "safeguarding detective inspector"
    SUPERINTENDENT = "superintendent", "superintendent"
    SOCIAL_WORK_TEAM = "social_work_team", "social worker"
    EMERGENCY_DUTY_TEAM = "emergency_duty_team", "emergency duty team"
    MISSING_COORDINATOR = "missing_coordinator", "council missing coordinator"
    TEAM_MANAGER = "team_manager", "team manager"
    SERVICE_MANAGER = "service_manager", "service manager"
    DIRECTOR = "director", "director of children's services"
    PLACEMENT_STAFF = "placement_staff", "residential care worker"
    HOME_MANAGER = "home_manager", "home manager"
    SAFEGUARDING_NURSE = "safeguarding_nurse", "named safeguarding nurse"
    SAFEGUARDING_LEAD = "safeguarding_lead", "school safeguarding lead"
    INTERVIEW_COORDINATOR = "interview_coordinator", "interview coordinator"
    INTERVIEWER = "interviewer", "return home interviewer"
    NATIONAL_DESK = "national_desk", "national missing persons desk"
    PARTNER_SYSTEM = "partner_system", "partner system"
    INTELLIGENCE_ANALYST = "intelligence_analyst", "intelligence analyst"
    REVIEWING_OFFICER = "reviewing_officer", "independent reviewing officer"
    HELPLINE_WORKER = "helpline_worker", "charity helpline worker"
    CHARITY_CASEWORKER = "charity_caseworker", "charity caseworker"
    PARENT_OR_CARER = "parent_or_carer", "parent or carer"
    CHILD = "child", "child"
    AUDITOR = "auditor", "information governance lead"
    RESEARCHER = "researcher", "researcher"
    SYSTEM_OPERATOR = "system_operator", "system operator"


class Purpose(Labelled):
    """Why a child's record is opened."""

    SEARCH = "search", "to find a child who is missing"
    ASSESS = "assess", "to assess risk"
    REPORT = "report", "to take or make a missing report"
    RETURN_INTERVIEW = "return_interview", "to arrange or hold a return home interview"
    SUPPORT = "support", "to plan or give support"
    STRATEGY = "strategy", "to prepare a strategy discussion"
    OVERSIGHT = "oversight", "to check or review practice"


class Channel(Labelled):
    """How a missing report reached us."""

    TELEPHONE = "telephone", "telephone"
    FORM = "form", "form filled in by the reporter"
    PARTNER_SYSTEM = "partner_system", "another agency's system"
    IN_PERSON = "in_person", "in person"
    KEYED_LATER = "keyed_later", "written on paper, and keyed in later"
    IMPORTED = "imported", "imported record"


class Answer(Labelled):
    """An answer to a risk factor. Not known is an answer, and never means no."""

    YES = "yes", "yes"
    NO = "no", "no"
    NOT_KNOWN = "not_known", "not known"


class DutyKind(Labelled):
    """Something that must be done by a time, by a post."""

    REVIEW = "review", "review"
    ASSESS_POLICE = "assess_police", "police risk assessment"
    ASSESS_CHILDRENS_SERVICES = "assess_childrens_services", "children's services risk assessment"
    AGREE_LEVEL = "agree_level", "joint risk assessment"
    REASSESS = "reassess", "reassessment of risk"
    ANSWER_CHALLENGE = "answer_challenge", "answer to a challenge"
    ACCEPT_HANDOVER = "accept_handover", "answer to a handover"
    STRATEGY_DISCUSSION = "strategy_discussion", "strategy discussion"
    TELL_FAMILY = "tell_family", "telling the family"
    PREVENTION_INTERVIEW = "prevention_interview", "prevention interview"
    OFFER_INTERVIEW = "offer_interview", "offer of a return home interview"
    SECOND_OFFER = "second_offer", "second offer of a return home interview"
    HOLD_INTERVIEW = "hold_interview", "return home interview"
    RELEASE_FINDINGS = "release_findings", "release of interview findings"
    SUPPORT_PLAN = "support_plan", "support plan"
    CLOSE_POLICE_RECORD = "close_police_record", "closing the police record"
    FINALISE_EPISODE = "finalise_episode", "finalising the council's record"
    STOPPED_MESSAGE = "stopped_message", "deciding on a message that was stopped"


class EpisodeState(Labelled):
    """Where an episode stands, worked out by the ladder and never set."""

    REPORTED = "reported", "missing: reported"
    ASSESSED = "assessed", "missing: assessed"
    AGREED = "agreed", "missing: level agreed"
    LOCATED = "located", "located, not yet returned"
    ENDED_WITHOUT_RETURN = "ended_without_return", "ended without a return"
    RETURNED = "returned", "returned"
    SEEN = "seen", "returned and seen by police"
    INTERVIEW_OFFERED = "interview_offered", "return home interview offered"
    INTERVIEW_SETTLED = "interview_settled", "return home interview settled"
    SUPPORT_AGREED = "support_agreed", "support agreed"
    CLOSED = "closed", "closed"


class Certainty(Labelled):
    """How sure the person is who gave a sighting."""

    CERTAIN = "certain", "certain"
    PROBABLE = "probable", "probable"
    POSSIBLE = "possible", "possible"
    NOT_KNOWN = "not_known", "not known"


class FoundBy(Labelled):
    """Who found the child."""

    POLICE = "police", "police"
    CARER = "carer", "carer or parent"
    SELF = "self", "came back alone"
    PUBLIC = "public", "member of the public"
    OTHER_AGENCY = "other_agency", "another agency"
    NOT_KNOWN = "not_known", "not known"


class ReturnedTo(Labelled):
    """Where the absence ended. A child may be located and not go back."""

    HOME = "home", "home"
    PLACEMENT = "placement", "placement"
    NEW_PLACEMENT = "new_placement", "a new placement"
    OTHER_SAFE_PLACE = "other_safe_place", "another safe place"
    HOSPITAL = "hospital", "hospital"
    CUSTODY = "custody", "custody"
    TURNED_EIGHTEEN = "turned_eighteen", "not returned: turned 18 while missing"
    DIED = "died", "not returned: the child has died"


class PreventionMode(Labelled):
    """How the police saw the child."""

    FACE_TO_FACE = "face_to_face", "face to face"
    TELEPHONE = "telephone", "by telephone"
    THROUGH_REPORTER = "through_reporter", "through the person who reported"
    REFUSED = "refused", "refused by the child"


class OfferAnswer(Labelled):
    """What the child said to the offer of a return home interview."""

    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"
    NO_ANSWER = "no_answer", "no answer yet"


class ProviderType(Labelled):
    """Who carries out the return home interview (the national survey's list)."""

    SOCIAL_WORKER = "social_worker", "social worker"
    DEDICATED_TEAM = "dedicated_team", "dedicated council team"
    YOUTH_WORKER = "youth_worker", "youth worker"
    COMMISSIONED_INDEPENDENT = "commissioned_independent", "commissioned independent provider"
    OTHER = "other", "other"


class InterviewPart(Labelled):
    """The three parts of an interview; each has its own release."""

    CONFIDENTIAL = "confidential", "confidential to the child"
    SHAREABLE = "shareable", "to be shared"
    INTELLIGENCE = "intelligence", "intelligence for police"


class NoticeReason(Labelled):
    """Why somebody is told. Never sent outside sign-in."""

    NEW_EPISODE = "new_episode", "a child has been reported missing"
    SECOND_REPORT = "second_report", "another report of the same absence"
    LEVEL_CHANGED = "level_changed", "the level of risk has changed"
    SIGHTING = "sighting", "a sighting has been recorded"
    LOCATED = "located", "the child has been located"
    RETURNED = "returned", "the child has returned"
    ENDED_WITHOUT_RETURN = "ended_without_return", "the absence ended without a return"
    END_WITHDRAWN = "end_withdrawn", "the search goes on: an end to it was recorded by mistake"
    HANDOVER_OFFERED = "handover_offered", "a handover waits for an answer"
    HANDOVER_ACCEPTED = "handover_accepted", "a handover was accepted"
    HANDOVER_DECLINED = "handover_declined", "a handover was declined: it is still yours"
    HANDOVER_TAKEN_BACK = "handover_taken_back", "a handover was taken back: nothing waits for you"
    CHALLENGE = "challenge", "the two assessments differ and need an answer"
    DUTY_OVERDUE = "duty_overdue", "something is overdue"
    NOTICE_UNANSWERED = "notice_unanswered", "a notice has not been acknowledged"
    STRATEGY_TRIGGER = "strategy_trigger", "a strategy discussion is asked for"
    REASSESS = "reassess", "new information: assess the risk again"
    INTERVIEW_REFERRED = "interview_referred", "a return home interview is to be offered"
    FINDINGS_RELEASED = "findings_released", "findings of a return home interview"
    SUPPORT_AGREED = "support_agreed", "a support plan has been agreed"
    MISSING_48_HOURS = "missing_48_hours", "a child has been missing for 48 hours"
    MISSING_72_HOURS = "missing_72_hours", "a child has been missing for 72 hours"
    TYPE_CHANGED = "type_changed", "the type of episode has changed"
    GIVEN_PART = "given_part", "your agency now has a part"
    SUPPORT_ASKED = "support_asked", "support is asked of you"
    SUPPORT_OVERDUE = "support_overdue", "support asked of you is overdue"
    PAST_REVIEW = "past_review", "imported records wait for your review"
    BREAK_GLASS = "break_glass", "a child's record was opened in an emergency"
    BREAK_GLASS_LATE = "break_glass_late", "an emergency look was not reviewed in 72 hours"


class ChallengeReason(Labelled):
    """Why the two sides' difference goes up the ladder."""

    TWO_LEVELS_APART = "two_levels_apart", "the two assessments are two or more levels apart"
    NOT_AGREED_IN_TIME = "not_agreed_in_time", "no joint level was agreed in the protocol's time"


class Standing(Labelled):
    """Where a clock stands."""

    NOT_STARTED = "not_started", "not started"
    RUNNING = "running", "to do"
    MET = "met", "done in time"
    MISSED = "missed", "overdue"
    MET_LATE = "met_late", "done late"
    DECLINED = "declined", "not done, with a reason"


class Marker(Labelled):
    """A lasting concern about the child, apart from any one episode."""

    SEXUAL_EXPLOITATION = "sexual_exploitation", "risk of sexual exploitation"
    CRIMINAL_EXPLOITATION = "criminal_exploitation", "risk of criminal exploitation"
    TRAFFICKING = "trafficking", "risk of trafficking"
    SELF_HARM = "self_harm", "risk of self-harm or suicide"
    MEDICAL = "medical", "needs medicine or treatment"
    DISABILITY = "disability", "disability that affects safety"
    HONOUR_BASED = "honour_based", "risk of forced marriage or honour-based abuse"
    ABDUCTION = "abduction", "risk of abduction"
