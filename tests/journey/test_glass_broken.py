"""An emergency look: one child, sixty minutes, told at once, reviewed by others, never a hole."""

from datetime import date, timedelta

import pytest
from tests.journey import sealed, world

from wayhome.journey import child_kept_from, glass_broken, glass_late, glass_reviewed, time_passed
from wayhome.journey.acting import Contradiction, NotNow, resume
from wayhome.platform.audit.models import LedgerEntry, Verb
from wayhome.records.children import queries as children
from wayhome.records.emergency import queries
from wayhome.records.emergency.models import BreakGlass
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.practitioners.models import Holding
from wayhome.records.safety import actions as safety
from wayhome.rules import access, redaction, told
from wayhome.rules import vocabulary as v
from wayhome.stages.response.models import Notice

pytestmark = pytest.mark.django_db
BORN = date(2011, 5, 2)
STATEMENT = "A girl at the railway station says she is Amira and that somebody is following her."
WHY = told.EmergencyLook(v.Emergency.CHILD_WITH_ME, "EV-2026-0310-114", STATEMENT)
NAMED = told.ExactChild(given_name="Amira", family_name="Example", date_of_birth=BORN)
ON_LIST = ("dina", "leon", "nadia", "ines")
LAST_SECOND = timedelta(minutes=59, seconds=59)


@pytest.fixture
def cast(db):
    del db
    return world.assemble()


@pytest.fixture
def child(cast):
    child_id = world.introduce(cast, date_of_birth=BORN)
    world.report(cast, child_id)
    return children.known(child_id).child


def ask(cast, who="lowri", *, hours=1.0, named=NAMED, why=WHY):
    now = world.after(hours)
    return glass_broken.ask(named, why, by=cast.viewer(who, now=now), now=now)


def sees(cast, child, who="lowri", *, at):
    return visibility.children(cast.viewer(who, now=at)).filter(id=child.id).exists()


def test_a_look_opens_one_child_for_sixty_minutes_and_not_the_second_after(cast, child):
    start = world.after(1)
    assert not sees(cast, child, at=start)

    ask(cast)

    assert sees(cast, child, at=start)
    assert sees(cast, child, at=start + LAST_SECOND)
    assert not sees(cast, child, at=start + timedelta(minutes=60))
    assert list(visibility.children(cast.viewer("lowri", now=start))) == [child]


def test_a_look_opens_the_record_to_one_person_and_not_to_their_agency(cast, child):
    ask(cast)

    assert not sees(cast, child, "femi", at=world.after(1))


def test_a_look_shows_what_finds_the_child_and_neither_the_family_nor_the_interview(cast, child):
    ask(cast)
    viewer = cast.viewer("lowri", now=world.after(1))

    shown = redaction.sections_for(viewer, parties=(), child_id=child.id)

    assert shown == redaction.SEEN_IN_AN_EMERGENCY
    assert "contacts" not in redaction.child_facts_for(shown)


@pytest.mark.parametrize("deed", sorted(set(access.Deed) - access.OPENED_BY_BREAK_GLASS))
def test_a_look_allows_nothing_that_changes_the_record(cast, child, deed):
    ask(cast)
    viewer = cast.viewer("lowri", now=world.after(1))
    parties = visibility.parties_to_child(child.id)

    assert not access.decide(viewer, deed, parties=parties, child_id=child.id).allowed


def test_the_supervisor_and_the_agencies_that_answer_are_told_in_the_same_moment(cast, child):
    ask(cast)

    sent = Notice.objects.filter(reason=v.NoticeReason.BREAK_GLASS)
    assert {(notice.post.kind, notice.agency.name) for notice in sent} == {
        ("duty_inspector", "Eastvale Police"),
        ("duty_inspector", "Northmoor Police"),
        ("team_manager", "Harrowfell Council"),
    }
    assert {notice.recorded_at for notice in sent} == {world.after(1)}
    assert child.id


