"""Notices lie in the part of their episode's year, and are told once as they ever were."""

import uuid
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.journey import world
from tests.platform.by_year.test_by_year import asked, made_in

from wayhome.platform import by_year, clock, years
from wayhome.platform.models import new_id, new_id_beside
from wayhome.platform.row_security import transactions
from wayhome.records.agencies.models import Post
from wayhome.records.episodes.models import Episode
from wayhome.records.practitioners.models import Holding
from wayhome.rules.vocabulary import Level, NoticeReason
from wayhome.stages.response import actions, by_its_year
from wayhome.stages.response.models import Notice

pytestmark = pytest.mark.django_db
MIGRATION = import_module("wayhome.stages.response.migrations.0022_notices_by_year")
PART_OF = "SELECT tableoid::regclass::text FROM response_notice WHERE id = %s"
THIS = clock.now().year


@pytest.fixture
def episode(db):
    del db
    return an_episode()


def an_episode():
    cast = world.assemble()
    made = world.report(cast, world.introduce(cast), key="one")["episode_id"]
    return Episode.objects.get(id=made)


def of_year(episode, year, *, month=6):
    """The same absence, as one of another year, which is over."""
    again = Episode.objects.get(id=episode.id)
    again.id, again.reference = made_in(year, month=month), f"{year}A-AAAAA-{month}"
    again.absent_from = datetime(year, month, 1, tzinfo=UTC)
    again.absent_until = again.absent_from + timedelta(hours=1)
    again.closed_at = again.reported_at
    again.closed_by_id = Holding.objects.first().practitioner_id
    again._state.adding = True
    again.save(force_insert=True)
    return again


def told(episode, *, key="again"):
    post = Post.objects.get(id=Notice.objects.first().post_id)
    return actions.queue_notices(
        episode,
        NoticeReason.SIGHTING,
        posts=[post],
        key=key,
        urgency=Level.HIGH,
        acknowledge_by=clock.now() + timedelta(hours=1),
        by=None,
        at=clock.now(),
    )


def copied(notice, **changes):
    """Another row that says the same, but for these columns."""
    again = Notice(**{field.attname: getattr(notice, field.attname) for field in FIELDS})
    for name, value in changes.items():
        setattr(again, name, value)
    with transaction.atomic():
        again.save(force_insert=True)
    return again


FIELDS = Notice._meta.concrete_fields


def part_of(as_owner, notice):
    with as_owner():
        [(part,)] = asked(PART_OF, notice.id)
    return part


def put_in_late(as_owner, episode, notice):
    """A notice that was told in another year than its episode's, before that was no more so."""
    with as_owner():
        asked_of_owner("DROP TRIGGER response_notice_of_its_year ON response_notice")
        late = copied(notice, id=new_id(), episode_id=episode.id, key="late")
        asked_of_owner("SET CONSTRAINTS ALL IMMEDIATE")
        asked_of_owner(MIGRATION.LATE)
    return late


