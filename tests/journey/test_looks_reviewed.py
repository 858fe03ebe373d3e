"""Looks that must be reviewed are, by somebody of another agency, within three days."""

from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.journey import sealed, world

from wayhome.journey import (
    acting,
    child_kept_from,
    glass_broken,
    glass_reviewed,
    look_reviewed,
    looks_considered,
    reviews_late,
    sending,
    time_passed,
)
from wayhome.platform.audit import ledger, sealing
from wayhome.platform.audit.models import LedgerEntry, Verb
from wayhome.platform.messaging.models import Message
from wayhome.platform.row_security import transactions
from wayhome.records.looks import queries
from wayhome.records.looks.models import Given, LookReview, ToldLate
from wayhome.records.practitioners import actions as practitioners
from wayhome.records.practitioners.models import Holding, Practitioner
from wayhome.rules import access, looks, told
from wayhome.rules import vocabulary as v
from wayhome.rules.vocabulary import Conflict, PostKind, Purpose
from wayhome.rules.vocabulary import ReviewOutcome as Outcome
from wayhome.rules.vocabulary import WhyReviewed as Why

pytestmark = pytest.mark.django_db
SEE = access.Deed.SEE_CHILD


def looking_as(practitioner_id, *, at):
    """Meanwhile the database knows that this person looks, and shows what they may know of."""
    lasts = timedelta(hours=1)
    token, _stored = practitioners.issue_token(
        practitioner_id, label="x", at=at, lasts=lasts, posts=PostKind
    )
    whose = ExitStack()
    whose.enter_context(transactions.as_nobody())
    whose.enter_context(transactions.looking(token))
    return whose


@pytest.fixture
def cast():
    return world.assemble()


@pytest.fixture
def child(cast):
    return world.introduce(cast)


@pytest.fixture
def look(cast, child):
    """`look("lowri", hours=1)` enters a look at the child's record."""

    def enter(username, *, hours=1, verb=Verb.CONSULT, reason="", child_id=child):
        by = cast.viewer(username, now=world.START, purpose=Purpose.SUPPORT)
        ledger.write(
            verb,
            by=by,
            at=world.after(hours),
            deed=SEE,
            child_id=child_id,
            sections=["summary"],
            reason=reason,
        )

    return enter


@pytest.fixture
def reviewed(monkeypatch):
    """`reviewed()` seals and considers what was entered; nothing is chosen at random."""
    monkeypatch.setattr(queries, "number_of", lambda entry_id: int(entry_id.int % 10**6) * 5 + 1)

    def consider(hours=2):
        sealing.seal(now=world.after(hours))
        looks_considered.record(now=world.after(hours))
        return list(LookReview.objects.order_by("recorded_at", "id"))

    return consider


def test_a_look_by_an_agency_with_nothing_to_do_with_the_child_is_reviewed(look, reviewed, cast):
    look("lowri", reason="asked by the hospital in Eastvale")

    (found,) = reviewed()

    assert (found.why, found.looker_id) == (Why.NO_RELATION, cast.people["lowri"])
    assert found.due_at == world.after(2) + timedelta(hours=72)


def test_a_look_that_belongs_to_nothing_is_reviewed_and_one_with_a_reason_is_not(look, reviewed):
    look("nadia")
    look("leon", reason="Preparing the plan meeting of Thursday")

    assert [found.why for found in reviewed()] == [Why.NO_REFERENCE]


def test_police_business_is_no_reason(look, reviewed):
    look("nadia", reason="police business")

    assert [found.why for found in reviewed()] == [Why.JUNK_REASON]


BORN = date(2011, 5, 2)
IN_AN_EMERGENCY = told.EmergencyLook(
    v.Emergency.CHILD_WITH_ME,
    "EV-2026-0310-114",
    "A girl at the railway station says she is Amira and that somebody is following her.",
)


