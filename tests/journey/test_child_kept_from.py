"""Whom a child is kept from: in every post, everywhere, until two people of two agencies agree."""

from dataclasses import replace
from datetime import date

import pytest
from tests.journey import heard, world

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import (
    child_introduced,
    child_kept_from,
    disclosure_withheld,
    family_told,
    notice_answered,
    partnership_formed,
    records_joined,
    report_received,
    telling,
)
from wayhome.journey.acting import Contradiction, NotNow
from wayhome.records.children import queries as children
from wayhome.records.episodes import visibility
from wayhome.records.episodes.models import Episode
from wayhome.records.safety import actions as safety
from wayhome.records.safety.models import Conflict, PersonAccount, Withholding
from wayhome.rules import access, facts, redaction, told
from wayhome.rules import vocabulary as v
from wayhome.stages.intake import queries as intake
from wayhome.stages.response import board
from wayhome.stages.response import queries as response
from wayhome.stages.response.models import Duty

pytestmark = pytest.mark.django_db
BORN = date(2011, 5, 2)
NAMED = told.NamedChild("Amira", "Example", BORN)
RELATIVE = v.Conflict.RELATIVE


@pytest.fixture
def cast(db):
    del db
    return world.assemble()


@pytest.fixture
def child(cast):
    child_id = world.introduce(cast, date_of_birth=BORN)
    world.report(cast, child_id)
    return children.known(child_id).child


def viewer(cast, who, *, hours=2.0):
    return cast.viewer(who, now=world.after(hours))


def keep_from(cast, child, who, *, by="ines", kind=RELATIVE):
    child_kept_from.keep_from(
        child.id,
        told.Someone(who, username=who),
        kind=kind,
        reason="An uncle",
        by=viewer(cast, by),
        now=world.after(1),
    )


def sees(cast, child, who):
    return visibility.children(viewer(cast, who)).filter(id=child.id).exists()


def test_a_child_kept_from_somebody_is_in_nothing_that_waits_for_them(cast, child):
    before = board.board_of(viewer(cast, "tomas"))
    assert before.due

    keep_from(cast, child, "tomas")
    keep_from(cast, child, "ines", by="callum")

    for who in ("tomas", "ines"):
        them = viewer(cast, who)
        assert not visibility.episodes(them).exists()
        assert not response.waiting_notices(them).exists()
        assert not response.notices_to(them).exists()
        shown = board.board_of(them)
        assert (shown.notices, shown.due, shown.has_past) == ([], [], False)
    assert board.board_of(viewer(cast, "nadia")).due


def test_a_notice_sent_before_is_not_known_to_them_any_more(cast, child):
    notice = response.notices_to(viewer(cast, "ines")).first()

    keep_from(cast, child, "ines", by="callum")

    with pytest.raises(response.NoSuchThing):
        notice_answered.opened(notice.id, by=viewer(cast, "ines"), now=world.after(2))


@pytest.mark.parametrize("person", casting.PEOPLE, ids=lambda person: person.username)
def test_in_every_post_a_conflict_denies_every_deed_for_every_purpose(cast, child, person):
    keep_from(cast, child, person.username, by="callum" if person.username == "ines" else "ines")
    them = viewer(cast, person.username)
    everybody = tuple(facts.Party(them.agency_id, part) for part in v.Capacity)

    for deed in access.Deed:
        for purpose in v.Purpose:
            asking = replace(them, purpose=purpose)
            decision = access.decide(asking, deed, parties=everybody, child_id=child.id)
            assert not decision.allowed
            assert decision.reason == access.NO_PART
    assert not redaction.sections_for(them, parties=everybody, child_id=child.id)


def test_a_report_by_them_is_taken_and_answered_as_that_of_a_stranger(cast, child):
    keep_from(cast, child, "tomas")
    said = told.MissingReport(
        reporter=told.Reporter("Tomas Wilde"),
        why_worried="Not home",
        council_id=cast.agencies["Harrowfell Council"],
        child=told.Child("Amira", "Example", date_of_birth=BORN),
    )

    answer = report_received.record(said, key="his", by=viewer(cast, "tomas"), now=world.after(2))

    assert (answer["joined"], answer["warnings"]) == (False, [])
    asked = Duty.objects.filter(episode__child=child, kind=v.DutyKind.REVIEW)
    assert any("somebody from whom this child is kept" in duty.reason for duty in asked)
    own = intake.own(viewer(cast, "tomas"), answer["reference"])
    assert [report.why_worried for report in own.reports] == ["Not home"]


