"""At least once, in order to each address, and nothing that fails holds up what does not."""

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.platform.messaging.letters import NOW, Runner

from wayhome.platform.messaging import carrying, outbox, words
from wayhome.platform.messaging.courier import WENT, Answer, Outcome
from wayhome.platform.messaging.models import WAITS, Message

AWAY, REFUSED = Answer(Outcome.AWAY, "away"), Answer(Outcome.REFUSED, "no")
POISON = Answer(Outcome.POISON, "never")


class Told:
    """Who was told what became of the letters, and what is asked of each."""

    def __init__(self):
        self.arrived, self.stopped, self.quarantined, self.not_to = [], [], [], {}

    def guard(self):
        return carrying.Guard(
            why_not=lambda letter, _now: self.not_to.get(letter.address, ""),
            stopped=lambda letter, why, now: self.stopped.append((letter.about, why, now)),
            arrived=lambda letter, now: self.arrived.append((letter.about, now)),
            quarantined=lambda letter, now: self.quarantined.append((letter.about, now)),
        )


@pytest.fixture
def told(db):
    del db
    return Told()


def owe(*addresses, at=NOW, by="email", says=words.NOTICE):
    """Owe a message to each of these addresses, each about something of its own."""
    owed = [(address, uuid4()) for address in addresses]
    outbox.queue(owed, at=at, by=by, says=says)
    return [about for _address, about in owed]


def carry(by, told, *, at=NOW, chance=0.0, most=50, is_stopping=lambda: False):
    out = carrying.Round(told.guard(), lambda: at, lambda: chance, is_stopping)
    return carrying.carry(by, out=out, most=most)


def tried(by):
    return [letter.about for letter in by.tried]


def refuses(*about, answer=REFUSED):
    return lambda letter: answer if letter.about in about else WENT


def test_what_goes_is_sent_once_and_whoever_waits_is_told(told):
    [about], by = owe("a"), Runner()

    carried = carry(by, told)
    again = carry(by, told)

    assert (carried.tried, carried.went) == (1, 1)
    assert (again.tried, again.went) == (0, 0)
    assert told.arrived == [(about, NOW)]
    assert Message.objects.get().sent_at == NOW


def test_a_courier_carries_its_own_messages_and_no_others(told):
    owe("a")
    theirs, by = owe("b", by="webhook"), Runner(name="webhook")

    carry(by, told)

    assert tried(by) == theirs


def test_a_message_about_no_notice_is_asked_nothing_and_marks_nothing(told):
    told.not_to["a"] = "never"
    owe("a", says=words.SIGNING_IN)

    assert carry(Runner(), told).went == 1
    assert told.arrived == told.stopped == []


def test_messages_to_one_address_go_in_the_order_they_were_owed(told):
    owed = [about for minute in range(5) for about in owe("a", at=NOW + timedelta(minutes=minute))]
    by = Runner()

    carry(by, told, at=NOW + timedelta(hours=1))

    assert tried(by) == owed


def test_a_later_message_does_not_overtake_one_that_waits_and_another_address_does_not_wait(told):
    first, later, other = *owe("a"), *owe("a", at=NOW + timedelta(seconds=1)), *owe("b")
    by = Runner(refuses(first))

    carry(by, told, at=NOW + timedelta(seconds=2), chance=0.5)
    carry(by, told, at=NOW + timedelta(seconds=3))

    assert tried(by) == [first, other]
    assert Message.objects.get(about=later).attempts == 0


def test_after_what_waited_has_gone_the_rest_goes_at_once(told):
    first, later = *owe("a"), *owe("a", at=NOW + timedelta(seconds=1))
    carry(Runner(refuses(first)), told, at=NOW + timedelta(seconds=2), chance=0.5)
    by = Runner()

    carry(by, told, at=NOW + timedelta(seconds=10))

    assert tried(by) == [first, later]


def test_the_wait_is_what_chance_says(told):
    owe("a")

    carry(Runner(lambda _letter: REFUSED), told, chance=0.5)

    [message] = Message.objects.all()
    assert message.next_try_at == NOW + timedelta(seconds=2.5)
    assert (message.problem, message.attempts, message.refusals) == ("no", 1, 1)
    assert message.taken_at is None


