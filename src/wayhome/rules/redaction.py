"""What is held back from whom, section by section of an episode.

The part an agency plays decides which sections it reads; a section nobody is named for is
held back. The sections it reads decide which facts of the child's own record are open to it,
wherever they are shown. The words a child asked to keep confidential go to no one by rule, only
by release.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from wayhome.rules import access, facts, sources
from wayhome.rules.vocabulary import AgencyKind, Capacity, InterviewPart, Matter, PostKind

SOURCE = sources.NEED_TO_KNOW


class Section(StrEnum):
    """A part of an episode that may be held back as a whole."""

    SUMMARY = "summary"
    REPORT = "missing report"
    RISK = "risk assessments"
    RESPONSE = "steps, duties and notices"
    SEARCH = "sightings and hypotheses"
    FOUND = "located, returned and seen"
    INTERVIEW_OFFERS = "return home interview offers"
    INTERVIEW_SHAREABLE = "shared interview findings"
    INTELLIGENCE = "interview intelligence"
    SUPPORT = "support"
    FAMILY = "family contacts"


_KEYS = frozenset(
    {
        Capacity.HOME_FORCE,
        Capacity.HOST_FORCE,
        Capacity.RESPONSIBLE_AUTHORITY,
        Capacity.HOST_AUTHORITY,
    }
)
_CARE = frozenset({Capacity.PLACEMENT})
_PROVIDER = frozenset({Capacity.INTERVIEW_PROVIDER})
_AROUND = frozenset({Capacity.HEALTH, Capacity.SCHOOL})
_REPORTER = frozenset({Capacity.REPORTER})
_NATIONAL = frozenset({Capacity.NATIONAL_UNIT, Capacity.OTHER_FORCES})

SEEN_BY: dict[Section, frozenset[Capacity]] = {
    Section.SUMMARY: _KEYS | _CARE | _PROVIDER | _AROUND | _REPORTER | _NATIONAL,
    Section.REPORT: _KEYS | _CARE | _REPORTER,
    Section.RISK: _KEYS,
    Section.RESPONSE: _KEYS | _CARE,
    Section.SEARCH: _KEYS | _CARE,
    Section.FOUND: _KEYS | _CARE | _PROVIDER | _AROUND,
    Section.INTERVIEW_OFFERS: _KEYS | _PROVIDER | _CARE,
    Section.INTERVIEW_SHAREABLE: _KEYS | _PROVIDER,
    Section.INTELLIGENCE: frozenset({Capacity.HOME_FORCE, Capacity.HOST_FORCE}),
    Section.SUPPORT: _KEYS | _CARE | _PROVIDER,
    Section.FAMILY: _KEYS | _CARE,
}


# What an emergency look shows: what finds a child and keeps them safe tonight. Not the family, not
# what the child said to an interviewer, not intelligence.
SEEN_IN_AN_EMERGENCY = frozenset(
    {
        Section.SUMMARY,
        Section.REPORT,
        Section.RISK,
        Section.RESPONSE,
        Section.SEARCH,
        Section.FOUND,
    }
)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What goes unsaid to somebody of whom a matter is withheld, and why so much."""

    sections: frozenset[Section]
    facts: frozenset[str]
    why: str


_WHERE = frozenset(
    {
        "placement_id",
        "school_id",
        "health_id",
        "host_authority_id",
        "host_force_id",
        "home_force_id",
    }
)
_ALL = frozenset(Section)
HELD_BACK: dict[Matter, HeldBack] = {
    Matter.EVERYTHING: HeldBack(_ALL, frozenset(), "The child does not exist for them."),
    Matter.RETURN: HeldBack(
        _ALL, frozenset(), "Whether a child is back shows in every part of an episode."
    ),
    Matter.WHEREABOUTS: HeldBack(
        _ALL - {Section.SUMMARY}, _WHERE, "Any free text may say where a child is."
    ),
    Matter.PLACEMENT: HeldBack(
        frozenset(
            {
                Section.REPORT,
                Section.RISK,
                Section.RESPONSE,
                Section.SEARCH,
                Section.FOUND,
                Section.INTERVIEW_OFFERS,
                Section.INTERVIEW_SHAREABLE,
                Section.SUPPORT,
            }
        ),
        _WHERE,
        "Steps, reports and plans name the home, and so does the school the child goes to.",
    ),
}
# A child of whom one of these is withheld from somebody does not exist for them.
CLOSES_THE_RECORD = frozenset(
    matter for matter, held in HELD_BACK.items() if Section.SUMMARY in held.sections
)