def break_glass(cast, *, hours, given_name="Amira"):
    """Lowri, who has nothing to do with the child, asks to open the record; the look."""
    now = world.after(hours)
    named = told.ExactChild(given_name=given_name, family_name="Example", date_of_birth=BORN)
    opened = glass_broken.ask(named, IN_AN_EMERGENCY, by=cast.viewer("lowri", now=now), now=now)
    return opened.look_id


def test_asking_in_vain_in_an_emergency_is_always_reviewed_also_the_second_time_of_a_day(
    cast, reviewed
):
    break_glass(cast, hours=1, given_name="Nobody")
    break_glass(cast, hours=1.5, given_name="Nobody")

    assert [found.why for found in reviewed()] == [Why.BREAK_GLASS] * 2


@pytest.fixture
def missing(cast):
    child_id = world.introduce(cast, date_of_birth=BORN)
    world.report(cast, child_id)
    return child_id


def test_a_look_that_opened_a_record_in_an_emergency_is_reviewed_once_and_with_what_was_read(
    cast, look, reviewed, missing
):
    look_id = break_glass(cast, hours=1)
    look("lowri", hours=1.2, child_id=missing)
    now = world.after(1.4)
    glass_broken.end(look_id, by=cast.viewer("lowri", now=now), now=now)
    look("lowri", hours=1.5, child_id=missing, verb=Verb.PRINT)
    look("lowri", hours=1.6)

    of_lowri = [row for row in reviewed() if row.looker_id == cast.people["lowri"]]

    # What came after it had ended, and what was of another child.
    assert sorted((row.looked_at, row.child_id == missing) for row in of_lowri) == [
        (world.after(1.5), True),
        (world.after(1.6), False),
    ]
    later = world.after(3)
    waiting = glass_reviewed.waiting(by=cast.viewer("ines", now=later))
    assert [row.id for row in waiting] == [look_id]


def test_what_is_read_once_an_emergency_look_has_ended_is_reviewed_as_any_look(
    cast, look, reviewed, missing
):
    look_id = break_glass(cast, hours=1)
    now = world.after(1.4)
    glass_broken.end(look_id, by=cast.viewer("lowri", now=now), now=now)
    look("lowri", hours=1.4, child_id=missing, verb=Verb.PRINT)

    assert [(row.looked_at, row.why) for row in reviewed()] == [(now, Why.NO_RELATION)]


def test_a_search_in_vain_is_considered_too(look, monkeypatch):
    monkeypatch.setattr(queries, "number_of", lambda _entry_id: 0)
    look("asha", verb=Verb.SEARCH, child_id=None)

    sealing.seal(now=world.after(2))
    looks_considered.record(now=world.after(2))

    assert LookReview.objects.filter(why=Why.AT_RANDOM, child=None).count() == 1


def test_nothing_is_put_up_twice_and_of_one_day_one_look_is(look, reviewed):
    look("nadia")
    look("nadia", hours=1.2)

    first = reviewed()
    look("nadia", hours=1.4)

    assert [row.id for row in reviewed(3)] == [row.id for row in first]
    assert len(first) == 1


def test_a_day_is_a_day_in_london_also_after_midnight_in_summer(look, reviewed):
    before = datetime(2026, 7, 1, 22, 50, tzinfo=UTC)
    hours = (before - world.START) / timedelta(hours=1)

    look("nadia", hours=hours)
    assert len(reviewed(hours + 0.1)) == 1
    look("nadia", hours=hours + 0.5)  # twenty past midnight in London, and the same day in UTC
    assert len(reviewed(hours + 0.6)) == 2
    look("nadia", hours=hours + 0.6)
    assert len(reviewed(hours + 0.7)) == 2


def test_a_look_that_is_not_sealed_yet_is_considered_once_it_is(look, reviewed):
    looks_considered.record(now=world.after(1))
    look("nadia")

    assert len(reviewed()) == 1


