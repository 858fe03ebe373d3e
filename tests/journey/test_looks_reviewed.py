"""Looks that must be reviewed are, by somebody of another agency, within three days."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.journey import sealed, world

from wayhome.journey import child_kept_from, look_reviewed, looks_considered
from wayhome.platform.audit import ledger, sealing
from wayhome.platform.audit.models import LedgerEntry, Verb
from wayhome.platform.row_security import transactions
from wayhome.records.looks import actions, queries
from wayhome.records.looks.models import LookReview
from wayhome.records.practitioners import actions as practitioners
from wayhome.rules import access, looks, told
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


def test_breaking_the_glass_is_always_reviewed_also_the_second_time_of_a_day(look, reviewed):
    look("lowri", verb=Verb.BREAK_GLASS, reason="Child at the door of the hospital")
    look("lowri", verb=Verb.BREAK_GLASS, reason="Child at the door of the hospital", hours=1.5)

    assert [found.why for found in reviewed()] == [Why.BREAK_GLASS] * 2


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
    with pytest.raises(actions.AlreadyAnswered):
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
