"""What each absence is: how long, how far, where and when; who finds the child; harm."""

import numpy as np

from wayhome.simulation.counting import FOUR_WEEKS
from wayhome.simulation.targets import figures
from wayhome.simulation.targets.row import Row

TWO_DAYS = 48
WEEK = 7 * 24
MONTH = 30 * 24
ROWS: tuple[Row, ...] = (
    Row(
        "over in 8 hours (%)",
        50,
        47,
        53,
        "TRACKS",
        figures.within(8),
        "53 in 2015/16, 47 in 2016/17",
    ),
    Row(
        "over in 24 hours (%)",
        76,
        72,
        80,
        "TRACKS GRAMP12",
        figures.within(24),
        "one force says more than 90 (OU23): the other sources are followed",
    ),
    Row("over in 48 hours (%)", 87, 85, 89, "HL6802", figures.within(TWO_DAYS)),
    Row(
        "longer than 7 days (%)", 2.5, 2, 3, "TRACKS", lambda c: c.share(c.of.absences.hours > WEEK)
    ),
    Row(
        "of those looked after, longer than 30 days (%)",
        0.5,
        0.35,
        0.65,
        "DFE",
        lambda c: c.share(c.of.absences.hours > MONTH, of=c.is_care),
    ),
    Row(
        "longer than 48 hours, White (%)",
        13,
        11,
        15,
        "ETHN23",
        figures.beyond(TWO_DAYS, ethnicity="White"),
    ),
    Row(
        "longer than 48 hours, Asian (%)",
        14,
        12,
        16,
        "ETHN23",
        figures.beyond(TWO_DAYS, ethnicity="Asian"),
    ),
    Row(
        "longer than 48 hours, Black (%)",
        20,
        18,
        22,
        "ETHN23",
        figures.beyond(TWO_DAYS, ethnicity="Black"),
    ),
    Row(
        "first repeats within 28 days (%)",
        55,
        50,
        60,
        "SIDE19",
        lambda c: c.share(c.first_repeat <= FOUR_WEEKS),
    ),
    Row("kilometres at 12 to 14: half within", 3, 2.4, 3.6, "GRAMP12", figures.kilometres(0.5)),
    Row("… 80% within", 18, 14.4, 21.6, "GRAMP12", figures.kilometres(0.8)),
    Row("… 90% within", 43, 34.4, 51.6, "GRAMP12", figures.kilometres(0.9)),
    Row(
        "kilometres under ten: half within",
        0.5,
        0.35,
        0.65,
        "ISRID",
        lambda c: float(np.median(c.of.circumstances.kilometres[c.of.circumstances.age < 10])),
    ),
    Row("found at home, at 12 to 14 (%)", 25, 21, 29, "GRAMP12", figures.found(0)),
    Row("… at a friend's (%)", 24, 20, 28, "GRAMP12", figures.found(1)),
    Row("… in a street or park (%)", 19, 15, 23, "GRAMP12", figures.found(2)),
    Row("… at a relative's (%)", 12, 8, 16, "GRAMP12", figures.found(3)),
    Row("… in shops and the like (%)", 11, 7, 15, "GRAMP12", figures.found(4)),
    Row("came back alone (%)", 43, 38, 48, "TCS20", figures.by(0)),
    Row("found by the police (%)", 29, 24, 34, "TCS20", figures.by(1)),
    Row(
        "harm recorded (%)",
        2.5,
        1.5,
        4,
        "DB20 HL6802",
        lambda c: c.share(c.of.circumstances.harmed),
    ),
    Row(
        "a sexual offence while missing (%)",
        0.3,
        0.2,
        0.4,
        "TCS20",
        lambda c: c.share(c.of.circumstances.sexual_offence),
    ),
    Row(
        "absences of children at risk of sexual exploitation (%)",
        9,
        8,
        10,
        "MBP IICSA22",
        lambda c: c.share(c.of.concerns.sexual_exploitation[c.child]),
        "two counts of such flags are published, 17,084 and 22,786: the share of 9 is followed",
    ),
    Row("… of girls (%)", 73, 69, 77, "TCS20", figures.cse_girls),
    Row("absences in July against the mean month", 1.28, 1.13, 1.43, "CLEV19", figures.month(7)),
    Row("absences in February", 0.80, 0.65, 0.95, "CLEV19", figures.month(2)),
)
