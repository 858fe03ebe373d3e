"""What is published of missing children in England and Wales, and where: the simulator's targets.

No record of any child is public. Each figure below is an official statistic, a research finding or
a force's answer to a freedom of information request; `SOURCES` says which. Where no figure was
found, the choice is marked as one and its reason given.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One publication: its title, the year it is about, and its address."""

    title: str
    year: str
    address: str


_EES = "https://explore-education-statistics.service.gov.uk/find-statistics/"
SOURCES: Mapping[str, Source] = {
    "DFE": Source(
        "Children looked after in England including adoptions, year to 31 March 2024 (DfE)",
        "2024",
        f"{_EES}children-looked-after-in-england-including-adoptions",
    ),
    "ONS": Source("Population estimates by age, mid-2020 (ONS)", "2020", "https://www.ons.gov.uk"),
    "MBP": Source(
        "UK Missing Persons Unit data report 2019/20, as quoted by Missing Black People",
        "2020",
        "https://www.missingblackpeople.com/statistics",
    ),
    "MP2324": Source(
        "Key information, 2023/24 (Missing People)",
        "2024",
        "https://www.missingpeople.org.uk/?p=39369",
    ),
    "IICSA22": Source(
        "Child sexual exploitation by organised networks, part G (IICSA)",
        "2022",
        "https://www.iicsa.org.uk/reports-recommendations/publications/investigation/"
        "cs-organised-networks/part-g-children-who-go-missing/g1-introduction.html",
    ),
    "SIDE19": Source(
        "Sidebottom and others, Policing and Society: 3,352 incidents of one force",
        "2019",
        "https://eprints.lancs.ac.uk/id/eprint/136715",
    ),
    "GALI21": Source(
        "Galiano López and others, The Police Journal: 2,251 incidents of one force",
        "2021",
        "https://doi.org/10.1177/0032258X211052900",
    ),
    "DEVON21": Source(
        "Children missing and return home interviews 2020/21 (Devon County Council)",
        "2021",
        "https://www.devon.gov.uk/accesstoinformation/archives/information_request/"
        "looked-after-children-missing-from-care-2",
    ),
    "WILLIS17": Source(
        "Missing persons data report 2015/16 (NCA), as quoted by WillisPalmer",
        "2016",
        "https://www.willispalmer.com/greater-consistency-required-in-recording-practices-for-missing-people-incidents/",
    ),
    "TCS20": Source(
        "Missing persons data report 2018/19 (NCA), as quoted by The Children's Society",
        "2019",
        "https://www.childrenssociety.org.uk/news-and-blogs/press-releases/statement-from-the-childrens-society-following-new-missing-persons",
    ),
    "TRACKS": Source(
        "Missing persons data report 2016/17 (NCA), tables as published by Missing Tracks",
        "2017",
        "https://github.com/pasitk/missing-tracks",
    ),
    "HL6802": Source(
        "Written answer HL6802, missing children (House of Lords)",
        "2017",
        "https://www.parallelparliament.co.uk/question/HL6802/missing-persons-children",
    ),
    "ETHN23": Source(
        "The ethnicity of missing people (Missing People)",
        "2022",
        "https://www.missingpeople.org.uk/resources/the-ethnicity-of-missing-people",
    ),
    "GRAMP12": Source(
        "Gibb and Woolnough, Missing Persons (Grampian Police): ages 12 to 14",
        "2007",
        "https://sites.google.com/site/dashdvservices/missing-persons-new/12-14",
    ),
    "ISRID": Source("Koester, Lost Person Behavior: distances of children under ten", "2008", ""),
    "DB20": Source(
        "Doyle and Barnes: 92,681 reports of one force, and the harm that was recorded",
        "2020",
        "https://doi.org/10.1007/s41887-020-00051-2",
    ),
    "DAV25": Source(
        "Davies and Sidebottom: 44,294 incidents of two forces",
        "2025",
        "https://eprints.whiterose.ac.uk/id/eprint/224606",
    ),
    "HUTCH18": Source(
        "Hutchings and others, Child Abuse and Neglect 88: 523 children of Gwent",
        "2018",
        "https://nottingham-repository.worktribe.com/output/1306147",
    ),
    "CLEV24": Source(
        "Missing children by grade of risk, 2021/22 to 2023/24 (Cleveland Police)",
        "2024",
        "https://www.cleveland.police.uk/foi-ai/cleveland-police/disclosure/2024/july/"
        "foi-69924-missing-children/",
    ),
    "CLEV19": Source(
        "Missing persons by month, 2015 and 2016 (Cleveland Police)",
        "2016",
        "https://www.cleveland.police.uk/foi-ai/cleveland-police/disclosure/2019/september/"
        "11241---missing-persons/",
    ),
    "VO15": Source(
        "Vo: 5,984 reports of Thames Valley Police",
        "2015",
        "https://www.scribd.com/document/460339131/Quoc-Thanh-Vo-pdf",
    ),
    "MPRHI24": Source(
        "The delivery of return interviews across England 2023/24 (Missing People)",
        "2024",
        "https://www.missingpeople.org.uk/the-delivery-of-return-interviews-across-england-2023-24",
    ),
    "TCS19": Source(
        "Return home interviews: missing children are being let down (The Children's Society)",
        "2018",
        "https://www.childrenssociety.org.uk/news-and-blogs/press-releases/new-research-finds-missing-children-are-being-let-down",
    ),
    "MPCARE": Source(
        "Missing from care (Missing People)",
        "2022",
        "https://www.missingpeople.org.uk/missing-from-care",
    ),
    "ECPAT22": Source(
        "Trafficked and unaccompanied children who go missing from care (ECPAT UK)",
        "2022",
        "https://www.ecpat.org.uk/news/"
        "one-in-three-trafficked-children-go-missing-from-local-authority-care",
    ),
    "OU23": Source(
        "9,184 records of Hertfordshire, 2019 to 2022 (The Open University)",
        "2023",
        "https://www5.open.ac.uk/centres/policing/news/redesigning-response-reports-missing-young-persons-can-demand-be-prevented-0",
    ),
    "TCS11": Source(
        "Still Running 3 (The Children's Society)",
        "2011",
        "http://www.childrenssociety.org.uk/news-and-blogs/press-release/child-runaways-significant-danger-professionals-fail-step",
    ),
}