def test_they_read_back_no_report_of_a_colleague(cast, child):
    said = told.MissingReport(
        reporter=told.Reporter("Asha"),
        why_worried="Seen in a car",
        council_id=cast.agencies["Harrowfell Council"],
        child=told.Child("Amira", "Example", date_of_birth=BORN),
    )
    answer = report_received.record(said, key="hers", by=viewer(cast, "asha"), now=world.after(1))
    assert intake.own(viewer(cast, "tomas"), answer["reference"]).reports

    keep_from(cast, child, "tomas")

    with pytest.raises(intake.NoSuchReport):
        intake.own(viewer(cast, "tomas"), answer["reference"])
    again = report_received.record(said, key="his", by=viewer(cast, "tomas"), now=world.after(2))
    assert not again["joined"]


def test_what_somebody_declares_is_answered_alike_and_holds_at_once(cast, child):
    for named in (NAMED, told.NamedChild("No", "Body", BORN)):
        assert (
            child_kept_from.declare(
                named,
                kind=RELATIVE,
                reason="My niece",
                by=viewer(cast, "tomas"),
                now=world.after(1),
            )
            is None
        )

    assert not sees(cast, child, "tomas")


def test_a_child_who_becomes_known_after_a_declaration_is_kept_from_them(cast):
    child_kept_from.declare(
        NAMED, kind=RELATIVE, reason="My niece", by=viewer(cast, "tomas"), now=world.START
    )
    child_id = world.introduce(cast, date_of_birth=BORN, now=world.after(1))
    child = children.known(child_id).child
    world.report(cast, child_id, now=world.after(1))

    assert child_kept_from.matched(now=world.after(1.1)) == 1
    assert child_kept_from.matched(now=world.after(1.2)) == 0

    assert not sees(cast, child, "tomas")


def test_every_account_of_the_person_is_kept_from_the_child_also_one_made_later(cast, child):
    keep_from(cast, child, "nora", by="ines")
    again = told.NewPractitioner(
        "Nora V",
        username="nora-two",
        agency_id=cast.agencies["Northmoor Police"],
        posts=(v.PostKind.DUTY_SERGEANT,),
        email="NORA@demo.invalid",
    )
    (later,) = partnership_formed.practitioners([again], now=world.after(1))
    cast.people["nora-two"] = later

    assert not sees(cast, child, "nora-two")
    assert PersonAccount.objects.filter(practitioner_id=later).count() == 1


@pytest.mark.parametrize("who", ["tomas", "nadia", "joss", "asha"])
def test_only_a_manager_says_it_of_others(cast, child, who):
    with pytest.raises(access.Refused):
        keep_from(cast, child, "callum", by=who)


def test_nobody_says_it_of_a_child_their_agency_has_no_part_in(cast, child):
    with pytest.raises(children.NoSuchChild):
        keep_from(cast, child, "callum", by="femi")


def test_nobody_names_themselves_or_an_account_that_there_is_not(cast, child):
    for who in ("ines", "nobody-of-this-name"):
        with pytest.raises(Contradiction):
            keep_from(cast, child, who, by="ines")


def lift(cast, child, who, *, hours=3.0):
    row = Conflict.objects.get(child=child)
    return child_kept_from.ask_to_lift(
        child.id, row.id, reason="It was another man", by=viewer(cast, who), now=world.after(hours)
    )


def test_a_conflict_is_taken_back_by_two_people_of_two_agencies(cast, child):
    keep_from(cast, child, "tomas")

    assert lift(cast, child, "ines") is False
    assert not sees(cast, child, "tomas")
    for same_agency in ("ines", "callum"):
        with pytest.raises(NotNow):
            lift(cast, child, same_agency)
    assert not sees(cast, child, "tomas")
    assert lift(cast, child, "leon") is True

    assert sees(cast, child, "tomas")


