"""What is asked on each page about a child's protection, and what is told of the answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from wayhome.interfaces.pages.child.opened import Child
from wayhome.interfaces.pages.protection import forms
from wayhome.interfaces.pages.shared import presenters
from wayhome.journey import (
    child_sealed,
    key_destroyed,
    name_taken_off,
    protection_lowered,
    records_joined,
    text_protected,
)
from wayhome.platform import references
from wayhome.records.episodes import visibility
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.practitioners import tokens
from wayhome.records.protection import queries
from wayhome.rules import access
from wayhome.rules.vocabulary import Lowered, Protected, SealKind

TEXTS: tuple[str, ...] = ("text", "kept_from", "why")


@dataclass(frozen=True, slots=True)
class Asking:
    """One thing that may be done: its words, its form, its deed, and how it is told.

    What is done to a seal is offered only where there is one.
    """

    title: str
    submit: str
    deed: access.Deed
    form: Callable[[Any, Child], Any]
    do: Callable[[dict[str, Any], Child], Any]
    of_a_seal: bool = False


def _people(here: Child) -> list[tuple[str, str]]:
    """The people of the agencies with a part in the child, by agency and name; never a system."""
    return [
        (str(each.id), f"{each.name}, {each.agency.name}")
        for each in tokens.people({party.agency_id for party in here.parties}, now=here.now)
        if each.id != here.viewer.practitioner_id
    ]


def _marks(here: Child) -> list[tuple[str, str]]:
    seals = queries.seals_of([here.record.id])[here.record.id]
    return [(str(seal.mark), presenters.sentence(SealKind(seal.kind).label)) for seal in seals]


def _listed_now(here: Child) -> list[tuple[str, str]]:
    """Everybody on any list of the child's, by name."""
    seals = queries.seals_of([here.record.id])[here.record.id]
    on_them = {each for seal in seals for each in queries.named_on(seal)}
    named = practitioners.names(on_them)
    return sorted(((str(each), name) for each, name in named.items()), key=lambda each: each[1])


def _take_off(answers: dict[str, Any], here: Child) -> None:
    name_taken_off.record(
        here.record.id,
        UUID(answers["mark"]),
        UUID(answers["practitioner"]),
        why=answers["why"],
        by=here.viewer,
        now=here.now,
    )


def _seal(answers: dict[str, Any], here: Child) -> UUID:
    return child_sealed.record(
        here.record.id,
        SealKind(answers["kind"]),
        why=answers["why"],
        named=[UUID(each) for each in answers["named"]],
        by=here.viewer,
        now=here.now,
    )


def _lower(answers: dict[str, Any], here: Child) -> UUID:
    added = answers["practitioner"]
    return protection_lowered.ask(
        here.record.id,
        UUID(answers["mark"]),
        Lowered(answers["what"]),
        why=answers["why"],
        practitioner_id=UUID(added) if added else None,
        by=here.viewer,
        now=here.now,
    )


def _join(answers: dict[str, Any], here: Child) -> UUID:
    written = references.read(answers["reference"]) or ""
    other = visibility.child(here.viewer, written)
    named = {"why": answers["why"], "by": here.viewer, "now": here.now}
    return records_joined.join(here.record.id, other.id, **named)


def _keep(of: Protected) -> Callable[[dict[str, Any], Child], UUID]:
    def keep(answers: dict[str, Any], here: Child) -> UUID:
        said = {name: str(answers[name]) for name in TEXTS if name in answers}
        return text_protected.keep(
            here.record.id,
            of,
            said=said,
            readers=[UUID(each) for each in answers.get("readers", ())],
            since=answers.get("since"),
            by=here.viewer,
            now=here.now,
        )

    return keep


def _destroy(answers: dict[str, Any], here: Child) -> None:
    key_destroyed.ask(here.record.id, why=answers["why"], by=here.viewer, now=here.now)


def _listed(sent: Any, here: Child) -> Any:
    return forms.ListedForm(sent, now=here.now, named=_people(here))


KEEP_IT = gettext_noop("Keep it")
ASKED: dict[str, Asking] = {
    "seal": Asking(
        gettext_noop("Seal this record to a named list"),
        gettext_noop("Seal it"),
        access.Deed.SEAL,
        lambda sent, here: forms.SealForm(sent, now=here.now, named=_people(here)),
        _seal,
    ),
    "lower": Asking(
        gettext_noop("Ask to lower the protection"),
        gettext_noop("Ask for it"),
        access.Deed.LOWER_PROTECTION,
        lambda sent, here: forms.LowerForm(
            sent, now=here.now, marks=_marks(here), named=_people(here)
        ),
        _lower,
        of_a_seal=True,
    ),
    "take_off": Asking(
        gettext_noop("Take somebody off the list"),
        gettext_noop("Take them off"),
        access.Deed.SEAL,
        lambda sent, here: forms.TakeOffForm(
            sent, now=here.now, marks=_marks(here), named=_listed_now(here)
        ),
        _take_off,
        of_a_seal=True,
    ),
    "join": Asking(
        gettext_noop("Join this record with another of the same child"),
        gettext_noop("Join them"),
        access.Deed.JOIN_RECORDS,
        lambda sent, here: forms.JoinForm(sent, now=here.now),
        _join,
    ),
    "address": Asking(
        gettext_noop("Keep a protected address"),
        KEEP_IT,
        access.Deed.KEEP_ADDRESS,
        lambda sent, here: forms.AddressForm(sent, now=here.now),
        _keep(Protected.ADDRESS),
    ),
    "source": Asking(
        gettext_noop("Keep a confidential source"),
        KEEP_IT,
        access.Deed.KEEP_SOURCE,
        _listed,
        _keep(Protected.SOURCE),
    ),
    "advice": Asking(
        gettext_noop("Keep legal advice"),
        KEEP_IT,
        access.Deed.KEEP_ADVICE,
        _listed,
        _keep(Protected.ADVICE),
    ),
    "destroy": Asking(
        gettext_noop("Ask to destroy the key of the protected text"),
        gettext_noop("Ask for it"),
        access.Deed.DESTROY_KEY,
        lambda sent, here: forms.WhyForm(sent, now=here.now),
        _destroy,
    ),
}