def test_a_message_refused_eight_times_is_set_aside_and_the_next_goes_at_once(told):
    poison, later = *owe("a"), *owe("a", at=NOW + timedelta(seconds=1))
    by, at = Runner(refuses(poison)), NOW + timedelta(seconds=1)

    for _try in range(8):
        at += timedelta(minutes=15)
        carry(by, told, at=at)

    assert tried(by) == [poison] * 8 + [later]
    assert told.quarantined == [(poison, at)]
    assert [each.about for each in outbox.in_quarantine()] == [poison]
    assert told.arrived == [(later, at)]


def test_a_message_that_will_never_be_taken_is_set_aside_at_once(told):
    poison, later = *owe("a"), *owe("a", at=NOW + timedelta(seconds=1))

    carry(Runner(refuses(poison, answer=POISON)), told, at=NOW + timedelta(seconds=1))

    assert [about for about, _at in told.quarantined] == [poison]
    assert [about for about, _at in told.arrived] == [later]
    assert Message.objects.get(about=poison).problem == "never"


def test_what_was_set_aside_is_tried_no_more_until_it_is_put_back(told):
    [about], by = owe("a"), Runner(lambda _letter: POISON)
    carry(by, told)
    carry(by, told, at=NOW + timedelta(days=1))
    assert len(by.tried) == 1

    back = outbox.put_back([each.id for each in outbox.in_quarantine()], at=NOW)
    carry(Runner(), told)

    assert len(back) == 1
    assert outbox.put_back(back, at=NOW) == []
    assert [each for each, _at in told.arrived] == [about]


def test_nothing_is_held_against_a_message_while_nobody_is_there_however_long(told):
    [about], by, at = owe("a"), Runner(lambda _letter: AWAY), NOW

    for _minute in range(30):
        carry(by, told, at=at, chance=0.99)
        at += timedelta(minutes=1)

    [message] = Message.objects.all()
    assert (message.refusals, message.attempts, message.quarantined_at) == (0, 30, None)
    assert message.next_try_at - at < timedelta(minutes=1)
    carry(Runner(), told, at=at)
    assert [each for each, _at in told.arrived] == [about]


def test_where_all_go_by_one_server_that_is_away_one_is_tried_and_the_rest_left(told):
    owe("a", "b", "c")
    shared = Runner(lambda _letter: AWAY, shares_a_road=True)
    by_itself = Runner(lambda _letter: AWAY)

    carry(shared, told)
    carry(by_itself, told, at=NOW + timedelta(hours=1))

    assert len(shared.tried) == 1
    assert len(by_itself.tried) == 3


def test_what_a_courier_does_not_expect_is_held_against_the_letter_alone(told):
    broken, fine = *owe("a"), *owe("b")

    def break_down(letter):
        if letter.about == broken:
            raise ZeroDivisionError("of Amira")
        return WENT

    carry(Runner(break_down), told)

    assert [about for about, _at in told.arrived] == [fine]
    assert Message.objects.get(about=broken).problem == "ZeroDivisionError"


def test_a_message_that_may_not_go_is_stopped_with_its_reason_and_the_next_goes(told):
    told.not_to["a"] = "moved"
    first, second, other = *owe("a"), *owe("a", at=NOW + timedelta(seconds=1)), *owe("b")

    carried = carry(Runner(), told, at=NOW + timedelta(seconds=1))

    assert {(about, why) for about, why, _at in told.stopped} == {
        (first, "moved"),
        (second, "moved"),
    }
    assert [about for about, _at in told.arrived] == [other]
    assert carried.went == 1


def of_amira(*_of):
    raise ZeroDivisionError("of Amira")


def test_a_message_that_cannot_be_asked_about_holds_up_no_other_and_is_set_aside(told, caplog):
    broken, later, other = *owe("a"), *owe("a", at=NOW + timedelta(seconds=1)), *owe("b")
    asked = told.guard()
    guard = replace(asked, why_not=lambda one, _now: of_amira() if one.about == broken else "")
    by, at = Runner(), NOW

    def turn():
        out = carrying.Round(guard, lambda: at, lambda: 0.5)
        carrying.carry(by, out=out)

    turn()
    assert tried(by) == [other]
    for _turn in range(8):
        at += timedelta(minutes=15)
        turn()

    assert tried(by) == [other, later]
    assert [about for about, _at in told.quarantined] == [broken]
    assert "Amira" not in caplog.text