def sections_for(
    viewer: facts.Viewer, *, parties: tuple[facts.Party, ...], child_id: UUID | None = None
) -> frozenset[Section]:
    """The sections of an episode the viewer's agency may read; empty for one with no part.

    `child_id` says whose the episode is: what is not to be disclosed to the viewer of that child
    is held back, and an emergency look shows what it shows.
    """
    if child_id is not None and child_id in viewer.kept_from:
        return frozenset()
    held = access.capacities_of(viewer, parties)
    seen = frozenset(section for section, seen_by in SEEN_BY.items() if held & seen_by)
    if child_id is not None and child_id in viewer.opened:
        seen |= SEEN_IN_AN_EMERGENCY
    withheld = (HELD_BACK[matter].sections for matter in viewer.held_back(child_id))
    return seen.difference(*withheld)


@dataclass(frozen=True, slots=True)
class Opened:
    """Some facts of a child's own record, the sections that each open them, and why."""

    facts: tuple[str, ...]
    by: frozenset[Section]
    why: str


_ANY_PART = frozenset({Section.SUMMARY})
_LOOKS_OR_MEETS = frozenset({Section.REPORT, Section.INTERVIEW_OFFERS})
_ACTS_OR_MEETS = frozenset({Section.RESPONSE, Section.INTERVIEW_OFFERS})
CHILD_RECORD: tuple[Opened, ...] = (
    Opened(
        ("given_name", "family_name", "known_as", "age", "age_stated", "language"),
        _ANY_PART,
        "Whoever has a part must know which child is meant, how old they are and in which "
        "language to speak with them.",
    ),
    Opened(
        (
            "responsible_authority_id",
            "host_authority_id",
            "home_force_id",
            "host_force_id",
            "school_id",
            "health_id",
            "social_worker_id",
            "is_looked_after",
            "since",
        ),
        _ANY_PART,
        "Whoever has a part must know who else there is to turn to for the child.",
    ),
    Opened(
        ("date_of_birth", "sex", "ethnicity", "ethnicity_source", "description"),
        _LOOKS_OR_MEETS,
        "Those who look for the child, and those who meet them afterwards, must know them when "
        "they see them.",
    ),
    Opened(
        ("placement_id", "legal_basis"),
        _ACTS_OR_MEETS,
        "Where the child lives, and on what basis, is for those who act while the child is away "
        "and those who go to meet them. An address in the wrong hands is a danger.",
    ),
    Opened(
        ("markers",),
        _ACTS_OR_MEETS,
        "Lasting concerns are for those who keep the child safe, and for those who meet them "
        "alone.",
    ),
    Opened(
        ("contacts",),
        frozenset({Section.FAMILY}),
        "Parents and carers, and who of them is not safe to tell, are for those who tell them.",
    ),
)
TELLS_APART = frozenset(
    {"given_name", "family_name", "known_as", "date_of_birth", "age", "age_stated"}
)


def child_facts_for(
    sections: Collection[Section], *, held_back: Collection[Matter] = ()
) -> frozenset[str]:
    """The facts of a child's own record that are open to an agency reading these sections.

    By the names under which they are kept; `markers` are the lasting concerns. Whoever may look
    a child up is shown `TELLS_APART` of each child found, and no more until they say why.
    `held_back` is what is not to be disclosed to the reader of this child.
    """
    readable = frozenset(sections)
    opened = frozenset(
        fact for opened in CHILD_RECORD if opened.by & readable for fact in opened.facts
    )
    return opened.difference(*(HELD_BACK[matter].facts for matter in held_back))


def parties_for(
    viewer: facts.Viewer,
    parties: Iterable[facts.Party],
    *,
    readable: frozenset[Section],
    child_id: UUID | None = None,
) -> tuple[facts.Party, ...]:
    """The parts in an episode the viewer may know of: their own, and what their part opens.

    The agency the child lives with is where the child lives, also where it is the one that
    reported.
    """
    held, unsaid = tuple(parties), viewer.held_back(child_id)
    if "placement_id" in child_facts_for(readable, held_back=unsaid):
        return held
    if unsaid:
        return tuple(party for party in held if party.agency_id == viewer.agency_id)
    homes = {party.agency_id for party in held if party.capacity is Capacity.PLACEMENT}
    hidden = homes - {viewer.agency_id}
    return tuple(party for party in held if party.agency_id not in hidden)


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Which agencies a reader is told by kind and not by name, who may not know the home.

    Those are the homes with a part, and every other children's home: where the child lived before
    is told as little, and a name that is left out tells nothing where all of them are.
    """

    homes: frozenset[UUID]
    own: UUID

    def hides(self, agency_id: UUID, kind: AgencyKind) -> bool:
        """Whether this agency is not to be named. A reader's own always is."""
        is_home = kind is AgencyKind.CARE_HOME or agency_id in self.homes
        return is_home and agency_id != self.own


