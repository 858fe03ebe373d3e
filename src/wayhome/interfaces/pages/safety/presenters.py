"""Who is kept from a child and what is not disclosed, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import dateformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.child import opened
from wayhome.interfaces.pages.shared import parts, presenters
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.interfaces.pages.shared.presenters import Tag, Tone
from wayhome.records.agencies import queries as agencies
from wayhome.rules import purposes
from wayhome.rules.vocabulary import Conflict, Matter, PostKind


@dataclass(frozen=True, slots=True)
class Apart:
    """Somebody who is kept from a child, or from something of them, as a card."""

    title: str
    standing: Tag
    facts: list[parts.Fact]
    link: parts.Link | None


def conflict(row: Any, here: opened.Child) -> Apart:
    """A person who must not know of the child."""
    link = parts.Link(
        _("Agree that it is taken back") if row.lift_asked_at else _("Ask that it is taken back"),
        reverse("child_conflict_lift", args=[here.record.reference, row.id]),
    )
    asked = [parts.Fact(_("Asked to be taken back"), row.lift_reason)] if row.lift_asked_at else []
    return Apart(
        title=row.person.name,
        standing=_standing(row),
        facts=[
            parts.Fact(_("What they are"), presenters.sentence(Conflict(row.kind).label)),
            parts.Fact(_("Why"), row.reason, _recorded(row, now=here.now)),
            *asked,
        ],
        link=None if row.lifted_at else link,
    )


def _standing(row: Any) -> Tag:
    if row.lifted_at:
        return Tag(_("Taken back"), Tone.CALM)
    if row.lift_asked_at:
        return Tag(_("In force: another agency must agree"), Tone.WARN)
    return Tag(_("In force"), Tone.ALARM)


def withheld(row: Any, here: opened.Child) -> Apart:
    """Something that is not disclosed to somebody; a parent by name to whoever reads of them."""
    whom = row.agency or row.person or row.contact
    is_named = whom != row.contact or "contacts" in here.may_know
    again = reverse("child_disclose_again", args=[here.record.reference, row.id])
    return Apart(
        title=whom.name if is_named else presenters.sentence(_(PostKind.PARENT_OR_CARER.label)),
        standing=Tag(_("Taken back"), Tone.CALM)
        if row.lifted_at
        else Tag(_("In force"), Tone.ALARM),
        facts=[
            parts.Fact(_("Is not told"), presenters.sentence(Matter(row.matter).label)),
            parts.Fact(_("Why"), row.reason, _recorded(row, now=here.now)),
        ],
        link=None if row.lifted_at else parts.Link(_("Take it back"), again),
    )


def _recorded(row: Any, *, now: datetime) -> str:
    said = presenters.moment(row.recorded_at, now=now)
    if row.recorded_by is None:
        return said
    return _("%(name)s, %(moment)s") % {"name": row.recorded_by.name, "moment": said}


def declared(row: Any) -> parts.Fact:
    """What somebody declared of themselves, as they said it."""
    name = capfirst(f"{row.given_folded} {row.family_folded}").title()
    born = dateformat.format(row.date_of_birth, "j F Y")
    return parts.Fact(f"{name}, {born}", row.reason)


def whom(here: opened.Child) -> Iterable[tuple[str, str]]:
    """Who may be chosen: agencies with a part in the child but one's own, and the family.

    A home is no choice for whoever may not know where the child lives.
    """
    known = purposes.parties_for(
        here.viewer, here.parties, shown=here.readable, child_id=here.record.id
    )
    ids = {party.agency_id for party in known} - {here.viewer.agency_id}
    names = agencies.names(ids)
    for agency_id, name in sorted(names.items(), key=lambda each: each[1]):
        yield f"agency:{agency_id}", name
    if "contacts" in here.may_know:
        for row in here.known.standing_contacts:
            if not row.unsafe_to_tell:
                yield f"contact:{row.id}", f"{row.name} ({row.relationship})"