def test_one_person_with_two_accounts_is_not_two_people(cast, child):
    keep_from(cast, child, "tomas")
    safety.identify(
        "Both",
        email="",
        accounts=[cast.people["ines"], cast.people["leon"]],
        by=viewer(cast, "callum"),
        at=world.after(1),
    )

    lift(cast, child, "ines")
    with pytest.raises(NotNow):
        lift(cast, child, "leon")


def test_the_person_concerned_takes_nothing_back(cast, child):
    keep_from(cast, child, "ines", by="callum")

    with pytest.raises(children.NoSuchChild):
        lift(cast, child, "ines")


def withhold(cast, child, matter, of, *, by="leon", now=None):
    disclosure_withheld.withhold(
        child.id,
        matter,
        of=of,
        reason="A member of staff is suspected",
        by=viewer(cast, by),
        now=now or world.after(1),
    )


def home(cast):
    return told.WithheldFrom(agency_id=cast.agencies["Larch House"])


@pytest.mark.parametrize("matter", sorted(redaction.CLOSES_THE_RECORD))
def test_a_child_of_whom_an_agency_must_not_be_told_does_not_exist_for_it(cast, child, matter):
    assert sees(cast, child, "wendy")

    withhold(cast, child, matter, home(cast))

    assert not sees(cast, child, "wendy")
    assert not visibility.episodes(viewer(cast, "joss")).exists()
    assert sees(cast, child, "leon")


@pytest.mark.parametrize("matter", [v.Matter.WHEREABOUTS, v.Matter.PLACEMENT])
def test_where_the_child_is_is_held_back_with_whatever_could_tell_it(cast, child, matter):
    withhold(cast, child, matter, home(cast))
    them = viewer(cast, "wendy")
    parties = visibility.parties_to_child(child.id)

    shown = redaction.sections_for(them, parties=parties, child_id=child.id)
    known_facts = redaction.child_facts_for(shown, held_back=them.held_back(child.id))

    assert redaction.Section.SUMMARY in shown
    assert not shown & redaction.HELD_BACK[matter].sections
    assert not known_facts & {"placement_id", "school_id", "host_force_id", "host_authority_id"}
    known = redaction.parties_for(them, parties, readable=shown, child_id=child.id)
    assert {party.agency_id for party in known} == {them.agency_id}


def test_nobody_keeps_a_child_from_their_own_agency(cast, child):
    with pytest.raises(Contradiction):
        withhold(cast, child, v.Matter.EVERYTHING, home(cast), by="wendy")


def test_what_is_withheld_is_disclosed_again_by_somebody_else(cast, child):
    withhold(cast, child, v.Matter.EVERYTHING, home(cast))
    row = Withholding.objects.get()

    with pytest.raises(NotNow):
        _disclose(cast, child, row, by="leon")
    _disclose(cast, child, row, by="ines")

    assert sees(cast, child, "wendy")


def _disclose(cast, child, row, *, by):
    disclosure_withheld.disclose_again(
        child.id, row.id, reason="Cleared", by=viewer(cast, by), now=world.after(2)
    )


@pytest.mark.parametrize("named", [[], ["agency", "contact"]], ids=["nobody", "two"])
def test_exactly_one_is_named_from_whom_something_is_withheld(cast, child, named, as_owner):
    contact = a_father(cast, child)
    whom = {
        "agency": {"agency_id": cast.agencies["Larch House"]},
        "contact": {"contact_id": contact.id},
    }
    of = told.WithheldFrom(**{key: each for one in named for key, each in whom[one].items()})

    with pytest.raises(Contradiction, match="Say who must not be told") as raised:
        withhold(cast, child, v.Matter.WHEREABOUTS, of)

    assert [problem.field for problem in raised.value.problems] == ["whom"]
    assert not Withholding.objects.exists()
    assert access.Deed.KEEP_FROM not in world.ledger_of(as_owner)


@pytest.mark.parametrize("matter", [v.Matter.WHEREABOUTS, v.Matter.EVERYTHING])
def test_nothing_is_withheld_from_a_parent_of_another_child(cast, child, matter, as_owner):
    other = children.known(world.introduce(cast, given_name="Other")).child
    contact = a_father(cast, other)

    with pytest.raises(children.NoSuchChild):
        withhold(cast, child, matter, told.WithheldFrom(contact_id=contact.id))

    assert not Withholding.objects.exists()
    assert not children.known(child.id).contacts
    [still] = children.known(other.id).standing_contacts
    assert not still.unsafe_to_tell
    assert access.Deed.KEEP_FROM not in world.ledger_of(as_owner)


