"""A back record goes on where it stopped, and names agencies and people as they are known here."""

from contextlib import closing
from datetime import UTC, date, datetime

import psycopg
import pyarrow.parquet as pq
import pytest
from bench.bulk.making import Record
from django.db import connection
from tests.foundation import databases, records
from tests.journey import sealed, world

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import history_loaded, history_tables
from wayhome.platform.copying import aside, progress, reading
from wayhome.platform.copying.reading import DoesNotFit, Folder
from wayhome.records.agencies.models import Agency, Partnership, Post
from wayhome.records.children import actions as child_actions
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode
from wayhome.records.practitioners.models import Password, Practitioner
from wayhome.rules import history, protocol
from wayhome.simulation import country
from wayhome.simulation.areas import TRANSPORT_POLICE
from wayhome.simulation.told import writing_down

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
BORN = date(2012, 11, 9)


@pytest.fixture
def cast():
    return casting.assemble(now=NOW)


@pytest.fixture
def folder(tmp_path, cast, as_owner):
    """A back record of thirty absences, to be brought in as the owner into a database in use."""
    del cast
    child_actions.introduce(at=NOW).save(force_insert=True)
    Record(tmp_path / "record", episodes=30, name="small").write()
    with as_owner():
        yield tmp_path / "record"


def bring_in(folder):
    loading = history_loaded.begin(Folder(folder), now=NOW)
    portions = list(history_loaded.go_on(loading))
    connection.check_constraints()
    return sum(portion.rows for portion in portions)


def everything():
    return {
        table: set(model.objects.values_list("id", flat=True))
        for table, model in history_tables.MODELS.items()
    }


def test_one_that_was_left_in_the_middle_is_finished_and_nothing_is_twice(folder, monkeypatch):
    monkeypatch.setattr(reading, "AT_ONCE", 7)
    before, opened = everything(), Folder(folder)
    loading = history_loaded.begin(opened, now=NOW)
    with closing(history_loaded.go_on(loading)) as portions:
        while next(portions).what != "reports":
            pass
        next(portions)
    in_now = progress.rows_in(loading.load)
    assert (in_now["episodes"], in_now["reports"]) == (30, 14)

    left = bring_in(folder)

    assert left == loading.rows() - sum(in_now.values())
    after = everything()
    assert {table: len(after[table] - before[table]) for table in after} == {
        table: opened.count(table) for table in history.TABLES
    }
    assert bring_in(folder) == 0


def test_another_back_record_of_the_same_name_is_refused(folder):
    bring_in(folder)
    Record(folder, episodes=31, name="small").write()

    with pytest.raises(progress.NotThisOne, match="Another back record called small"):
        bring_in(folder)


def test_one_that_was_refused_comes_in_once_it_is_put_right(folder):
    right = (folder / "people.parquet").read_bytes()
    rename(folder, "people", name={0: ""}, username={0: "small-1"})
    with pytest.raises(DoesNotFit, match="two rows have the same"):
        bring_in(folder)

    (folder / "people.parquet").write_bytes(right)

    assert bring_in(folder) > 0


