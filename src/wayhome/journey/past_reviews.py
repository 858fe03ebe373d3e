"""A label that said nobody need look: somebody looks now, also when the absence is long over.

Each such record has a review of its own, by the post that keeps its agency's records. A file of
thousands tells that post once, and not once a record.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from wayhome.journey import couriers
from wayhome.journey.acting import Acting, NotNow
from wayhome.records.agencies.models import Post
from wayhome.records.episodes.models import Episode
from wayhome.rules import access, clocks, facts, risk, sentences
from wayhome.rules.vocabulary import Capacity, DutyKind, Level, NoticeReason, PostKind
from wayhome.stages.response import actions as response
from wayhome.stages.response import past as past_reviews

if TYPE_CHECKING:
    from wayhome.journey.past_batch import Batch
    from wayhome.stages.response.models import Duty

KEEP_RECORDS = frozenset({PostKind.MISSING_PERSON_COORDINATOR, PostKind.MISSING_COORDINATOR})
ANSWER_FOR_THE_CHILD = frozenset(
    {
        Capacity.HOST_FORCE,
        Capacity.HOME_FORCE,
        Capacity.RESPONSIBLE_AUTHORITY,
        Capacity.HOST_AUTHORITY,
    }
)


def ask(
    batch: "Batch", episode: Episode, *, of: str, label: str, parties: Iterable[facts.Party]
) -> "Duty":
    """The review of one record of the past, to be written. Raises NotNow where nobody could."""
    post = _reviewer(batch, parties)
    level = Level(episode.level)
    allowed = clocks.duty_allowed(batch.agreed, DutyKind.REASSESS, level=level)
    due = clocks.after(batch.now, allowed)
    batch.to_tell.setdefault(post.id, (post, episode, due))
    return past_reviews.review(
        episode, of=of, reason=why(label), post=post, due_at=due, by=batch.by, at=batch.now
    )


def ask_while_open(acting: Acting, *, of: str, label: str) -> None:
    """Ask for a review of an open episode because of a label another record of it bears."""
    level = risk.level_in_force(acting.account)
    allowed = clocks.duty_allowed(acting.agreed, DutyKind.REASSESS, level=level)
    due = clocks.after(acting.now, allowed)
    acting.open_duty(DutyKind.REVIEW, key=f"{of}:absent", reason=why(label), due_at=due)


def why(label: str) -> str:
    """Why a record is looked at again, with the label as it was recorded."""
    return sentences.LABEL_WITHDRAWN % {"label": label}


def _reviewer(batch: "Batch", parties: Iterable[facts.Party]) -> Post:
    """The post that looks: who keeps records, in the importing agency first.

    Only in an agency that answers for the child; another post there where none keeps records.
    """
    answer = [each.agency_id for each in parties if each.capacity in ANSWER_FOR_THE_CHILD]
    order = sorted(dict.fromkeys(answer), key=lambda agency_id: agency_id != batch.agency.id)
    may = access.MAY[access.Deed.ANSWER_DUTY]
    posts = [post for post in batch.posts_of(order) if PostKind(post.kind) in may]
    if not posts:
        raise NotNow(sentences.NO_POST_TO_OWN % {"agency": batch.agency.name})
    return min(
        posts,
        key=lambda post: (order.index(post.agency_id), PostKind(post.kind) not in KEEP_RECORDS),
    )


def tell(batch: "Batch") -> None:
    """Tell each post once that records wait for it: once a file, and not while it has not read."""
    key = _key(batch.now)
    told = past_reviews.posts_told(batch.to_tell, key=key)
    for post, episode, due in batch.to_tell.values():
        if post.id in told:
            continue
        notices = response.queue_notices(
            episode,
            NoticeReason.PAST_REVIEW,
            posts=[post],
            key=key,
            urgency=Level(episode.level),
            acknowledge_by=due,
            by=batch.by,
            at=batch.now,
        )
        couriers.owe(notices, at=batch.now)
    batch.to_tell = {}


def _key(now: datetime) -> str:
    return f"{NoticeReason.PAST_REVIEW}:{now.isoformat()}"
