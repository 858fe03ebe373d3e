"""Whether a message may still go is asked as it goes; what is stopped waits for somebody."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.journey import sealed, world

from wayhome.interfaces.jobs import every_minute
from wayhome.journey import (
    child_introduced,
    child_returned,
    disclosure_withheld,
    factors_changed,
    sighting_received,
)
from wayhome.platform.messaging import outbox
from wayhome.platform.messaging.models import Message
from wayhome.records.agencies.models import Post
from wayhome.records.children import queries as children
from wayhome.records.episodes import queries as episodes
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.protection import queries as protection
from wayhome.records.protection.models import Word
from wayhome.records.safety import actions as safety
from wayhome.rules import sending, told
from wayhome.rules import vocabulary as v
from wayhome.stages.response.models import Duty, FamilyTold

pytestmark = pytest.mark.django_db
LARCH, TIDEWAY = "home_manager@larch-house.invalid", "home_manager@tideway-house.invalid"
ON_LIST = ("dina", "leon", "nadia", "ines")
STOPPED = v.DutyKind.STOPPED_MESSAGE


@pytest.fixture
def cast(db):
    del db
    return world.assemble()


@pytest.fixture
def child_id(cast):
    child_id = world.introduce(cast)
    world.report(cast, child_id)
    return child_id


@pytest.fixture
def sent(mailoutbox):
    return lambda: [to for mail in mailoutbox for to in mail.to]


def test_a_message_of_a_child_who_was_sealed_meanwhile_goes_to_no_post_off_the_list(
    cast, child_id, sent
):
    sealed.seal(cast, child_id, named=ON_LIST, now=world.START)

    every_minute.carry(now=world.after(0.1))

    assert LARCH not in sent()


def moves(cast, child_id, home, *, hours):
    now = world.after(hours)
    child_introduced.learned(
        child_id,
        told.Child(),
        supplied_by="the council",
        arrangement=told.Arrangement(
            responsible_authority_id=cast.agencies["Harrowfell Council"],
            placement_id=cast.agencies[home],
            is_looked_after=True,
        ),
        by=cast.viewer("nadia", now=now),
        now=now,
    )


def carry(hours):
    every_minute.carry(now=world.after(hours))


def test_what_may_go_goes(child_id, sent):
    carry(0.1)

    assert LARCH in sent()
    assert not Duty.objects.filter(kind=STOPPED).exists()
    assert child_id


def test_one_who_changes_how_they_sign_in_holds_up_no_message_of_a_child(cast, child_id, sent):
    factors_changed.tell(cast.people["nadia"], now=world.START - timedelta(minutes=1))

    carry(0.1)

    assert child_id
    assert LARCH in sent()
    assert practitioners.one(cast.people["nadia"]).email in sent()


def test_word_of_a_sealed_child_goes_to_its_list_and_to_nobody_who_has_left_it(
    cast, child_id, sent
):
    sealed.seal(cast, child_id, named=ON_LIST, now=world.START)
    list_of = protection.addresses_of_list(child_id, now=world.START)
    word = Word.objects.create(
        child_id=child_id,
        other_id=child_id,
        kind=v.SealedWord.RECORD,
        about=child_id,
        recorded_at=world.START,
    )
    outbox.queue([(list_of[0], word.id), ("left@council.invalid", word.id)], at=world.START)

    carry(0.1)

    assert list_of[0] in sent()
    assert "left@council.invalid" not in sent()
    assert Message.objects.get(address="left@council.invalid").stopped_because


def test_a_move_stops_what_waits_to_go_to_the_former_home_and_leaves_a_task(cast, child_id, sent):
    moves(cast, child_id, "Tideway House", hours=0.5)

    carry(0.6)

    assert LARCH not in sent()
    assert TIDEWAY in sent()
    assert Message.objects.get(address=LARCH).stopped_because == sending.NO_PART
    tasks = list(Duty.objects.filter(kind=STOPPED))
    assert any("Larch House" in task.reason for task in tasks)
    owner = episodes.locked(tasks[0].episode_id).owner_post_id
    assert {(each.owner_post_id, each.due_at - each.started_at) for each in tasks} == {
        (owner, timedelta(hours=1))
    }


def test_a_post_with_another_address_is_written_to_there_and_a_task_is_left(child_id, sent):
    Post.objects.filter(email=LARCH).update(email="new@larch-house.invalid")

    carry(0.1)
    carry(0.2)

    assert LARCH not in sent()
    assert "new@larch-house.invalid" in sent()
    assert Message.objects.get(address=LARCH).stopped_because == sending.OTHER_ADDRESS
    assert Duty.objects.filter(kind=STOPPED).count() == 1
    assert child_id


def test_an_agency_that_must_not_know_is_sent_nothing_that_waited(cast, child_id, sent):
    now = world.after(0.1)
    disclosure_withheld.withhold(
        child_id,
        v.Matter.EVERYTHING,
        reason="Staff are suspected",
        now=now,
        of=told.WithheldFrom(agency_id=cast.agencies["Larch House"]),
        by=cast.viewer("leon", now=now),
    )

    carry(0.2)

    assert LARCH not in sent()
    assert Message.objects.get(address=LARCH).stopped_because == sending.NOT_TO_KNOW
    assert Duty.objects.filter(kind=STOPPED).count() == 1


def test_what_was_withheld_without_a_freeze_is_still_stopped_as_it_goes(cast, child_id, sent):
    safety.withhold(
        child_id,
        v.Matter.EVERYTHING,
        reason="x",
        at=world.START,
        of=told.WithheldFrom(agency_id=cast.agencies["Larch House"]),
        by=cast.viewer("leon", now=world.START),
    )

    carry(0.2)

    assert LARCH not in sent()
    assert Duty.objects.filter(kind=STOPPED).count() == 1


def contact(cast, child_id, *, hours, corrects=None, **said):
    now = world.after(hours)
    child_introduced.learned(
        child_id,
        told.Child(),
        supplied_by="x",
        now=now,
        by=cast.viewer("nadia", now=now),
        contact=told.Contact("Sam Example", "father", **said),
        corrects_contact_id=corrects,
    )
    return children.known(child_id).standing_contacts[-1]


def telling(child_id):
    waiting = Duty.objects.filter(
        episode__child_id=child_id, kind=v.DutyKind.TELL_FAMILY, met_at=None, declined_at=None
    )
    return [(duty.contact_id, duty.reason) for duty in waiting]


def test_a_corrected_telephone_number_asks_anew_and_names_the_old_one_no_more(cast, child_id):
    old = contact(cast, child_id, hours=0.1, telephone="01632 960111")
    assert [who for who, _why in telling(child_id)] == [old.id]

    new = contact(cast, child_id, hours=0.2, telephone="01632 960222", corrects=old.id)

    assert [who for who, _why in telling(child_id)] == [new.id]


def test_a_parent_who_must_not_learn_where_is_told_with_a_warning(cast, child_id):
    parent = contact(cast, child_id, hours=0.1)
    now = world.after(0.2)
    disclosure_withheld.withhold(
        child_id,
        v.Matter.WHEREABOUTS,
        reason="He follows her",
        now=now,
        of=told.WithheldFrom(contact_id=parent.id),
        by=cast.viewer("leon", now=now),
    )

    [(_who, why)] = telling(child_id)

    assert "Do not say: where the child may be" in why


def test_a_parent_who_must_not_learn_of_the_return_is_not_told_of_it_and_it_is_kept_why(
    cast, child_id
):
    parent = contact(cast, child_id, hours=0.1)
    now = world.after(0.2)
    disclosure_withheld.withhold(
        child_id,
        v.Matter.RETURN,
        reason="He waits at the door",
        now=now,
        of=told.WithheldFrom(contact_id=parent.id),
        by=cast.viewer("leon", now=now),
    )
    episode = episodes.reports_of(child_id)[-1]
    now = world.after(1)
    child_returned.record(
        episode.id,
        told.Returned(world.after(0.9), v.ReturnedTo.PLACEMENT),
        by=cast.viewer("tomas", now=now),
        now=now,
    )

    assert not any(") that the child is back" in why for _who, why in telling(child_id))
    assert FamilyTold.objects.filter(contact_id=parent.id, told=False).exists()


class MovesAndSends(RuleBasedStateMachine):
    """Whatever the order of moves and sends, nothing goes to a home the child does not live at."""

    @initialize()
    def reported(self):
        self.child_id = world.introduce(self.cast)
        world.report(self.cast, self.child_id)
        self.home, self.hours, self.wrong = "Larch House", 0.1, []

    def later(self):
        self.hours += 0.1
        return self.hours

    @rule(home=st.sampled_from(["Larch House", "Tideway House"]))
    def move(self, home):
        moves(self.cast, self.child_id, home, hours=self.later())
        self.home = home

    @rule()
    def sighted(self):
        now = world.after(self.later())
        sighting_received.record(
            episodes.reports_of(self.child_id)[-1].id,
            told.Sighting(now, "Station", v.Certainty.POSSIBLE, "A passer-by"),
            by=self.cast.viewer("tomas", now=now),
            now=now,
        )

    @rule()
    def send(self):
        before = len(mail.outbox)
        carry(self.later())
        former = {"Larch House": TIDEWAY, "Tideway House": LARCH}[self.home]
        self.wrong += [to for each in mail.outbox[before:] for to in each.to if to == former]

    @invariant()
    def nothing_went_to_a_former_home(self):
        assert not getattr(self, "wrong", [])

    @invariant()
    def whatever_was_stopped_waits_for_somebody(self):
        stopped = Message.objects.filter(stopped_at__isnull=False).count()
        assert Duty.objects.filter(kind=STOPPED).count() >= min(stopped, 1)


@pytest.mark.django_db
def test_no_sequence_of_moves_and_sends_reaches_a_former_home():
    everybody = world.assemble()

    class Apart(MovesAndSends):
        cast = everybody

        def __init__(self):
            super().__init__()
            self.transaction = transaction.atomic()
            self.transaction.__enter__()

        def teardown(self):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    run_state_machine_as_test(
        Apart,
        settings=settings(
            max_examples=6,
            stateful_step_count=7,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
