"""Records are taken out for somebody, with a second person where they are many, and logged."""

import base64
import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

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
    exporting,
    holding_back,
    past,
    past_episode_imported,
    risk_assessed,
)
from wayhome.journey.acting import NotNow
from wayhome.platform.audit.models import LedgerEntry
from wayhome.records.children import queries as children
from wayhome.records.children.models import ChildMarker
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes.models import Party
from wayhome.records.exports import actions as exports_kept
from wayhome.records.exports import queries
from wayhome.records.exports.models import Export, ExportContent
from wayhome.records.practitioners.models import Holding, Practitioner
from wayhome.rules import access, redaction, told, vocabulary
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


def withhold(work, episode, matter, *, now, agency="Northmoor Police"):
    disclosure_withheld.withhold(
        episode.child_id,
        matter,
        of=told.WithheldFrom(agency_id=work.cast.agencies[agency]),
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


@pytest.mark.usefixtures("few")
def test_whoever_is_shown_an_export_to_decide_is_whom_the_rule_lets_decide(work):
    many(work, 2)
    export = asked(work, "leon")
    known = queries.facts_of(export)
    viewers = {who: work.viewer(who) for who in work.cast.people}

    listed = {who for who, by in viewers.items() if queries.to_decide(by).filter(pk=export.pk)}

    assert listed == {"moira", "ruth"}
    assert listed == {
        who for who, by in viewers.items() if export_rules.may_decide(by, known).allowed
    }


# ------------------------------------------------------------------ what is in it


def learn(work, child_id, said=None, *, by="nadia", **more):
    child_introduced.learned(
        child_id, said or told.Child(), supplied_by="x", by=work.viewer(by), now=work.now, **more
    )


def facts_in(work, export, who):
    """What was taken out, as part, fact and what is recorded."""
    found = rows(export_fetched.record(export.reference, by=work.viewer(who), now=work.now))
    return [tuple(line[:3]) for line in found[1:]]


def test_a_day_is_written_as_a_day_and_what_is_not_known_is_left_out(work):
    episode = work.episode()
    learn(work, episode.child_id, told.Child(date_of_birth=date(2011, 5, 2)))
    export = asked(work, "nadia", ExportKind.CHILD, child_id=episode.child_id)

    written = facts_in(work, export, "nadia")

    assert ("The child", "Date of birth", "2011-05-02") in written
    assert "Ethnicity" not in {what for _part, what, _recorded in written}


def test_a_lasting_concern_is_taken_out_while_it_stands(work, as_owner):
    standing, over = vocabulary.Marker.CRIMINAL_EXPLOITATION, vocabulary.Marker.SELF_HARM
    concerns = [
        told.Concern(standing, "CANARY seen with men", "her aunt"),
        told.Concern(over, "CANARY then", "her aunt"),
    ]
    child = work.child(concerns=concerns)
    with as_owner():
        ChildMarker.objects.filter(marker=over).update(
            lifted_at=work.now, lifted_by=work.cast.people["leon"]
        )
    export = asked(work, "nadia", ExportKind.CHILD, child_id=child.child_id)

    written = facts_in(work, export, "nadia")

    concern = [(what, recorded) for part, what, recorded in written if part == "Lasting concern"]
    assert concern == [("Concern", standing.label), ("Evidence", "CANARY seen with men")]


def test_a_child_of_whose_care_nothing_is_known_is_taken_out_without_it(work):
    long_ago = past.PastEpisode(
        line=2,
        key="one",
        scheme="nominal",
        number="N1",
        child=told.Child("Ada", "Example", date_of_birth=date(2011, 5, 2)),
        began_at=work.now - timedelta(days=30),
        ended_at=work.now - timedelta(days=29),
        words="Imported record.",
        type_code="missing",
    )
    past_episode_imported.record([long_ago], by=work.viewer("callum"), now=work.now)
    child = children.Child.objects.get(given_name="Ada")
    force = work.cast.agencies["Northmoor Police"]
    export = asked(work, "callum", ExportKind.CHILD, child_id=child.id, recipient_agency_id=force)

    written = facts_in(work, export, "callum")

    assert ("The child", "First name", "Ada") in written
    assert {part for part, _what, _recorded in written} == {"The child", "The episode"}


def test_duties_go_to_no_agency_whose_part_shows_none_and_no_child_is_said_to_be_in_it(
    work, as_owner
):
    episode = work.episode(at=work.now - timedelta(days=2))
    where_they_live(work, episode)
    school = work.cast.agencies["Beckside Academy"]
    assert asked(work, "nadia", recipient_agency_id=school).children == 1

    with pytest.raises(NotNow, match="Nothing of this may be sent"):
        asked(work, "nadia", ExportKind.OVERDUE_DUTIES, recipient_agency_id=school)

    assert not Export.objects.filter(kind=ExportKind.OVERDUE_DUTIES).exists()
    with as_owner():
        assert LedgerEntry.objects.filter(deed=export_asked.DEED).count() == 1


@pytest.mark.parametrize("kind", [ExportKind.EPISODE, ExportKind.CHILD])
def test_what_one_may_not_know_of_is_asked_for_in_vain_like_what_is_not_there(work, kind, as_owner):
    episode = work.episode()
    raises = {
        ExportKind.EPISODE: episodes.NoSuchEpisode,
        ExportKind.CHILD: children.NoSuchChild,
    }[kind]
    known = {"child_id": episode.child_id, "episode_id": episode.id}
    unknown = {"child_id": uuid4(), "episode_id": uuid4()}

    for who, about in (("elin", known), ("nadia", unknown), ("nadia", {})):
        with pytest.raises(raises):
            asked(work, who, kind, **about)

    assert not Export.objects.exists()
    with as_owner():
        assert not LedgerEntry.objects.filter(deed=export_asked.DEED).exists()


MOST = [
    (export_rules, "MOST_CHILDREN", ExportKind.OPEN_EPISODES, 2),
    (exporting, "MOST_ROWS", ExportKind.OPEN_EPISODES, 2),
    (exporting, "MOST_ROWS", ExportKind.OVERDUE_DUTIES, 1),
]


@pytest.mark.parametrize(
    ("module", "most", "kind", "count"), MOST, ids=["children", "episodes", "duties"]
)
def test_what_would_hold_too_much_is_not_cut_short_but_refused(
    work, monkeypatch, module, most, kind, count
):
    for number in range(count):
        work.episode(child=work.child(given=f"Child{number}"), at=work.now - timedelta(days=2))
    monkeypatch.setattr(module, most, 100)
    assert asked(work, "nadia", kind).children == count
    monkeypatch.setattr(module, most, 1)

    with pytest.raises(NotNow, match=exporting.TOO_MANY):
        asked(work, "nadia", kind)

    assert Export.objects.count() == 1


# ------------------------------------------------------------------ between asking and fetching


def test_what_was_withheld_since_from_an_agency_that_reads_the_rest_is_not_sent_to_it(
    work, as_owner
):
    episode = work.episode()
    where_they_live(work, episode)
    school = "Beckside Academy"
    export = asked(work, "nadia", recipient_agency_id=work.cast.agencies[school])
    later = work.now + timedelta(minutes=1)

    withhold(work, episode, vocabulary.Matter.PLACEMENT, now=later, agency=school)

    with pytest.raises(NotNow, match="Less of this is shown"):
        export_fetched.record(export.reference, by=work.viewer("nadia"), now=later)
    with as_owner():
        assert not LedgerEntry.objects.filter(verb="disclose").exists()


def test_a_file_that_is_removed_as_it_is_asked_for_is_not_said_to_be_disclosed(work, as_owner):
    work.episode()
    export = asked(work, "nadia")
    over = export.expires_at
    assert export_made.ended(now=over) == 1

    with pytest.raises(NotNow, match="its time is over"):
        export_fetched.record(
            export.reference, by=work.viewer("nadia"), now=over - timedelta(seconds=1)
        )

    with as_owner():
        assert not LedgerEntry.objects.filter(verb="disclose").exists()


def test_an_export_is_ended_once_and_one_whose_time_is_over_not_at_all(work, as_owner):
    work.episode()
    ended, dead = asked(work, "nadia"), asked(work, "nadia")
    by = work.viewer("nadia")
    export_revoked.record(ended.reference, by=by, now=work.now)

    for export, now in ((ended, work.now), (dead, dead.expires_at)):
        with pytest.raises(NotNow, match="has ended already"):
            export_revoked.record(export.reference, by=by, now=now)

    dead.refresh_from_db()
    assert dead.revoked_at is None
    with as_owner():
        ends = LedgerEntry.objects.filter(deed=export_revoked.ENDING)
        assert [entry.object_id for entry in ends] == [ended.id]


def make_all(work):
    return export_made.record(now=work.now, say_in=lambda _language: plainly)


def failures(as_owner):
    """What the ledger says of exports that could not be made."""
    with as_owner():
        entries = LedgerEntry.objects.filter(deed=export_made.FAILING)
        return [(entry.object_id, entry.reason) for entry in entries]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"is_active": False}, "This account is closed"),
        ({"agency": "Eastvale County Council"}, export_made.NOBODY),
    ],
)
def test_an_export_of_somebody_who_has_left_is_not_made(work, change, why, as_owner):
    many(work, 2)
    export = asked(work, "nadia")
    export_decided.approved(export.reference, by=work.viewer("leon"), now=work.now)
    if "agency" in change:
        change = {"agency_id": work.cast.agencies[change["agency"]]}
    Practitioner.objects.filter(username="nadia").update(**change)

    make_all(work)

    assert state(export, work) is ExportState.NOT_MADE
    assert export.failed_why == why
    assert not ExportContent.objects.exists()
    assert failures(as_owner) == [(export.id, why)]


