"""The protection of a child: seals that two people lower, joins, and text kept enciphered.

No key makes these once: a digest of what was sent would be kept beside what is enciphered.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from wayhome.interfaces.api.v1 import auth, checking, reading
from wayhome.interfaces.api.v1.presenters import protection as shown
from wayhome.interfaces.api.v1.schemas import protection as schemas
from wayhome.interfaces.api.v1.schemas.emergency import Kept
from wayhome.journey import (
    child_sealed,
    key_destroyed,
    name_taken_off,
    protection_lowered,
    records_joined,
    text_protected,
)
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import visibility
from wayhome.records.practitioners import tokens
from wayhome.records.protection import queries
from wayhome.rules import access, purposes
from wayhome.rules.vocabulary import Lowered, Protected

if TYPE_CHECKING:
    from wayhome.records.children.models import Child

router = Router(tags=["Protection"])
SEE = access.Deed.SEE_CHILD
# What is done with a list of people, and so by whom its names are asked for.
WITH_A_LIST = (
    access.Deed.SEAL,
    access.Deed.LOWER_PROTECTION,
    access.Deed.KEEP_SOURCE,
    access.Deed.KEEP_ADVICE,
)


@router.get("/{reference}/protection", response=schemas.Protection, summary="A child's protection")
def read(request: HttpRequest, reference: str) -> schemas.Protection:
    """Its seals and their lists, what was asked of them, and the records joined with it.

    Say why you look in the header Wayhome-Purpose.
    """
    child = _opened(request, reference)
    with transactions.step():  # lists are shown by steps alone
        found = shown.protection(child.id, by=auth.caller(request).viewer)
    reading.listed(request, SEE, [join.other.id for join in found.joins])
    return found


@router.get(
    "/{reference}/protection/people",
    response=schemas.AllWhoMayBeNamed,
    summary="Who may be put on a list",
)
def people(request: HttpRequest, reference: str) -> schemas.AllWhoMayBeNamed:
    """The people of the agencies with a part in the child, for whoever may make a list."""
    viewer = auth.caller(request).viewer
    child = reading.child(request, reference)
    parties = visibility.parties_to_child(child.id)
    may = [
        deed
        for deed in WITH_A_LIST
        if access.decide(viewer, deed, parties=parties, child_id=child.id).allowed
    ]
    deed = next(iter(may), WITH_A_LIST[0])
    access.require(viewer, deed, parties=parties, child_id=child.id)
    reading.looked(request, deed, child_id=child.id)
    return schemas.AllWhoMayBeNamed(
        people=[
            schemas.MayBeNamed(
                id=each.id, name=each.name, agency_id=each.agency_id, agency=each.agency.name
            )
            for each in _may_be_named(request, child)
        ]
    )


@router.post(
    "/{reference}/protection/seals",
    response={201: schemas.ProtectionMade},
    summary="Seal a record",
)
def seal(request: HttpRequest, reference: str, said: schemas.NewSeal) -> schemas.ProtectionMade:
    """Seal the record to a list of named people and you: nobody else knows of it from now on."""
    caller = auth.caller(request)
    child = _with_a_list(request, reference, child_sealed.DEED, _each("named", said.named))
    mark = child_sealed.record(
        child.id, said.kind, why=said.why, named=said.named, by=caller.viewer, now=caller.now
    )
    return schemas.ProtectionMade(made_id=mark)


@router.post(
    "/{reference}/protection/seals/{seal_id}/lift",
    response={201: schemas.ProtectionMade},
    summary="Ask to lift a seal",
)
def lift(
    request: HttpRequest, reference: str, seal_id: UUID, said: schemas.WhyProtected
) -> schemas.ProtectionMade:
    """Ask that a seal be lifted. Nothing changes until somebody of another agency agrees."""
    caller = auth.caller(request)
    child = reading.child(request, reference)
    asked = protection_lowered.ask(
        child.id, seal_id, Lowered.LIFT, why=said.why, by=caller.viewer, now=caller.now
    )
    return schemas.ProtectionMade(made_id=asked)


@router.post(
    "/{reference}/protection/seals/{seal_id}/names",
    response={201: schemas.ProtectionMade},
    summary="Ask to add a name",
)
def add_name(
    request: HttpRequest, reference: str, seal_id: UUID, said: schemas.NewName
) -> schemas.ProtectionMade:
    """Ask that somebody be added to the list. It takes somebody of another agency to agree."""
    caller = auth.caller(request)
    child = _with_a_list(
        request, reference, protection_lowered.DEED, {"practitioner_id": said.practitioner_id}
    )
    asked = protection_lowered.ask(
        child.id,
        seal_id,
        Lowered.NAME,
        why=said.why,
        practitioner_id=said.practitioner_id,
        by=caller.viewer,
        now=caller.now,
    )
    return schemas.ProtectionMade(made_id=asked)


@router.post(
    "/{reference}/protection/seals/{seal_id}/names/{practitioner_id}/take-off",
    response={201: Kept},
    summary="Take a name off",
)
def take_off(
    request: HttpRequest,
    reference: str,
    seal_id: UUID,
    practitioner_id: UUID,
    said: schemas.WhyProtected,
) -> Kept:
    """Take a person off the list: they know of the child no more. One person on it may."""
    caller = auth.caller(request)
    child = reading.child(request, reference)
    name_taken_off.record(
        child.id, seal_id, practitioner_id, why=said.why, by=caller.viewer, now=caller.now
    )
    return Kept()


@router.post(
    "/{reference}/protection/asked/{lowering_id}/agree",
    response={201: Kept},
    summary="Agree to lower a seal",
)
def agree(request: HttpRequest, reference: str, lowering_id: UUID) -> Kept:
    """Agree, as the second of two people of two agencies, and it is done."""
    caller = auth.caller(request)
    _waits(request, reference, lowering_id)
    protection_lowered.agree(lowering_id, by=caller.viewer, now=caller.now)
    return Kept()


@router.post(
    "/{reference}/protection/asked/{lowering_id}/refuse",
    response={201: Kept},
    summary="Refuse to lower a seal",
)
def refuse(request: HttpRequest, reference: str, lowering_id: UUID) -> Kept:
    """Refuse what was asked: the seal and its list stay as they are."""
    caller = auth.caller(request)
    _waits(request, reference, lowering_id)
    protection_lowered.refuse(lowering_id, by=caller.viewer, now=caller.now)
    return Kept()


@router.post(
    "/{reference}/protection/joins",
    response={201: schemas.ProtectionMade},
    summary="Join two records",
)
def join(request: HttpRequest, reference: str, said: schemas.NewJoin) -> schemas.ProtectionMade:
    """Say that another record is of the same child. Both bear every seal that either bore."""
    caller = auth.caller(request)
    child, other = reading.child(request, reference), reading.child(request, said.reference)
    made = records_joined.join(child.id, other.id, why=said.why, by=caller.viewer, now=caller.now)
    return schemas.ProtectionMade(made_id=made)


@router.post(
    "/{reference}/protection/joins/{join_id}/part",
    response={201: Kept},
    summary="Part two records",
)
def part(request: HttpRequest, reference: str, join_id: UUID, said: schemas.WhyProtected) -> Kept:
    """Say that they are two children after all. Both keep their seals."""
    caller = auth.caller(request)
    child = reading.child(request, reference)
    with transactions.step():  # the other record may be sealed from them
        joins = [row.id for row, _other in records_joined.seen(child.id, by=caller.viewer)]
    if join_id not in joins:
        raise queries.NoSuchSeal(str(join_id))
    records_joined.part(join_id, why=said.why, by=caller.viewer, now=caller.now)
    return Kept()


@router.post(
    "/{reference}/protection/destruction", response={201: Kept}, summary="Ask to destroy the key"
)
def ask_to_destroy(request: HttpRequest, reference: str, said: schemas.WhyDestroyed) -> Kept:
    """Ask that the key of the protected text be destroyed. Another person must agree."""
    caller = auth.caller(request)
    child = reading.child(request, reference)
    key_destroyed.ask(child.id, why=said.why, by=caller.viewer, now=caller.now)
    return Kept()


@router.post(
    "/{reference}/protection/destruction/agree",
    response={201: Kept},
    summary="Agree to destroy the key",
)
def destroy(request: HttpRequest, reference: str) -> Kept:
    """Agree, as the second of two people: nothing of the protected text can be read again."""
    caller = auth.caller(request)
    child = reading.child(request, reference)
    key_destroyed.agree(child.id, by=caller.viewer, now=caller.now)
    return Kept()


@router.get(
    "/{reference}/protected-texts", response=schemas.ProtectedTexts, summary="Protected text"
)
def read_texts(request: HttpRequest, reference: str) -> schemas.ProtectedTexts:
    """What you may read of the protected address, the sources and the legal advice.

    Say why you look in the header Wayhome-Purpose.
    """
    caller = auth.caller(request)
    child = _opened(request, reference)
    with transactions.step():  # lists of readers, and what they read, are shown by steps alone
        read = text_protected.read(child.id, by=caller.viewer, now=caller.now)
    parties = visibility.parties_to_child(child.id)
    viewer, purpose = caller.viewer, caller.viewer.purpose
    readable = purpose and purposes.readable(
        viewer, purpose, SEE, parties=parties, child_id=child.id, now=caller.now
    )
    return shown.texts(
        (text for texts in read.values() for text in texts),
        to_ask=purposes.whom_to_ask(parties, shown=readable) if readable else (),
    )


@router.post(
    "/{reference}/protected-texts/addresses",
    response={201: schemas.ProtectionMade},
    summary="Keep a protected address",
)
def keep_address(
    request: HttpRequest, reference: str, said: schemas.NewAddress
) -> schemas.ProtectionMade:
    """Keep where the child lives, enciphered, and from whom it is kept."""
    caller = auth.caller(request)
    made = text_protected.keep(
        reading.child(request, reference).id,
        Protected.ADDRESS,
        said={"text": said.text, "kept_from": said.kept_from, "why": said.why},
        since=said.since,
        by=caller.viewer,
        now=caller.now,
    )
    return schemas.ProtectionMade(made_id=made)


@router.post(
    "/{reference}/protected-texts/sources",
    response={201: schemas.ProtectionMade},
    summary="Keep a confidential source",
)
def keep_source(
    request: HttpRequest, reference: str, said: schemas.NewListedText
) -> schemas.ProtectionMade:
    """Keep a source, enciphered, for a list of people and nobody else."""
    return _keep_for_a_list(request, reference, Protected.SOURCE, said)


@router.post(
    "/{reference}/protected-texts/advice",
    response={201: schemas.ProtectionMade},
    summary="Keep legal advice",
)
def keep_advice(
    request: HttpRequest, reference: str, said: schemas.NewListedText
) -> schemas.ProtectionMade:
    """Keep legal advice, enciphered, for a list of people and nobody else."""
    return _keep_for_a_list(request, reference, Protected.ADVICE, said)


def _keep_for_a_list(
    request: HttpRequest, reference: str, of: Protected, said: schemas.NewListedText
) -> schemas.ProtectionMade:
    caller = auth.caller(request)
    child = _with_a_list(
        request, reference, text_protected.KEEP[of], _each("readers", said.readers)
    )
    made = text_protected.keep(
        child.id,
        of,
        said={"text": said.text},
        readers=said.readers,
        by=caller.viewer,
        now=caller.now,
    )
    return schemas.ProtectionMade(made_id=made)


def _opened(request: HttpRequest, reference: str) -> "Child":
    """The child, whose record the caller may open, entered in the ledger as opened."""
    child = reading.child(request, reference)
    parties = visibility.parties_to_child(child.id)
    access.require(auth.caller(request).viewer, SEE, parties=parties, child_id=child.id)
    reading.looked(request, SEE, child_id=child.id)
    return child


def _with_a_list(
    request: HttpRequest, reference: str, deed: access.Deed, named: Mapping[str, UUID]
) -> "Child":
    """The child, once whoever may do this has named only people who may be on a list.

    Whoever may not do it is refused before a name is looked at.
    """
    child = reading.child(request, reference)
    with transactions.step():  # whether they are on the list of a seal
        text_protected.may(child.id, deed, by=auth.caller(request).viewer)
    among = {each.id for each in _may_be_named(request, child)}
    checking.people_named(named, among=among)
    return child


def _each(field: str, people: Iterable[UUID]) -> dict[str, UUID]:
    return {f"{field}.{number}": each for number, each in enumerate(people)}


def _may_be_named(request: HttpRequest, child: "Child") -> list:
    agencies = {party.agency_id for party in visibility.parties_to_child(child.id)}
    return list(tokens.people(agencies, now=auth.caller(request).now))


def _waits(request: HttpRequest, reference: str, lowering_id: UUID) -> None:
    """Raise NoSuchSeal where this was not asked of this child, or does not wait any more."""
    child = reading.child(request, reference)
    with transactions.step():  # what was asked is shown by steps alone
        waiting = queries.waiting_lowerings([child.id])
    if all(row.id != lowering_id for row in waiting):
        raise queries.NoSuchSeal(str(lowering_id))
