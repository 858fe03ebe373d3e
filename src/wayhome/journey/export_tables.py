"""Which facts each kind of export may hold, in order: the words above them and where they are kept.

What class a fact is of, and which sections show it, is said where it is stored (`HANDLING`) and
nowhere again. What a child said in a return home interview is not taken out: it is released part
by part, on its own page.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from wayhome.journey import account as accounts
from wayhome.platform import handling
from wayhome.rules import risk


class Kept(Protocol):
    """A stored row, which says what it holds."""

    HANDLING: ClassVar[handling.Fields]


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of a row: its words, and the name it is kept under."""

    title: str
    field: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an export about one episode or child: its words, its rows, and their facts."""

    title: str
    rows: Callable[[accounts.Whole], Iterable[Kept]]
    columns: tuple[Column, ...]


# One line an episode: facts of the episode, then of its child.
OF_EPISODE = (
    Column("Reference", "reference"),
    Column("Type", "type"),
    Column("Level of risk", "level"),
    Column("Where it stands", "state"),
    Column("Missing since", "absent_from"),
    Column("Back since", "absent_until"),
    Column("Police reference", "police_reference"),
)
OF_CHILD = (
    Column("First name", "given_name"),
    Column("Family name", "family_name"),
    Column("Date of birth", "date_of_birth"),
)
OF_DUTY = (
    Column("What is due", "kind"),
    Column("Due by", "due_at"),
    Column("Owed by", "owner_post"),
)


def _standing(rows: Iterable[Kept]) -> list[Kept]:
    """Those that were neither corrected nor withdrawn since."""
    held = list(rows)
    corrected = {getattr(row, "corrects_id", None) for row in held}
    return [
        row
        for row in held
        if getattr(row, "id", None) not in corrected and not getattr(row, "withdrawn", False)
    ]


def _assessments(whole: accounts.Whole) -> Iterable[Kept]:
    """Nothing while one side still judges blind: an export must not open its eyes."""
    return whole.risk.assessments if risk.both_in(whole.account) else []


EPISODE: tuple[Part, ...] = (
    Part("The child", lambda whole: [whole.child.child], OF_CHILD),
    Part("The episode", lambda whole: [whole.episode], OF_EPISODE),
    Part(
        "Missing report",
        lambda whole: _standing(whole.intake.reports),
        (
            Column("Last seen", "last_seen_at"),
            Column("Last seen at", "last_seen_place"),
            Column("Why worried", "why_worried"),
            Column("How the child looks", "description"),
            Column("Clothing", "clothing"),
            Column("Reported by", "reporter_name"),
        ),
    ),
    Part(
        "Answer to a question of the report",
        lambda whole: _standing(whole.intake.answers),
        (Column("Answer", "answer"),),
    ),
    Part(
        "Assessment of risk",
        _assessments,
        (Column("Side", "side"), Column("Level of risk", "level"), Column("Why?", "reasons")),
    ),
    Part(
        "Step",
        lambda whole: whole.response.steps,
        (
            Column("What is to be done", "title"),
            Column("Due by", "due_at"),
            Column("Done", "done_at"),
            Column("Outcome", "outcome"),
        ),
    ),
    Part(
        "Duty",
        lambda whole: whole.response.duties,
        (Column("What is due", "kind"), Column("Due by", "due_at"), Column("Done", "met_at")),
    ),
    Part(
        "Sighting",
        lambda whole: _standing(whole.search.sightings),
        (
            Column("Seen", "at"),
            Column("Where?", "place"),
            Column("What was seen", "description"),
            Column("Who saw the child", "source_name"),
        ),
    ),
    Part(
        "Located",
        lambda whole: _standing(whole.found.located),
        (Column("When?", "at"), Column("Where?", "place"), Column("How", "circumstances")),
    ),
    Part(
        "Returned",
        lambda whole: _standing(whole.found.returned),
        (Column("When?", "at"), Column("To", "to"), Column("How", "circumstances")),
    ),
    Part(
        "Seen by police",
        lambda whole: _standing(whole.found.seen),
        (
            Column("When?", "at"),
            Column("What the child told the police", "account"),
            Column("Harm", "harm_detail"),
        ),
    ),
    Part(
        "Support plan",
        lambda whole: whole.support.plans,
        (Column("Plan", "summary"), Column("Why none is needed", "not_needed_because")),
    ),
    Part(
        "Support that was agreed",
        lambda whole: whole.support.actions,
        (Column("What?", "what"), Column("Due by", "due_date"), Column("Done", "done_at")),
    ),
)
RECORD = (
    *OF_CHILD,
    Column("Known as", "known_as"),
    Column("Sex", "sex"),
    Column("Ethnicity", "ethnicity"),
    Column("Language", "language"),
    Column("How the child looks", "description"),
)
CARE = (
    Column("Responsible council", "responsible_authority"),
    Column("Lives at", "placement"),
    Column("Legal basis", "legal_basis"),
    Column("Police force", "host_force"),
    Column("School", "school"),
    Column("Health", "health"),
)
CONTACT = (
    Column("Name", "name"),
    Column("Who they are", "relationship"),
    Column("Telephone", "telephone"),
    Column("Email", "email"),
    Column("Not safe to tell", "unsafe_reason"),
)
MARKER = (Column("Concern", "marker"), Column("Evidence", "evidence"))