@pytest.mark.parametrize("kind", [ExportKind.EPISODE, ExportKind.CHILD])
def test_what_was_sealed_before_it_was_made_is_not_made_and_holds_up_nothing_else(
    work, kind, monkeypatch, as_owner
):
    monkeypatch.setattr(export_rules, "MOST_CHILDREN_ALONE", 0)
    hidden, shown = work.episode(), work.episode(child=work.child(given="Other"))
    gone, stays = (
        asked(work, "nadia", kind, child_id=each.child_id, episode_id=each.id)
        for each in (hidden, shown)
    )
    for export in (gone, stays):
        export_decided.approved(export.reference, by=work.viewer("leon"), now=work.now)
    sealed.seal(work.cast, hidden.child_id, named=("dina", "leon", "ines"), now=work.now)

    assert make_all(work) == 2

    assert state(gone, work) is ExportState.NOT_MADE
    assert gone.failed_why == export_made.GONE
    assert state(stays, work) is ExportState.READY
    assert [kept.export_id for kept in ExportContent.objects.all()] == [stays.id]
    assert failures(as_owner) == [(gone.id, export_made.GONE)]


# ------------------------------------------------------------------ to whom


@pytest.mark.parametrize("matter", vocabulary.Matter)
def test_nothing_of_a_child_goes_to_an_agency_for_which_the_child_does_not_exist(work, matter):
    episode = work.episode()
    other = work.episode(child=work.child(given="Other"))
    withhold(work, episode, matter, now=work.now, agency="Eastvale Police")
    force = work.cast.agencies["Eastvale Police"]
    both = [other.child_id, episode.child_id]

    def sent(child_ids):
        try:
            holding_back.unless_held_back(child_ids, to="A. Nother", agency_id=force)
        except access.Refused as refused:
            return refused.reason
        return "sent"

    must_not_know = matter in redaction.CLOSES_THE_RECORD
    assert sent([other.child_id]) == "sent"
    assert sent(both) == (holding_back.NOT_TO_BE_SENT if must_not_know else "sent")