def test_whoever_answers_for_the_shift_alone_is_told_of_their_own_look_above(cast, child):
    ask(cast, "femi")

    sent = Notice.objects.filter(
        reason=v.NoticeReason.BREAK_GLASS, agency_id=cast.agencies["Eastvale Police"]
    )
    assert [notice.post.kind for notice in sent] == ["superintendent"]
    assert child.id


def test_a_look_is_refused_where_nobody_above_could_be_told(cast, child):
    Holding.objects.filter(practitioner_id=cast.people["femi"]).update(until=world.START)

    with pytest.raises(NotNow, match="Nobody else in your agency"):
        ask(cast, "joan")
    assert child.id


def kept_from(cast, child, who="lowri"):
    person = safety.identify(
        who,
        email="",
        accounts=[cast.people[who]],
        by=cast.viewer("ines", now=world.START),
        at=world.START,
    )
    safety.keep_from(
        person,
        child.id,
        kind=v.Conflict.RELATIVE,
        reason="Her uncle",
        at=world.START,
        by=cast.viewer("ines", now=world.START),
    )


def test_an_unknown_child_and_one_kept_from_them_are_answered_alike_and_both_are_kept(
    cast, child, as_owner
):
    kept_from(cast, child)
    unknown = told.ExactChild(given_name="No", family_name="Body", date_of_birth=BORN)

    one, other = ask(cast, hours=1), ask(cast, hours=1.1, named=unknown)

    assert (one.child, other.child) == (None, None)
    assert not Notice.objects.filter(reason=v.NoticeReason.BREAK_GLASS).exists()
    assert BreakGlass.objects.filter(child__isnull=True).count() == 2
    with as_owner():
        entries = LedgerEntry.objects.filter(verb=Verb.BREAK_GLASS).order_by("at")
        assert [(entry.child_id, entry.count) for entry in entries] == [(child.id, 0), (None, 0)]


def test_a_child_nobody_has_reported_is_answered_as_one_nobody_knows_and_nobody_is_told(
    cast, as_owner
):
    never = world.introduce(cast, given_name="Never", date_of_birth=BORN)
    named = told.ExactChild(given_name="Never", family_name="Example", date_of_birth=BORN)

    opened = ask(cast, named=named)

    assert opened.child is None
    assert not visibility.children(cast.viewer("lowri", now=world.after(1))).exists()
    assert BreakGlass.objects.get(id=opened.look_id).child_id is None
    assert not Notice.objects.filter(reason=v.NoticeReason.BREAK_GLASS).exists()
    with as_owner():
        entry = LedgerEntry.objects.get(verb=Verb.BREAK_GLASS)
    assert (entry.child_id, entry.count) == (never, 0)


def test_a_conflict_found_while_a_look_is_open_ends_what_it_shows(cast, child):
    ask(cast)

    kept_from(cast, child)

    assert not sees(cast, child, at=world.after(1))


def test_the_name_must_be_whole_and_exact(cast, child):
    for named in (
        told.ExactChild(given_name="Amira", family_name="Example"),
        told.ExactChild(family_name="Example", date_of_birth=BORN),
        told.ExactChild(given_name="Ami", family_name="Example", date_of_birth=BORN),
        told.ExactChild(reference="22222-22222-2"),
        told.ExactChild(),
    ):
        assert ask(cast, named=named, hours=1).child is None
    assert child.id


def test_the_reference_opens_it_as_it_is_typed(cast, child):
    named = told.ExactChild(reference=child.reference.lower().replace("-", " "))

    assert ask(cast, named=named).child == child


def test_a_child_the_agency_has_a_part_in_is_looked_up_in_the_ordinary_way(cast, child):
    with pytest.raises(NotNow, match="ordinary way"):
        ask(cast, "tomas")
    assert child.id


@pytest.mark.parametrize("who", ["joss", "marek", "isla", "grace", "zofia", "harri"])
def test_other_posts_may_not_ask(cast, child, who):
    with pytest.raises(access.Refused):
        ask(cast, who)
    assert child.id


