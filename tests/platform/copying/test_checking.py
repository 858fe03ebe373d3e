"""A folder that is no back record, or holds what cannot be, is refused by file and column."""

import json
import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bench.bulk.making import DAY, Record

from wayhome.journey import history_loaded, history_tables
from wayhome.platform import clock
from wayhome.platform.copying import checking
from wayhome.platform.copying.reading import DoesNotFit, Folder
from wayhome.records.agencies.models import Agency
from wayhome.rules import history


@pytest.fixture
def folder(tmp_path):
    Record(tmp_path / "record", episodes=30, name="small").write()
    return tmp_path / "record"


def changed(folder, table, **columns):
    """Write a table again with other columns: each a value for its second row, or a whole array."""
    file = folder / f"{table}.parquet"
    rows = pq.read_table(file)
    for name, value in columns.items():
        place = rows.schema.get_field_index(name)
        if not isinstance(value, pa.Array):
            kind = rows.schema.field(name).type
            had = rows.column(name).combine_chunks()
            value = pa.concat_arrays([had[:1], second(value, kind), had[2:]])
        rows = rows.set_column(place, name, value)
    pq.write_table(rows, file)


def second(value, kind):
    if pa.types.is_timestamp(kind):
        return pa.array([value], pa.int64()).cast(kind)
    return pa.array([value], kind)


def refused(folder, *, now=None):
    with pytest.raises(DoesNotFit) as refusal:
        for _ in checking.check(
            Folder(folder),
            history_tables.MODELS,
            refusals=history_tables.REFUSALS,
            now=now or clock.now(),
        ):
            pass
    return str(refusal.value)


def test_what_fits_is_not_refused(folder):
    seen = {}
    opened = Folder(folder)
    for table, rows in checking.check(
        opened, history_tables.MODELS, refusals=history_tables.REFUSALS, now=clock.now()
    ):
        seen[table] = seen.get(table, 0) + rows

    assert seen == {table: opened.count(table) for table in history.TABLES}


def test_a_folder_of_another_version_or_without_a_name_is_refused(folder):
    manifest = folder / history.MANIFEST
    manifest.write_text(json.dumps({"version": 2, "name": "small"}))
    with pytest.raises(DoesNotFit, match="version 2"):
        Folder(folder)
    manifest.write_text(json.dumps({"version": 1, "name": " "}))
    with pytest.raises(DoesNotFit, match="name"):
        Folder(folder)
    manifest.unlink()
    with pytest.raises(DoesNotFit, match=r"history\.json cannot be read"):
        Folder(folder)


def test_a_file_or_a_column_that_is_missing_unknown_or_of_another_kind_is_named(folder):
    file = folder / "located.parquet"
    rows = pq.read_table(file)
    for broken, said in (
        (rows.drop_columns(["place"]), "located.parquet: there is no column place"),
        (
            rows.append_column("nickname", rows["place"]),
            "located.parquet: nobody knows a column nickname",
        ),
        (
            rows.set_column(1, "at", rows["at"].cast(pa.timestamp("ms", "UTC"), safe=False)),
            "located.parquet: at is timestamp",
        ),
    ):
        pq.write_table(broken, file)
        with pytest.raises(DoesNotFit, match=said):
            Folder(folder)
    file.unlink()
    with pytest.raises(DoesNotFit, match=r"located\.parquet cannot be read"):
        Folder(folder)


def test_a_column_that_may_be_left_out_is_empty(folder):
    file = folder / "actions.parquet"
    left_out = [column.name for column in history.TABLES["actions"] if column.may_lack]
    pq.write_table(pq.read_table(file).drop_columns(left_out), file)

    [batch] = Folder(folder).batches("actions")

    assert left_out
    assert batch.columns["stood_down_at"].null_count == len(batch)
    assert set(batch.columns["stood_down_reason"].to_pylist()) == {""}


