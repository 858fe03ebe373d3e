"""The part of the list of rules about what is taken out and what is added (see `contents`)."""

from wayhome.rules import sources as s

ROWS: tuple[tuple[str, str, tuple[s.Source, ...]], ...] = (
    (
        "An export of more than 25 children is not made until a second person approves it.",
        "exports.needs_second",
        (s.PURPOSE_LIMITATION,),
    ),
    (
        "The second person is a manager of the agency that asks, and is not whoever asks.",
        "exports.may_decide",
        (s.PURPOSE_LIMITATION,),
    ),
    (
        "A fact is taken out only where it is shown both to whoever asks and to the agency it is "
        "for, at that moment, for that purpose.",
        "exports.may_be_written",
        (s.NEED_TO_KNOW, s.PURPOSE_LIMITATION),
    ),
    (
        "An export stands as its moments say: ended, declined, past its time, made, or waiting.",
        "exports.state_of",
        (s.PURPOSE_LIMITATION,),
    ),
    (
        "A photograph or document has the class of what it tells, and is shown by that.",
        "files.may_be_seen",
        (s.NEED_TO_KNOW,),
    ),
    (
        "A file is withdrawn by the agency that added it, or by those who answer for the child.",
        "files.may_withdraw",
        (s.NEED_TO_KNOW,),
    ),
)