# Ages of children at their absences, by single year, in hundredths (WILLIS17 gives 93 of a hundred
# at 12 to 17 and 58 at 15 to 17; DFE gives 45 of those looked after at 10 to 15 and 55 above; the
# single years between are a choice).
AGES_OF_CARE = (0, 0, 0, 0, 0, 0.02, 0.02, 0.03, 0.03, 0.1, 0.4, 0.9, 4, 9, 13, 17.5, 29, 26)
AGES_OF_HOME = (
    *(0.55, 0.55, 0.55, 0.55, 0.55, 0.65, 0.65, 0.65, 0.65, 1.7, 2.2, 2.8),
    *(5.8, 14.2, 21, 25, 13.6, 9),
)

# White, Mixed, Asian, Black, other. Of care: children missing from care in 2024 (DFE). Of home: the
# choice that gives the shares of what the police recorded (MBP), where no child is Mixed.
ETHNICITIES = ("White", "Mixed", "Asian", "Black", "Other")
ETHNICITY_OF_CARE = (8520, 1410, 730, 1410, 860)
LOOKED_AFTER_BY_ETHNICITY = (59340, 8920, 4420, 6230, 3910)
ETHNICITY_OF_HOME = (80.5, 5, 5, 7.5, 2)
# What the police record of each: in their codes nobody is Mixed (a choice), and 31 of a hundred are
# not recorded at all (MBP).
AS_POLICE_RECORD = (
    (1, 0, 0, 0, 0),
    (0.35, 0, 0, 0.45, 0.2),
    (0, 0, 1, 0, 0),
    (0, 0, 0, 1, 0),
    (0, 0, 0, 0, 1),
)
POLICE_DO_NOT_RECORD = 0.31

# Months against their mean (CLEV19, 2015 and 2016, all ages).
MONTHS = (0.83, 0.80, 1.03, 0.87, 1.09, 1.20, 1.28, 1.04, 1.01, 1.01, 0.93, 0.92)

# Incidents a year for each thousand children: the country (MBP over ONS), and three forces whose
# figures are published. The spread of the others is a choice between the lowest and the highest.
INCIDENTS_A_THOUSAND = 15.6
OF_FORCES = {"Hertfordshire": 8.4, "West Midlands": 27.0, "Cleveland": 51.0}

# Looked after in the year to 31 March 2024, England: how many, and how many of them were missing.
LOOKED_AFTER = 116_420
LOOKED_AFTER_MISSING = 13_010
INCIDENTS_OF_LOOKED_AFTER = 83_920
LOOKED_AFTER_ON_THE_DAY = 83_630
CHILDREN_OF_ENGLAND = 11_998_646
# Unaccompanied, trafficked and exploited children looked after: how many, the share of them missing
# in a year, and the episodes of each (ECPAT22, MPCARE). How many are exploited is not published;
# the number is a choice.
UNACCOMPANIED = (7_380, 0.13, 2.5)
TRAFFICKED = (1_231, 0.31, 8.0)
EXPLOITED = (4_000, 0.48, 10.6)
