"""The part of the list of rules about what is measured and shown (see `contents`)."""

from wayhome.rules import breakdowns, disclosure, measures
from wayhome.rules import sources as s

ROWS: tuple[tuple[str, str, tuple[s.Source, ...]], ...] = (
    (
        "What is measured, of whom, over what, and what has to be recorded before it can be.",
        "measures.DEFINED",
        (measures.ASKED_OF_COUNCILS, breakdowns.POLICE_TEMPLATE, measures.CONSISTENCY),
    ),
    (
        "A measure is broken down by what the national returns ask, and not known is a value.",
        "breakdowns.VALUES",
        (breakdowns.POLICE_TEMPLATE, breakdowns.LOOKED_AFTER_STATISTICS),
    ),
    (
        "A year runs from 1 April to 31 March, and its first quarter from April to June.",
        "breakdowns.quarter_of",
        (breakdowns.LOOKED_AFTER_STATISTICS, s.LONDON_TIME),
    ),
    (
        "An absence is in the band of its last second; one that goes on is in none yet.",
        "breakdowns.duration_band",
        (breakdowns.POLICE_TEMPLATE,),
    ),
    (
        "An age is in the bands of the national statistics.",
        "breakdowns.age_band",
        (breakdowns.LOOKED_AFTER_STATISTICS,),
    ),
    (
        "A sex or an ethnic group recorded in words, or by a national code, is counted in one of "
        "a few; words that say neither are counted apart, and not as unknown.",
        "breakdowns.ethnicity_of",
        (breakdowns.POLICE_TEMPLATE, breakdowns.LOOKED_AFTER_STATISTICS),
    ),
    (
        "A share or a time is compared with another only where 85 of 100 are recorded in full, and "
        "30 are counted.",
        "measures.comparison",
        (measures.CONSISTENCY,),
    ),
    (
        "Outside the agency whose children they are, a count from one to seven, or of one to seven "
        "children, is hidden and any other is rounded to the nearest five.",
        "disclosure.outside",
        (disclosure.HOSPITAL_STATISTICS,),
    ),
    (
        "A hidden part of a sum may still be one of at least three counts, whatever is shown of "
        "the sum and of its other parts.",
        "disclosure.is_safe",
        (disclosure.HOSPITAL_STATISTICS,),
    ),
    (
        "Where the values of a period or the quarters of a year would give a hidden count away, "
        "none of them is shown; where only all sums of a year together would, none of its "
        "quarters.",
        "outside.table",
        (disclosure.HOSPITAL_STATISTICS,),
    ),
)
