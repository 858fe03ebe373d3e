"""Past absences from two agencies: over, still open, told twice, or impossible."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import (
    account,
    child_introduced,
    child_kept_from,
    past,
    past_episode_imported,
)
from wayhome.journey.past_episode_imported import Came
from wayhome.platform import together
from wayhome.records.agencies.models import Agency
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode
from wayhome.rules import access, told
from wayhome.rules.vocabulary import (
    Capacity,
    Conflict,
    DutyKind,
    FoundBy,
    PreventionMode,
    ReturnedTo,
)
from wayhome.stages.intake import queries as intake

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
BEGAN = datetime(2025, 5, 3, 20, tzinfo=UTC)
ADA = told.Child(given_name="Ada", family_name="Example", date_of_birth=date(2010, 2, 14))


def hours(count):
    return timedelta(hours=count)


@pytest.fixture
def cast():
    return casting.assemble(now=NOW)


@pytest.fixture
def take(cast):
    """Take records in for the force, or for whoever is named."""

    def record(*records, who="callum"):
        return past_episode_imported.record(records, by=cast.viewer(who, now=NOW), now=NOW)

    return record


def told_of(cast, **changes):
    """A record of one absence of twelve hours that is over."""
    whole = past.PastEpisode(
        line=2,
        key="one",
        scheme="nominal",
        number="N1",
        child=ADA,
        began_at=BEGAN,
        ended_at=BEGAN + hours(12),
        words="Imported record.",
        type_code="missing",
        labels=(past.Label("Medium", "Out of character"),),
        council_id=cast.agencies["Harrowfell Council"],
    )
    return replace(whole, **changes)


def another(cast, **changes):
    """A record of the same absence from the council."""
    kept = {"key": "two", "number": "H1", "scheme": "ssda903", "labels": ()}
    return told_of(cast, **(kept | changes))


def test_only_a_post_that_may_import_imports(cast, take):
    with pytest.raises(access.Refused):
        take(told_of(cast), who="tomas")


def test_every_end_that_is_told_is_kept_and_no_other(cast, take):
    ended = BEGAN + hours(12)
    take(
        told_of(
            cast,
            located=told.Located(ended, "Town park", FoundBy.POLICE),
            returned=told.Returned(ended, ReturnedTo.HOME),
            seen=told.PreventionInterview(ended, PreventionMode.FACE_TO_FACE, harm=("violence",)),
            police_closed_at=ended + hours(1),
            offer=told.Offer(ended + hours(9), "by telephone"),
        )
    )

    whole = account.whole_of(Episode.objects.get(), as_of=NOW)
    found = whole.found
    assert [len(found.located), len(found.returned), len(found.seen), len(found.police_closed)] == [
        1,
        1,
        1,
        1,
    ]
    assert found.finalised == []
    assert len(whole.interviews.offers) == 1
    assert whole.episode.level == whole.level


def test_what_is_unknown_of_a_known_child_is_filled_in_and_nothing_is_replaced(cast, take):
    take(told_of(cast))
    take(
        told_of(
            cast,
            key="three",
            began_at=BEGAN + hours(100),
            ended_at=BEGAN + hours(101),
            child=replace(ADA, sex="F", given_name="Ida"),
        )
    )

    child = Child.objects.get()
    assert (child.given_name, child.sex) == ("Ada", "F")


def test_a_number_that_stands_for_another_name_is_said(cast, take):
    take(told_of(cast))

    [result] = take(
        told_of(
            cast,
            key="three",
            began_at=BEGAN + hours(100),
            ended_at=BEGAN + hours(101),
            child=told.Child(given_name="Bo", family_name="Sample", date_of_birth=date(2011, 1, 1)),
        )
    )

    assert "differs from what is known" in result.notes[0]


def test_two_children_of_one_name_and_birth_are_left_to_a_person(cast, take):
    by = cast.viewer("priya", now=NOW)
    for _ in range(2):
        child_introduced.record(ADA, by=by, now=NOW)

    [result] = take(told_of(cast))

    assert result.new_child
    assert len(result.notes) == 2


def test_whoever_imports_is_not_told_the_reference_of_a_child_who_is_kept_from_them(cast, take):
    for _ in range(2):
        child_introduced.record(ADA, by=cast.viewer("priya", now=NOW), now=NOW)
    child_kept_from.declare(
        told.NamedChild(ADA.given_name, ADA.family_name, ADA.date_of_birth),
        kind=Conflict.RELATIVE,
        reason="My niece",
        by=cast.viewer("callum", now=NOW),
        now=NOW,
    )

    [result] = take(told_of(cast))

    assert result.new_child
    assert result.notes == ()


def test_a_child_without_names_is_known_by_number_alone(cast, take):
    nameless = told.Child(date_of_birth=date(2010, 2, 14), age_stated=15)

    results = take(
        told_of(cast, child=nameless),
        told_of(cast, child=nameless, key="three", line=3, number="N2"),
    )

    assert [result.new_child for result in results] == [True, True]


def test_a_child_whose_birth_is_unknown_is_compared_by_name(cast, take):
    unborn = replace(ADA, date_of_birth=None)

    results = take(
        told_of(cast, child=unborn), told_of(cast, child=unborn, key="three", line=3, number="N2")
    )

    assert results[1].notes


def test_the_parts_of_a_child_in_care_follow_their_care(cast, take):
    child_introduced.record(
        ADA,
        arrangement=told.Arrangement(
            responsible_authority_id=cast.agencies["Millbrook Council"],
            placement_id=cast.agencies["Larch House"],
            is_looked_after=True,
        ),
        by=cast.viewer("hana", now=NOW),
        now=NOW,
    )

    take(told_of(cast))

    held = set(Episode.objects.get().parties.values_list("agency__name", "capacity"))
    assert ("Millbrook Council", Capacity.RESPONSIBLE_AUTHORITY) in held
    assert ("Larch House", Capacity.PLACEMENT) in held


def test_a_council_without_a_force_has_history_with_no_owner(cast, take):
    Agency.objects.filter(name="Harrowfell Council").update(police_force=None)

    take(another(cast), who="priya")

    assert Episode.objects.get().owner_post is None


def test_the_councils_record_of_an_open_absence_joins_it_and_is_told(cast, take):
    began = NOW - hours(9)
    take(told_of(cast, began_at=began, ended_at=None))

    [result] = take(another(cast, began_at=began - hours(2), ended_at=None), who="priya")

    opened = account.whole_of(Episode.objects.get(), as_of=NOW + timedelta(seconds=1))
    assert result.came is Came.JOINED
    assert len(opened.intake.reports) == 2
    assert [duty.kind for duty in opened.response.duties].count(DutyKind.REASSESS) == 2


def test_a_record_that_is_over_joins_the_absence_it_shares_most_time_with(cast, take):
    take(
        told_of(cast),
        told_of(
            cast,
            key="three",
            line=3,
            began_at=BEGAN + hours(15),
            ended_at=BEGAN + hours(50),
        ),
    )

    [result] = take(
        another(cast, began_at=BEGAN + hours(10), ended_at=BEGAN + hours(40)), who="priya"
    )

    longest = Episode.objects.order_by("reported_at").last()
    assert result.reference == longest.reference
    assert len(intake.everything(longest.id).reports) == 2


def test_days_that_meet_are_one_absence_and_days_apart_are_two(cast, take):
    day = datetime(2025, 5, 3, 23, tzinfo=UTC)  # midnight in London, in summer
    days = {"began_by_day": True, "ended_by_day": True}
    take(told_of(cast, began_at=day, ended_at=day + hours(24) - timedelta(seconds=1), **days))

    results = take(
        another(cast, began_at=day + hours(23), ended_at=day + hours(25)),
        another(cast, key="three", line=3, began_at=day + hours(72), ended_at=day + hours(73)),
        who="priya",
    )

    assert [result.came for result in results] == [Came.JOINED, Came.IMPORTED]


def test_an_open_record_counts_from_the_last_end_when_another_agency_says_it_ended(cast, take):
    take(told_of(cast))

    [result] = take(another(cast, ended_at=None), who="priya")

    opened = Episode.objects.get(reference=result.reference)
    assert result.came is Came.OPENED
    assert past_episode_imported.SAID_TO_BE_BACK in result.notes
    assert opened.reported_at == BEGAN + hours(12)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ({}, {"began_at": BEGAN + hours(1)}, past.OVERLAPS),
        ({}, {"began_at": BEGAN + hours(1), "ended_at": None}, past.OVERLAPS),
        ({}, {"began_at": BEGAN - hours(1), "ended_at": None}, past.NO_END),
        (
            {},
            {"began_at": BEGAN - hours(48), "ended_at": None, "began_by_day": True},
            past.NO_END,
        ),
        ({"ended_at": None}, {"began_at": BEGAN + hours(1), "ended_at": None}, past.STILL_OPEN),
        ({"ended_at": None}, {"began_at": BEGAN + hours(1)}, past.OVERLAPS),
        ({}, {"labels": (past.Label("Purple"),)}, "not a known label"),
        (
            {},
            {"number": "N9", "child": told.Child(), "ended_at": None, "council_id": None},
            "council",
        ),
    ],
)
def test_a_record_that_cannot_be_is_rejected_with_its_reason(cast, take, first, second, reason):
    take(told_of(cast, **first))

    [result] = take(told_of(cast, key="three", **second))

    assert result.came is Came.REJECTED
    assert reason in result.reason
    assert Episode.objects.count() == 1


def test_a_batch_the_database_refuses_is_taken_one_by_one(cast, take, monkeypatch):
    insert = together.insert

    def refusing(rows):
        kept = list(rows)
        if any(getattr(row, "why_worried", "") == "refused" for row in kept):
            raise IntegrityError
        insert(kept)

    monkeypatch.setattr(together, "insert", refusing)

    results = take(
        told_of(cast),
        told_of(
            cast,
            key="three",
            line=3,
            began_at=BEGAN + hours(100),
            ended_at=BEGAN + hours(101),
            words="refused",
        ),
    )

    assert [result.came for result in results] == [Came.IMPORTED, Came.REJECTED]
    assert results[1].reason == past_episode_imported.REFUSED_BY_DATABASE


def test_a_withdrawn_label_is_nobodys_assessment_and_is_kept(cast, take):
    take(told_of(cast, labels=(past.Label("Absent"), past.Label("High", "Worse than thought"))))

    whole = account.whole_of(Episode.objects.get(), as_of=NOW)
    assert whole.episode.label_as_recorded == "Absent"
    assert [made.label_as_recorded for made in whole.risk.assessments] == ["High"]


def test_a_record_read_again_is_known_and_one_that_changed_is_refused(cast, take):
    take(told_of(cast))

    results = take(told_of(cast, line=9), told_of(cast, line=10, words="Other words."))

    assert [result.came for result in results] == [Came.BEFORE, Came.REJECTED]
    assert Episode.objects.count() == 1


def test_a_record_that_is_over_joins_an_absence_that_is_still_open(cast, take):
    began = NOW - hours(9)
    take(told_of(cast, began_at=began, ended_at=None))

    [result] = take(another(cast, began_at=began, ended_at=began + hours(2)), who="priya")

    assert result.came is Came.JOINED


def test_one_record_alone_that_the_database_refuses_is_rejected(cast, take, monkeypatch):
    def refusing(rows):
        del rows
        raise IntegrityError

    monkeypatch.setattr(together, "insert", refusing)

    [result] = take(told_of(cast))

    assert result.reason == past_episode_imported.REFUSED_BY_DATABASE


def test_another_child_born_the_same_day_is_another_child(cast, take):
    take(told_of(cast))
    other = replace(ADA, given_name="Bo", family_name="Sample")

    [result] = take(told_of(cast, key="three", number="N2", child=other))

    assert result.new_child
    assert result.notes == ()
