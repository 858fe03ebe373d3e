"""What is learned of a child while an episode is open is acted on in that episode.

A new council, home or school is given its part and told; a parent who becomes known is told,
unless it is unsafe; a new concern is new information about the risk.
"""

from datetime import datetime
from uuid import UUID

from wayhome.journey import opening
from wayhome.journey.acting import Acting, resume, said
from wayhome.records.agencies import queries as agencies
from wayhome.records.children import actions as child_actions
from wayhome.records.children import queries as children
from wayhome.records.children.models import CareArrangement, Child, Contact
from wayhome.records.episodes import actions as episode_actions
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import access, episode_state, facts, moments, sentences, told
from wayhome.rules.vocabulary import DutyKind, NoticeReason

CHANGE_COUNCIL = access.Deed.CHANGE_COUNCIL
SAY_WHY_UNSAFE = "Say why it is not safe to tell this person."


def open_episodes(child: Child, *, by: facts.Viewer, now: datetime) -> list[Acting]:
    """The child's open episodes, locked, to be acted on."""
    return [
        resume(episodes.locked(episode_id), by=by, now=now)
        for episode_id in episodes.open_episodes_of(child.id)
    ]


def care_changed(acting: Acting, arrangement: CareArrangement) -> None:
    """Whoever cares for the child now has a part and is told; who had one keeps it.

    A duty already opened stays with the agency that has it; the next goes to the new one.
    """
    episode_actions.add_parties(
        acting.episode, visibility.care_parts(arrangement), by=acting.by, at=acting.now
    )
    acting.restated()
    acting.tell(NoticeReason.NEW_EPISODE)


def contact_learned(acting: Acting, contact: Contact) -> None:
    """A parent or carer became known, or is corrected, while the family may still be told."""
    known = children.known(acting.episode.child_id)
    waiting = [
        duty
        for duty in acting.waiting(DutyKind.TELL_FAMILY)
        if duty.contact_id and known.standing_of(duty.contact_id) == contact.id
    ]
    is_new = contact.corrects_id is None and episode_state.is_still_away(acting.account)
    if waiting and contact.unsafe_to_tell:
        for duty in waiting:
            acting.decline(duty, because=contact.unsafe_reason)
    if is_new or (waiting and contact.unsafe_to_tell):
        [standing] = [one for one in children.contacts_of(known) if one.contact_id == contact.id]
        opening.owe_telling(acting, standing)
        acting.restated()


def concern_learned(acting: Acting, concern: told.Concern) -> None:
    """A lasting concern asks for the risk again, and perhaps for a strategy discussion."""
    acting.restated()
    if not episode_state.is_still_away(acting.account):
        return
    acting.ask_again(why=concern.marker.label)
    acting.ask_for_strategy(episodes.starts_of(acting.episode.child_id))
    acting.restated()


def require_care(
    child: Child,
    arrangement: told.Arrangement,
    *,
    parties: tuple[facts.Party, ...],
    by: facts.Viewer,
) -> None:
    """Ask whether the viewer may change who cares for the child so. Raises Refused.

    Which council is responsible is for the council that is responsible now to say, and not for
    one that was before.
    """
    access.require(by, access.Deed.CHANGE_CARE, parties=parties)
    standing = children.known(child.id).arrangement
    responsible = standing.responsible_authority_id if standing else None
    if responsible is None or arrangement.responsible_authority_id in (None, responsible):
        return
    access.require(by, CHANGE_COUNCIL, parties=parties)
    if by.agency_id != responsible:
        raise access.Refused(sentences.PART_FORBIDS % {"deed": CHANGE_COUNCIL})


def contact_to_correct(child: Child, contact_id: UUID | None) -> UUID | None:
    """The contact of this child that stands for one that is to be corrected; None for none.

    Raises NoSuchChild where it is nobody of this child's.
    """
    if contact_id is None:
        return None
    known = children.known(child.id)
    if contact_id not in {contact.id for contact in known.contacts}:
        raise children.NoSuchChild(str(contact_id))
    return known.standing_of(contact_id)


def arrange(
    child: Child, arrangement: told.Arrangement, *, by: facts.Viewer, now: datetime
) -> CareArrangement:
    """Record the care of a child. Raises NoSuchAgency for an agency or person not known."""
    for agency_id in (
        arrangement.responsible_authority_id,
        arrangement.placement_id,
        arrangement.school_id,
        arrangement.health_id,
    ):
        if agency_id is not None:
            agencies.agency(agency_id)
    worker = arrangement.social_worker_id
    if worker is not None and practitioners.one(worker) is None:
        raise agencies.NoSuchAgency(str(worker))
    return child_actions.arrange_care(child, arrangement, by=by, at=now)


def problems_with(contact: told.Contact) -> tuple[moments.Problem, ...]:
    """What is wrong with a parent or carer as given: unsafe to tell needs its reason."""
    if not contact.unsafe_to_tell:
        return ()
    return said(contact.unsafe_reason, field="unsafe_reason", or_else=SAY_WHY_UNSAFE)
