"""A question is told a connection once, and answered alike however often it is asked."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import BooleanField, Value
from django.db.models.functions import Coalesce
from django.test.utils import CaptureQueriesContext

from wayhome.platform import prepared

pytestmark = pytest.mark.django_db

Migration = MigrationRecorder.Migration

QUESTION = "SELECT %s::int + 1, %s::text || '%%'"


def ask(*values):
    with connection.cursor() as cursor:
        prepared.ask(cursor, QUESTION, values)
        return cursor.fetchone()


def test_a_question_is_told_once_and_asked_by_its_name():
    assert ask(1, "one") == (2, "one%")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert ask(41, "two") == (42, "two%")
    assert [each["sql"].split()[0] for each in asked] == ["EXECUTE"]


def test_a_rollback_does_not_make_a_connection_forget():
    with transaction.atomic():
        ask(1, "one")
        transaction.set_rollback(True)
    assert ask(2, "two") == (3, "two%")


def test_a_connection_that_knows_enough_is_asked_the_question_as_it_stands(monkeypatch):
    monkeypatch.setattr(prepared, "MOST", 0)
    monkeypatch.setattr(prepared, "_TOLD", type(prepared._TOLD)())
    with CaptureQueriesContext(connection) as asked:
        assert ask(1, "one") == (2, "one%")
    assert [each["sql"].split()[0] for each in asked] == ["SELECT"]


def test_a_value_with_a_name_is_given_once_wherever_it_stands():
    with connection.cursor() as cursor:
        prepared.ask(
            cursor, "SELECT %(one)s::int, %(two)s::int, %(one)s::int", {"two": 2, "one": 1}
        )
        assert cursor.fetchone() == (1, 2, 1)


def test_one_of_the_few_that_the_code_holds_is_told_however_much_is_known(monkeypatch):
    monkeypatch.setattr(prepared, "MOST", 0)
    with connection.cursor() as cursor:
        name = prepared.name_of("SELECT 41 + 1")
        assert not prepared.tell(cursor, name, "SELECT 41 + 1")
        assert prepared.tell(cursor, name, "SELECT 41 + 1", is_one_of_few=True)
        cursor.execute(f"EXECUTE {name}")
        assert cursor.fetchone() == (42,)


def named(first, at):
    return Migration.objects.filter(applied__lte=at, name=first).values_list("app", "name")


def test_a_question_in_which_a_value_would_stand_for_ever_is_not_asked():
    asked = prepared.Question(
        lambda first: Migration.objects.filter(name=first.upper()), first=("text", "stands in")
    )

    with pytest.raises(LookupError, match="first"):
        asked.rows(first="one")


def test_a_question_of_the_orms_is_put_into_words_once_and_answers_other_values_each_time():
    asked = prepared.Question(
        named, first=("text", "stands in"), at=("timestamptz", datetime(1, 1, 1, tzinfo=UTC))
    )
    now = datetime(2100, 1, 1, tzinfo=UTC)
    one, other = Migration.objects.values_list("app", "name").distinct("name")[:2]
    assert one in asked.rows(first=one[1], at=now)
    with CaptureQueriesContext(connection) as captured:
        assert other in asked.rows(at=now, first=other[1])
        assert asked.rows(first=one[1], at=datetime(2000, 1, 1, tzinfo=UTC)) == []
    assert [each["sql"].split()[0] for each in captured] == ["EXECUTE", "EXECUTE"]


def test_what_the_orm_is_asked_is_planned_once_whatever_kind_a_value_is_of():
    known = Migration.objects.order_by("id").values_list("id", "app")
    first, second = known[0], known[1]
    alone = Coalesce(Value(None, output_field=BooleanField()), Value(True))  # noqa: FBT003  # as the ORM says it

    def asked_for(row):
        return known.filter(alone, id=row[0], applied__lt=datetime(2999, 1, 1, tzinfo=UTC))

    assert prepared.rows_of(asked_for(first)) == [first]
    with CaptureQueriesContext(connection) as asked:
        assert prepared.rows_of(asked_for(second)) == [second]
    assert [each["sql"].split()[0] for each in asked] == ["EXECUTE"]
    assert prepared.rows_of(known.filter(id__in=[])) == []
