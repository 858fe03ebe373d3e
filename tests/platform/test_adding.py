"""Rows are added as the ORM would add them, and those that are there already are left alone."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from wayhome.platform import adding
from wayhome.platform.audit.models import LedgerEntry, Verb
from wayhome.platform.messaging.models import Message
from wayhome.platform.models import new_id

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def message(about, *, address="duty@example.test"):
    return Message(
        courier="email", address=address, about=about, says="notice", queued_at=AT, next_try_at=AT
    )


def test_what_is_added_is_what_was_given_and_the_database_says_the_rest():
    made = adding.add(message(new_id()))

    there = Message.objects.get(id=made.id)
    assert (there.address, there.queued_at, there.attempts) == ("duty@example.test", AT, 0)
    assert there.stopped_because == ""
    assert not made._state.adding


def test_a_list_in_a_row_and_what_is_empty_are_added_too(as_owner):
    entry = LedgerEntry(
        at=AT, verb=Verb.CONSULT, deed="look", sections=["one", "two"], count=1, reason="100 %s"
    )
    none = LedgerEntry(at=AT, verb=Verb.CONSULT, deed="look", sections=[], count=0)

    adding.add_all([entry, none])

    with as_owner():
        there, empty = (LedgerEntry.objects.get(id=each.id) for each in (entry, none))
    assert (there.sections, there.reason, there.child_id) == (["one", "two"], "100 %s", None)
    assert empty.sections == []


def test_many_are_added_by_one_statement_and_none_by_none():
    with CaptureQueriesContext(
        connection,
    ) as asked:
        adding.add_all(message(new_id()) for _ in range(3))
        adding.add_all([])
        adding.add_missing([])

    assert len(asked) == 1


def test_one_that_is_there_is_refused_with_all_that_came_with_it():
    there = adding.add(message(new_id()))
    also = message(new_id())

    with pytest.raises(IntegrityError):
        adding.add_all([also, message(there.about)])


def test_of_those_that_are_missing_it_says_which_were_added():
    there = adding.add(message(new_id()))
    other = message(new_id())

    added = adding.add_missing([message(there.about), other])

    assert added == [other]
    assert not other._state.adding
    assert set(Message.objects.values_list("id", flat=True)) == {there.id, other.id}
