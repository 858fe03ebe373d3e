"""The questions that are asked: the call handler's twelve topics and the risk factors.

Both are versioned by the day they took effect; a new version is added beside the old.
"""

from dataclasses import dataclass
from datetime import date

from wayhome.rules import sources


@dataclass(frozen=True, slots=True)
class Topic:
    """One question to the person who reports."""

    code: str
    question: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing an assessor answers yes, no or not known."""

    code: str
    question: str


TOPICS_SINCE = date(2017, 1, 11)
TOPICS_SOURCE = sources.CALL_HANDLER_QUESTIONS
TOPICS: tuple[Topic, ...] = (
    Topic("worry", "Why are you worried about this child?"),
    Topic("tried", "What has been done so far to find them?", "Calls, friends, places checked"),
    Topic("character", "Is this out of character?"),
    Topic("before", "Have they been missing before? What happened then?"),
    Topic("medical", "Do they need medicine or treatment? By when?"),
    Topic("crime", "Could they be a victim of crime?"),
    Topic("hurt", "Could they be hurt, or come to harm?"),
    Topic("exploitation", "Is there any sign of sexual or criminal exploitation?"),
    Topic("self_harm", "Could they harm themselves?"),
    Topic("danger", "Could they be a danger to anyone else?"),
    Topic("travel", "Could they be leaving the area or the country?"),
    Topic("other", "Is there anything else about this absence we should know?"),
)

# What a report said of who the child is, kept with the report where it may not change the record.
SAID_OF_CHILD: tuple[Topic, ...] = (
    Topic("given_name", "First name, as reported"),
    Topic("family_name", "Family name, as reported"),
    Topic("known_as", "Other name, as reported"),
    Topic("date_of_birth", "Date of birth, as reported"),
    Topic("age_stated", "Age, as reported"),
    Topic("sex", "Sex, as reported"),
    Topic("ethnicity", "Ethnicity, as reported"),
    Topic("ethnicity_source", "Who said what the ethnicity is, as reported"),
    Topic("language", "Language, as reported"),
)

# What an older record said of an absence that was known already, kept with the report it becomes.
SAID_IN_RECORD: tuple[Topic, ...] = (
    Topic("recorded_type", "Type, as recorded"),
    Topic("recorded_risk", "Risk, as recorded"),
    Topic("recorded_located", "Located, as recorded"),
    Topic("recorded_returned", "Returned, as recorded"),
    Topic("recorded_seen", "Seen by police, as recorded"),
    Topic("recorded_closed", "Police record closed, as recorded"),
    Topic("recorded_offer", "Interview offered, as recorded"),
)

FACTORS_SINCE = date(2017, 1, 11)
FACTORS_SOURCE = sources.RISK_PROVENANCE
FACTORS: tuple[Factor, ...] = (
    Factor("out_of_character", "Is the absence out of character?"),
    Factor("age_vulnerability", "Does the child's age or maturity add to the risk?"),
    Factor("medicine", "Is essential medicine or treatment being missed?"),
    Factor("self_harm", "Is there a risk of self-harm or suicide?"),
    Factor("sexual_exploitation", "Is there a risk of sexual exploitation?"),
    Factor("criminal_exploitation", "Is there a risk of criminal exploitation or county lines?"),
    Factor("trafficking", "Is there a risk of trafficking?"),
    Factor("domestic_abuse", "Is there abuse or violence at home?"),
    Factor("honour_based", "Is there a risk of forced marriage or honour-based abuse?"),
    Factor("disability", "Does a disability or illness affect safety or communication?"),
    Factor("substances", "Are drugs or alcohol involved?"),
    Factor("weather", "Is the child exposed to bad weather or a dangerous place?"),
    Factor("harm_before", "Was the child harmed when missing before?"),
    Factor("adults", "Is the child with adults who cause concern?"),
    Factor("danger_to_others", "Might the child be a danger to others?"),
    Factor("leaving_area", "Might the child leave the area or the country?"),
)