def test_some_at_a_time_come_to_the_same(look, monkeypatch):
    monkeypatch.setattr(queries, "number_of", lambda _entry_id: 1)
    for name in ("nadia", "leon", "moira", "ruth"):
        look(name)
    monkeypatch.setattr(looks_considered, "AT_ONCE", 2)
    sealing.seal(now=world.after(2))

    for minute in range(40):
        looks_considered.record(now=world.after(2 + minute / 60))

    assert LookReview.objects.count() == 4


def test_whoever_reviews_is_of_another_agency_and_a_lead_where_there_is_one(look, reviewed, cast):
    look("nadia")
    look("lowri")

    by = {row.looker_id: row.assigned_to_id for row in reviewed()}

    assert by[cast.people["nadia"]] == cast.people["idris"]
    assert by[cast.people["lowri"]] in {cast.people["idris"], cast.people["ursula"]}


def test_where_nobody_may_review_it_waits_and_is_given_to_the_first_who_may(
    look, reviewed, monkeypatch
):
    nobody = queries.reviewers
    monkeypatch.setattr(queries, "reviewers", lambda **_: [])
    look("nadia")
    (waiting,) = reviewed()
    monkeypatch.setattr(queries, "reviewers", nobody)

    looks_considered.record(now=world.after(9))

    waiting.refresh_from_db()
    assert waiting.assigned_to_id is not None
    assert waiting.due_at == looks.due_at(world.after(9))


@pytest.fixture
def mine(look, reviewed, cast):
    """A look of Nadia's that Idris is to review, and Idris."""
    look("nadia")
    (found,) = reviewed()
    return found, cast.viewer("idris", now=world.START, purpose=None)


def entries(as_owner, **chosen):
    with as_owner():
        return list(LedgerEntry.objects.filter(**chosen))


def test_what_a_reviewer_found_stands_and_is_in_the_ledger(mine, as_owner):
    found, idris = mine

    look_reviewed.record(
        found.id, Outcome.EXPLAINED, explanation="Her team asked", by=idris, now=world.after(3)
    )

    found.refresh_from_db()
    assert (found.outcome, found.answered_by_id) == ("explained", idris.practitioner_id)
    assert len(entries(as_owner, object_id=found.id, verb=Verb.ALTER)) == 1
    with pytest.raises(acting.NotNow, match="already"):
        look_reviewed.record(
            found.id, Outcome.NOT_EXPLAINED, explanation="x", by=idris, now=world.after(4)
        )


def test_only_whom_it_is_assigned_to_may_answer_it(mine, cast):
    found, _idris = mine
    for name in ("ursula", "owen", "leon"):
        with pytest.raises(queries.NoSuchLook):
            look_reviewed.record(
                found.id,
                Outcome.EXPLAINED,
                explanation="x",
                by=cast.viewer(name, now=world.START),
                now=world.after(3),
            )


def test_who_does_not_govern_may_answer_none(mine, cast):
    found, _idris = mine

    with pytest.raises(access.Refused):
        look_reviewed.record(
            found.id,
            Outcome.EXPLAINED,
            explanation="x",
            by=cast.viewer("nadia", now=world.START),
            now=world.after(3),
        )


def test_what_was_not_explained_stands_before_those_who_govern_there_and_not_the_looker(mine, cast):
    found, idris = mine
    look_reviewed.record(
        found.id, Outcome.NOT_EXPLAINED, explanation="Nobody asked", by=idris, now=world.after(3)
    )

    def told(name):
        return list(queries.not_explained_in(cast.viewer(name, now=world.START)))

    assert told("ursula") == told("leon") == [found]
    assert not told("nadia")
    assert not told("owen")


def test_the_child_is_a_pseudonym_until_the_reviewer_says_why(mine, child, as_owner):
    found, idris = mine
    with looking_as(idris.practitioner_id, at=world.START):
        before = queries.entry_under(found)

    look_reviewed.open_child(found.id, why="Her manager asks which", by=idris, now=world.after(3))

    assert before.child_id is None
    with looking_as(idris.practitioner_id, at=world.START):
        assert queries.entry_under(found).child_id == child
    (entry,) = entries(as_owner, object_id=found.id)
    assert (entry.verb, entry.child_id, entry.reason) == (
        Verb.CONSULT,
        child,
        "Her manager asks which",
    )