@pytest.mark.parametrize(
    ("matter", "asked"),
    [
        (
            v.Matter.WHEREABOUTS,
            [f"that the child is back. Do not say: {v.Matter.WHEREABOUTS.label}"],
        ),
        (v.Matter.RETURN, []),
    ],
)
def test_whoever_is_to_tell_a_parent_that_the_child_is_back_is_told_what_not_to_say(
    cast, child, matter, asked
):
    contact = a_father(cast, child)
    [episode] = Episode.objects.filter(child=child)
    heard.come_home(episode.id, viewer(cast, "joss"), hours=1)
    before = heard.waiting(episode.id, v.DutyKind.TELL_FAMILY)
    assert any(duty.reason.endswith("that the child is back") for duty in before)
    now = world.after(1.5)

    withhold(cast, child, matter, told.WithheldFrom(contact_id=contact.id), now=now)

    for duty in before:
        duty.refresh_from_db()
        assert (duty.declined_at, duty.declined_reason) == (now, telling.NOT_TO_BE_SAID)
    waiting = heard.waiting(episode.id, v.DutyKind.TELL_FAMILY)
    assert [duty.reason.split("(father) ")[1] for duty in waiting] == asked
    assert {duty.contact_id for duty in waiting} <= {contact.id}
    said = response.family_told_of(child.id)
    kept = [telling.NOT_OF_THE_RETURN] if matter is v.Matter.RETURN else []
    assert [each.reason for each in said if not each.told] == kept


def test_of_a_parent_who_has_been_told_nothing_is_asked_anew(cast, child):
    contact = a_father(cast, child)
    [episode] = Episode.objects.filter(child=child)
    tomas = viewer(cast, "tomas")
    family_told.told(episode.id, contact.id, how="by phone", by=tomas, now=world.after(0.6))

    withhold(cast, child, v.Matter.WHEREABOUTS, told.WithheldFrom(contact_id=contact.id))

    assert heard.waiting(episode.id, v.DutyKind.TELL_FAMILY) == []
    assert Withholding.objects.get().contact_id == contact.id
    heard.come_home(episode.id, tomas, hours=1.5)
    [asked] = heard.waiting(episode.id, v.DutyKind.TELL_FAMILY)
    assert asked.reason.endswith(f"is back. Do not say: {v.Matter.WHEREABOUTS.label}")


def a_father(cast, child):
    """A parent whom it is safe to tell, as somebody who answers for the child adds them."""
    child_introduced.learned(
        child.id,
        told.Child(),
        supplied_by="x",
        contact=told.Contact("Sam Example", "father", "01632 960100"),
        by=viewer(cast, "nadia"),
        now=world.after(0.5),
    )
    [contact] = children.known(child.id).standing_contacts
    return contact


def test_a_parent_who_must_be_told_nothing_is_one_it_is_not_safe_to_tell(cast, child):
    child_introduced.learned(
        child.id,
        told.Child(),
        supplied_by="x",
        contact=told.Contact("Sam Example", "father"),
        by=viewer(cast, "nadia"),
        now=world.after(1),
    )
    [contact] = children.known(child.id).standing_contacts

    withhold(cast, child, v.Matter.EVERYTHING, told.WithheldFrom(contact_id=contact.id))

    [standing] = children.known(child.id).standing_contacts
    assert (standing.unsafe_to_tell, standing.unsafe_reason) == (
        True,
        "A member of staff is suspected",
    )
    assert not Withholding.objects.exists()
    assert Episode.objects.filter(child=child).exists()


@pytest.mark.parametrize("first", ["kept", "joined"])
def test_whoever_is_kept_from_one_record_of_a_child_is_kept_from_the_other(cast, child, first):
    other = children.known(world.introduce(cast, given_name="Alias")).child
    leon = viewer(cast, "leon")

    def join():
        records_joined.join(child.id, other.id, why="The same", by=leon, now=world.after(1))

    if first == "joined":
        join()
    keep_from(cast, child, "nadia")
    if first == "kept":
        join()

    assert not sees(cast, child, "nadia")
    assert not sees(cast, other, "nadia")
    assert sees(cast, other, "leon")
