"""A child's record, opened by one person for a stated purpose, and read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from wayhome.interfaces.pages.shared import viewing
from wayhome.journey import shown_for
from wayhome.platform.audit.models import Verb
from wayhome.records.children import queries as children
from wayhome.records.episodes import visibility
from wayhome.rules import access, facts, purposes, redaction
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.vocabulary import Purpose

SEE = access.Deed.SEE_CHILD
# What must be read of a record before it can be changed: whoever corrects a parent sees them.
CHANGES = {access.Deed.CHANGE_FAMILY: frozenset({FieldClass.THIRD_PARTY})}


@dataclass(frozen=True, slots=True)
class Child:
    """The record as one person has it open."""

    viewer: facts.Viewer
    now: datetime
    known: children.Known
    parties: tuple[facts.Party, ...]
    readable: purposes.Readable

    @property
    def sections(self) -> frozenset[redaction.Section]:
        """The sections the person may read, for their purpose."""
        return self.readable.sections

    @property
    def record(self) -> Any:
        """The child's own row."""
        return self.known.child

    @property
    def may_know(self) -> frozenset[str]:
        """The facts of the record that are open to the person, by name."""
        return self.readable.may_know

    @property
    def unsaid(self) -> redaction.Unsaid | None:
        """Which agencies are not to be named to the person; None where all may be."""
        return purposes.agencies_unsaid(self.viewer, self.parties, shown=self.readable)

    def reads(self, *sections: redaction.Section) -> bool:
        """Whether the person may read any of these sections."""
        return bool(self.sections & set(sections))

    def may(self, deed: access.Deed) -> bool:
        """Whether the person may do this to the child's record."""
        return access.decide(
            self.viewer, deed, parties=self.parties, child_id=self.record.id
        ).allowed


def open_child(
    request: HttpRequest,
    reference: str,
    *,
    deeds: Sequence[access.Deed] = (SEE,),
    verb: Verb = Verb.CONSULT,
) -> Child | None:
    """The child's record, entered in the ledger as opened; None while no purpose is stated.

    None also where the purpose shows nothing of what is to be changed: another is to be said.

    Raises NoSuchChild, alike for unknown and for not to be known, and Refused.
    """
    found = visibility.child(viewing.viewer(request), reference)
    viewer = viewing.stated_for(request, found.id)
    if viewer is None:
        return None
    parties = visibility.parties_to_child(found.id)
    access.require(viewer, SEE, parties=parties, child_id=found.id)
    for deed in deeds:
        access.require(viewer, deed, parties=parties, child_id=found.id)
    now = viewing.now(request)
    purpose = _stated(viewer)
    readable = purposes.readable(viewer, purpose, SEE, parties=parties, child_id=found.id, now=now)
    if any(CHANGES.get(deed, readable.classes) - readable.classes for deed in deeds):
        return None
    viewing.log_look(
        request,
        verb=verb,
        deed=SEE,
        child_id=found.id,
        sections=tuple(sorted(readable.sections)),
        by=viewer,
    )
    known = shown_for.child(children.known(found.id), readable)
    return Child(viewer, now, known, parties, readable)


def _stated(viewer: facts.Viewer) -> Purpose:
    """The purpose that was stated. Raises RuntimeError for nobody's: access asks for one first."""
    if viewer.purpose is None:
        raise RuntimeError("a child's record was opened for no purpose")
    return viewer.purpose