def test_the_database_refuses_a_look_reviewed_by_the_looker(mine, cast, as_owner):
    found, _idris = mine
    found.assigned_to_id = cast.people["nadia"]

    with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
        found.save()


def keep_from(cast, child, username):
    child_kept_from.keep_from(
        child,
        told.Someone(username, username=username),
        kind=Conflict.RELATIVE,
        reason="A cousin",
        by=cast.viewer("ines", now=world.START),
        now=world.START,
    )


def test_a_reviewer_from_whom_the_child_is_kept_is_never_given_a_look_at_them(
    look, reviewed, cast, child
):
    keep_from(cast, child, "idris")
    look("nadia")

    (found,) = reviewed()

    assert found.assigned_to_id != cast.people["idris"]


def test_a_reviewer_from_whom_the_child_is_kept_since_reads_the_look_no_more(mine, cast, child):
    found, _idris = mine
    keep_from(cast, child, "idris")
    idris = cast.viewer("idris", now=world.START)

    with pytest.raises(queries.NoSuchLook):
        look_reviewed.open_child(found.id, why="To ask her manager", by=idris, now=world.after(3))
    with looking_as(cast.people["idris"], at=world.after(3)):
        assert not LookReview.objects.filter(id=found.id).exists()
        with pytest.raises(queries.NoSuchLook):
            queries.entry_under(found)


def test_a_reviewer_who_is_not_on_the_list_of_a_sealed_child_is_not_told_which_it_was(
    mine, cast, child
):
    found, idris = mine
    look_reviewed.open_child(found.id, why="To ask her manager", by=idris, now=world.after(3))
    sealed.seal(cast, child)

    with pytest.raises(access.Refused, match="Which child this was"):
        look_reviewed.open_child(found.id, why="To ask again", by=idris, now=world.after(4))
    with looking_as(cast.people["idris"], at=world.after(4)):
        entry = queries.entry_under(found)
    assert (entry.child_id, entry.practitioner_id) == (None, cast.people["nadia"])


def test_who_looked_at_a_sealed_child_is_told_by_the_database_to_its_list_alone(look, cast, child):
    look("nadia")
    sealed.seal(cast, child)

    told_to = {}
    for who in ("leon", "moira"):
        with looking_as(cast.people[who], at=world.after(3)):
            told_to[who] = bool(queries.at_child(child).entries)
    assert told_to == {"leon": True, "moira": False}


def again(hours):
    """The minute's turn of the worker, at this moment."""
    looks_considered.record(now=world.after(hours))


def had_by(found):
    """Who had a look to review, oldest first, and why it passed on."""
    rows = Given.objects.filter(review=found).order_by("at", "id")
    return list(rows.values_list("practitioner__username", "passed_because"))


def test_a_look_passes_from_a_reviewer_who_must_not_know_of_the_child_any_more(mine, cast, child):
    found, idris = mine
    look_reviewed.open_child(found.id, why="To ask her manager", by=idris, now=world.after(2.5))
    keep_from(cast, child, "idris")

    again(3)

    found.refresh_from_db()
    new = Practitioner.objects.get(id=found.assigned_to_id)
    assert new.agency_id not in {cast.agencies["Harrowfell Council"]}
    assert had_by(found) == [("idris", "must_not_know"), (new.username, "")]
    assert found.due_at == looks.due_at(world.after(3))
    before = Given.objects.get(review=found, practitioner_id=idris.practitioner_id)
    assert (before.opened_why, before.passed_at) == ("To ask her manager", world.after(3))
    viewer = cast.viewer(new.username, now=world.after(3))
    look_reviewed.record(
        found.id, Outcome.EXPLAINED, explanation="Asked", by=viewer, now=world.after(4)
    )


