"""What the page of a child's protection shows: seals, what was asked, joins, and protected text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.child.opened import Child
from wayhome.interfaces.pages.protection.asking import ASKED
from wayhome.interfaces.pages.shared import naming, parts, presenters, purpose
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.journey import key_destroyed, reviewer_named, text_protected, word_of_sealed
from wayhome.records.kept import queries as kept
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.protection import queries
from wayhome.rules import access
from wayhome.rules.vocabulary import Lowered, Protected, SealedWord, SealKind


@dataclass(frozen=True, slots=True)
class Card:
    """One thing under a title, what is known of it, and what may be pressed."""

    title: str
    facts: list[parts.Fact]
    presses: list[parts.Link]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page.

    `destroyed` says when the protected text became unreadable, and `address` whom to ask for one
    that an emergency look does not show.
    """

    name: str
    back: str
    seals: list[Card]
    asked: list[Card]
    joined: list[Card]
    texts: list[Card]
    address: str
    destroyed: str
    destruction: Card | None
    links: list[parts.Link]


def page(here: Child, joins: Iterable[tuple[Any, Any]]) -> Page:
    """Everything about the child's protection that this person may know; texts are logged read.

    `joins` are those with records they may know of, each with the other record.
    """
    child_id = here.record.id
    gone = kept.destroyed_at(child_id)
    return Page(
        name=naming.child(here.record),
        back=reverse("child", args=[here.record.reference]),
        seals=[_seal(seal) for seal in queries.seals_of([child_id])[child_id]],
        asked=[_asked(row, here) for row in queries.waiting_lowerings([child_id])],
        joined=[_joined(row, other, here) for row, other in joins],
        texts=_texts(here),
        address=purpose.address(here.readable, here.parties),
        destroyed=presenters.moment(gone, now=here.now) if gone else "",
        destruction=_destruction(here),
        links=_links(here),
    )


def _links(here: Child) -> list[parts.Link]:
    reference = here.record.reference
    may = {name: here.may(asking.deed) for name, asking in ASKED.items()}
    is_sealed = bool(queries.seals_on(here.record.id))
    may = {name: each and (is_sealed or not ASKED[name].of_a_seal) for name, each in may.items()}
    may["destroy"] &= bool(kept.how_many(here.record.id))
    asked = reviewer_named.waiting_of(here.record.id, by=here.viewer, now=here.now)
    return [
        *(
            parts.Link(
                _("Name who reviews an emergency look at this record"),
                reverse("emergency_reviewer", args=[look.id]),
            )
            for look in asked
        ),
        *(
            parts.Link(_(ASKED[name].title), reverse("protection_do", args=[reference, name]))
            for name, is_allowed in may.items()
            if is_allowed
        ),
    ]


def _names(ids: Iterable[UUID | None]) -> str:
    """Each name on a line of its own."""
    return "\n".join(sorted(practitioners.names(ids).values()))


def _seal(seal: Any) -> Card:
    why = queries.why_sealed_if_readable(seal)
    facts = [
        parts.Fact(_("What makes it needed"), why or _("Destroyed")),
        parts.Fact(_("On the list"), _names(queries.named_on(seal))),
        parts.Fact(_("Sealed by"), _names([seal.recorded_by_id])),
    ]
    return Card(presenters.sentence(_(SealKind(seal.kind).label)), facts, [])


def _asked(row: Any, here: Child) -> Card:
    facts = [
        parts.Fact(_("Seal"), presenters.sentence(_(SealKind(row.seal.kind).label))),
        parts.Fact(_("Why it is safe"), queries.why_lowered_if_readable(row) or _("Destroyed")),
        parts.Fact(_("Asked by"), _names([row.recorded_by_id])),
    ]
    if row.practitioner_id:
        facts.append(parts.Fact(_("To be added"), _names([row.practitioner_id])))
    may = here.may(access.Deed.LOWER_PROTECTION)
    presses = {"agree": _("Agree: it is done"), "refuse": _("Refuse")} if may else {}
    return Card(
        presenters.sentence(_(Lowered(row.what).label)),
        facts,
        [
            parts.Link(words, reverse("protection_answer", args=[row.id, answer]))
            for answer, words in presses.items()
        ],
    )


def _joined(row: Any, other: Any, here: Child) -> Card:
    facts = [
        parts.Fact(_("How it is known"), row.why),
        parts.Fact(_("Joined by"), _names([row.recorded_by_id])),
    ]
    may = here.may(access.Deed.JOIN_RECORDS)
    part = [parts.Link(_("Part them again"), reverse("protection_part", args=[row.id]))]
    return Card(f"{naming.child(other)}, {other.reference}", facts, part if may else [])


def _texts(here: Child) -> list[Card]:
    read = text_protected.read(here.record.id, by=here.viewer, now=here.now)
    return [_text(text, here) for texts in read.values() for text in texts]


def _text(text: kept.Text, here: Child) -> Card:
    facts = [parts.Fact(_("Text"), text.text)]
    if text.of is Protected.ADDRESS:
        facts += [
            parts.Fact(_("Kept from"), text.kept_from),
            parts.Fact(_("Why"), text.why),
            parts.Fact(_("Since"), presenters.moment(text.since or text.recorded_at, now=here.now)),
        ]
    facts.append(parts.Fact(_("Kept by"), _names([text.recorded_by_id])))
    return Card(presenters.sentence(_(text.of.label)), facts, [])


def _destruction(here: Child) -> Card | None:
    asked = key_destroyed.asked(here.record.id, by=here.viewer)
    if asked is None:
        return None
    who, why = asked
    facts = [parts.Fact(_("Why"), why), parts.Fact(_("Asked by"), _names([who]))]
    agree = reverse("protection_destroy", args=[here.record.reference])
    return Card(
        _("Destroy the key of the protected text"),
        facts,
        [parts.Link(_("Agree: nothing of it can be read again"), agree)],
    )


@dataclass(frozen=True, slots=True)
class Came:
    """Word of a sealed child, as a line of the inbox."""

    title: str
    facts: list[parts.Fact]
    href: str
    is_new: bool


def came(words: Iterable[Any], *, now: datetime) -> list[Came]:
    """What came in, of whom, who leads there, and who has it: as many questions for all as one."""
    found = list(words)
    named = practitioners.names(word.acknowledged_by_id for word in found)
    led = word_of_sealed.led_by(word.other_id for word in found)
    return [_came(word, named, led.get(word.other_id, []), now=now) for word in found]


def _came(
    word: Any, named: Mapping[UUID, str], led: list[word_of_sealed.Led], *, now: datetime
) -> Came:
    facts = [
        parts.Fact(_("What came in"), presenters.sentence(_(SealedWord(word.kind).label))),
        parts.Fact(_("When"), presenters.moment(word.recorded_at, now=now)),
        parts.Fact(_("Its record"), word.other.reference),
        *(parts.Fact(_("Led by"), f"{each.agency}, {each.reference}") for each in led),
        parts.Fact(_("Who has this"), named.get(word.acknowledged_by_id, _("Nobody yet"))),
    ]
    href = reverse("sealed_word", args=[word.id])
    return Came(naming.child(word.child), facts, href, word.acknowledged_at is None)
