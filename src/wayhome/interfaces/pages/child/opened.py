"""A child's record, opened by one person for a stated purpose, and read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from wayhome.interfaces.pages.shared import viewing
from wayhome.records.children import queries as children
from wayhome.records.episodes import visibility
from wayhome.rules import access, facts, redaction

SEE = access.Deed.SEE_CHILD


@dataclass(frozen=True, slots=True)
class Child:
    """The record as one person has it open."""

    viewer: facts.Viewer
    now: datetime
    known: children.Known
    parties: tuple[facts.Party, ...]
    sections: frozenset[redaction.Section]

    @property
    def record(self) -> Any:
        """The child's own row."""
        return self.known.child

    @property
    def may_know(self) -> frozenset[str]:
        """The facts of the record that are open to the person, by name."""
        unsaid = self.viewer.held_back(self.record.id)
        return redaction.child_facts_for(self.sections, held_back=unsaid)

    def reads(self, *sections: redaction.Section) -> bool:
        """Whether the person may read any of these sections."""
        return bool(self.sections & set(sections))

    def may(self, deed: access.Deed) -> bool:
        """Whether the person may do this to the child's record."""
        return access.decide(
            self.viewer, deed, parties=self.parties, child_id=self.record.id
        ).allowed


def open_child(
    request: HttpRequest, reference: str, *, deeds: Sequence[access.Deed] = (SEE,)
) -> Child | None:
    """The child's record, entered in the ledger as opened; None while no purpose is stated.

    Raises NoSuchChild, alike for unknown and for not to be known, and Refused.
    """
    found = visibility.child(viewing.viewer(request), reference)
    viewer = viewing.viewer_of_child(request, found.id)
    if viewer is None:
        return None
    parties = visibility.parties_to_child(found.id)
    access.require(viewer, SEE, parties=parties, child_id=found.id)
    for deed in deeds:
        access.require(viewer, deed, parties=parties, child_id=found.id)
    sections = redaction.sections_for(viewer, parties=parties, child_id=found.id)
    viewing.log_look(
        request, deed=SEE, child_id=found.id, sections=tuple(sorted(sections)), by=viewer
    )
    return Child(viewer, viewing.now(request), children.known(found.id), parties, sections)
