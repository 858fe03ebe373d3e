"""Where a post is written to: its mailbox; and whoever is on duty, where it says so or has none.

Somebody without an address of their own is reached by the mailbox. A person is written to about a
notice only while they may know of its child: each address is worked out as it is written to, and
again as the message goes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.platform.messaging import outbox
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.practitioners import rotas
from wayhome.records.protection import queries as protection
from wayhome.records.safety import queries as safety

if TYPE_CHECKING:
    from wayhome.records.agencies.models import Post
    from wayhome.stages.response.models import Notice

NOBODY: frozenset[UUID] = frozenset()
Owed = Iterator[tuple[str, UUID]]


def of_notices(notices: Iterable["Notice"], *, at: datetime) -> Owed:
    """Each address to which a notice goes at a moment, with the notice; each address once."""
    told = list(notices)
    on_duty = _on_duty([notice.post for notice in told], at=at)
    for notice in told:
        people = on_duty.get(notice.post_id, NOBODY)
        may_know = _those_who_may_know(people, child_id=notice.episode.child_id)
        for address in _addresses(notice.post, may_know):
            yield address, notice.id


def of_posts(posts: Collection["Post"], *, at: datetime) -> list[str]:
    """Where posts are written to of what is about no child."""
    on_duty = _on_duty(posts, at=at)
    each = [one for post in posts for one in _addresses(post, on_duty.get(post.id, NOBODY))]
    return list(dict.fromkeys(each))


def ever_of(posts: Collection["Post"], *, at: datetime) -> list[str]:
    """As `of_posts`, with everybody who holds a post in place of whoever is on duty."""
    asked = [post.id for post in posts if _tells_people(post)]
    found = [*(post.email for post in posts), *(_own(asked, at=at) if asked else ())]
    return [address for address in dict.fromkeys(found) if address]


def is_own(address: str, post: "Post", *, at: datetime) -> bool:
    """Whether it is the own address of somebody who holds the post, and not its mailbox."""
    return address != post.email and address in _own([post.id], at=at)


def pass_on(notice: "Notice", *, at: datetime) -> None:
    """Write where the post is written to now and was not about this notice."""
    before = outbox.addresses_written_to(notice.id)
    owed = of_notices([notice], at=at)
    outbox.queue([pair for pair in owed if pair[0] not in before], at=at)


def _on_duty(posts: Iterable["Post"], *, at: datetime) -> Mapping[UUID, Collection[UUID]]:
    """Who is on duty for those posts whose people are written to; by no question for the others."""
    asked = {post.id for post in posts if _tells_people(post)}
    return rotas.on_duty_for(asked, at=at) if asked else {}


def _tells_people(post: "Post") -> bool:
    return post.tells_on_duty or not post.email


def _own(post_ids: Collection[UUID], *, at: datetime) -> list[str]:
    """The own addresses of all who hold these posts."""
    held = practitioners.holders_of(post_ids, now=at)
    return practitioners.emails_of(who for holders in held.values() for who in holders)


def _those_who_may_know(people: Collection[UUID], *, child_id: UUID) -> list[UUID]:
    if not people:
        return []
    apart, named = safety.must_not_know(child_id), protection.named_for(child_id)
    return [who for who in people if who not in apart and (named is None or who in named)]


def _addresses(post: "Post", people: Collection[UUID]) -> list[str]:
    """The mailbox and the people's own, each once however it is spelt."""
    own = practitioners.emails_of(people) if people else []
    found = [address for address in (post.email, *own) if address]
    return list({address.casefold(): address for address in reversed(found)}.values())[::-1]
