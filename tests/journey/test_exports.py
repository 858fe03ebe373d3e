"""Records are taken out for somebody, with a second person where they are many, and logged."""

import base64
import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.interfaces.pages import at_work
from tests.journey import sealed

from wayhome.journey import (
    child_introduced,
    disclosure_withheld,
    export_asked,
    export_decided,
    export_fetched,
    export_made,
    export_revoked,
    risk_assessed,
)
from wayhome.journey.acting import NotNow
from wayhome.platform.audit.models import LedgerEntry
from wayhome.records.episodes.models import Party
from wayhome.records.exports import actions as exports_kept
from wayhome.records.exports import queries
from wayhome.records.exports.models import Export, ExportContent
from wayhome.records.practitioners.models import Holding
from wayhome.rules import access, told, vocabulary
from wayhome.rules import exports as export_rules
from wayhome.rules.exports import ExportFormat, ExportKind, ExportState
from wayhome.rules.vocabulary import Purpose

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(db):
    del db
    return at_work.Work()


def plainly(words):
    return words


def wanted(work, kind=ExportKind.OPEN_EPISODES, **more):
    given = {
        "format": ExportFormat.CSV,
        "purpose": Purpose.SEARCH,
        "reason": "Handing over to the night shift",
        "recipient_name": "A. Nother",
        "recipient_agency_id": work.cast.agencies["Harrowfell Council"],
    }
    return export_rules.Wanted(kind=kind, **{**given, **more})


def asked(work, who, *given, **more):
    return export_asked.record(
        wanted(work, *given, **more), by=work.viewer(who), now=work.now, say=plainly
    )


@pytest.fixture
def few(monkeypatch):
    """Two children are many, so that a test of many is made of few."""
    monkeypatch.setattr(export_rules, "MOST_CHILDREN_ALONE", 1)


def rows(fetched):
    return list(csv.reader(io.StringIO(fetched.content.decode("utf-8-sig"), newline="")))


def many(work, count):
    for number in range(count):
        work.episode(child=work.child(given=f"Child{number:02}"))


def state(export, work, later=timedelta()):
    export.refresh_from_db()
    return export_rules.state_of(queries.facts_of(export), now=work.now + later)


def test_a_list_of_a_few_is_made_at_once_and_marked_on_each_row(work):
    work.episode()
    export = asked(work, "nadia")

    said = rows(export_fetched.record(export.reference, by=work.viewer("nadia"), now=work.now))

    assert said[1][said[0].index("First name")] == "Amira"
    assert export.reference in said[1][-1]
    assert "Nadia Birch, Harrowfell Council for A. Nother, Harrowfell Council" in said[1][-1]


def test_nothing_is_taken_out_by_a_post_that_may_not(work):
    work.episode()

    for who in ("joss", "asha", "isla", "grace", "zofia", "harri"):
        with pytest.raises(access.Refused):
            asked(work, who)


def test_an_agency_with_no_part_is_sent_nothing(work):
    work.episode()

    with pytest.raises(NotNow, match="Choose another agency"):
        asked(work, "nadia", recipient_agency_id=work.cast.agencies["Eastvale Police"])

    assert not Export.objects.exists()


@pytest.mark.parametrize("format_", ExportFormat)
def test_what_the_recipient_may_not_read_is_not_in_it_in_any_format(work, format_):
    episode = work.episode()
    home = work.cast.agencies["Larch House"]
    about = {"kind": ExportKind.EPISODE, "episode_id": episode.id, "format": format_}
    for_home = asked(work, "nadia", recipient_agency_id=home, **about)
    for_us = asked(work, "nadia", **about)

    kinds = {row.recipient_agency_id: set(row.classes) for row in (for_home, for_us)}
    said = export_fetched.record(for_home.reference, by=work.viewer("nadia"), now=work.now)

    assert kinds[home] <= kinds[for_us.recipient_agency_id]
    assert b"Amira" in said.content or format_ is not ExportFormat.CSV


