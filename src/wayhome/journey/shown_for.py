"""An episode, or a child's record, as it may be shown for a purpose.

What `rules/purposes.py` leaves out is taken out of every row that was read, once, so that neither a
page nor the API can show it by mistake.
"""

from collections.abc import Iterator

from django.db import models

from wayhome.journey.account import Whole
from wayhome.platform import narrowing
from wayhome.records.children import queries as children
from wayhome.rules import purposes

_STAGES = ("recorded", "intake", "risk", "response", "search", "found", "interviews", "support")


def episode(whole: Whole, readable: purposes.Readable) -> Whole:
    """The same whole, without the words its reader's purpose does not open."""
    if readable.holds_back:
        narrowing.narrow(_rows(whole), classes=readable.classes)
    return whole


def child(known: children.Known, readable: purposes.Readable) -> children.Known:
    """The same record, without the words its reader's purpose does not open."""
    if readable.holds_back:
        narrowing.narrow(_of_child(known), classes=readable.classes)
    return known


def _rows(whole: Whole) -> Iterator[models.Model]:
    yield whole.episode
    yield from _of_child(whole.child)
    yield from whole.releases_now
    for stage in _STAGES:
        memory = getattr(whole, stage)
        for name in memory.__slots__:
            yield from getattr(memory, name)


def _of_child(known: children.Known) -> Iterator[models.Model]:
    yield known.child
    about = (known.details, known.contacts, known.markers, known.arrangements, known.identifiers)
    for rows in about:
        yield from rows
