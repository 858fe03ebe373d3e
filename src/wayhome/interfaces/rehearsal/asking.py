"""What somebody of the cast is shown when they look: nothing is changed by these verbs."""

from wayhome.interfaces.rehearsal import scenes
from wayhome.records.children import queries as children
from wayhome.records.episodes import visibility
from wayhome.stages.interviews import queries as interviews


def look_up(
    scene: scenes.Scene, missing: scenes.Missing, *, by: str, given: str = "", family: str = ""
) -> str:
    """What a person finds who looks for a child by name: only those their agency has a part in."""
    del missing
    person = scene.person(by)
    found = children.candidates(visibility.children(person), given_name=given, family_name=family)
    if found:
        return f"Shown to {person.name}: {len(found)} child of this name"
    return f"Shown to {person.name}: no child of this name in which {person.agency_name} has a part"


def see_last_interview(scene: scenes.Scene, missing: scenes.Missing, *, by: str) -> str:
    """What an assessor is shown of the child's last return home interview."""
    held = interviews.last_shareable(missing.child_id)
    person = scene.person(by)
    if held is None:
        return f"Shown to {person.name}: no interview has been shared yet"
    return f"Shown to {person.name} beside the assessment: “{held.shareable}”"