def test_a_purpose_narrows_what_is_taken_out(work):
    child = work.child(contacts=[told.Contact("Rana Example", "mother", "01632 960444")])
    about = {"kind": ExportKind.CHILD, "child_id": child.child_id}
    whole = asked(work, "nadia", purpose=Purpose.STRATEGY, **about)
    narrow = asked(work, "nadia", purpose=Purpose.OVERSIGHT, **about)

    said = [
        export_fetched.record(each.reference, by=work.viewer("nadia"), now=work.now).content
        for each in (whole, narrow)
    ]

    assert b"01632 960444" in said[0]
    assert b"Larch House" in said[0]
    assert b"01632 960444" not in said[1]
    assert b"Larch House" not in said[1]
    assert {"third_party", "protected"} <= set(whole.classes) - set(narrow.classes)


def test_a_side_that_judges_blind_does_not_read_the_other_by_an_export(work):
    episode = work.episode()
    risk_by(work, episode, "tomas", words="CANARY the officer thinks")
    export = asked(work, "nadia", ExportKind.EPISODE, episode_id=episode.id)

    said = export_fetched.record(export.reference, by=work.viewer("nadia"), now=work.now)

    assert b"CANARY" not in said.content


def risk_by(work, episode, who, *, words):
    from_level = vocabulary.Level.MEDIUM
    risk_assessed.record(
        episode.id,
        told.Assessment(level=from_level, reasons=words),
        by=work.viewer(who),
        now=work.now,
    )


def test_more_than_25_children_wait_and_no_byte_is_made(work):
    many(work, 26)
    export = asked(work, "nadia")

    assert export.children == 26
    assert state(export, work) is ExportState.WAITING
    assert not ExportContent.objects.exists()
    with pytest.raises(NotNow):
        export_fetched.record(export.reference, by=work.viewer("nadia"), now=work.now)
    assert export_made.record(now=work.now, say_in=lambda _language: plainly) == 0

    for who in ("priya", "nadia"):  # a coordinator is no manager; nadia asked, and is none either
        with pytest.raises(queries.NoSuchExport):
            export_decided.approved(export.reference, by=work.viewer(who), now=work.now)
    with pytest.raises(queries.NoSuchExport):
        export_decided.approved(export.reference, by=work.viewer("ines"), now=work.now)
    export_decided.approved(export.reference, by=work.viewer("leon"), now=work.now)
    with pytest.raises(NotNow):
        export_decided.approved(export.reference, by=work.viewer("moira"), now=work.now)

    assert export_made.record(now=work.now, say_in=lambda _language: plainly) == 1
    fetched = export_fetched.record(export.reference, by=work.viewer("nadia"), now=work.now)
    assert len(rows(fetched)) == 27


def test_25_children_need_nobody_else():
    assert not export_rules.needs_second(25)
    assert export_rules.needs_second(26)