@pytest.mark.parametrize(
    ("table", "columns", "said"),
    [
        ("reports", {"why_worried": None}, "why_worried, row 1: it must hold to: a value in every"),
        ("reports", {"why_worried": "a\0b"}, "why_worried, row 1: .*nought"),
        ("located", {"place": "x" * 301}, "place, row 1: .*no more than 300 characters"),
        ("episodes", {"child": 10}, "child, row 1: it must hold to: a row of children"),
        ("episodes", {"child": -1}, "child, row 1: it must hold to: a row of children"),
        ("episodes", {"level": "dire"}, "level, row 1: it must hold to: episodes_episode_level"),
        ("agencies", {"kind": "circus"}, "kind, row 1: it must hold to: agencies_agency_kind"),
        ("people", {"username": "small-0"}, "username: two rows have the same: username small-0"),
        ("steps", {"done_by": None}, "done_at, done_by, row 1: .*response_step_done"),
        ("located", {"episode": 0}, "episode: two rows have the same: episode 0"),
        ("offers", {"answer": "declined"}, "answer, decline_reason, row 1"),
        ("duties", {"due_at": 0}, "due_at, started_at, row 1: .*duty_due_after_start"),
        ("episodes", {"absent_from": 9 * 10**18}, "absent_from, row 1: .*century"),
        (
            "actions",
            {"done_at": None, "done_by": None},
            "done_at, stood_down_at, row 1: it is neither done",
        ),
        ("markers", {"child": 0}, "child, marker: two rows have the same"),
    ],
)
def test_a_row_that_cannot_be_is_named(folder, table, columns, said):
    changed(folder, table, **columns)

    assert re.match(rf"{table}\.parquet: {said}", refused(folder))


def test_an_absence_that_is_not_over_goes_through_wayhome(folder):
    episodes = pq.read_table(folder / "episodes.parquet")
    closed = episodes["closed_at"].cast(pa.int64()).to_pylist()

    changed(folder, "episodes", absent_until=closed[1] + 1)
    assert "absent_until, closed_at, row 1: it is not over and closed" in refused(folder)
    pq.write_table(episodes, folder / "episodes.parquet")
    assert "it is not over and closed" in refused(folder, now=episodes["closed_at"][0].as_py())


def test_two_absences_of_one_child_at_once_are_refused_though_not_one_after_another(folder):
    ends = pq.read_table(folder / "episodes.parquet")["absent_until"].cast(pa.int64()).to_pylist()

    changed(folder, "episodes", absent_from=ends[0], child=0)  # the child of the first
    assert fits(folder)
    changed(folder, "episodes", absent_from=ends[0] - 1)
    assert "absent_from, absent_until, row 1: the child was away already" in refused(folder)


@pytest.mark.parametrize(
    ("table", "ends"),
    [
        ("notices", {"acknowledged_at": None, "acknowledged_by": None}),
        ("duties", {"met_at": None, "met_by": None}),
    ],
)
def test_what_waits_since_before_its_episode_closed_is_over_and_what_was_asked_since_is_not(
    folder, table, ends
):
    changed(folder, table, **ends)
    assert fits(folder)

    late = pq.read_table(folder / "episodes.parquet")["closed_at"].cast(pa.int64()).to_pylist()[1]
    changed(folder, table, recorded_at=late + DAY)
    assert f"{table}.parquet: {min(ends)}" in refused(folder)


def fits(folder):
    opened = Folder(folder)
    seen = checking.check(
        opened, history_tables.MODELS, refusals=history_tables.REFUSALS, now=clock.now()
    )
    return sum(rows for _, rows in seen) == sum(opened.count(each) for each in history.TABLES)


@pytest.mark.django_db
def test_what_is_refused_has_changed_nothing(folder, as_owner):
    changed(folder, "actions", outcome="a\0b")
    with as_owner():
        with pytest.raises(DoesNotFit, match=r"actions\.parquet: outcome, row 1"):
            list(history_loaded.go_on(history_loaded.begin(Folder(folder), now=clock.now())))
        assert not Agency.objects.exists()
