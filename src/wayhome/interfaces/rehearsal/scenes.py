"""A rehearsed scene: the cast, the time it is there, and the children in it.

Nothing in a scene reads the system clock. A verb acts at `scene.now`; `later` moves it on.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.interfaces.rehearsal import teams
from wayhome.journey import acting
from wayhome.rules import facts


@dataclass(frozen=True, slots=True)
class Known:
    """A child whose record was made."""

    reference: str
    child_id: UUID


@dataclass(frozen=True, slots=True)
class Missing:
    """An episode: its reference and identifier, the child's identifier, whether it was joined."""

    reference: str
    episode_id: UUID
    child_id: UUID
    joined: bool = False


@dataclass(slots=True)
class Scene:
    """The people, what time it is for them, and the episodes of the scene so far."""

    cast: casting.Cast
    now: datetime
    reported: list[Missing] = field(default_factory=list)
    attended_by: teams.Team | None = None  # who keeps up with what falls due; nobody as a rule
    began_with: int = 0  # how many episodes there were before those that are attended to
    _seen: dict[str, facts.Viewer] = field(default_factory=dict)

    def person(self, username: str) -> facts.Viewer:
        """Somebody of the cast, as the rules see them. Raises KeyError for nobody."""
        if username not in self._seen:
            self._seen[username] = self.cast.viewer(username, now=self.now)
        return self._seen[username]

    def remember(self, missing: Missing) -> Missing:
        """Count an episode as part of the scene, once."""
        if all(missing.episode_id != known.episode_id for known in self.reported):
            self.reported.append(missing)
        return missing

    def later(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
        """Let so much time go by; what time it is then."""
        self.now += timedelta(days=days, hours=hours, minutes=minutes)
        return self.now

    def ago(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
        """The moment so long before now."""
        return self.now - timedelta(days=days, hours=hours, minutes=minutes)


def begin(cast: casting.Cast, *, at: datetime) -> Scene:
    """A scene that opens at a moment."""
    return Scene(cast, at)


def made_by(outcome: acting.Outcome) -> UUID:
    """What a step made. Raises LookupError when it made nothing."""
    if outcome.made_id is None:
        raise LookupError(f"{outcome.reference}: this step made nothing")
    return outcome.made_id
