"""What is kept from whom in the demonstration: a sealed child, an address, a relative, a look.

Each is told of a child who is already in it, by people who may, so that the pages show something.
"""

from collections.abc import Callable
from types import MappingProxyType

from wayhome.interfaces.rehearsal import scenes
from wayhome.journey import (
    child_kept_from,
    child_sealed,
    disclosure_withheld,
    glass_broken,
    text_protected,
)
from wayhome.records.children import queries as children
from wayhome.rules import told
from wayhome.rules.vocabulary import Conflict, Emergency, Matter, Protected, SealKind

ON_THE_LIST = ("tomas", "ines", "dina", "nadia", "priya", "leon", "zofia", "ben")
A_LOOK = told.EmergencyLook(
    Emergency.CHILD_WITH_ME,
    "EV-INVENTED-0114",
    "A boy at the bus station in Eastvale gives this reference and says he dare not go home.",
)


def _sealed(scene: scenes.Scene, missing: scenes.Missing) -> None:
    """A relative of the child works in the control room, so few may know of the record."""
    child_sealed.record(
        missing.child_id,
        SealKind.STAFF_RELATIVE,
        why="An aunt of the child works in the control room (invented)",
        named=[scene.cast.people[username] for username in ON_THE_LIST],
        by=scene.person("leon"),
        now=scene.now,
    )


def _address_kept(scene: scenes.Scene, missing: scenes.Missing) -> None:
    said = {
        "text": "1 Nowhere Lane, Harrowfell (invented)",
        "kept_from": "Her uncle",
        "why": "He has followed her before",
    }
    text_protected.keep(
        missing.child_id, Protected.ADDRESS, said=said, by=scene.person("nadia"), now=scene.now
    )


def _kept_apart(scene: scenes.Scene, missing: scenes.Missing) -> None:
    """A detective is a cousin of the child's mother; his mother is not told where he may be."""
    by = scene.person("leon")
    child_kept_from.keep_from(
        missing.child_id,
        told.Someone("DI Dina Sorrel", username="dina"),
        kind=Conflict.RELATIVE,
        reason="A cousin of the child's mother (invented)",
        by=by,
        now=scene.now,
    )
    disclosure_withheld.withhold(
        missing.child_id,
        Matter.WHEREABOUTS,
        of=told.WithheldFrom(contact_id=children.known(missing.child_id).standing_contacts[0].id),
        reason="She would tell a man who looks for him (invented)",
        by=by,
        now=scene.now,
    )


def _looked_at(scene: scenes.Scene, missing: scenes.Missing) -> None:
    """A sergeant of the other force opens a record in an emergency; nobody has reviewed it."""
    opened = glass_broken.ask(
        told.ExactChild(reference=children.known(missing.child_id).child.reference),
        A_LOOK,
        by=scene.person("lowri"),
        now=scene.ago(hours=2),
    )
    glass_broken.end(opened.look_id, by=scene.person("lowri"), now=scene.ago(hours=1.5))


Guard = Callable[[scenes.Scene, scenes.Missing], None]
OF = MappingProxyType(
    {"Bryn": _sealed, "Tanvi": _address_kept, "Malik": _kept_apart, "Tyler": _looked_at}
)


def add(scene: scenes.Scene, given: str, missing: scenes.Missing) -> None:
    """What is kept of the child of this name, or seen in an emergency, if anything is."""
    guard: Guard | None = OF.get(given)
    if guard is not None:
        guard(scene, missing)
