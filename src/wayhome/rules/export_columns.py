"""The words above each fact that may be taken out, and the name it is kept under.

What class a fact is of, and which sections show it, is said where it is stored and nowhere again.
Their order is the order of the file.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One fact: its words, and the name it is kept under."""

    title: str
    field: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an export about one episode or child: its words, and its facts."""

    title: str
    columns: tuple[Column, ...]


# What stands above an export of facts, one a line; and above the mark at the end of each line.
OF_FACTS = (Column("Part", ""), Column("What?", ""), Column("What is recorded", ""))
WATERMARK = Column("Watermark", "")
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

OF_ONE_CHILD = Part("The child", OF_CHILD)
OF_ONE_EPISODE = Part("The episode", OF_EPISODE)
OF_ONE_REPORT = Part(
    "Missing report",
    (
        Column("Last seen", "last_seen_at"),
        Column("Last seen at", "last_seen_place"),
        Column("Why worried", "why_worried"),
        Column("How the child looks", "description"),
        Column("Clothing", "clothing"),
        Column("Reported by", "reporter_name"),
    ),
)
OF_ONE_ANSWER = Part("Answer to a question of the report", (Column("Answer", "answer"),))
OF_ONE_ASSESSMENT = Part(
    "Assessment of risk",
    (
        Column("Side", "side"),
        Column("Level of risk", "level"),
        Column("Why?", "reasons"),
    ),
)
OF_ONE_STEP = Part(
    "Step",
    (
        Column("What is to be done", "title"),
        Column("Due by", "due_at"),
        Column("Done", "done_at"),
        Column("Outcome", "outcome"),
    ),
)
OF_ONE_DUTY = Part(
    "Duty",
    (
        Column("What is due", "kind"),
        Column("Due by", "due_at"),
        Column("Done", "met_at"),
    ),
)
OF_ONE_SIGHTING = Part(
    "Sighting",
    (
        Column("Seen", "at"),
        Column("Where?", "place"),
        Column("What was seen", "description"),
        Column("Who saw the child", "source_name"),
    ),
)
OF_ONE_LOCATED = Part(
    "Located",
    (
        Column("When?", "at"),
        Column("Where?", "place"),
        Column("How", "circumstances"),
    ),
)
OF_ONE_RETURNED = Part(
    "Returned",
    (
        Column("When?", "at"),
        Column("To", "to"),
        Column("How", "circumstances"),
    ),
)
OF_ONE_SEEN = Part(
    "Seen by police",
    (
        Column("When?", "at"),
        Column("What the child told the police", "account"),
        Column("Harm", "harm_detail"),
    ),
)
OF_ONE_PLAN = Part(
    "Support plan",
    (
        Column("Plan", "summary"),
        Column("Why none is needed", "not_needed_because"),
    ),
)
OF_ONE_SUPPORT = Part(
    "Support that was agreed",
    (
        Column("What?", "what"),
        Column("Due by", "due_date"),
        Column("Done", "done_at"),
    ),
)
THE_CHILD, THE_EPISODE = Column("The child", ""), Column("The episode", "")
THEIR_CARE, THEIR_CONTACT = Column("Care", ""), Column("Parent or carer", "")
THEIR_CONCERN = Column("Lasting concern", "")
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