def test_two_do_not_come_in_at_once(folder):
    address = databases.address_of(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")
    with psycopg.connect(address) as other:
        other.execute(aside.TURN)
        with pytest.raises(progress.NotThisOne, match="at this moment"):
            bring_in(folder)


def test_a_new_partnership_has_the_protocol_that_is_shipped_and_nobody_has_a_password(folder):
    bring_in(folder)

    episode = Episode.objects.filter(closing_summary="Back, and safe.").last()
    partnership = Partnership.objects.get(name="small partnership 0")
    [stored] = partnership.protocols.all()
    assert stored.police_owner == "small police 0"
    assert stored.in_force_from <= episode.reported_at
    assert protocol.from_content(stored.content) == protocol.DEFAULT
    person = Practitioner.objects.get(username="small-0")
    assert not Password.objects.get(practitioner=person).digest.startswith("argon2")
    assert [held.post.kind for held in person.holdings.all()] == ["duty_sergeant"]


def test_agencies_posts_and_people_of_the_same_name_are_the_same(folder, cast):
    rename(folder, "agencies", name={0: "Northmoor Police"})
    rename(folder, "people", username={0: "callum"})
    there = Post.objects.filter(agency__name="Northmoor Police").count()

    bring_in(folder)

    assert Agency.objects.filter(name="Northmoor Police").count() == 1
    assert Post.objects.filter(agency__name="Northmoor Police").count() == there
    assert Episode.objects.filter(closed_by=cast.people["callum"]).exists()


def rename(folder, table, **columns):
    """Other words in some rows of a column."""
    file = folder / f"{table}.parquet"
    rows = pq.read_table(file).to_pylist()
    for name, words in columns.items():
        for place, word in words.items():
            rows[place][name] = word
    pq.write_table(records.as_table(table, rows), file)


@pytest.mark.parametrize(
    ("table", "columns", "said"),
    [
        (
            "agencies",
            {"name": {0: "Harrowfell Council"}},
            "Harrowfell Council is a local_authority",
        ),
        ("people", {"username": {0: "priya"}}, "priya works for another agency"),
        ("agencies", {"police_force": {0: 0}}, "each name the other"),
        ("agencies", {"partnership": {0: ""}}, "in no partnership with a protocol"),
        ("posts", {"agency": {1: 0}, "kind": {1: "duty_inspector"}}, "has no post"),
    ],
)
def test_who_cannot_be_who_they_say_is_refused_and_nobody_is_made(folder, table, columns, said):
    people = Practitioner.objects.count()
    rename(folder, table, **columns)

    with pytest.raises(DoesNotFit, match=said):
        bring_in(folder)

    assert Practitioner.objects.count() == people
    assert not Agency.objects.filter(name="small police 1").exists()


ADA = {"given_name": "Ada", "family_name": "Example 0", "date_of_birth": BORN}


@pytest.mark.parametrize(
    ("known", "number", "row"),
    [
        (ADA | {"given_name": "ada", "family_name": "EXAMPLE 0"}, "", 0),
        (ADA | {"given_name": "Aida"}, "", 0),
        (ADA | {"date_of_birth": None}, "", 0),
        (ADA | {"given_name": ""}, "", 0),
        (ADA | {"given_name": "Example 0", "family_name": "Ada", "date_of_birth": None}, "", 0),
        (ADA | {"given_name": "Sandra", "known_as": "Ada"}, "", 0),
        (ADA | {"given_name": "Somebody", "date_of_birth": date(2009, 1, 1)}, "B4", 4),
    ],
)
def test_a_child_whose_record_may_be_sealed_is_refused(folder, cast, known, number, row):
    is_there(folder, cast, number=number, **known)

    with pytest.raises(DoesNotFit, match=f"row {row}: this may be a child whose record is sealed"):
        bring_in(folder)

    assert not Agency.objects.filter(name="small police 1").exists()


def test_a_child_who_had_the_name_before_may_be_the_sealed_one(folder, cast):
    child_id = is_there(folder, cast, **ADA)
    sealed.rename(cast, child_id, given="Zora", family="Another")

    with pytest.raises(DoesNotFit, match="row 0: this may be a child whose record is sealed"):
        bring_in(folder)


def test_a_child_who_is_called_as_the_sealed_one_is_may_be_them(folder, cast):
    is_there(folder, cast, **ADA)
    rename(folder, "children", given_name={0: "Sandra"}, known_as={0: "Ada"})

    with pytest.raises(DoesNotFit, match="row 0: this may be a child whose record is sealed"):
        bring_in(folder)


def test_who_is_no_sealed_child_comes_in(folder, cast):
    is_there(folder, cast, **ADA | {"family_name": "Quite", "date_of_birth": date(2011, 3, 4)})
    is_there(folder, cast, **ADA | {"given_name": "Quentin", "family_name": "Sample"})
    is_there(folder, cast, agency="Eastvale Police", number="B4", given_name="Quentin")

    assert bring_in(folder) > 0


def test_a_child_who_is_sealed_while_it_comes_in_keeps_nothing_of_it_out(folder, cast, monkeypatch):
    monkeypatch.setattr(reading, "AT_ONCE", 7)
    one_is_called_ada(folder)
    loading = history_loaded.begin(Folder(folder), now=NOW)
    with closing(history_loaded.go_on(loading)) as portions:
        while next(portions).what != "reports":
            pass
    is_sealed(cast, **ADA)

    assert bring_in(folder) > 0


def one_is_called_ada(folder):
    """Of a back record the first child is called Ada, all others Other; its first force is ours."""
    given = {row: "Other" if row else "Ada" for row in range(10)}
    rename(folder, "children", given_name=given, date_of_birth={0: BORN})
    rename(folder, "agencies", name={0: "Northmoor Police"})


def is_there(folder, cast, **known):
    """A sealed child, and a back record with a child who is called Ada."""
    one_is_called_ada(folder)
    return is_sealed(cast, **known)


def is_sealed(cast, *, number="", agency="Northmoor Police", **known):
    """A child known by this, whose record is sealed."""
    child_id = world.introduce(cast, **known)
    if number:
        child_actions.identify(
            Child.objects.get(id=child_id),
            agency_id=cast.agencies[agency],
            scheme="nominal",
            value=number,
            by=cast.viewer("callum", now=NOW),
            at=NOW,
        )
    sealed.seal(cast, child_id)
    return child_id


def test_a_police_force_of_no_partnership_comes_in_where_it_owns_no_absence(folder, tmp_path):
    del folder  # its database is in use, and acted in as its owner
    made = country.country(country.Scope(date(2023, 1, 1), 1, seed=9, within=("Rutland",)))
    rows = writing_down.write(made, tmp_path / "invented")

    added = bring_in(tmp_path / "invented")

    assert added >= rows["episodes"] + rows["children"]
    transport = Agency.objects.get(name=TRANSPORT_POLICE)
    assert transport.partnership is None
