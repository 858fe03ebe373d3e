"""What ties somebody to a child: each relation, who holds it, since when, until when.

A relation is never set by hand. It follows from what is recorded: parts in episodes, the newest
care arrangement, duties, and what a plan asks. One that has ended gives nothing at the next
question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from wayhome.rules import facts, sources
from wayhome.rules.vocabulary import Capacity

SOURCE = sources.NEED_TO_KNOW


class Kind(StrEnum):
    """What ties an agency, or a person in it, to a child."""

    LEAD = "lead"
    ALLOCATED = "allocated"
    PLACED_NOW = "placed now"
    RECEIVING_FORCE = "receiving force"
    NETWORK_MEMBER = "network member until"
    NAMED = "named"
    EPISODE_DUTY = "episode duty"
    FAMILY_APPROVED = "family approved"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Relation:
    """Who holds a relation, when it begins and ends, and which record says so."""

    held_by: str
    begins: str
    ends: str
    known_from: str


RELATIONS: Mapping[Kind, Relation] = {
    Kind.LEAD: Relation(
        "the lead police force and the responsible council",
        "when the episode opens, or care names the agency",
        "when care has passed to another and nothing is left to do",
        "parts in the episode; the care arrangement",
    ),
    Kind.ALLOCATED: Relation(
        "the host council, and the home force where another force leads",
        "when care names the agency",
        "when care names another and nothing is left to do",
        "the care arrangement",
    ),
    Kind.PLACED_NOW: Relation(
        "the home where the child lives",
        "when care names the home",
        "when care names another home; for an old episode, when it closes",
        "the care arrangement; parts in the episode",
    ),
    Kind.RECEIVING_FORCE: Relation(
        "other police forces that are told",
        "when the force is told of the episode",
        "with the part, which reads the summary alone",
        "parts in the episode",
    ),
    Kind.NETWORK_MEMBER: Relation(
        "the school, the health service, the interview provider, the national unit",
        "when care names them, or they are asked or told",
        "when the episode closes, or what they were asked is done",
        "parts in the episode; the care arrangement",
    ),
    Kind.NAMED: Relation(
        "the social worker of the child, the interviewer of an interview, the reviewer of a look",
        "when somebody is named",
        "when another is named; a reviewer's once it is answered",
        "the care arrangement; the interview; the review",
    ),
    Kind.EPISODE_DUTY: Relation(
        "the post a duty, a step or support is asked of",
        "when it is asked",
        "when it is met, declined or stood down",
        "duties, steps and plans",
    ),
    Kind.FAMILY_APPROVED: Relation(
        "nobody: no page for families is built", "never", "never", "nothing recorded yet"
    ),
    Kind.NONE: Relation(
        "everybody else, and whoever reported a child that others know",
        "always",
        "with another relation",
        "the absence of every other",
    ),
}
OF_PART: Mapping[Capacity, Kind] = {
    Capacity.HOST_FORCE: Kind.LEAD,
    Capacity.RESPONSIBLE_AUTHORITY: Kind.LEAD,
    Capacity.HOME_FORCE: Kind.ALLOCATED,
    Capacity.HOST_AUTHORITY: Kind.ALLOCATED,
    Capacity.PLACEMENT: Kind.PLACED_NOW,
    Capacity.OTHER_FORCES: Kind.RECEIVING_FORCE,
    Capacity.SCHOOL: Kind.NETWORK_MEMBER,
    Capacity.HEALTH: Kind.NETWORK_MEMBER,
    Capacity.INTERVIEW_PROVIDER: Kind.NETWORK_MEMBER,
    Capacity.NATIONAL_UNIT: Kind.NETWORK_MEMBER,
    Capacity.REPORTER: Kind.NETWORK_MEMBER,
}


def kinds_of(viewer: facts.Viewer, relations: tuple[facts.Relation, ...]) -> frozenset[Kind]:
    """What ties the viewer's agency to a child by these parts; `none` where nothing does."""
    held = frozenset(
        OF_PART[relation.party.capacity]
        for relation in relations
        if relation.party.agency_id == viewer.agency_id and relation.ended_at is None
    )
    return held or frozenset({Kind.NONE})
