"""For what purpose a record lies open, what is held back for it, and where another is said."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import presenters
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.records.agencies import queries as agencies
from wayhome.rules import facts, purposes
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.vocabulary import Purpose


@dataclass(frozen=True, slots=True)
class Shown:
    """The line that says why a record is open, and what that holds back.

    `address` says, of a record opened in an emergency, whom to ask for a protected address.
    """

    purpose: str
    is_stated: bool
    held_back: str
    href: str
    address: str


def held_words(classes: Iterable[FieldClass]) -> list[str]:
    """What is held back, in words, in the order of the classes."""
    said = {
        FieldClass.APPEAL: _("how the child looks"),
        FieldClass.IDENTITY: _("who the child is"),
        FieldClass.PLACE: _("places"),
        FieldClass.PROTECTED: _("where the child lives"),
        FieldClass.HEALTH: _("health"),
        FieldClass.VOICE: _("what the child said"),
        FieldClass.THIRD_PARTY: _("what is known of other people"),
        FieldClass.INTELLIGENCE: _("intelligence"),
    }
    held = set(classes)
    return [words for each, words in said.items() if each in held]


Parties = tuple[facts.Party, ...]


def of_episode(
    readable: purposes.Readable, reference: str, *, parties: Parties, is_stated: bool
) -> Shown:
    """Why an episode is open."""
    href = reverse("episode_purpose", args=[reference])
    return _shown(readable, href, parties=parties, is_stated=is_stated)


def of_child(readable: purposes.Readable, reference: str, *, parties: Parties) -> Shown:
    """Why a child's record is open: somebody always said."""
    href = reverse("child_purpose", args=[reference])
    return _shown(readable, href, parties=parties, is_stated=True)


def address(readable: purposes.Readable, parties: Parties) -> str:
    """Whom to ask for an address that an emergency look does not show; empty for any other look."""
    asked = agencies.in_order(purposes.whom_to_ask(parties, shown=readable))
    if not asked:
        return ""
    names = [f"{each.name} ({each.telephone})" if each.telephone else each.name for each in asked]
    return _(
        "This child has a protected address, which an emergency look does not show. Take the child "
        "to no other, and telephone for it: %(agencies)s."
    ) % {"agencies": presenters.listed(names)}


def _shown(readable: purposes.Readable, href: str, *, parties: Parties, is_stated: bool) -> Shown:
    purpose: Purpose = readable.purpose
    held = held_words(readable.held_classes)
    return Shown(
        _(purpose.label),
        is_stated,
        presenters.listed(held) if held else "",
        href,
        address(readable, parties),
    )