def test_a_statement_of_a_word_is_sent_back(cast, child):
    with pytest.raises(Contradiction):
        ask(cast, why=told.EmergencyLook(v.Emergency.DANGER_NOW, "EV-1", "urgent"))
    assert not BreakGlass.objects.exists()
    assert child.id


def test_one_look_at_a_time_and_it_can_be_ended_early(cast, child):
    look = ask(cast)
    with pytest.raises(NotNow, match="open in an emergency"):
        ask(cast, hours=1.5)

    now = world.after(1.5)
    glass_broken.end(look.look_id, by=cast.viewer("lowri", now=now), now=now)

    assert not sees(cast, child, at=now)
    with pytest.raises(queries.NoSuchEmergencyLook):
        glass_broken.end(look.look_id, by=cast.viewer("femi", now=now), now=now)
    assert ask(cast, hours=1.6).child == child


def test_asking_seven_times_in_a_day_is_refused(cast, child):
    nobody = told.ExactChild(given_name="No", family_name="Body", date_of_birth=BORN)
    for hour in range(6):
        ask(cast, hours=hour, named=nobody)

    with pytest.raises(NotNow, match="six emergency looks"):
        ask(cast, hours=23.9)
    assert ask(cast, hours=24).child == child


def test_a_look_nobody_reviewed_in_72_hours_stops_the_next_in_every_account(cast, child):
    look = ask(cast)
    other = cast.people["abel"]  # the same person, who manages a team in the council too
    safety.identify(
        "Lowri",
        email="",
        accounts=[cast.people["lowri"], other],
        by=cast.viewer("ines", now=world.START),
        at=world.START,
    )
    in_time, late = 1 + 72, 1 + 72 + 1 / 3600
    ask(cast, hours=in_time)
    now = world.after(in_time)
    glass_broken.end(
        BreakGlass.objects.latest("opened_at").id, by=cast.viewer("lowri", now=now), now=now
    )

    for who in ("lowri", "abel"):
        with pytest.raises(NotNow, match="not reviewed"):
            ask(cast, who, hours=late)

    review(cast, look, "ines", hours=74)
    assert ask(cast, hours=74).child == child


def review(cast, look, who, *, hours, finding=v.Finding.RIGHT):
    now = world.after(hours)
    glass_reviewed.review(
        look.look_id,
        finding,
        findings="The number is of a live incident.",
        by=cast.viewer(who, now=now),
        now=now,
    )


def test_a_look_is_reviewed_once_it_is_over_by_another_agency_with_a_part(cast, child):
    look = ask(cast)

    for who, hours, raises in (
        ("ines", 1.5, NotNow),  # it is open still
        ("femi", 3, queries.NoSuchEmergencyLook),  # the same agency
        ("nora", 3, queries.NoSuchEmergencyLook),  # may not know of the child
        ("joss", 3, access.Refused),  # no manager
    ):
        with pytest.raises(raises):
            review(cast, look, who, hours=hours)
    review(cast, look, "leon", hours=3)

    row = BreakGlass.objects.get(id=look.look_id)
    assert (row.finding, row.review_agency.name) == ("right", "Harrowfell Council")
    with pytest.raises(NotNow):
        review(cast, look, "ines", hours=4)
    assert child.id


def test_a_look_waits_for_managers_of_a_force_or_a_council_and_not_of_the_home(cast, child):
    ask(cast)

    waits = {
        who: len(glass_reviewed.waiting(by=cast.viewer(who, now=world.after(3))))
        for who in ("ines", "leon", "wendy", "joss", "femi", "nora")
    }

    assert waits == {"ines": 1, "leon": 1, "wendy": 0, "joss": 0, "femi": 0, "nora": 0}
    assert child.id