def test_whoever_has_a_look_after_another_is_not_told_which_child_by_the_others_reason(
    mine, cast, child
):
    found, idris = mine
    look_reviewed.open_child(found.id, why="To ask her manager", by=idris, now=world.after(2.5))
    keep_from(cast, child, "idris")
    again(3)
    found.refresh_from_db()

    with looking_as(found.assigned_to_id, at=world.after(3)):
        entry = queries.entry_under(found)
        assert Given.objects.get().practitioner_id == found.assigned_to_id
    assert (entry.child_id, entry.practitioner_id) == (None, cast.people["nadia"])


def test_a_look_passes_from_whoever_has_left_or_lost_the_post_and_no_other_does(
    look, reviewed, cast
):
    look("nadia")
    (found,) = reviewed()
    assert found.assigned_to_id == cast.people["idris"]
    again(3)
    assert had_by(found) == [("idris", "")]

    Holding.objects.filter(practitioner_id=cast.people["idris"]).update(until=world.after(4))
    again(5)

    found.refresh_from_db()
    assert [why for _who, why in had_by(found)] == ["no_longer_reviews", ""]
    assert found.assigned_to_id != cast.people["idris"]
    second = Practitioner.objects.get(id=found.assigned_to_id)
    Practitioner.objects.filter(id=second.id).update(is_active=False)

    again(6)

    assert [why for _who, why in had_by(found)] == ["no_longer_reviews"] * 2 + [""]


def test_a_look_that_nobody_else_may_review_waits_and_is_given_to_the_first_who_may(
    mine, monkeypatch
):
    found, _idris = mine
    everybody = queries.reviewers
    monkeypatch.setattr(queries, "reviewers", lambda **_: [])
    again(3)
    found.refresh_from_db()
    assert found.assigned_to_id is None
    assert had_by(found) == [("idris", "no_longer_reviews")]

    monkeypatch.setattr(queries, "reviewers", everybody)
    again(4)

    assert had_by(found) == [("idris", "no_longer_reviews"), ("idris", "")]


def test_what_was_answered_stays_with_whoever_answered_it(mine, cast, child):
    found, idris = mine
    look_reviewed.record(
        found.id, Outcome.EXPLAINED, explanation="Asked", by=idris, now=world.after(3)
    )
    keep_from(cast, child, "idris")

    again(4)

    assert had_by(found) == [("idris", "")]


def test_the_database_forgets_nobody_who_had_a_look(mine, cast):
    found, _idris = mine
    found.assigned_to_id = cast.people["femi"]

    with pytest.raises(IntegrityError, match="is kept before it passes on"), transaction.atomic():
        found.save(update_fields=["assigned_to"])


def test_a_look_at_a_sealed_child_is_given_to_somebody_on_the_list_who_reads_why(
    look, reviewed, cast, child
):
    sealed.seal(cast, child, named=(*sealed.LIST, "owen"))
    look("nadia", reason="police business")

    (found,) = reviewed()

    assert found.assigned_to_id in {cast.people["owen"], cast.people["dina"]}
    with looking_as(found.assigned_to_id, at=world.after(3)):
        entry = queries.entry_under(found)
    assert (entry.reason, entry.is_held_back) == ("police business", False)


def test_a_look_at_a_child_who_is_sealed_meanwhile_passes_to_the_list_with_why(
    look, reviewed, cast, child
):
    look("nadia", reason="police business")
    (found,) = reviewed()
    sealed.seal(cast, child)
    with looking_as(cast.people["idris"], at=world.after(3)):
        entry = queries.entry_under(found)
    assert (entry.reason, entry.reference, entry.is_held_back) == ("", "", True)

    again(4)

    assert had_by(found) == [("idris", "not_on_the_list"), ("dina", "")]