@pytest.mark.parametrize("kind", [ExportKind.EPISODE, ExportKind.AREA])
def test_whom_an_episode_tells_no_more_is_sent_the_child_as_known_when_it_closed(
    work, kind, as_owner
):
    episode = work.episode()
    with as_owner():
        type(episode).objects.filter(id=episode.id).update(
            closed_at=work.now,
            closed_by_id=work.cast.people["priya"],
            closing_summary="Over",
            state="closed",
        )
    later = work.now + timedelta(hours=1)
    child_introduced.learned(
        episode.child_id,
        told.Child(family_name="Since"),
        supplied_by="the court",
        by=work.cast.viewer("nadia", now=later),
        now=later,
    )
    found = {}
    for to in ("Larch House", "Harrowfell Council"):
        export = export_asked.record(
            wanted(
                work,
                kind,
                episode_id=episode.id if kind is ExportKind.EPISODE else None,
                recipient_agency_id=work.cast.agencies[to],
            ),
            by=work.cast.viewer("leon", now=later),
            now=later,
            say=plainly,
        )
        by = work.cast.viewer("leon", now=later)
        found[to] = str(rows(export_fetched.record(export.reference, by=by, now=later)))

    assert "Example" in found["Larch House"]
    assert "Since" not in found["Larch House"]
    assert "Since" in found["Harrowfell Council"]
