"""What hides a child of a random world from somebody, and what opens one in an emergency.

Written before the rest of its world, and itself shown to few: the worlds do not ask about it.
"""

from tests.journey import world

from wayhome.platform.models import new_id
from wayhome.records.emergency.models import BreakGlass
from wayhome.records.protection.models import Named, Seal
from wayhome.records.safety.models import Conflict, Person, PersonAccount, Withholding
from wayhome.rules import redaction, vocabulary

TABLES = (Person, PersonAccount, Conflict, Withholding, Seal, Named, BreakGlass)


def hide(maker, made, child) -> None:
    """A child is kept from somebody, something is withheld, or the record is sealed; or none."""
    lifted = {"lifted_at": world.after(1), "lifted_by_id": maker.lifter}
    if maker.chance.random() < 0.3:
        who, is_over = (
            maker.chance.choice(maker.among).viewer.practitioner_id,
            maker.chance.random() < 0.3,
        )
        person = Person(id=new_id(), name="x", **maker.common)
        made.rows[Person].append(person)
        made.rows[PersonAccount].append(
            PersonAccount(person=person, practitioner_id=who, **maker.common)
        )
        asked = {"lift_asked_at": world.START, "lift_asked_by_id": who, "lift_reason": "x"}
        made.rows[Conflict].append(
            Conflict(
                person=person,
                child=child,
                kind=vocabulary.Conflict.RELATIVE,
                reason="x",
                **maker.common,
                **({**asked, **lifted} if is_over else {}),
            )
        )
        made.kept_from |= set() if is_over else {who}
    if maker.chance.random() < 0.3:
        matter, agency = maker.chance.choice(list(vocabulary.Matter)), maker.agency()
        made.rows[Withholding].append(
            Withholding(child=child, agency_id=agency, matter=matter, reason="x", **maker.common)
        )
        if matter in redaction.CLOSES_THE_RECORD:
            made.withheld_from.add(agency)
    for _ in range(maker.chance.choice([0, 0, 0, 1, 2])):
        _seal(maker, made, child)


def _seal(maker, made, child) -> None:
    listed = maker.chance.sample(maker.among, maker.chance.randint(0, 5))
    is_over = maker.chance.random() < 0.2
    lifted = {"lifted_at": world.after(1), "lifted_by_id": maker.lifter}
    lifted["lift_asked_by_id"] = maker.by
    seal = Seal(
        id=new_id(),
        child=child,
        mark=new_id(),
        kind=vocabulary.SealKind.WITNESS,
        why=b"x",
        **maker.common,
        **(lifted if is_over else {}),
    )
    made.rows[Seal].append(seal)
    still = set()
    for each in listed:
        who, is_off = each.viewer.practitioner_id, maker.chance.random() < 0.2
        ended = {"ended_at": world.after(1), "ended_by_id": maker.by} if is_off else {}
        made.rows[Named].append(Named(seal=seal, practitioner_id=who, **maker.common, **ended))
        still |= set() if is_off else {who}
    if not is_over:
        made.named.append(still)


def open_(maker, made, child) -> None:
    """The record is opened in an emergency, and the look may have ended or been reviewed."""
    if maker.chance.random() < 0.75:
        return
    who, is_over = maker.chance.choice(maker.among).viewer, maker.chance.random() < 0.4
    is_reviewed = is_over and maker.chance.random() < 0.5
    reviewed = {
        "reviewed_at": world.after(2),
        "reviewed_by_id": maker.lifter,
        "review_agency_id": next(each for each in maker.agencies if each != who.agency_id),
        "finding": vocabulary.Finding.RIGHT,
        "findings": "x",
    }
    made.rows[BreakGlass].append(
        BreakGlass(
            id=new_id(),
            practitioner_id=who.practitioner_id,
            agency_id=who.agency_id,
            child=child,
            reason=vocabulary.Emergency.DANGER_NOW,
            live_reference="x",
            statement="x",
            opened_at=world.START,
            ends_at=world.after(1),
            ended_at=world.after(1) if is_over else None,
            **(reviewed if is_reviewed else {}),
        )
    )
    made.opened_by |= set() if is_over else {who.practitioner_id}
    made.looked_for |= set() if is_reviewed else {who.agency_id}