def test_nobody_reviews_their_own_look_from_another_account(cast, child):
    look = ask(cast)
    safety.identify(
        "Lowri",
        email="",
        accounts=[cast.people["lowri"], cast.people["leon"]],
        by=cast.viewer("ines", now=world.START),
        at=world.START,
    )

    with pytest.raises(NotNow):
        review(cast, look, "leon", hours=3)
    assert child.id


def test_a_declared_relation_stops_a_look_too(cast, child):
    now = world.after(0.5)
    child_kept_from.declare(
        told.NamedChild("Amira", "Example", BORN),
        kind=v.Conflict.RELATIVE,
        reason="My niece",
        by=cast.viewer("lowri", now=now),
        now=now,
    )

    assert ask(cast).child is None
    assert child.id


def test_a_sealed_child_is_to_whoever_asks_one_whom_nobody_knows(cast, child):
    sealed.seal(cast, child.id, named=ON_LIST, now=world.after(0.5))

    for named in (NAMED, told.ExactChild(reference=child.reference)):
        opened = ask(cast, named=named)

        assert opened.child is None
        assert BreakGlass.objects.get(id=opened.look_id).child_id is None
    assert not Notice.objects.filter(reason=v.NoticeReason.BREAK_GLASS).exists()


def test_a_look_at_a_child_who_is_sealed_meanwhile_is_in_no_list_of_whoever_looked(cast, child):
    opened = ask(cast)
    lowri, femi = (cast.viewer(who, now=world.after(1.2)) for who in ("lowri", "femi"))
    assert [row.id for row in glass_broken.asked(by=lowri)] == [opened.look_id]
    assert [row.id for row in glass_broken.of_agency(by=femi)] == [opened.look_id]

    sealed.seal(cast, child.id, named=ON_LIST, now=world.after(1.1))

    assert not sees(cast, child, at=world.after(1.2))
    assert glass_broken.asked(by=lowri) == []
    assert glass_broken.of_agency(by=femi) == []


def told_late():
    """The posts that were told that a look was not reviewed in time, and when."""
    sent = Notice.objects.filter(reason=v.NoticeReason.BREAK_GLASS_LATE)
    return sorted(sent.values_list("post__kind", "agency__name", "recorded_at"))


def test_the_managers_who_could_review_a_look_are_told_once_that_it_is_late(cast, child):
    ask(cast)

    time_passed.record(now=world.after(1 + 72))
    assert told_late() == []

    late = world.after(1 + 72 + 0.01)
    for now in (late, world.after(1 + 72 + 0.1), world.after(1 + 72 + 24)):
        time_passed.record(now=now)

    assert told_late() == [
        ("duty_inspector", "Northmoor Police", late),
        ("service_manager", "Harrowfell Council", late),
        ("superintendent", "Northmoor Police", late),
        ("team_manager", "Harrowfell Council", late),
    ]
    assert child.id


def test_of_a_look_that_was_reviewed_in_time_nobody_is_told_that_it_is_late(cast, child):
    look = ask(cast)
    review(cast, look, "ines", hours=3)

    time_passed.record(now=world.after(1 + 73))

    assert told_late() == []
    assert child.id


def test_a_look_that_is_reviewed_while_its_lateness_is_being_told_is_not_told_to_be_late(
    cast, child
):
    look, late = ask(cast), world.after(1 + 73)
    [(episode, tell)] = glass_late.asking(now=late)
    review(cast, look, "ines", hours=3)

    is_told = tell(resume(episodes.locked(episode.id), by=None, now=late))

    assert not is_told
    assert told_late() == []
    assert child.id


def test_that_a_look_is_late_is_told_to_nobody_who_must_not_know_of_a_child_sealed_since(
    cast, child
):
    ask(cast)
    sealed.seal(cast, child.id, named=ON_LIST, now=world.after(3))

    time_passed.record(now=world.after(1 + 73))

    kinds = [(kind, agency) for kind, agency, _at in told_late()]
    assert kinds == [("duty_inspector", "Northmoor Police"), ("team_manager", "Harrowfell Council")]
