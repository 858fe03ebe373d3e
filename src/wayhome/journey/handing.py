"""What the answer to an offered handover leaves: the duty to answer is over, and who is told."""

from typing import TYPE_CHECKING

from wayhome.journey.acting import Acting
from wayhome.records.agencies import queries as agencies
from wayhome.rules.vocabulary import DutyKind, NoticeReason
from wayhome.stages.response import actions as response
from wayhome.stages.response import queries as response_queries

if TYPE_CHECKING:
    from wayhome.stages.response.models import Handover


def answered(acting: Acting, made: "Handover", told: NoticeReason) -> None:
    """The post that was asked has answered; the giver is told what."""
    acting.meet_these(acting.waiting_for(DutyKind.ACCEPT_HANDOVER, str(made.id)))
    acting.tell(told, key=str(made.id), posts=[agencies.post(made.from_post_id)])


def take_back(acting: Acting, made: "Handover", *, why: str) -> None:
    """An offer that nobody has answered is over, for a reason that is kept, and told."""
    response.decline_handover(made, reason=why, by=acting.person, at=acting.now)
    for duty in acting.waiting_for(DutyKind.ACCEPT_HANDOVER, str(made.id)):
        acting.decline(duty, because=why)
    asked = [agencies.post(made.to_post_id)]
    acting.tell(NoticeReason.HANDOVER_TAKEN_BACK, key=str(made.id), posts=asked)


def fall_away(acting: Acting, *, because: str) -> None:
    """What is still offered when the episode closes is taken back."""
    made = response_queries.open_handover(acting.episode.id)
    if made is not None:
        take_back(acting, made, why=because)
