"""Which post answers for a part in an episode, and which rungs of a ladder are that post's own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from wayhome.records.agencies import queries as agencies
from wayhome.records.agencies.models import Post
from wayhome.records.episodes import watching
from wayhome.rules import facts, protocol
from wayhome.rules.vocabulary import Capacity, PostKind


def post_of(
    parties: Iterable[facts.Party], posts: Iterable[Post], *, capacity: Capacity, kind: PostKind
) -> Post | None:
    """The post of this kind in the agency that plays this part; None if none plays it.

    Where care has changed hands, the agency that took the part last.
    """
    holders = [party.agency_id for party in parties if party.capacity is capacity]
    return agencies.choose_post(posts, agency_id=holders[-1], kind=kind) if holders else None


def own_rungs(
    ladder: Sequence[protocol.Rung],
    *,
    waited_for: UUID | None,
    parties: Sequence[facts.Party],
    posts: Sequence[Post],
) -> frozenset[int]:
    """The rungs that are the very post that is waited for: they are passed over."""
    asked = {
        number: post_of(parties, posts, capacity=rung.capacity, kind=rung.post)
        for number, rung in enumerate(ladder)
    }
    return frozenset(number for number, post in asked.items() if post and post.id == waited_for)


@dataclass(frozen=True, slots=True)
class Posts:
    """Who has a part in each of many episodes, and the posts of their agencies."""

    parties: Mapping[UUID, Sequence[facts.Party]]
    posts: Mapping[UUID, Sequence[Post]]

    def own_rungs(
        self, episode_id: UUID, ladder: Sequence[protocol.Rung], *, waited_for: UUID | None
    ) -> frozenset[int]:
        """The rungs of an episode's ladder that are the very post that is waited for, if any is."""
        parties, posts = self._of(episode_id)
        return own_rungs(ladder, waited_for=waited_for, parties=parties, posts=posts)

    def asked(self, episode_id: UUID, ladder: Sequence[protocol.Rung]) -> dict[int, Post]:
        """The post of each rung of an episode's ladder that has one."""
        parties, posts = self._of(episode_id)
        found = {
            number: post_of(parties, posts, capacity=rung.capacity, kind=rung.post)
            for number, rung in enumerate(ladder)
        }
        return {number: post for number, post in found.items() if post is not None}

    def _of(self, episode_id: UUID) -> tuple[Sequence[facts.Party], list[Post]]:
        parties = self.parties.get(episode_id, ())
        return parties, [post for each in parties for post in self.posts.get(each.agency_id, ())]


def of_episodes(episode_ids: Iterable[UUID]) -> Posts:
    """Who has a part in these episodes, by two queries however many they are."""
    parties = watching.parties_held(episode_ids)
    by_agency: dict[UUID, list[Post]] = {}
    for post in agencies.posts_of(one.agency_id for held in parties.values() for one in held):
        by_agency.setdefault(post.agency_id, []).append(post)
    return Posts(parties, by_agency)
