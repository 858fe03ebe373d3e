"""What is learned of a child while an episode is open is acted on in that episode.

A new council, home or school is given its part and told; a new concern is new information about
the risk. Parents and carers are in `family`.
"""

from dataclasses import dataclass, field
from datetime import datetime

from wayhome.journey import sending
from wayhome.journey.account import AGE
from wayhome.journey.acting import Acting, catch_up, resume, unless
from wayhome.records.agencies import queries as agencies
from wayhome.records.children import actions as child_actions
from wayhome.records.children import queries as children
from wayhome.records.children.models import CareArrangement, Child
from wayhome.records.episodes import actions as episode_actions
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import access, episode_state, facts, moments, sentences, told
from wayhome.rules.vocabulary import NoticeReason

CHANGE_COUNCIL = access.Deed.CHANGE_COUNCIL


@dataclass(slots=True, kw_only=True)
class Following:
    """A child of whom something is learned, and the open episodes that follow, locked."""

    child: Child
    parties: tuple[facts.Party, ...]
    by: facts.Viewer
    now: datetime
    open: list[Acting] = field(init=False)

    def __post_init__(self) -> None:
        """Take up the child's open episodes, in the order in which they are locked."""
        self.open = [
            resume(episodes.locked(episode_id), by=self.by, now=self.now)
            for episode_id in episodes.open_episodes_of(self.child.id)
        ]


def details_learned(following: Following, said: told.Child, *, supplied_by: str) -> None:
    """Details of the child; how old they are is new information about the risk.

    Raises Contradiction for an age that is not a child's, now or when they were last reported
    missing.
    """
    reported = [episode.reported_at for episode in episodes.reports_of(following.child.id)]
    is_known = said.date_of_birth == following.child.date_of_birth
    born = None if is_known else said.date_of_birth
    on = max(reported, default=following.now)
    unless(moments.check_birth(date_of_birth=born, age_stated=said.age_stated, on=on))
    added = child_actions.learn(
        following.child, said, supplied_by=supplied_by, by=following.by, at=following.now
    )
    if AGE.isdisjoint(detail.field for detail in added):
        return
    for acting in following.open:
        acting.restated()
        acting.ask_again(why="The child's age became known")


def care_learned(following: Following, arrangement: told.Arrangement) -> None:
    """Who cares for the child has changed: whoever does now has a part in each open episode."""
    _require_care(following, arrangement)
    arranged = arrange(following.child, arrangement, by=following.by, now=following.now)
    for acting in following.open:
        _care_changed(acting, arranged)


def _require_care(following: Following, arrangement: told.Arrangement) -> None:
    """Ask whether the viewer may change who cares for the child so. Raises Refused.

    Which council is responsible is for the council that is responsible now to say, and not for
    one that was before.
    """
    by, parties, child_id = following.by, following.parties, following.child.id
    access.require(by, access.Deed.CHANGE_CARE, parties=parties, child_id=child_id)
    standing = children.known(following.child.id).arrangement
    responsible = standing.responsible_authority_id if standing else None
    if responsible is None or arrangement.responsible_authority_id in (None, responsible):
        return
    access.require(by, CHANGE_COUNCIL, parties=parties, child_id=child_id)
    if by.agency_id != responsible:
        raise access.Refused(sentences.PART_FORBIDS % {"deed": CHANGE_COUNCIL})


def _care_changed(acting: Acting, arrangement: CareArrangement) -> None:
    """Whoever cares for the child now has a part and is told; who had one keeps it for its work.

    A duty already opened stays with the agency that has it; the next goes to the new one. Once
    the child is back nobody is told that they are missing.
    """
    given = visibility.care_parts(arrangement)
    cares = {capacity for _agency, capacity in given}
    before = {party.agency_id for party in acting.account.parties if party.capacity in cares}
    episode_actions.add_parties(acting.episode, given, by=acting.by, at=acting.now)
    acting.restated()
    is_away = episode_state.is_still_away(acting.account)
    reason = NoticeReason.NEW_EPISODE if is_away else NoticeReason.GIVEN_PART
    posts = [post for post in acting.owed(reason) if post.agency_id not in before]
    acting.tell(reason, key=acting.now.isoformat(), posts=posts)
    sending.freeze_to_former(acting)


def concern_learned(following: Following, concern: told.Concern) -> None:
    """A lasting concern asks for the risk again, and perhaps for a strategy discussion."""
    child_actions.mark(following.child, concern, by=following.by, at=following.now)
    for acting in following.open:
        acting.restated()
        if episode_state.is_still_away(acting.account):
            acting.ask_again(why=concern.marker.label)
            acting.ask_for_strategy(episodes.starts_of(following.child.id))
            acting.restated()


def caught_up(following: Following) -> None:
    """Each open episode has followed what was learned."""
    for acting in following.open:
        catch_up(acting)


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