@pytest.mark.usefixtures("few")
def test_whoever_asks_is_not_the_second_person(work):
    many(work, 2)
    export = asked(work, "leon")

    with pytest.raises(queries.NoSuchExport):
        export_decided.approved(export.reference, by=work.viewer("leon"), now=work.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        exports_kept.approve(export, by=work.viewer("leon"), at=work.now)


def test_the_database_itself_refuses_that_many_are_made_alone(work):
    many(work, 26)
    export = asked(work, "nadia")

    with pytest.raises(IntegrityError), transaction.atomic():
        exports_kept.keep(export, sealed=b"x", digest="", held={}, at=work.now)


@pytest.mark.usefixtures("few")
def test_what_is_declined_says_why_and_is_never_made(work):
    many(work, 2)
    export = asked(work, "nadia")
    export_decided.declined(
        export.reference, why="Ask for the week alone", by=work.viewer("leon"), now=work.now
    )

    assert state(export, work) is ExportState.DECLINED
    assert export_made.record(now=work.now, say_in=lambda _language: plainly) == 0


@pytest.mark.usefixtures("few")
def test_a_list_that_grew_after_it_was_approved_is_not_made(work):
    many(work, 2)
    export = asked(work, "nadia")
    export_decided.approved(export.reference, by=work.viewer("leon"), now=work.now)
    work.episode(child=work.child(given="One more"))

    export_made.record(now=work.now, say_in=lambda _language: plainly)

    assert state(export, work) is ExportState.NOT_MADE
    assert "more children" in export.failed_why


@pytest.mark.usefixtures("few")
def test_an_export_of_somebody_whose_post_has_ended_is_not_made(work, as_owner):
    many(work, 2)
    export = asked(work, "nadia")
    export_decided.approved(export.reference, by=work.viewer("leon"), now=work.now)
    with as_owner():
        Holding.objects.filter(practitioner__username="nadia").update(until=work.now)

    export_made.record(now=work.now, say_in=lambda _language: plainly)

    assert state(export, work) is ExportState.NOT_MADE


def test_the_policy_is_asked_again_when_it_is_fetched(work, as_owner):
    episode = work.episode()
    export = asked(work, "nadia")
    with as_owner():
        Party.objects.filter(
            episode=episode, agency_id=work.cast.agencies["Harrowfell Council"]
        ).update(ended_at=work.now, ended_by=work.cast.people["leon"])
        episode.child.arrangements.all().delete()

    with pytest.raises(NotNow, match="Less of this is shown"):
        export_fetched.record(export.reference, by=work.viewer("nadia"), now=work.now)


def test_a_recipient_whose_part_has_ended_is_sent_nothing(work, as_owner):
    episode = work.episode()
    force = work.cast.agencies["Northmoor Police"]
    export = asked(work, "nadia", recipient_agency_id=force)
    with as_owner():
        Party.objects.filter(episode=episode, agency_id=force).update(
            ended_at=work.now, ended_by=work.cast.people["leon"]
        )
        episode.child.arrangements.all().delete()

    with pytest.raises(NotNow, match="Less of this is shown"):
        export_fetched.record(export.reference, by=work.viewer("nadia"), now=work.now)


def test_each_fetch_is_a_disclosure_of_each_child_with_its_classes(work, as_owner):
    episode = work.episode()
    export = asked(work, "nadia")
    export_fetched.record(export.reference, by=work.viewer("nadia"), now=work.now)

    with as_owner():
        entries = list(LedgerEntry.objects.filter(verb="disclose", object_id=export.id))

    assert {entry.child_id for entry in entries} == {None, episode.child_id}
    assert {entry.reference for entry in entries} == {export.reference}
    assert {entry.purpose for entry in entries} == {"search"}
    assert all("identity" in entry.sections for entry in entries)
    assert [entry.count for entry in entries if entry.child_id is None] == [1]


def test_a_dead_link_and_an_ended_one_give_nothing_and_the_file_goes(work):
    work.episode()
    dead, ended = asked(work, "nadia"), asked(work, "nadia")
    later = work.now + export_rules.LASTS
    export_revoked.record(ended.reference, by=work.viewer("nadia"), now=work.now)

    with pytest.raises(NotNow):
        export_fetched.record(ended.reference, by=work.viewer("nadia"), now=work.now)
    with pytest.raises(NotNow):
        export_fetched.record(dead.reference, by=work.viewer("nadia"), now=later)
    assert ExportContent.objects.count() == 1
    assert export_made.ended(now=later) == 1
    assert not ExportContent.objects.exists()


def test_nobody_else_fetches_or_ends_an_export(work):
    work.episode()
    export = asked(work, "nadia")

    for who in ("tomas", "gwen", "leon", "moira"):
        with pytest.raises(queries.NoSuchExport):
            export_fetched.record(export.reference, by=work.viewer(who), now=work.now)
        with pytest.raises(queries.NoSuchExport):
            export_revoked.record(export.reference, by=work.viewer(who), now=work.now)


def test_the_file_is_not_to_be_read_in_the_database(work):
    work.episode()
    asked(work, "nadia")

    sealed = bytes(ExportContent.objects.get().sealed)

    assert b"Amira" not in sealed
    assert base64.b64encode(b"Amira")[:6] not in sealed


def test_a_parent_whom_it_is_not_safe_to_tell_is_sent_nothing(work):
    unsafe = told.Contact(
        "Rana Example",
        "mother",
        "01632 960444",
        unsafe_to_tell=True,
        unsafe_reason="Has threatened",
    )
    work.episode(child=work.child(contacts=[unsafe]))

    with pytest.raises(access.Refused):
        asked(work, "nadia", recipient_name="rana  EXAMPLE")


def test_an_area_is_for_those_who_oversee_it(work):
    work.episode()

    with pytest.raises(access.Refused):
        asked(work, "nadia", ExportKind.AREA)
    assert asked(work, "leon", ExportKind.AREA).children == 1


def test_overdue_duties_are_listed_with_who_owes_them(work):
    work.episode(at=work.now - timedelta(days=2))
    export = asked(work, "nadia", ExportKind.OVERDUE_DUTIES)

    said = rows(export_fetched.record(export.reference, by=work.viewer("nadia"), now=work.now))

    assert said[0][:3] == ["What is due", "Due by", "Owed by"]
    assert len(said) > 1


def test_a_sealed_child_goes_to_no_agency_where_nobody_is_on_the_list(work):
    episode = work.episode()
    named = ("dina", "leon", "nadia", "ines")
    sealed.seal(work.cast, episode.child_id, named=named, now=work.now)
    about = {"kind": ExportKind.CHILD, "child_id": episode.child_id}

    with pytest.raises(access.Refused, match="cannot be sent"):
        asked(work, "nadia", recipient_agency_id=work.cast.agencies["Larch House"], **about)
    with pytest.raises(access.Refused, match="cannot be sent"):
        asked(work, "nadia", recipient_agency_id=work.cast.agencies["Larch House"])

    assert asked(work, "nadia", **about).children == 1


def test_what_was_opened_in_an_emergency_is_taken_out_by_nobody(work):
    episode = work.episode()
    viewer = replace(work.viewer("femi"), opened=frozenset({episode.child_id}))
    about = {"kind": ExportKind.CHILD, "child_id": episode.child_id}

    with pytest.raises(NotNow, match="Nothing of this may be sent"):
        export_asked.record(wanted(work, **about), by=viewer, now=work.now, say=plainly)


def where_they_live(work, episode):
    """The child lives at Larch House and goes to Beckside Academy."""
    agencies = work.cast.agencies
    care = told.Arrangement(
        responsible_authority_id=agencies["Harrowfell Council"],
        placement_id=agencies["Larch House"],
        school_id=agencies["Beckside Academy"],
        is_looked_after=True,
    )
    child_introduced.learned(
        episode.child_id,
        told.Child(),
        supplied_by="x",
        arrangement=care,
        by=work.viewer("nadia"),
        now=work.now,
    )


def withhold(work, episode, matter, *, now):
    disclosure_withheld.withhold(
        episode.child_id,
        matter,
        of=told.WithheldFrom(agency_id=work.cast.agencies["Northmoor Police"]),
        reason="An officer there is a relative",
        by=work.viewer("leon"),
        now=now,
    )


WHERE = [vocabulary.Matter.PLACEMENT, vocabulary.Matter.WHEREABOUTS]


@pytest.mark.parametrize("matter", [None, *WHERE])
def test_where_a_child_lives_goes_to_no_agency_that_is_not_to_be_told_of_it(work, matter):
    episode = work.episode()
    where_they_live(work, episode)
    if matter:
        withhold(work, episode, matter, now=work.now)
    about = {"child_id": episode.child_id, "episode_id": episode.id}
    force = work.cast.agencies["Northmoor Police"]

    written = ""
    for kind in (ExportKind.CHILD, ExportKind.EPISODE, ExportKind.OPEN_EPISODES):
        export = asked(work, "nadia", kind, recipient_agency_id=force, **about)
        said = export_fetched.record(export.reference, by=work.viewer("nadia"), now=work.now)
        written += said.content.decode("utf-8-sig")

    assert "Amira" in written
    for place in ("Larch House", "Beckside Academy", "Beckside bus station"):
        assert (place in written) == (matter is None)


@pytest.mark.parametrize("matter", WHERE)
def test_a_file_made_before_something_was_withheld_is_sent_no_more(work, matter):
    episode = work.episode()
    where_they_live(work, episode)
    force = work.cast.agencies["Northmoor Police"]
    about = {"kind": ExportKind.CHILD, "child_id": episode.child_id}
    export = asked(work, "nadia", recipient_agency_id=force, **about)
    later = work.now + timedelta(minutes=1)

    withhold(work, episode, matter, now=later)

    with pytest.raises(NotNow, match="Less of this is shown"):
        export_fetched.record(export.reference, by=work.viewer("nadia"), now=later)