def asked_of_owner(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_identifier_beside_another_is_of_its_year():
    for other in (new_id(), made_in(2011), made_in(THIS - 1, month=12), uuid.uuid4()):
        made = new_id_beside(other)
        assert made != other
        assert made.version == 7 or other.version == 4
        assert years.bounds(made) == years.bounds(other)
    assert new_id_beside(new_id()) > made_in(THIS, month=1)


def test_a_notice_told_in_a_later_year_lies_with_its_episode(episode, as_owner):
    before = of_year(episode, 2011)
    [notice] = told(before)

    assert part_of(as_owner, notice) == "response_notice_other"
    with as_owner():
        assert by_year.settle() == 1
    assert part_of(as_owner, notice) == "response_notice_2011"
    assert by_its_year.notice(Notice.objects.all(), notice.id) == notice
    assert by_year.make_ahead() == 0


def test_a_post_is_told_once_by_a_key_whatever_the_year(episode, as_owner):
    before = of_year(episode, 2011)
    [notice] = told(before)
    with as_owner():
        by_year.settle()

    assert told(before) == []
    with pytest.raises(IntegrityError, match="post_id_key"):
        copied(notice, id=new_id_beside(before.id))


def test_an_identifier_is_there_once_in_a_year_and_in_all(episode, as_owner):
    first, second, other = (
        of_year(episode, year, month=m) for year, m in ((2011, 3), (2011, 9), (2012, 5))
    )
    [notice] = told(first)
    with as_owner():
        by_year.settle()

    with pytest.raises(IntegrityError, match="response_notice_2011_pkey"):
        copied(notice, episode_id=second.id)
    with pytest.raises(IntegrityError, match="is of the year of its episode"):
        copied(notice, episode_id=other.id)
    with as_owner(), pytest.raises(IntegrityError, match="of its episode"), transaction.atomic():
        Notice.objects.filter(id=notice.id).update(episode=other)


def test_one_that_was_told_in_another_year_is_found_marked_and_there_once(episode, as_owner):
    before, now = of_year(episode, 2011), clock.now()
    late = put_in_late(as_owner, before, Notice.objects.first())

    assert years.bounds(late.id) != years.bounds(before.id)
    assert by_its_year.notice(Notice.objects.all(), late.id) == late
    assert by_its_year.episodes_of([late.id]) == [before.id]
    with transactions.step():
        actions.mark_delivered([late.id], by=None, at=now, deed="x")
    assert Notice.objects.get(id=late.id).delivered_at == now
    with pytest.raises(IntegrityError, match="there is a notice with this identifier"):
        copied(late, episode_id=episode.id)
    with as_owner():
        by_year.settle()
    assert part_of(as_owner, late) == "response_notice_2011"


def test_a_notice_corrects_none(episode):
    notice = Notice.objects.filter(episode=episode).first()
    with pytest.raises(IntegrityError, match="notice_corrects_none"):
        copied(notice, id=new_id(), key="x", corrects_id=notice.id)


def test_the_service_reaches_no_part_of_the_notices():
    for statement in ("SELECT FROM {0}", "UPDATE {0} SET opened_at = now()", "DELETE FROM {0}"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            asked(statement.format(f"response_notice_{THIS}"))


WHOLE_AS_IT_WAS = (
    "CREATE TABLE was (LIKE response_notice INCLUDING DEFAULTS INCLUDING CONSTRAINTS)",
    "INSERT INTO was SELECT * FROM response_notice",
    "DROP TABLE response_notice",
    "DROP FUNCTION response_notice_of_its_year()",
    "ALTER TABLE was RENAME TO response_notice",
    "ALTER TABLE response_notice ADD PRIMARY KEY (id)",
    "ALTER TABLE response_notice ADD CONSTRAINT notice_once_per_key "
    "UNIQUE (episode_id, post_id, key)",
    "ALTER TABLE response_notice ADD CONSTRAINT refers FOREIGN KEY (episode_id) "
    "REFERENCES episodes_episode (id) DEFERRABLE INITIALLY DEFERRED",
    "CREATE INDEX waits ON response_notice (post_id, recorded_at DESC)"
    " WHERE acknowledged_at IS NULL",
)
SAID = """
SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'response_notice'::regclass
 UNION ALL SELECT regexp_replace(pg_get_indexdef(indexrelid), 'ON (ONLY )?', 'ON ')
  FROM pg_index WHERE indrelid = 'response_notice'::regclass AND NOT indisunique
"""


def test_the_notices_of_a_database_in_use_are_laid_out_with_every_promise(episode, as_owner):
    before = of_year(episode, 2011)
    there = {each.id for each in (*told(before), *Notice.objects.filter(episode=episode))}
    late = put_in_late(as_owner, before, Notice.objects.first())
    with as_owner():
        for statement in ("SET CONSTRAINTS ALL IMMEDIATE", *WHOLE_AS_IT_WAS):
            asked_of_owner(statement)
        said = set(asked(SAID))
        for statement in MIGRATION.Migration.operations[1].sql:
            asked_of_owner(statement)
        lies = dict(asked("SELECT id, tableoid::regclass::text FROM response_notice"))

        assert set(lies) == {*there, late.id}
        assert lies[late.id] == "response_notice_2011"
        assert set(lies.values()) == {"response_notice_2011", f"response_notice_{THIS}"}
        assert said - set(asked(SAID)) == {("PRIMARY KEY (id)",)}
        assert not set(asked(SAID)) - said
        assert not asked("SELECT FROM pg_class WHERE relname = 'response_notice_before'")
        for part in {*lies.values(), "response_notice_other"}:
            [(keys,)] = asked(
                "SELECT count(*) FROM pg_constraint WHERE conrelid = %s::regclass "
                "AND contype = 'p' AND pg_get_constraintdef(oid) = 'PRIMARY KEY (id)'",
                part,
            )
            assert keys == 1
        with pytest.raises(IntegrityError, match="there is a notice"):
            copied(late, episode_id=episode.id)
