"""An episode as it is listed and as it is read whole."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from wayhome.interfaces.api.v1 import words
from wayhome.interfaces.api.v1.presenters import sections
from wayhome.interfaces.api.v1.schemas import episodes, lookups
from wayhome.journey import account as accounts
from wayhome.rules import episode_state, facts, purposes
from wayhome.rules.redaction import Section


def in_list(row: Any) -> episodes.EpisodeInList:
    """One episode of a list."""
    return episodes.EpisodeInList(
        reference=row.reference,
        id=row.id,
        child=episodes.ChildInList.model_validate(row.child),
        type=row.type,
        state=row.state,
        level=row.level,
        reported_at=row.reported_at,
        last_seen_at=row.last_seen_at,
        review_due_at=row.review_due_at,
        next_due_at=row.next_due_at,
        closed_at=row.closed_at,
        owner=_owner(row),
    )


def _owner(row: Any) -> episodes.Owner:
    return episodes.Owner(
        post_id=row.owner_post_id,
        post=row.owner_post.title if row.owner_post else "",
        agency_id=row.owner_agency_id,
        agency=row.owner_agency.name if row.owner_agency else "",
        person_id=row.owner_id,
        person=row.owner.name if row.owner else "",
    )


def whole(
    read: accounts.Whole,
    *,
    viewer: facts.Viewer,
    readable: purposes.Readable,
    posts: Sequence[lookups.Post],
) -> episodes.Episode:
    """One episode as it was known, each section only if the viewer may read it.

    `posts` are those of every agency with a part that the viewer may know of.
    """
    may_read = readable.sections
    child_id = read.episode.child_id
    parties = purposes.parties_for(viewer, read.account.parties, shown=readable, child_id=child_id)
    known = {party.agency_id for party in parties}
    closed = read.account.closed
    owner = next(reversed(read.response.ownerships), None)
    blockers = episode_state.closing_blockers(read.account) if closed is None else ()
    return episodes.Episode(
        reference=read.episode.reference,
        id=read.episode.id,
        as_of=read.as_of,
        child=sections.child(read.child, readable.may_know, now=read.as_of),
        type=read.account.type,
        types=_types(read, may_read=may_read),
        state=read.state,
        level=read.level,
        starting_level=read.account.starting_level,
        reported_at=read.episode.reported_at,
        last_seen_at=read.episode.last_seen_at,
        closed_at=closed.at if closed else None,
        closing_summary=_closing(read, may_read=may_read),
        owner_post_id=owner.post_id if owner else None,
        owner_id=owner.owner_id if owner else None,
        parties=sections.each(episodes.Party, parties),
        posts=[post for post in posts if post.agency_id in known],
        people=[],
        held_back=[code(each) for each in Section if each not in may_read],
        purpose=readable.purpose,
        held_back_for_purpose=sorted(readable.held_classes),
        ask_for_address=sections.to_ask(purposes.whom_to_ask(read.account.parties, shown=readable)),
        before_closing=[words.said(blocker.reason) for blocker in blockers],
        **_sections(read, viewer=viewer, may_read=may_read),
    )


def code(section: Section) -> str:
    """A section's code."""
    return section.name.lower()


def _types(read: accounts.Whole, *, may_read: frozenset[Section]) -> list[episodes.TypeGiven]:
    given = sections.each(episodes.TypeGiven, read.recorded.types)
    if Section.RESPONSE in may_read:
        return given
    return [each.model_copy(update={"reason": None}) for each in given]


def _closing(read: accounts.Whole, *, may_read: frozenset[Section]) -> str | None:
    is_shown = read.account.closed is not None and Section.RESPONSE in may_read
    return read.episode.closing_summary if is_shown else None


def _sections(
    read: accounts.Whole, *, viewer: facts.Viewer, may_read: frozenset[Section]
) -> dict[str, Any]:
    made = {
        "missing_report": (Section.REPORT, lambda: sections.reports(read)),
        "risk": (Section.RISK, lambda: sections.risks(read, viewer)),
        "response": (Section.RESPONSE, lambda: sections.responses(read)),
        "search": (Section.SEARCH, lambda: sections.searches(read)),
        "found": (Section.FOUND, lambda: sections.ends(read)),
        "interview_offers": (Section.INTERVIEW_OFFERS, lambda: sections.offers(read)),
        "interview": (
            Section.INTERVIEW_OFFERS,
            lambda: sections.interview(read, viewer, may_read),
        ),
        "support": (Section.SUPPORT, lambda: sections.supports(read)),
        "family": (Section.FAMILY, lambda: sections.family(read)),
    }
    return {name: make() if section in may_read else None for name, (section, make) in made.items()}


def people_in(answer: object) -> set[UUID]:
    """Every practitioner named by an identifier anywhere in an answer."""
    if isinstance(answer, dict):
        own = {value for name, value in answer.items() if name in PEOPLE and value}
        return own.union(*(people_in(value) for value in answer.values()))
    if isinstance(answer, list):
        return set().union(*(people_in(value) for value in answer))
    return set()


PEOPLE = frozenset(
    {
        "recorded_by_id",
        "owner_id",
        "taken_by_id",
        "done_by_id",
        "met_by_id",
        "declined_by_id",
        "opened_by_id",
        "acknowledged_by_id",
        "accepted_by_id",
        "police_signed_by_id",
        "childrens_services_signed_by_id",
        "authorised_by_id",
        "interviewer_id",
        "by_id",
    }
)


def named(names: dict[UUID, str], wanted: Iterable[UUID]) -> list[episodes.Named]:
    """The people with their names, in a steady order."""
    return [episodes.Named(id=each, name=names[each]) for each in sorted(wanted) if each in names]
