"""Whoever was asked to tell a parent or carer is asked anew, once less of it is to be disclosed."""

from datetime import datetime
from uuid import UUID

from wayhome.journey import learning, telling
from wayhome.records.children import queries as children
from wayhome.records.children.models import Child
from wayhome.records.episodes import visibility
from wayhome.records.protection import queries as protection
from wayhome.rules import episode_state, facts


def follow_joins(child_id: UUID, *, by: facts.Viewer, now: datetime) -> None:
    """Whoever tells somebody who may be a parent or carer of another record is asked anew."""
    for record_id in sorted(protection.one_child(child_id)):
        known = children.known(record_id)
        for contact_id in telling.unsaid_elsewhere(known):
            ask(known.child, contact_id, by=by, now=now)


def ask(child: Child, contact_id: UUID, *, by: facts.Viewer, now: datetime) -> None:
    """Whoever was asked to tell this parent or carer is asked anew, with what to say nothing of."""
    known = children.known(child.id)
    standing = {row.id: row for row in known.contacts}[known.standing_of(contact_id)]
    following = learning.Following(
        child=child, parties=visibility.parties_to_child(child.id), by=by, now=now
    )
    for acting in following.open:
        waiting = telling.waiting(acting, known, standing.id)
        for duty in waiting:
            acting.decline(duty, because=telling.NOT_TO_BE_SAID)
        if waiting and episode_state.is_still_away(acting.account):
            telling.owe(acting, known, [children.as_contact(standing)])
        elif waiting:
            telling.owe_of_the_end(acting, known, [children.as_contact(standing)])
        acting.restated()
    learning.caught_up(following)
