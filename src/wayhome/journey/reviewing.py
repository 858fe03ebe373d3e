"""Who may review an emergency look at a sealed record, and who may name them: `reviewer_named`."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from wayhome.records.emergency import queries as looks
from wayhome.records.emergency.models import BreakGlass
from wayhome.records.episodes import visibility
from wayhome.records.practitioners import viewers
from wayhome.records.protection import queries as protection
from wayhome.records.safety import queries as safety
from wayhome.rules import access, emergency, facts
from wayhome.rules.vocabulary import AgencyKind

REVIEW = access.Deed.REVIEW_BREAK_GLASS
POSTS = access.MAY[REVIEW]
# Whose managers are named: a home, a school or a charity answers for no look of another agency.
OF_KINDS = frozenset({AgencyKind.POLICE, AgencyKind.LOCAL_AUTHORITY})


def may_be_named(look: BreakGlass, viewer: facts.Viewer, *, now: datetime) -> bool:
    """Whether somebody may review a look by being named, without a part in the child."""
    return (
        viewer.active
        and viewer.agency_kind in OF_KINDS
        and bool(viewer.posts & POSTS)
        and look.child_id not in viewer.kept_from
        and may_review(look, viewer, now=now)
    )


def may_review(look: BreakGlass, viewer: facts.Viewer, *, now: datetime) -> bool:
    """Whether somebody is of another agency and another person, and the look waits and is over."""
    return emergency.may_review(
        viewer,
        agency_id=look.agency_id,
        looked=safety.accounts_of_person(look.practitioner_id),
        now=now,
        look=looks.as_look(look),
    )


def has_no_reviewer(look: BreakGlass, *, now: datetime) -> bool:
    """Whether the record is sealed, and nobody on its list, or named before, may review."""
    child_id = child_of(look)
    listed = protection.named_for(child_id)
    if listed is None:
        return False
    parties = visibility.parties_to_child(child_id)
    on_list = (
        access.decide(each, REVIEW, parties=parties, child_id=child_id, named=listed).allowed
        and may_review(look, each, now=now)
        for each in _people(listed, now=now)
    )
    named = (
        may_be_named(look, each, now=now) for each in _people(looks.named_for(look.id), now=now)
    )
    return not any(on_list) and not any(named)


def _people(practitioner_ids: Iterable[UUID], *, now: datetime) -> list[facts.Viewer]:
    found = (viewers.viewer_of(each, now=now) for each in practitioner_ids)
    return [each for each in found if each is not None]


def may_name(look: BreakGlass, by: facts.Viewer) -> bool:
    """Whether somebody is on the list, and of another agency and not the person who looked."""
    child_id = look.child_id
    if child_id is None or child_id in by.kept_from or not by.active:
        return False
    listed = protection.named_for(child_id) or frozenset()
    looked = safety.accounts_of_person(look.practitioner_id)
    is_another = by.agency_id != look.agency_id and by.practitioner_id not in looked
    return by.practitioner_id in listed and is_another and look.reviewed_at is None


def nameable(look_id: UUID, *, by: facts.Viewer) -> BreakGlass:
    """The look, locked, for whoever may name its reviewer. Raises NoSuchEmergencyLook."""
    look = looks.of(look_id)
    if not may_name(look, by):
        raise looks.NoSuchEmergencyLook(str(look_id))
    return look


def waits_for(look: BreakGlass, by: facts.Viewer, *, now: datetime) -> bool:
    """Whether the look waits for this person to name who reviews it."""
    return may_name(look, by) and has_no_reviewer(look, now=now)


def child_of(look: BreakGlass) -> UUID:
    """Whose record was opened. Raises NoSuchEmergencyLook where none was."""
    if look.child_id is None:
        raise looks.NoSuchEmergencyLook(str(look.id))
    return look.child_id
