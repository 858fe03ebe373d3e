"""A report is never lost: it opens an episode, joins the absence it is of, or says what to do."""

from datetime import date, timedelta

import pytest
from tests.journey import world

from wayhome.journey import (
    acting,
    child_introduced,
    child_returned,
    episode_closed,
    records_ended,
    report_received,
)
from wayhome.platform.submissions import once
from wayhome.records.agencies import protocols
from wayhome.records.agencies.models import Agency, Post, Protocol
from wayhome.records.children import queries as children
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes.models import Episode
from wayhome.rules import access, told
from wayhome.rules.vocabulary import EpisodeType, NoticeReason, ReturnedTo
from wayhome.stages.intake.models import MissingReport
from wayhome.stages.response.models import Duty, Notice

pytestmark = pytest.mark.django_db


def come_home(cast, episode_id, *, hours, to=ReturnedTo.PLACEMENT):
    child_returned.record(
        episode_id,
        told.Returned(world.after(hours), to),
        by=cast.viewer("joss", now=world.START),
        now=world.after(hours),
    )


def test_a_second_report_joins_with_a_warning_and_keeps_what_it_said_of_the_type(cast):
    child_id = world.introduce(cast)
    world.report(cast, child_id)

    answer = world.report(
        cast, child_id, key="two", now=world.after(1), type=EpisodeType.UNAUTHORISED_ABSENCE
    )

    assert answer["joined"]
    assert answer["warnings"] == [report_received.ALREADY_REPORTED]
    assert [report.type for report in MissingReport.objects.order_by("recorded_at")] == [
        "missing",
        "unauthorised_absence",
    ]
    assert Notice.objects.filter(reason=NoticeReason.SECOND_REPORT).count() == 1


def test_a_report_taken_on_paper_before_the_return_joins_the_absence_it_was_of(cast):
    child_id = world.introduce(cast)
    first = world.report(cast, child_id)
    come_home(cast, first["episode_id"], hours=5)

    late = world.report(cast, child_id, key="two", now=world.after(8), received_at=world.after(3))

    assert late["joined"]
    assert late["episode_id"] == first["episode_id"]
    assert not Duty.objects.filter(kind="reassess", met_at=None, declined_at=None).exists()


def test_a_report_of_an_absence_that_is_closed_says_what_to_do(cast):
    child_id = world.introduce(cast)
    first = world.report(cast, child_id)
    come_home(cast, first["episode_id"], hours=5, to=ReturnedTo.DIED)
    police, council = (cast.viewer(name, now=world.START) for name in ("callum", "priya"))
    episode_id = episodes.locked(first["episode_id"]).id
    records_ended.close_police_record(episode_id, summary="x", by=police, now=world.after(6))
    records_ended.finalise(episode_id, summary="x", by=council, now=world.after(6.5))
    for duty in Duty.objects.filter(kind="strategy_discussion"):
        pytest.fail(str(duty))
    episode_closed.record(episode_id, summary="x", by=council, now=world.after(7))

    with pytest.raises(acting.EpisodeIsClosed, match="leave the time of the report blank"):
        world.report(cast, child_id, key="two", now=world.after(8), received_at=world.after(3))


def test_a_report_made_before_any_known_absence_ended_says_what_to_do(cast):
    child_id = world.introduce(cast)
    first = world.report(cast, child_id)
    come_home(cast, first["episode_id"], hours=5)

    with pytest.raises(acting.Contradiction, match="recorded as back since then"):
        world.report(cast, child_id, key="two", now=world.after(8), received_at=world.after(-9))


def test_a_child_last_seen_before_the_last_return_was_last_seen_at_that_return(cast):
    child_id = world.introduce(cast)
    first = world.report(cast, child_id, last_seen_at=world.after(-1))
    come_home(cast, first["episode_id"], hours=5)

    again = world.report(
        cast, child_id, key="two", now=world.after(9), last_seen_at=world.after(-1)
    )

    episode = Episode.objects.get(id=again["episode_id"])
    assert not again["joined"]
    assert episode.last_seen_at == episode.absent_from == world.after(5)
    assert MissingReport.objects.get(id=again["report_id"]).last_seen_at == world.after(-1)


def test_a_child_who_goes_missing_again_keeps_the_earlier_episode_and_its_duties_open(cast):
    child_id = world.introduce(cast)
    first = world.report(cast, child_id)
    come_home(cast, first["episode_id"], hours=5)

    again = world.report(cast, child_id, key="two", now=world.after(9))

    assert not again["joined"]
    [offer] = Duty.objects.filter(episode_id=first["episode_id"], kind="offer_interview")
    assert offer.met_at is None
    assert offer.due_at == world.after(77)
    assert Duty.objects.filter(episode_id=again["episode_id"], kind="reassess").count() == 2


