"""Who goes missing and how often: everybody, those looked after, by age, sex and ethnicity."""

from wayhome.simulation import published
from wayhome.simulation.careers import Group
from wayhome.simulation.targets import figures
from wayhome.simulation.targets.row import Row

OFTEN = 10
ROWS: tuple[Row, ...] = (
    Row(
        "absences of a thousand children in a year",
        15.6,
        14.1,
        17.1,
        "MBP ONS",
        figures.a_thousand(lambda c: float(c.is_missing.sum())),
    ),
    Row(
        "children of a thousand, missing in a year",
        5.0,
        4.3,
        5.7,
        "MP2324",
        figures.a_thousand(lambda c: float(len(c.everybody.child))),
    ),
    Row(
        "absences of each missing child",
        2.9,
        2.3,
        3.2,
        "MP2324 IICSA22 SIDE19",
        lambda c: float(c.everybody.count.mean()),
    ),
    Row(
        "absences that are repeats (%)",
        65,
        60,
        70,
        "GALI21 TRACKS",
        lambda c: 100 * (1 - len(c.everybody.child) / float(c.everybody.count.sum())),
    ),
    Row(
        "children missing once in a year (%)",
        57,
        52,
        66,
        "SIDE19 DEVON21",
        lambda c: c.share(c.everybody.count == 1),
    ),
    Row(
        "children missing ten times or more (%)",
        4,
        3,
        6,
        "SIDE19 GALI21",
        lambda c: c.share(c.everybody.count >= OFTEN),
    ),
    Row(
        "absences of those children (%)",
        30,
        28,
        36,
        "SIDE19 GALI21",
        lambda c: (
            100
            * float(c.everybody.count[c.everybody.count >= OFTEN].sum() / c.everybody.count.sum())
        ),
    ),
    Row(
        "missing children who are looked after (%)",
        19,
        16,
        22,
        "IICSA22",
        lambda c: c.share(c.of.children.is_care[c.everybody.child]),
    ),
    Row(
        "absences of children looked after (%)",
        39,
        32,
        46,
        "IICSA22 DFE",
        lambda c: c.share(c.is_care, of=c.is_missing),
        "police (36) and councils (42) count different things: both are within",
    ),
    Row(
        "children looked after, missing in a year (%)",
        11.2,
        10.5,
        11.9,
        "DFE",
        lambda c: 100 * len(c.of_care.child) / c.number_of_years / c.looked_after,
    ),
    Row(
        "absences of each of them", 6.45, 6.05, 6.85, "DFE", lambda c: float(c.of_care.count.mean())
    ),
    Row(
        "… of an area, spread",
        2.1,
        1.4,
        2.8,
        "DFE",
        lambda c: float(c.of_areas(c.of_care)[0].std()),
    ),
    Row("of them, more than once (%)", 63.1, 61, 65, "DFE", lambda c: c.share(c.of_care.count > 1)),
    Row(
        "… of an area, spread", 7.3, 3.5, 9, "DFE", lambda c: float(c.of_areas(c.of_care)[1].std())
    ),
    Row(
        "missing children not looked after, once (%)",
        69,
        64,
        74,
        "DEVON21",
        lambda c: c.share(c.everybody.count[~c.of.children.is_care[c.everybody.child]] == 1),
    ),
    Row("absences from foster care (%)", 18, 15, 21, "DFE", figures.placed(1)),
    Row("absences from children's homes (%)", 32, 29, 35, "DFE", figures.placed(2)),
    Row("absences from supported and other places (%)", 48, 45, 51, "DFE", figures.placed(3)),
    Row("absences from parents, of those looked after (%)", 2, 0, 5, "DFE", figures.placed(0)),
    Row(
        "absences outside the council's area (%)",
        46,
        43,
        49,
        "DFE",
        lambda c: c.share(c.of.circumstances.host != c.of.children.area[c.child], of=c.is_care),
    ),
    Row(
        "absences of those looked after, at 10 to 15 (%)",
        45,
        42,
        48,
        "DFE",
        lambda c: c.share(figures.between(c.of.circumstances.age, 10, 16), of=c.is_care),
    ),
    Row(
        "… at 16 or 17 (%)",
        55,
        52,
        58,
        "DFE",
        lambda c: c.share(c.of.circumstances.age >= 16, of=c.is_care),
    ),
    Row("absences at 12 to 17 (%)", 93, 90, 96, "WILLIS17", figures.of_age(12, 18)),
    Row("absences at 15 to 17 (%)", 58, 55, 61, "WILLIS17", figures.of_age(15, 18)),
    Row(
        "girls' absences, at 12 to 17 (%)",
        48.8,
        46.8,
        50.8,
        "TCS20",
        lambda c: c.share(c.of.children.is_girl[c.child], of=c.of.circumstances.age >= 12),
    ),
    Row(
        "White, as the police record it, where known (%)",
        76,
        73,
        79,
        "MBP",
        figures.police_say(0, 1),
    ),
    Row("Black (%)", 14, 11, 17, "MBP", figures.police_say(3)),
    Row("Asian (%)", 5, 2, 8, "MBP", figures.police_say(2)),
    Row("other (%)", 5, 2, 8, "MBP", figures.police_say(4)),
    Row(
        "Black against White, missing of those looked after",
        1.58,
        1.43,
        1.73,
        "DFE",
        figures.relative_risk,
    ),
    Row(
        "exploited children looked after, missing (%)",
        48,
        43,
        53,
        "MPCARE",
        figures.missing_of(Group.EXPLOITED, published.EXPLOITED[0]),
    ),
    Row("… absences of each", 10.6, 9.6, 11.6, "MPCARE", figures.each_of(Group.EXPLOITED)),
    Row(
        "trafficked children looked after, missing (%)",
        31,
        26,
        36,
        "ECPAT22",
        figures.missing_of(Group.TRAFFICKED, published.TRAFFICKED[0]),
    ),
    Row("… absences of each", 8, 7, 9, "ECPAT22", figures.each_of(Group.TRAFFICKED)),
    Row(
        "unaccompanied children, missing (%)",
        13,
        8,
        18,
        "ECPAT22",
        figures.missing_of(Group.UNACCOMPANIED, published.UNACCOMPANIED[0]),
    ),
    Row("… absences of each", 2.5, 1.5, 3.5, "ECPAT22", figures.each_of(Group.UNACCOMPANIED)),
    Row(
        "looked after and missing on 31 March (%)",
        0.36,
        0.2,
        0.4,
        "DFE",
        lambda c: (
            100
            * c.away_on(3, 31)
            / (c.looked_after * published.LOOKED_AFTER_ON_THE_DAY / published.LOOKED_AFTER)
        ),
    ),
    Row(
        "English areas that call nothing away without authorisation (%)",
        41,
        35,
        52,
        "DFE",
        figures.no_area_away,
    ),
)
