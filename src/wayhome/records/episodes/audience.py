"""Whom a change concerns: an episode with all that decides who may know of it.

Asked once a change, for everybody who has a screen open; who of them may be told is decided for
each by the same policy as for the page itself.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from wayhome.platform.row_security import transactions
from wayhome.records.episodes import watching
from wayhome.records.episodes.models import Episode
from wayhome.records.protection import queries as protection
from wayhome.rules import access, facts


@dataclass(frozen=True, slots=True)
class Concerned:
    """An episode, whose it is, who has a part, and who is on its list; None: it is not sealed."""

    id: UUID
    reference: str
    child_id: UUID
    parties: tuple[facts.Party, ...]
    named: frozenset[UUID] | None

    def may_know(self, viewer: facts.Viewer) -> bool:
        """Whether this viewer may know of the episode, by the policy of its page."""
        return access.decide(
            viewer,
            access.Deed.SEE_EPISODE,
            parties=self.parties,
            child_id=self.child_id,
            named=self.named,
        ).allowed


def of(episode_ids: Collection[UUID], *, child_ids: Collection[UUID] = ()) -> list[Concerned]:
    """These episodes, and every open one of these children. One that is not known is left out."""
    with transactions.step():  # who has a part is needed whole, and is shown to nobody
        found = list(_among(episode_ids, child_ids))
        parties = watching.parties_held(each.id for each in found)
        return [
            Concerned(
                each.id,
                each.reference,
                each.child_id,
                tuple(parties.get(each.id, ())),
                protection.named_for(each.child_id),
            )
            for each in found
        ]


def _among(episode_ids: Collection[UUID], child_ids: Collection[UUID]) -> Iterable[Episode]:
    changed = Episode.objects.filter(id__in=episode_ids)
    if not child_ids:
        return changed
    return changed | Episode.objects.filter(child_id__in=child_ids, closed_at__isnull=True)