def agencies_unsaid(
    viewer: facts.Viewer, parties: Iterable[facts.Party], *, knows_home: bool
) -> Unsaid | None:
    """What is not named to this reader of an episode; None for whoever may know the home."""
    if knows_home:
        return None
    homes = (party.agency_id for party in parties if party.capacity is Capacity.PLACEMENT)
    return Unsaid(frozenset(homes), viewer.agency_id)


ENDS_WITH_THE_EPISODE = _CARE | _AROUND | _REPORTER | _PROVIDER


def counts_for_record(party: facts.Party, *, closed_at: datetime | None) -> bool:
    """Whether a part in an episode still lets an agency know the child's own record of today.

    A home, a school, a health service or whoever reported knows the child while an episode is
    open, or while the newest care arrangement names them. Once the episode is closed its part
    is no reason to learn where the child has gone since. Whoever is asked to offer an interview
    after that must find the child: their part begins anew, until what they were asked is done.
    """
    if closed_at is None or party.capacity not in ENDS_WITH_THE_EPISODE:
        return True
    return begins_anew(party, closed_at=closed_at) and party.finished_at is None


def begins_anew(party: facts.Party, *, closed_at: datetime) -> bool:
    """Whether a provider was asked for an interview after the episode had closed."""
    is_provider = party.capacity is Capacity.INTERVIEW_PROVIDER
    return is_provider and party.began_at is not None and party.began_at > closed_at


def record_until(
    viewer: facts.Viewer,
    *,
    parties: tuple[facts.Party, ...],
    closed_at: datetime | None,
    child_id: UUID | None = None,
) -> datetime | None:
    """The moment after which an episode tells the viewer nothing more of the child's own record.

    None where it tells the record of today. For an agency whose every part ended with the
    episode it is the close: the family and the details are shown as they were known then.
    """
    if child_id is not None and child_id in viewer.opened:
        return None
    held = [party for party in parties if party.agency_id == viewer.agency_id]
    if any(counts_for_record(party, closed_at=closed_at) for party in held):
        return None
    return closed_at


READ_IN: dict[InterviewPart, Section] = {
    InterviewPart.CONFIDENTIAL: Section.INTERVIEW_SHAREABLE,
    InterviewPart.SHAREABLE: Section.INTERVIEW_SHAREABLE,
    InterviewPart.INTELLIGENCE: Section.INTELLIGENCE,
}
HEARD_IN: dict[InterviewPart, tuple[str, ...]] = {
    InterviewPart.CONFIDENTIAL: ("own_words", "confidential"),
    InterviewPart.SHAREABLE: (
        "shareable",
        "would_help",
        "push",
        "pull",
        "harms",
        "carer_view",
    ),
    InterviewPart.INTELLIGENCE: ("where_and_with_whom", "intelligence"),
}


KEEPS_INTERVIEWS = frozenset({PostKind.INTERVIEW_COORDINATOR, PostKind.MISSING_COORDINATOR})


def reads_all(viewer: facts.Viewer, *, provider_id: UUID, interviewer_id: UUID) -> bool:
    """Whether a person reads every part of an interview, and decides what is released of it.

    The interviewer does, and the coordinator of the agency that held it. Their colleagues read
    as anybody else does: a child's words to one person are not the whole council's.
    """
    is_of_agency = viewer.agency_id == provider_id
    is_interviewer = viewer.practitioner_id == interviewer_id
    return is_of_agency and (is_interviewer or bool(viewer.posts & KEEPS_INTERVIEWS))


def parts_readable(
    *,
    all_of_it: bool,
    released_then: Collection[InterviewPart],
    released_now: Collection[InterviewPart],
    sections: Collection[Section],
) -> tuple[InterviewPart, ...]:
    """The parts of an interview a person may read, of today or of a past moment told again.

    Whoever `reads_all` is given `all_of_it`. Anybody else reads a part only where their agency's
    part in the episode today includes it, and only if it was released at the moment told and is
    released still: what the child has since asked to be held back is read at no moment.
    `HEARD_IN` says which answers each part holds; the child's own words are of the confidential
    part.
    """
    if all_of_it:
        return tuple(InterviewPart)
    return tuple(
        part
        for part in InterviewPart
        if part in released_then and part in released_now and READ_IN[part] in sections
    )