def test_where_nobody_on_the_list_may_review_it_the_look_is_reviewed_without_the_reason(
    look, reviewed, cast, child
):
    sealed.seal(cast, child)
    for who in ("dina", "leon"):
        Holding.objects.filter(practitioner_id=cast.people[who]).update(until=world.after(0.5))
    look("tomas", reason="police business")

    (found,) = reviewed()
    again(4)

    assert len(had_by(found)) == 1
    with looking_as(found.assigned_to_id, at=world.after(5)):
        entry = queries.entry_under(found)
    assert (entry.practitioner_id, entry.reason) == (cast.people["tomas"], "")
    assert entry.is_held_back


def messages(found):
    """To whom a message about this review is owed or was, oldest first."""
    rows = Message.objects.filter(about=found.id).order_by("queued_at", "address")
    return list(rows.values_list("address", flat=True))


def address(cast, who):
    return Practitioner.objects.get(id=cast.people[who]).email


def test_a_reviewer_is_told_once_that_a_look_waits_and_whoever_has_it_next_too(mine, cast, child):
    found, _idris = mine
    assert messages(found) == [address(cast, "idris")]
    assert {each.says for each in Message.objects.filter(about=found.id)} == {"notice"}

    again(3)
    assert messages(found) == [address(cast, "idris")]

    keep_from(cast, child, "idris")
    again(4)
    found.refresh_from_db()
    new = Practitioner.objects.get(id=found.assigned_to_id)

    assert messages(found) == [address(cast, "idris"), new.email]
    assert sending.why_not(found.id, address(cast, "idris"), now=world.after(4))
    assert not sending.why_not(found.id, new.email, now=world.after(4))


def late(found):
    """The posts that were told that a review is late, in the order of the rungs."""
    rows = ToldLate.objects.filter(given__review=found).order_by("rung")
    return list(rows.values_list("post__kind", "post__agency__name", "at"))


def test_a_review_that_is_late_is_told_above_the_reviewer_and_climbs_by_the_clock(mine):
    found, idris = mine
    due = 2 + 72

    time_passed.record(now=world.after(due))
    assert late(found) == []

    for hours in (due + 0.01, due + 0.02, due + 1):
        time_passed.record(now=world.after(hours))
    first = ("duty_inspector", "Northmoor Police", world.after(due + 0.01))
    assert late(found) == [first]
    assert len(messages(found)) == 2

    for hours in (due + 24, due + 25):
        time_passed.record(now=world.after(hours))
    above = ("superintendent", "Northmoor Police", world.after(due + 24))
    assert late(found) == [first, above]
    assert len(messages(found)) == 3
    assert not sending.why_not(found.id, messages(found)[-1], now=world.after(due + 25))

    look_reviewed.record(
        found.id, Outcome.EXPLAINED, explanation="Asked", by=idris, now=world.after(due + 26)
    )
    time_passed.record(now=world.after(due + 100))
    assert len(messages(found)) == 3
    for each in messages(found):
        assert sending.why_not(found.id, each, now=world.after(due + 100))


def test_what_another_worker_has_just_told_of_a_late_review_is_not_told_again(mine, monkeypatch):
    found, _idris = mine
    read, reached = {}, reviews_late._newly_reached

    def as_it_was(given, above, *, now):
        return read.setdefault(given.id, reached(given, above, now=now))

    monkeypatch.setattr(reviews_late, "_newly_reached", as_it_was)

    told = [reviews_late.climb(now=world.after(75)) for _worker in range(2)]

    assert told == [1, 0]
    assert len(late(found)) == 1
    assert len(messages(found)) == 2


def test_a_worker_that_was_away_tells_each_rung_that_was_reached_meanwhile(mine):
    found, _idris = mine

    time_passed.record(now=world.after(2 + 72 + 30))

    assert [kind for kind, _agency, _at in late(found)] == ["duty_inspector", "superintendent"]


def test_a_rung_that_only_the_reviewer_holds_is_passed_over(mine, cast):
    found, _idris = mine
    Holding.objects.filter(practitioner_id=cast.people["ines"]).update(until=world.after(1))

    time_passed.record(now=world.after(2 + 72 + 1))

    assert [kind for kind, _agency, _at in late(found)] == ["superintendent"]