def test_where_nobody_can_be_told_it_is_set_aside_all_the_same(told):
    broken, later = *owe("a"), *owe("a", at=NOW + timedelta(seconds=1))
    guard = replace(told.guard(), quarantined=of_amira)
    by = Runner(refuses(broken))

    for turn in range(20):
        at = NOW + timedelta(minutes=16 * (turn + 1))
        carrying.carry(by, out=carrying.Round(guard, partial(lambda now: now, at), lambda: 0.5))

    assert tried(by).count(broken) <= 2 * carrying.MOST_REFUSALS
    assert tried(by)[-1] == later
    assert [each.about for each in outbox.in_quarantine()] == [broken]


class Ended(BaseException):
    """Whoever carried it was ended in the middle: nothing after this is done."""


def ends(_letter):
    raise Ended


def test_what_was_taken_and_not_finished_is_taken_again_after_sixty_seconds_and_not_before(told):
    [about], by = owe("a"), Runner()
    with pytest.raises(Ended):
        carry(Runner(ends), told)

    carry(by, told, at=NOW + timedelta(seconds=59.999))
    assert by.tried == []
    carry(by, told, at=NOW + timedelta(seconds=60))

    assert tried(by) == [about]
    assert by.tried[0].id == Message.objects.get().id


def test_a_message_that_ends_whoever_carries_it_is_set_aside_too(told):
    [about], at, ended = owe("a"), NOW, 0

    for _try in range(12):
        at += timedelta(minutes=2)
        try:
            carry(Runner(ends), told, at=at)
        except Ended:
            ended += 1

    assert ended == 8
    assert [each for each, _at in told.quarantined] == [about]


def test_behind_a_message_in_hand_the_later_ones_wait(told):
    first, _later = *owe("a"), *owe("a", at=NOW + timedelta(seconds=1))
    with pytest.raises(Ended):
        carry(Runner(ends), told)
    by = Runner()

    carry(by, told, at=NOW + timedelta(seconds=5))
    assert by.tried == []
    carry(by, told, at=NOW + timedelta(seconds=61))
    assert tried(by)[0] == first


def test_whoever_finishes_late_says_that_it_went_and_undoes_nothing(told):
    [about] = owe("a")
    quick = Runner()

    def overtaken(_letter):
        carry(quick, told, at=NOW + timedelta(seconds=60))
        return WENT

    def overtaken_and_refused(letter):
        overtaken(letter)
        return REFUSED

    carry(Runner(overtaken), told)
    assert told.arrived == [(about, NOW + timedelta(seconds=60))]

    [other] = owe("b", at=NOW)
    carry(Runner(overtaken_and_refused), told)
    message = Message.objects.get(about=other)
    assert (message.sent_at, message.problem) == (NOW + timedelta(seconds=60), "")


def test_a_late_refusal_says_nothing_of_a_message_that_another_has_in_hand(told):
    owe("a")

    def overtaken(_letter):
        with pytest.raises(Ended):
            carry(Runner(ends), told, at=NOW + timedelta(seconds=60))
        return REFUSED

    carry(Runner(overtaken), told)

    assert Message.objects.get().taken_at == NOW + timedelta(seconds=60)


def test_no_more_are_tried_than_is_said_and_none_after_being_told_to_stop(told):
    owe("a", "b", "c", "d")
    by = Runner()

    assert carry(by, told, most=3).tried == 3
    assert carry(by, told, is_stopping=lambda: True).tried == 0
    assert carry(by, told, most=3).tried == 1


def test_of_many_addresses_one_look_takes_some_and_the_next_those_behind_them(told, monkeypatch):
    monkeypatch.setattr(carrying, "MOST_ADDRESSES", 2)
    longest = owe("d", at=NOW - timedelta(minutes=2))
    owe("a", "b", "c", at=NOW - timedelta(minutes=1))
    by = Runner()

    assert carry(by, told).tried == 2
    assert tried(by)[:1] == longest
    assert carry(by, told).tried == 2
    assert {letter.address for letter in by.tried} == {"a", "b", "c", "d"}


def test_an_address_that_waits_or_is_in_hand_takes_no_other_ones_place(told, monkeypatch):
    monkeypatch.setattr(carrying, "MOST_ADDRESSES", 1)
    refused, in_hand = *owe("a"), *owe("b")
    carry(Runner(refuses(refused)), told, chance=1.0)
    with pytest.raises(Ended):
        carry(Runner(lambda letter: ends(letter) if letter.about == in_hand else WENT), told)
    later = owe("c", at=NOW + timedelta(seconds=1))
    by = Runner()

    carry(by, told, at=NOW + timedelta(seconds=1))

    assert tried(by) == later


