"""Who may answer what was asked of a post: its holder, or somebody further up the same ladder."""

from typing import TYPE_CHECKING

from wayhome.records.agencies import queries as agencies
from wayhome.rules import access, facts, ladders, protocol, sentences
from wayhome.rules.vocabulary import DutyKind, PostKind

if TYPE_CHECKING:
    from wayhome.stages.response.models import Duty


def owner_of(duty: "Duty") -> PostKind:
    """What kind of post owes this duty."""
    return PostKind(agencies.post(duty.owner_post_id).kind)


def stands_for(
    duty: "Duty", *, owner: PostKind, agreed: protocol.Protocol, by: facts.Viewer
) -> bool:
    """Whether a person may answer for the post that owes this duty."""
    ladder = ladders.ladder_of_duty(agreed, DutyKind(duty.kind), by.agency_kind)
    ours = duty.owner_agency_id == by.agency_id
    return ours and ladders.stands_for(ladder, owner=owner, held=by.posts)


def for_somebody_above(owner: PostKind) -> str:
    """Which post was asked, and who else may answer, in words fit to show."""
    return sentences.ANSWERED_BY % {"post": owner.label}


def require(duty: "Duty", *, agreed: protocol.Protocol, by: facts.Viewer) -> None:
    """Raise Refused for a person below the post that owes this duty."""
    owner = owner_of(duty)
    if not stands_for(duty, owner=owner, agreed=agreed, by=by):
        raise access.Refused(for_somebody_above(owner))
