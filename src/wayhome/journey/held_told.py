"""A report waits for a person, and those who may check it are told until somebody has it.

They are told that something waits, and nothing of what was sent. It climbs from the call handlers
to the duty inspector of the force it says it comes from; of every force where that is not known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import written_to
from wayhome.platform.apart import apart
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.journal import holding
from wayhome.platform.journal.models import HeldReport
from wayhome.platform.messaging import outbox
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import protocols
from wayhome.records.agencies import queries as agencies
from wayhome.records.practitioners import rotas
from wayhome.rules import access, checking, facts, ladders, protocol
from wayhome.rules.vocabulary import AgencyKind

if TYPE_CHECKING:
    from wayhome.records.agencies.models import Agency, Post

DEED = "tell that a report waits to be checked"


@dataclass(frozen=True, slots=True)
class _Force:
    """One force: its posts on the ladder by their rung, and the protocol it works by."""

    posts: dict[int, "Post"]
    agreed: protocol.Protocol

    def reached(
        self, held: HeldReport, empty: dict[UUID, datetime], *, now: datetime
    ) -> Sequence[ladders.Reached]:
        """The rungs that are to have been told of a report by now."""
        return checking.told_of_held(
            self.agreed,
            held_at=held.held_at,
            now=now,
            lacking=[n for n in range(len(checking.POSTS)) if n not in self.posts],
            empty={n: empty[post.id] for n, post in self.posts.items() if post.id in empty},
        )


def climb(*, now: datetime) -> int:
    """Tell each post whose turn it is, once, of what nobody has; how many were told."""
    return tell(holding.nobodys(), now=now)


def tell(waiting: Iterable[HeldReport], *, now: datetime) -> int:
    """As `climb`, of these alone."""
    reports = list(waiting)
    if not reports:
        return 0
    forces, empty, told = _forces(now=now), rotas.empty_posts(at=now), 0
    for held in reports:
        asked = [forces[held.force_id]] if held.force_id in forces else list(forces.values())
        with apart("a report to check"), transactions.step():
            told += sum(_tell(held, force, empty, now=now) for force in asked)
    return told


def told_of(about: UUID, *, now: datetime) -> list[str] | None:
    """Where it is still told of that a report waits; None where this is none."""
    held = holding.one_or_none(about)
    if held is None:
        return None
    if held.had_at is not None or held.settled_at is not None:
        return []
    return written_to.ever_of([agencies.post(each) for each in holding.told(held.id)], at=now)


def is_told(held_id: UUID, *, by: facts.Viewer) -> bool:
    """Whether this is a report that waits, and the viewer may check it."""
    return access.decide(by, access.Deed.CHECK_REPORT).allowed and any(
        held.id == held_id for held in _of(by)
    )


def nobodys(*, by: facts.Viewer) -> list[UUID]:
    """The reports that the viewer may check and that nobody has yet, the oldest first."""
    if not access.decide(by, access.Deed.CHECK_REPORT).allowed:
        return []
    return [held.id for held in _of(by) if held.had_at is None]


def _of(by: facts.Viewer) -> list[HeldReport]:
    with transactions.step():
        return list(holding.waiting(force_id=by.agency_id))


def _forces(*, now: datetime) -> dict[UUID, _Force]:
    police = list(agencies.agencies(AgencyKind.POLICE))
    posts = agencies.posts_of(force.id for force in police)
    return {force.id: _Force(_rungs(force, posts), _agreed(force, now=now)) for force in police}


def _rungs(force: "Agency", posts: Iterable["Post"]) -> dict[int, "Post"]:
    theirs = {post.kind: post for post in posts if post.agency_id == force.id}
    kinds = enumerate(checking.POSTS)
    return {number: theirs[kind] for number, kind in kinds if kind in theirs}


def _agreed(force: "Agency", *, now: datetime) -> protocol.Protocol:
    """What the force's partnership agreed; what is shipped, where it has agreed nothing yet."""
    try:
        return protocols.read(protocols.in_force(force.partnership_id, at=now).id)
    except protocols.NoProtocol:
        return protocol.DEFAULT


def _tell(held: HeldReport, force: _Force, empty: dict[UUID, datetime], *, now: datetime) -> int:
    """Tell each rung newly reached; how many were."""
    reached = [force.posts[each.number] for each in force.reached(held, empty, now=now)]
    new = [post for post in reached if holding.tell(held, post.id, at=now)]
    outbox.queue([(each, held.id) for each in written_to.of_posts(new, at=now)], at=now)
    for _post in new:
        ledger.write(Verb.ALTER, by=None, at=now, deed=DEED, object_id=held.id)
    return len(new)
