"""Nobody on the list of a sealed record may review an emergency look: the list names who does.

The record was opened before it was sealed. Those on its list are told, and again each day; one of
them, of another agency than whoever looked, names somebody who reviews such looks. Whoever is named
is told neither which child it was nor the reason and number that were given.
"""

from datetime import datetime, timedelta
from uuid import UUID

from wayhome.journey import reviewing
from wayhome.journey.acting import NotNow, unless
from wayhome.platform.apart import apart
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.messaging import outbox
from wayhome.platform.row_security import transactions
from wayhome.records.emergency import actions
from wayhome.records.emergency import queries as looks
from wayhome.records.emergency.models import BreakGlass
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.practitioners import viewers
from wayhome.records.practitioners.models import Practitioner
from wayhome.records.protection import queries as protection
from wayhome.records.safety import queries as safety
from wayhome.rules import facts, moments

DEED = "name who reviews an emergency look"
TOLD_AGAIN_AFTER = timedelta(days=1)
HAS_A_REVIEWER = "Somebody may review this look already."
NOT_THIS_PERSON = "Choose somebody else: this person may not review this look."


def tell(*, now: datetime) -> int:
    """Tell the lists of the looks that nobody may review, once a day; of how many looks."""
    over = looks.to_be_reviewed(now=now)
    waiting = [look for look in over if reviewing.has_no_reviewer(look, now=now)]
    last = outbox.last_queued(look.id for look in waiting)
    told = 0
    for look in waiting:
        if look.id in last and now - last[look.id] < TOLD_AGAIN_AFTER:
            continue
        with apart("an emergency look"), transactions.step():
            owed = protection.addresses_of_list(reviewing.child_of(look), now=now)
            outbox.queue(((address, look.id) for address in owed), at=now)
            told += 1
    return told


def told_of(look_id: UUID, *, now: datetime) -> list[str] | None:
    """Where those are written to who may still be told of a look; None where it is no look."""
    with transactions.step():
        look = looks.one_or_none(look_id)
        if look is None:
            return None
        if look.reviewed_at is not None or look.child_id is None:
            return []
        named = looks.named_for(look.id)
        if named:
            return practitioners.addresses_in(named, reviewing.POSTS, now=now)
        return protection.addresses_of_list(look.child_id, now=now)


def waiting_of(child_id: UUID, *, by: facts.Viewer, now: datetime) -> list[BreakGlass]:
    """The looks at a child for which this person, who is on the list, may name a reviewer."""
    with transactions.step():
        found = looks.to_be_reviewed(now=now).filter(child_id=child_id)
        return [look for look in found if reviewing.waits_for(look, by, now=now)]


def is_asked(look_id: UUID, *, by: facts.Viewer, now: datetime) -> bool:
    """Whether this person may name who reviews this look."""
    with transactions.step():
        look = looks.one_or_none(look_id)
        return look is not None and reviewing.waits_for(look, by, now=now)


def choices(look_id: UUID, *, by: facts.Viewer, now: datetime) -> list[Practitioner]:
    """Whom this person may name: those who review such looks, of other agencies.

    Raises NoSuchEmergencyLook.
    """
    with transactions.step():
        look = reviewing.nameable(look_id, by=by)
        accounts = safety.accounts_of_person(look.practitioner_id)
        held = practitioners.holding(reviewing.POSTS, now=now).exclude(id__in=accounts)
        others = held.filter(agency__kind__in=reviewing.OF_KINDS).exclude(agency_id=look.agency_id)
        return list(others)


def name(look_id: UUID, practitioner_id: UUID, *, by: facts.Viewer, now: datetime) -> None:
    """This person reviews the look. Raises NoSuchEmergencyLook, Contradiction and NotNow."""
    with transactions.step():
        look = reviewing.nameable(look_id, by=by)
        if not reviewing.has_no_reviewer(look, now=now):
            raise NotNow(HAS_A_REVIEWER)
        viewer = viewers.viewer_of(practitioner_id, now=now)
        if viewer is None or not reviewing.may_be_named(look, viewer, now=now):
            unless((moments.Problem("reviewer", NOT_THIS_PERSON),))
        actions.name_reviewer(look, practitioner_id, by=by, at=now)
        ledger.write(
            Verb.ALTER, by=by, at=now, deed=DEED, child_id=look.child_id, object_id=look.id
        )
        owed = practitioners.addresses_in([practitioner_id], reviewing.POSTS, now=now)
        outbox.queue(((address, look.id) for address in owed), at=now)
