"""Who may see and do what, and why.

Deny first: a tuple of small checks, each answering or staying silent; the first that answers
decides, and silence refuses. Before all others: a child somebody must not know of does not exist
for them. A practitioner acts through a post, in an agency that has a part
in the episode, for a stated purpose. Every answer carries a reason fit to show. A report gives
its agency a part only in a child it could see already, or whom nobody knew.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from wayhome.rules import deeds, facts, sentences, sources
from wayhome.rules.deeds import AFTER_CLOSING as AFTER_CLOSING
from wayhome.rules.deeds import LEADING as LEADING
from wayhome.rules.deeds import MAY as MAY
from wayhome.rules.deeds import NEEDS_PURPOSE as NEEDS_PURPOSE
from wayhome.rules.deeds import OPENED_BY_BREAK_GLASS as OPENED_BY_BREAK_GLASS
from wayhome.rules.deeds import PART_NEEDED as PART_NEEDED
from wayhome.rules.deeds import TOLD_INSTEAD as TOLD_INSTEAD
from wayhome.rules.deeds import WITHOUT_AN_EPISODE as WITHOUT_AN_EPISODE
from wayhome.rules.deeds import Deed as Deed
from wayhome.rules.vocabulary import Capacity, Side

SOURCE = sources.NEED_TO_KNOW


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether it is allowed, and why, in words fit to show."""

    allowed: bool
    reason: str


class Refused(Exception):
    """A deed was refused. `reason` is fit to show to the practitioner."""

    def __init__(self, reason: str) -> None:
        """Keep the reason as the message."""
        super().__init__(reason)
        self.reason = reason


class Tie(StrEnum):
    """What the agency that reports a child had to do with the child before."""

    ITS_OWN = "its people may open the child's record already"
    NOBODYS = "nobody knew the child: the report makes the record"
    OTHERS = "the child is known here, to other agencies alone"


# A name and a date of birth open nobody's record. A report of a child whom others know is taken
# and reaches them, and its agency may read back what it said itself; it gains no part, and so
# neither the episode, nor the child's record, nor what any other agency said.
PART_BY_REPORTING: dict[Tie, Capacity | None] = {
    Tie.ITS_OWN: Capacity.REPORTER,
    Tie.NOBODYS: Capacity.REPORTER,
    Tie.OTHERS: None,
}

NO_PART = "Your agency has no part in this child's episode"


@dataclass(frozen=True, slots=True)
class Of:
    """What a deed is done to: the child, and who has a part; `parties` None for no child at all.

    `named` are those on the list of a sealed record; None for one that is not sealed.
    """

    parties: tuple[facts.Party, ...] | None
    child_id: UUID | None
    named: Collection[UUID] | None


_Check = Callable[[facts.Viewer, Deed, Of], Decision | None]


def _may_know_of_the_child(viewer: facts.Viewer, deed: Deed, of: Of) -> Decision | None:
    """Deny, in every post, part and purpose, in the words a stranger is told.

    Whoever must not know of the child, and of a sealed record whoever is not on its list.
    """
    del deed
    is_kept_from = of.child_id is not None and of.child_id in viewer.kept_from
    is_sealed_from = of.named is not None and viewer.practitioner_id not in of.named
    return Decision(allowed=False, reason=NO_PART) if is_kept_from or is_sealed_from else None


def _is_active(viewer: facts.Viewer, deed: Deed, of: Of) -> Decision | None:
    del deed, of
    return None if viewer.active else Decision(allowed=False, reason="This account is closed")


def _post_allows(viewer: facts.Viewer, deed: Deed, of: Of) -> Decision | None:
    del of
    if viewer.posts & MAY[deed]:
        return None
    return Decision(allowed=False, reason=sentences.POST_FORBIDS % {"deed": deed})


def _purpose_is_stated(viewer: facts.Viewer, deed: Deed, of: Of) -> Decision | None:
    del of
    if deed in NEEDS_PURPOSE and viewer.purpose is None:
        return Decision(allowed=False, reason="Say why you are opening this child's record")
    return None


def _stands_alone(viewer: facts.Viewer, deed: Deed, of: Of) -> Decision | None:
    del viewer
    if of.parties is None and deed in WITHOUT_AN_EPISODE:
        return Decision(allowed=True, reason="Your post allows it")
    return None


def _opened_in_an_emergency(viewer: facts.Viewer, deed: Deed, of: Of) -> Decision | None:
    if of.child_id in viewer.opened and deed in OPENED_BY_BREAK_GLASS:
        return Decision(allowed=True, reason="You opened this child's record in an emergency")
    return None


def _has_a_part(viewer: facts.Viewer, deed: Deed, of: Of) -> Decision | None:
    held = capacities_of(viewer, of.parties or ())
    if not held:
        return Decision(allowed=False, reason=NO_PART)
    needed = PART_NEEDED.get(deed)
    if needed is not None and not held & needed:
        forbids = sentences.PART_FORBIDS_TELL if deed in TOLD_INSTEAD else sentences.PART_FORBIDS
        return Decision(allowed=False, reason=forbids % {"deed": deed})
    return Decision(allowed=True, reason="Your agency has a part in this child's episode")


CHECKS: tuple[_Check, ...] = (
    _may_know_of_the_child,
    _is_active,
    _post_allows,
    _purpose_is_stated,
    _stands_alone,
    _opened_in_an_emergency,
    _has_a_part,
)


def capacities_of(viewer: facts.Viewer, parties: Iterable[facts.Party]) -> frozenset[Capacity]:
    """The parts the viewer's agency has among these parties."""
    return frozenset(party.capacity for party in parties if party.agency_id == viewer.agency_id)


def decide(
    viewer: facts.Viewer,
    deed: Deed,
    *,
    parties: tuple[facts.Party, ...] | None = None,
    child_id: UUID | None = None,
    named: Collection[UUID] | None = None,
) -> Decision:
    """Whether the viewer may do this, and why. `parties` are those of the episode or child.

    Silence refuses: a deed about an episode without its parties is never allowed. Whoever gives
    parties says also whose they are (`child_id`): a person who must not know of that child is
    denied first of all, and one who opened the record in an emergency may read it. `named` are
    those who may know of a sealed record, None for one that is not sealed.
    """
    of = Of(parties, child_id, named)
    for check in CHECKS:
        decision = check(viewer, deed, of)
        if decision is not None:
            return decision
    return Decision(allowed=False, reason="Nothing allows this")


def require(
    viewer: facts.Viewer,
    deed: Deed,
    *,
    parties: tuple[facts.Party, ...] | None = None,
    child_id: UUID | None = None,
    named: Collection[UUID] | None = None,
) -> Decision:
    """The decision when it is allowed. Raises Refused, with the reason, when it is not."""
    decision = decide(viewer, deed, parties=parties, child_id=child_id, named=named)
    if not decision.allowed:
        raise Refused(decision.reason)
    return decision


def side_of(viewer: facts.Viewer) -> Side | None:
    """Which of the two keys the viewer's post can turn, if either."""
    if viewer.posts & deeds.POLICE:
        return Side.POLICE
    return Side.CHILDRENS_SERVICES if viewer.posts & deeds.COUNCIL else None


def deed_to_assess(side: Side) -> Deed:
    """The deed that records an assessment for a side."""
    return Deed.ASSESS_FOR_POLICE if side is Side.POLICE else Deed.ASSESS_FOR_CHILDRENS_SERVICES
