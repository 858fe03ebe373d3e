"""Coded reasons for going and harms met, as heard in return home interviews.

Condensed from published guidance and interview forms; the child's own words are always kept
beside the codes.
"""

from wayhome.rules import sources
from wayhome.rules.vocabulary import Labelled

REASONS_SOURCE = sources.PUSH_AND_PULL
DECLINE_SOURCE = sources.SECOND_OFFER
NOT_OFFERED_SOURCE = sources.INTERVIEW_FORM


class Push(Labelled):
    """What drove the child away."""

    FAMILY_CONFLICT = "family_conflict", "conflict at home"
    PARENTAL_DISPUTE = "parental_dispute", "parents in dispute"
    DOMESTIC_ABUSE = "domestic_abuse", "domestic abuse"
    ABUSE = "abuse", "abuse"
    NEGLECT = "neglect", "neglect"
    PARENTAL_SUBSTANCES = "parental_substances", "a parent's use of drugs or alcohol"
    SCHOOL = "school", "problems at school"
    BULLYING = "bullying", "bullying"
    LONELINESS = "loneliness", "loneliness"
    UNHAPPY_PLACEMENT = "unhappy_placement", "unhappy with the placement or decisions"
    NOT_LISTENED_TO = "not_listened_to", "not listened to"
    BREAKDOWN_WITH_CARERS = "breakdown_with_carers", "not getting on with carers"
    BEREAVEMENT = "bereavement", "bereavement or family change"
    FORCED_TO_LEAVE = "forced_to_leave", "made to leave"


class Pull(Labelled):
    """What drew the child away."""

    FAMILY_OR_FRIENDS = "family_or_friends", "to see family or friends"
    RELATIONSHIP = "relationship", "boyfriend or girlfriend"
    CONTACT_DENIED = "contact_denied", "contact with family denied or difficult"
    PEERS = "peers", "pressure from friends"
    PARTIES = "parties", "parties"
    SUBSTANCES = "substances", "drugs or alcohol"
    EXPLOITERS = "exploiters", "people who groom or exploit, in person or online"
    HOME_AREA = "home_area", "to be in an area of family ties"
    SPACE = "space", "space, or testing limits"


class Harm(Labelled):
    """Harm met while away."""

    GROOMING = "grooming", "grooming"
    VIOLENCE = "violence", "violence or assault"
    SEXUAL_EXPLOITATION = "sexual_exploitation", "sexual exploitation"
    SEXUAL_ASSAULT = "sexual_assault", "sexual assault"
    CRIMINALITY = "criminality", "drawn into crime"
    COUNTY_LINES = "county_lines", "county lines"
    SUBSTANCES = "substances", "drugs or alcohol"
    TRAFFICKING = "trafficking", "trafficking"
    FORCED_MARRIAGE = "forced_marriage", "forced marriage"
    FGM = "fgm", "female genital mutilation"
    SELF_HARM = "self_harm", "self-harm"
    SUICIDE = "suicide", "suicidal thoughts or attempt"
    ROUGH_SLEEPING = "rough_sleeping", "slept rough"
    THEFT_TO_SURVIVE = "theft_to_survive", "stole to survive"


class DeclineReason(Labelled):
    """Why a child declined an interview, as the child put it."""

    ALREADY_TALKED = "already_talked", "has already talked to someone trusted"
    NOT_MISSING = "not_missing", "does not think of it as being missing"
    NOT_THIS_PERSON = "not_this_person", "would rather talk to someone else"
    NOT_NOW = "not_now", "not now"
    NO_POINT = "no_point", "nothing changed last time"
    FEAR = "fear", "worried about what would happen"
    NO_REASON = "no_reason", "gave no reason"


class NotOfferedReason(Labelled):
    """Why no offer could be made. Always with an authoriser; never a threshold."""

    STILL_AWAY_FROM_AREA = "still_away_from_area", "moved out of reach; other authority to offer"
    IN_HOSPITAL = "in_hospital", "too unwell in hospital"
    POLICE_ASKED = "police_asked", "police asked to wait for an evidential interview"
    DIED = "died", "the child has died"
    CANNOT_REACH = "cannot_reach", "offered more than once, and no answer came"
    TURNED_EIGHTEEN = "turned_eighteen", "turned 18 before the offer"


class CannotTake(Labelled):
    """Why somebody cannot take what their post was told. The next person is asked at once."""

    ELSEWHERE = "elsewhere", "at another emergency"
    NOT_ON_DUTY = "not_on_duty", "not on duty now"
    NOT_OURS = "not_ours", "not for this post"
    KNOWS_THEM = "knows_them", "too close to the child or the family"
    NO_MEANS = "no_means", "without the people or means for it"
    SOMETHING_ELSE = "something_else", "something else"


class WhyAsked(Labelled):
    """Why a rung of a ladder was turned to at the moment at which it was."""

    TIME = "time", "its time had come"
    DECLINED = "declined", "the one before could not take it"
    NOBODY_ON_DUTY = "nobody_on_duty", "nobody was on duty before them"