def test_what_is_frozen_is_stopped_but_for_what_is_in_hand(told):
    first, second = *owe("a"), *owe("b")
    with pytest.raises(Ended):
        carry(Runner(lambda letter: ends(letter) if letter.about == first else WENT), told)

    held = outbox.freeze([first, second], because="moved", at=NOW + timedelta(seconds=1))
    assert held == [second]
    assert outbox.freeze([first], because="moved", at=NOW + timedelta(seconds=60)) == [first]
    assert carry(Runner(), told, at=NOW + timedelta(hours=1)).tried == 0


def test_it_is_counted_what_waits_since_when_and_what_is_set_aside(told):
    owe("a", "b", at=NOW - timedelta(hours=2))
    owe("c")
    owe("d", by="webhook")
    carry(Runner(lambda letter: POISON if letter.address == "a" else AWAY), told)

    email, webhook = outbox.standing()

    assert (email.courier, email.waiting, email.in_quarantine) == ("email", 2, 1)
    assert email.waiting_since == NOW - timedelta(hours=2)
    assert (webhook.courier, webhook.waiting, webhook.in_quarantine) == ("webhook", 1, 0)


def waits_before(letter):
    """How many earlier messages to the same address wait."""
    earlier = Message.objects.filter(WAITS, address=letter.address, courier=letter.courier)
    mine = Message.objects.get(id=letter.id)
    return sum((each.queued_at, each.id) < (mine.queued_at, mine.id) for each in earlier)


SAID = st.sampled_from([WENT, WENT, AWAY, REFUSED, REFUSED, POISON, None])


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    addresses=st.lists(st.sampled_from("abc"), min_size=1, max_size=8),
    said=st.lists(SAID, max_size=60),
    chance=st.floats(0, 1, exclude_max=True),
    minutes=st.integers(1, 20),
)
def test_whatever_is_answered_order_is_kept_and_each_message_goes_once_or_is_kept(
    db, addresses, said, chance, minutes
):
    """None stands for a worker that is ended in the middle."""
    del db
    told, answers, overtaken = Told(), iter(said), []

    def answer(letter):
        overtaken.append(waits_before(letter))
        given = next(answers, WENT)
        if given is None:
            raise Ended
        return given

    by = Runner(answer)
    with transaction.atomic():
        owed = [
            about
            for number, address in enumerate(addresses)
            for about in owe(address, at=NOW + timedelta(seconds=number // 2))
        ]
        turn = 0
        while Message.objects.filter(WAITS).exists() and turn < 100:
            turn += 1
            with suppress(Ended):
                carry(by, told, at=NOW + timedelta(minutes=turn * minutes), chance=chance)
        rows = list(Message.objects.all())
        transaction.set_rollback(True)

    went, aside = [each for each, _at in told.arrived], [each for each, _at in told.quarantined]
    assert not any(overtaken)
    assert sorted(map(str, went + aside)) == sorted(map(str, owed))
    assert max(each.refusals for each in rows) <= carrying.MOST_REFUSALS
    for address in set(addresses):
        arrived = [each.about for each in by.tried if each.address == address]
        of_address = [each for each, to in zip(owed, addresses, strict=True) if to == address]
        assert list(dict.fromkeys(arrived)) == of_address


def test_two_workers_at_once_carry_each_message_once_and_in_order(fresh_database):
    """Each sends on a connection of its own; what one has, the other leaves, and what is behind."""
    assert fresh_database
    with transaction.atomic():
        owed = {
            each: [
                about
                for second in range(6)
                for about in owe(each, at=NOW + timedelta(seconds=second))
            ]
            for each in ("a", "b", "c")
        }
    by, both = Runner(), threading.Barrier(2)
    told = Told()

    def work():
        both.wait(10)
        for _round in range(40):
            carry(by, told, at=NOW + timedelta(minutes=1), most=1)
        connection.close()

    workers = [threading.Thread(target=work) for _each in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(60)

    for address, in_order in owed.items():
        assert [letter.about for letter in by.tried if letter.address == address] == in_order
    assert len(by.tried) == len({letter.id for letter in by.tried}) == 18
    connection.close()
