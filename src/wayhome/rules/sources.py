"""Where each rule comes from, how binding it is, and since when.

A rule without a source is not a rule. `Binding.LOCAL` marks what a partnership may set for
itself; `Binding.DESIGN` marks a choice of this service where no published rule was found.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Binding(StrEnum):
    """How far a partnership may depart from the rule."""

    LAW = "law"
    STATUTORY_GUIDANCE = "statutory guidance"
    PROFESSIONAL_PRACTICE = "authorised professional practice"
    NATIONAL_CODE = "national code of practice"
    LOCAL = "local protocol"
    DESIGN = "choice of this service"


@dataclass(frozen=True, slots=True)
class Source:
    """One document, the place in it, how binding it is and the day it took effect."""

    document: str
    place: str
    binding: Binding
    since: date
    address: str = ""


RETURN_INTERVIEW = Source(
    "Statutory guidance on children who run away or go missing from home or care (DfE)",
    "independent return interviews: offered within 72 hours of return",
    Binding.STATUTORY_GUIDANCE,
    date(2014, 1, 1),
    "https://www.gov.uk/government/publications/"
    "children-who-run-away-or-go-missing-from-home-or-care",
)
DEFINITION = Source(
    "Authorised Professional Practice: missing persons (College of Policing)",
    "definition: whereabouts cannot be established, until located and wellbeing confirmed",
    Binding.PROFESSIONAL_PRACTICE,
    date(2017, 1, 11),
    "https://www.college.police.uk/app/missing-persons",
)
LEGACY_LABELS = Source(
    "Authorised Professional Practice: missing persons (College of Policing)",
    "one definition of missing; the label absent is withdrawn and the lowest level renamed",
    Binding.PROFESSIONAL_PRACTICE,
    date(2017, 1, 11),
    "https://www.justiceinspectorates.gov.uk/hmicfrs/glossary/missing-person/",
)
FOUR_MINIMUM_ACTIONS = Source(
    "Authorised Professional Practice: missing persons (College of Policing)",
    "every report is recorded, risk assessed, given first steps and a time of review",
    Binding.PROFESSIONAL_PRACTICE,
    date(2017, 1, 11),
    "https://www.college.police.uk/app/major-investigation-and-public-protection/"
    "missing-persons/missing-person-investigations",
)
CALL_HANDLER_QUESTIONS = Source(
    "Authorised Professional Practice: missing persons (College of Policing)",
    "quick reference guide for call handlers: the twelve questions",
    Binding.PROFESSIONAL_PRACTICE,
    date(2017, 1, 11),
    "https://www.app.college.police.uk/app-content/major-investigation-and-public-protection/"
    "missing-persons/quick-reference-guides/call-handlers/",
)
RISK_PROVENANCE = Source(
    "Authorised Professional Practice: missing persons (College of Policing)",
    "risk assessment: record what was said, who said it, how to reach them and when",
    Binding.PROFESSIONAL_PRACTICE,
    date(2017, 1, 11),
    "https://www.college.police.uk/app/missing-persons/"
    "risk-identification-assessment-and-management",
)
JOINT_ASSESSMENT = Source(
    "Inquiry into the safeguarding of absent children (APPG for Runaway and Missing Children)",
    "police and children's services assess risk together; no category without a response",
    Binding.DESIGN,
    date(2016, 5, 26),
    "https://anncoffeymp.com/archives/473",
)
PREVENTION_INTERVIEW = Source(
    "Authorised Professional Practice: missing persons (College of Policing)",
    "prevention interview with every person who is found, as soon as possible",
    Binding.PROFESSIONAL_PRACTICE,
    date(2017, 1, 11),
    "https://www.missingpeople.org.uk/get-help/help-services/how-police-search/"
    "missing-person-is-found",
)
NATIONAL_UNIT = Source(
    "Statutory Code of Practice on collection of missing persons data (Home Office, NPIA)",
    "the national missing persons unit is told of anyone missing over 72 hours",
    Binding.NATIONAL_CODE,
    date(2009, 4, 1),
    "http://www.nationalcrimeagency.gov.uk/about-us/what-we-do/specialist-capabilities/"
    "missing-persons-bureau/information-for-police",
)
OTHER_FORCES = Source(
    "Missing persons: written answers, House of Commons (Hansard, 9 January 2003)",
    "details are made available to other UK police forces within 48 hours",
    Binding.NATIONAL_CODE,
    date(2003, 1, 9),
    "https://api.parliament.uk/historic-hansard/written_answers/2003/jan/09/missing-persons",
)
TELL_FAMILY = Source(
    "Report or find a missing person (gov.uk)",
    "parents are told, unless the police think the child would be unsafe",
    Binding.STATUTORY_GUIDANCE,
    date(2014, 1, 1),
    "https://eastcambs.gov.uk/content/report-or-find-missing-person",
)
UNSAFE_TWICE = Source(
    "Wayhome",
    "a person it is not safe to tell stays so under another record",
    Binding.DESIGN,
    date(2026, 11, 1),
)
NOT_TOLD = Source(
    "Wayhome",
    "a decision not to tell a parent outlasts the episode, until a named person takes it back",
    Binding.DESIGN,
    date(2026, 11, 1),
)
RESPONSIBLE_AUTHORITY = Source(
    "Statutory guidance on children who run away or go missing from home or care (DfE)",
    "the authority that looks after the child stays responsible wherever the child is placed",
    Binding.STATUTORY_GUIDANCE,
    date(2014, 1, 1),
    "https://liverpool.gov.uk/referrals/childrens-social-care-referrals/away-from-care-episodes",
)
LOOKED_AFTER_CODES = Source(
    "SSDA903 children looked after return (DfE)",
    "missing file: M missing from care, A away from placement without authorisation",
    Binding.LAW,
    date(2014, 4, 1),
    "https://github.com/data-to-insight/ssd-data-model",
)
HANDOVER = Source(
    "Learning recommendation to Staffordshire Police (IOPC)",
    "a handover is proactive, recorded and has a time; no list waits for a manual refresh",
    Binding.PROFESSIONAL_PRACTICE,
    date(2025, 12, 1),
    "https://www.accountabilityindex.uk/sources/iopc/learning/"
    "recommendation-staffordshire-police-december-2025/",
)
REVIEW_FROM_REPORT = Source(
    "Missing persons procedure B1601 (Essex Police)",
    "reviews run from the time of the report, on one timetable, and do not restart",
    Binding.LOCAL,
    date(2014, 4, 9),
    "https://abcdocz.com/doc/55679/",
)
STRATEGY_TRIGGERS = Source(
    "Missing children protocol and return interviews (Derby and Derbyshire)",
    "three or more times missing in 30 days leads to a strategy meeting",
    Binding.LOCAL,
    date(2016, 10, 1),
    "https://docsbay.net/return-interviews",
)
UNDER_THIRTEEN = Source(
    "High-risk missing protocol (Coventry)",
    "age 12 or under with whereabouts unknown is automatically higher risk",
    Binding.LOCAL,
    date(2014, 1, 1),
    "https://docest.com/doc/213165/high-risk-missing-nominal",
)
SECOND_OFFER = Source(
    "National Missing Persons Framework for Scotland: return discussions",
    "where the offer is declined, record the reason and try again",
    Binding.LOCAL,
    date(2017, 5, 1),
    "https://www.gov.scot/publications/national-missing-persons-framework-scotland/pages/16/",
)
ONE_INTERVIEW_SEVERAL_EPISODES = Source(
    "Missing looked-after children and return home interviews (Devon County Council)",
    "one interview may cover several episodes; each keeps its own offer and outcome",
    Binding.LOCAL,
    date(2018, 1, 1),
    "https://www.devon.gov.uk/accesstoinformation/archives/information_request/"
    "missing-looked-after-children-and-return-home-interviews",
)
SHARED_FINDINGS = Source(
    "Missing children and return home interviews: written answer (Home Office)",
    "findings are shared and used; the next assessment sees the last interview",
    Binding.PROFESSIONAL_PRACTICE,
    date(2024, 12, 18),
    "https://questions-statements.parliament.uk/written-questions/detail/2024-12-18/21087",
)
REPEAT_IS_NOT_SAFE = Source(
    "Safeguarding procedures: missing children (Sefton)",
    "risk does not diminish because absences are frequent",
    Binding.LOCAL,
    date(2014, 1, 1),
    "https://seftonlscb.safeguardingpolicies.org.uk/scp/"
    "sec-19-safeguarding-trafficked-children-procedure/1911-missing-children",
)
ESCALATION_LADDER = Source(
    "Wayhome", "who is turned to next when nobody answers", Binding.DESIGN, date(2026, 11, 1)
)
KEPT_FROM = Source(
    "Wayhome",
    "a person in conflict with a child's safety does not know of the child in any post or agency",
    Binding.DESIGN,
    date(2026, 11, 28),
)
NOT_DISCLOSED = Source(
    "Data Protection Act 2018",
    "schedule 3, part 5: not disclosed where it would not be in the child's best interests",
    Binding.LAW,
    date(2018, 5, 25),
    "https://www.legislation.gov.uk/ukpga/2018/12/schedule/3",
)
STOPPED_SEND = Source(
    "Wayhome",
    "whoever is told is looked at once more as the message goes; one stopped leaves a task",
    Binding.DESIGN,
    date(2026, 11, 28),
)
BREAK_GLASS = Source(
    "Wayhome",
    "an emergency look: one child, sixty minutes, told at once, reviewed in 72 hours by others",
    Binding.DESIGN,
    date(2026, 11, 28),
)
NEED_TO_KNOW = Source(
    "Data Protection Act 2018, Part 3, and Working Together to Safeguard Children",
    "who may see a child's record: those with a part in it, for a stated purpose, and logged",
    Binding.LAW,
    date(2018, 5, 25),
    "https://www.legislation.gov.uk/ukpga/2018/12/section/62",
)
SPECIAL_CATEGORIES = Source(
    "UK General Data Protection Regulation",
    "articles 9 and 10: health, origin and offences are kept more closely than other facts",
    Binding.LAW,
    date(2018, 5, 25),
    "https://www.legislation.gov.uk/eur/2016/679/article/9",
)
PURPOSE_LIMITATION = Source(
    "Data Protection Act 2018, Part 3",
    "sections 36 and 37: kept for a stated purpose, and no more than it needs",
    Binding.LAW,
    date(2018, 5, 25),
    "https://www.legislation.gov.uk/ukpga/2018/12/section/36",
)
LOGGING = Source(
    "Data Protection Act 2018, Part 3",
    "section 62: each look is logged, and the log is used to see whether it was lawful",
    Binding.LAW,
    date(2018, 5, 25),
    "https://www.legislation.gov.uk/ukpga/2018/12/section/62",
)
CHILD = Source(
    "Children Act 1989",
    "section 105: a child is a person under the age of eighteen",
    Binding.LAW,
    date(1991, 10, 14),
    "https://www.legislation.gov.uk/ukpga/1989/41/section/105",
)
AGE_REACHED = Source(
    "Family Law Reform Act 1969",
    "section 9: an age is reached at the start of the birthday",
    Binding.LAW,
    date(1970, 1, 1),
    "https://www.legislation.gov.uk/ukpga/1969/46/section/9",
)
BANK_HOLIDAYS = Source(
    "Banking and Financial Dealings Act 1971",
    "schedule 1, and the proclamations made under section 1; England and Wales",
    Binding.LAW,
    date(1971, 12, 16),
    "https://www.legislation.gov.uk/ukpga/1971/80/schedule/1",
)
EMERGENCY_DUTY = Source(
    "Wayhome",
    "outside a council's office hours its duties are answered by its emergency duty team",
    Binding.DESIGN,
    date(2026, 11, 1),
)
STARTING_LEVEL = Source(
    "Wayhome",
    "a level is in force from the first moment; it is medium, or high for the known concerns "
    "a protocol names",
    Binding.DESIGN,
    date(2026, 11, 1),
)
VERY_LOW = Source(
    "Wayhome",
    "very low is not offered for a child unless the local protocol says so",
    Binding.DESIGN,
    date(2026, 11, 1),
)
LACK_OF_INFORMATION = Source(
    "Authorised Professional Practice: missing persons (College of Policing)",
    "a lack of information is not evidence that the person is safe",
    Binding.PROFESSIONAL_PRACTICE,
    date(2017, 1, 11),
    "https://www.college.police.uk/app/major-investigation-and-public-protection/"
    "missing-persons/missing-person-investigations",
)
OUT_OF_AREA = Source(
    "Making Connections (The Children's Society)",
    "children placed away from their area face more barriers to being found and helped",
    Binding.DESIGN,
    date(2017, 1, 1),
    "https://www.childrenssociety.org.uk/news-and-blogs/our-blog/"
    "five-changes-that-could-make-a-difference-to-missing-children-and-young",
)
CHILD_RESCUE_ALERT = Source(
    "Authorised Professional Practice: missing persons (College of Policing)",
    "supervisors consider a Child Rescue Alert: under 18, imminent danger, enough to tell "
    "the public",
    Binding.PROFESSIONAL_PRACTICE,
    date(2017, 1, 11),
    "https://www.college.police.uk/app/major-investigation-and-public-protection/"
    "missing-persons/missing-persons-quick-reference-guides/supervisors-and-first-line-managers",
)
WALES_GUIDE = Source(
    "All Wales Practice Guide: safeguarding children who go missing from home or care",
    "return discussion: good practice in Wales, where the 72 hours are not in statutory guidance",
    Binding.PROFESSIONAL_PRACTICE,
    date(2021, 2, 1),
    "https://safeguarding.wales/en/chi-i/chi-i-c6/c6-p9/",
)
WHO_NEEDS_TO_KNOW = Source(
    "Missing from home and care protocol (South Yorkshire)",
    "who needs to know when a child goes missing, and when the child is back",
    Binding.LOCAL,
    date(2020, 1, 1),
    "https://fdocuments.in/document/"
    "south-yorkshire-missing-from-home-and-care-protocol-2020-children-who-go-missing.html",
)
PARTNERSHIP = Source(
    "Authorised Professional Practice: missing persons (College of Policing)",
    "partnership working: finding is for police; those who care for the child share the duty",
    Binding.PROFESSIONAL_PRACTICE,
    date(2017, 1, 11),
    "https://www.college.police.uk/app/missing-persons/partnership-working",
)
TWO_OWNERS = Source(
    "Runaway and missing from home or care protocol (Cambridgeshire)",
    "each area has an agreed protocol with two named owners, one police and one council",
    Binding.LOCAL,
    date(2014, 1, 1),
    "https://safeguardingcambspeterborough.org.uk/children-board/professionals/procedures/"
    "cambridgeshire-runaway-and-missing-from-home-or-care-protocol",
)
INTERVIEW_FORM = Source(
    "Return interview form and guidance (Knowsley and others)",
    "the form is completed, with each attempt, when no interview could be held",
    Binding.LOCAL,
    date(2014, 1, 1),
    "https://docsbay.net/appendix-2-return-interview-form-and-guidance-to-be-returned-to",
)
PUSH_AND_PULL = Source(
    "All Wales Practice Guide: safeguarding children who go missing from home or care",
    "push and pull reasons, and harms met while away",
    Binding.PROFESSIONAL_PRACTICE,
    date(2021, 2, 1),
    "https://safeguarding.wales/en/chi-i/chi-i-c6/c6-p9/",
)
HIGHER_STANDS = Source(
    "Wayhome",
    "until police and children's services agree, the higher level stands and the difference "
    "climbs a ladder",
    Binding.DESIGN,
    date(2026, 11, 1),
)
INTERVIEWER_NAMED = Source(
    "Wayhome",
    "a person is named as an interviewer only by their own agency, which answers for what was "
    "heard",
    Binding.DESIGN,
    date(2026, 11, 1),
)
SAME_CHILD = Source(
    "Wayhome",
    "only the same whole name and date of birth are joined without a person",
    Binding.DESIGN,
    date(2026, 11, 1),
)
CONTRADICTIONS = Source(
    "SSDA903 children looked after return: validation rules (DfE)",
    "rules 567 and 586: no end before a start, no date before birth",
    Binding.LAW,
    date(2014, 4, 1),
    "https://github.com/SocialFinanceDigitalLabs/quality-lac-data-beta-validator",
)
LONDON_TIME = Source(
    "Summer Time Act 1972",
    "section 1: the period of summer time, when clocks are an hour ahead",
    Binding.LAW,
    date(2002, 3, 11),
    "https://www.legislation.gov.uk/ukpga/1972/6/section/1",
)
