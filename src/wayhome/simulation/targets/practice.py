"""What the agencies do: grades of risk, two models of what can be told, interviews."""

from wayhome.simulation import models
from wayhome.simulation.targets import figures
from wayhome.simulation.targets.row import Row

HIGH = 3
MEDIUM = 2
ROWS: tuple[Row, ...] = (
    Row(
        "graded high (%)",
        14,
        13,
        16,
        "CLEV24 DB20 VO15",
        lambda c: c.share(c.of.grades.police == HIGH),
    ),
    Row("graded medium, a low force (%)", 68, 60, 76, "VO15", figures.graded(MEDIUM, 0.1)),
    Row("graded medium, a high force (%)", 85, 80, 95, "CLEV24", figures.graded(MEDIUM, 0.9)),
    Row("graded low, a low force (%)", 1.3, 0, 3, "CLEV24", figures.graded(1, 0.1)),
    Row("graded low, a high force (%)", 13, 8, 16, "VO15", figures.graded(1, 0.9)),
    Row(
        "harm among those graded high (%)",
        11,
        9,
        13,
        "DB20",
        lambda c: c.share(c.of.circumstances.harmed, of=c.of.grades.police == HIGH),
    ),
    Row(
        "graded high among those harmed (%)",
        41,
        36,
        46,
        "DB20",
        lambda c: c.share(c.of.grades.police == HIGH, of=c.of.circumstances.harmed),
        "with the two rows above this asks that harm is nearer 4 of a hundred than 2.5",
    ),
    Row(
        "a model of harm, area under its curve",
        0.75,
        0.70,
        0.80,
        "DAV25",
        lambda c: models.of_harm(c.of),
    ),
    Row(
        "a model of repeats, right of a hundred",
        73,
        70,
        75,
        "HUTCH18",
        lambda c: models.of_repeats(c.of),
    ),
    Row(
        "interviews offered (%)",
        65,
        58,
        72,
        "MPRHI24",
        lambda c: c.share(c.of.aftermath.offered),
        "the middle of what areas say, so that half of all are heard (TCS19)",
    ),
    Row(
        "completed of those offered (%)",
        75,
        68,
        82,
        "MPRHI24",
        lambda c: c.share(c.of.aftermath.completed, of=c.of.aftermath.offered),
        "as the row above",
    ),
    Row(
        "completed within 72 hours (%)",
        63,
        58,
        68,
        "MPRHI24",
        lambda c: c.share(c.of.aftermath.held_after <= 72, of=c.of.aftermath.completed),
    ),
    Row("absences with an interview (%)", 50, 45, 55, "TCS19", figures.heard),
)
