"""Where a post is written to: its mailbox; and whoever is on duty, where it says so or has none.

Somebody without an address of their own is reached by the mailbox. A person is written to about a
notice only while they may know of its child: each address is worked out as it is written to, and
again as the message goes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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
    people = {notice.id: on_duty.get(notice.post_id, NOBODY) for notice in told}
    may_know = {
        child_id: _who_may_know(child_id)
        for child_id in {each.episode.child_id for each in told if people[each.id]}
    }
    own = _own_of(set().union(*people.values()))
    for notice in told:
        may = [who for who in people[notice.id] if may_know[notice.episode.child_id](who)]
        for address in _addresses(notice.post, may, own):
            yield address, notice.id


def of_posts(posts: Collection["Post"], *, at: datetime) -> list[str]:
    """Where posts are written to of what is about no child."""
    on_duty = _on_duty(posts, at=at)
    own = _own_of(set().union(*on_duty.values()))
    each = [one for post in posts for one in _addresses(post, on_duty.get(post.id, NOBODY), own)]
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


def _own_of(people: Collection[UUID]) -> Mapping[UUID, str]:
    """The own address of each of these people who has one, asked for all of them at once."""
    return practitioners.email_of_each(people) if people else {}


def _who_may_know(child_id: UUID) -> Callable[[UUID], bool]:
    """Of anybody whether they may know of a child, asked once for all."""
    apart, named = safety.must_not_know(child_id), protection.named_for(child_id)
    return lambda who: who not in apart and (named is None or who in named)


def _addresses(post: "Post", people: Collection[UUID], own: Mapping[UUID, str]) -> list[str]:
    """The mailbox and the people's own, each once however it is spelt."""
    theirs = sorted(own[who] for who in people if who in own)
    found = [address for address in (post.email, *theirs) if address]
    return list({address.casefold(): address for address in reversed(found)}.values())[::-1]