def test_word_of_a_child_who_turned_eighteen_while_missing_is_still_taken(cast):
    birthday = world.START.date().replace(year=world.START.year - 18) + timedelta(days=1)
    amira = told.Child("Amira", "Example", date_of_birth=birthday)
    council_id = cast.agencies["Harrowfell Council"]
    world.report(cast, child=amira, council_id=council_id)

    again = world.report(
        cast, by="asha", key="two", now=world.after(48), child=amira, council_id=council_id
    )

    assert again["joined"]


def test_a_new_absence_of_somebody_who_is_known_to_be_an_adult_is_not_taken(cast):
    then = world.after(-8 * 365 * 24)  # eight years ago, when they were a child
    child_id = world.introduce(cast, now=then, date_of_birth=date(2001, 1, 1))

    with pytest.raises(acting.Contradiction, match="101"):
        world.report(cast, child_id)


def test_a_child_whom_the_viewer_may_not_know_of_cannot_be_chosen(cast):
    child_id = world.introduce(cast)

    with pytest.raises(children.NoSuchChild):
        world.report(cast, child_id, by="tariq")


def test_a_key_used_again_for_something_else_is_refused(cast):
    child_id = world.introduce(cast)
    world.report(cast, child_id)

    with pytest.raises(once.KeyUsedForSomethingElse):
        world.report(cast, child_id, clothing="a blue coat")


def test_a_post_that_takes_no_reports_is_refused(cast):
    with pytest.raises(access.Refused):
        world.report(cast, by="ben")


@pytest.mark.parametrize(
    ("by", "council", "expected"),
    [
        ("nadia", None, "Harrowfell Council"),
        ("grace", None, "Harrowfell Council"),
        ("marek", None, "Eastvale County Council"),
        ("asha", "Millbrook Council", "Millbrook Council"),
        ("isla", "Millbrook Council", "Millbrook Council"),
    ],
)
def test_a_child_nobody_knows_is_given_the_council_of_the_area(cast, by, council, expected):
    answer = world.report(cast, by=by, council_id=cast.agencies[council] if council else None)

    held = {party.capacity: party.agency_id for party in episodes.parties_of(answer["episode_id"])}
    assert held["responsible_authority"] == cast.agencies[expected]


@pytest.mark.parametrize("council", [None, "Larch House", "nobody"])
def test_a_report_that_no_council_could_be_told_of_asks_for_one(cast, council):
    council_id = cast.agencies.get(council) or (world.introduce(cast) if council else None)

    with pytest.raises(acting.Contradiction, match="Choose the council"):
        world.report(cast, by="asha", council_id=council_id)


def test_a_council_without_a_police_force_cannot_be_led_by_nobody(cast):
    Agency.objects.filter(name="Harrowfell Council").update(police_force=None)

    with pytest.raises(acting.Contradiction, match="Choose the council"):
        world.report(cast, by="nadia")


def test_a_force_without_posts_is_asked_to_add_one(cast):
    force = Agency.objects.create(
        name="Southfold Police",
        kind="police",
        partnership_id=Agency.objects.get(name="Northmoor Police").partnership_id,
    )
    Agency.objects.filter(name="Harrowfell Council").update(police_force=force)
    assert not Post.objects.filter(agency=force).exists()

    with pytest.raises(acting.NotNow, match="Southfold Police"):
        world.report(cast, by="nadia")


def test_a_partnership_without_a_protocol_says_so(cast, as_owner):
    with as_owner():
        Protocol.objects.all().delete()

    with pytest.raises(protocols.NoProtocol):
        world.report(cast, by="nadia")


def test_the_home_force_is_told_when_another_force_leads(cast):
    made = child_introduced.record(
        told.Child("Wil", "Sample"),
        arrangement=told.Arrangement(
            responsible_authority_id=cast.agencies["Harrowfell Council"],
            placement_id=cast.agencies["Tideway House"],
        ),
        by=cast.viewer("tariq", now=world.START),
        now=world.START,
    )

    answer = world.report(cast, made.child_id, by="tariq")

    held = {party.capacity: party.agency_id for party in episodes.parties_of(answer["episode_id"])}
    assert held["host_force"] == cast.agencies["Eastvale Police"]
    assert held["home_force"] == cast.agencies["Northmoor Police"]
    told_now = Notice.objects.filter(reason=NoticeReason.NEW_EPISODE).values_list(
        "agency__name", flat=True
    )
    assert {"Northmoor Police", "Eastvale Police", "Harrowfell Council"} <= set(told_now)
