"""The back record of an area: whole, in order, the same for the same seed, its truths apart."""

import hashlib
import json
from datetime import date, timedelta

import numpy as np
import pyarrow.parquet as pq
import pytest

from wayhome.interfaces.jobs import simulate
from wayhome.rules import history
from wayhome.simulation import aftermath, areas, country
from wayhome.simulation.told import writing, writing_down

SCOPE = country.Scope(date(2022, 3, 1), 2, seed=5, within=("Cleveland", "Leicester"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("record")
    writing_down.write(country.country(SCOPE), place)
    return place


@pytest.fixture(scope="module")
def tables(folder):
    return {name: pq.read_table(folder / f"{name}.parquet") for name in history.TABLES}


def digest(place):
    """What every file under a folder holds."""
    return {
        str(each.relative_to(place)): hashlib.sha256(each.read_bytes()).hexdigest()
        for each in sorted(place.rglob("*"))
        if each.is_file()
    }


def test_the_same_seed_makes_the_same_bytes(folder, tmp_path):
    writing_down.write(country.country(SCOPE), tmp_path)

    assert digest(tmp_path) == digest(folder)


def test_another_seed_makes_another_country(folder, tmp_path):
    other = country.Scope(SCOPE.first_day, SCOPE.years, seed=6, within=SCOPE.within)

    writing_down.write(country.country(other), tmp_path)

    assert digest(tmp_path)["episodes.parquet"] != digest(folder)["episodes.parquet"]


@pytest.mark.parametrize("name", history.TABLES)
def test_a_table_has_the_columns_of_a_back_record(tables, name):
    wanted = [(each.name, writing.TYPES[each.holds]) for each in history.TABLES[name]]

    assert [(each.name, each.type) for each in tables[name].schema] == wanted


@pytest.mark.parametrize("name", history.TABLES)
def test_nothing_is_missing_that_may_not_be(tables, name):
    missing = [
        each.name
        for each in history.TABLES[name]
        if not each.may_miss and tables[name][each.name].null_count
    ]

    assert not missing


@pytest.mark.parametrize("name", history.TABLES)
def test_a_row_that_is_named_is_there(tables, name):
    for each in history.TABLES[name]:
        if each.holds is history.Holds.ROW and tables[name].num_rows:
            rows = tables[name][each.name].drop_null().to_numpy()
            assert rows.min(initial=0) >= 0, each.name
            assert rows.max(initial=0) < tables[each.of].num_rows, each.name


@pytest.mark.parametrize("name", history.TABLES)
def test_rows_come_in_the_order_in_which_they_were_recorded(tables, name):
    if "recorded_at" in tables[name].column_names:
        recorded = tables[name]["recorded_at"].cast("int64").to_numpy()

        assert (np.diff(recorded) >= 0).all()


def moments(tables, table, name):
    """Seconds since 1970 of a column."""
    return tables[table][name].cast("int64").to_numpy() // 1_000_000


def test_no_two_absences_of_one_child_overlap(tables):
    child = tables["episodes"]["child"].to_numpy()
    began = moments(tables, "episodes", "absent_from")
    ended = moments(tables, "episodes", "absent_until")
    order = np.lexsort((began, child))

    same = child[order][1:] == child[order][:-1]

    assert (began[order][1:][same] > ended[order][:-1][same]).all()


def test_an_absence_is_reported_while_it_lasts_and_recorded_after_that(tables):
    began, ended, reported = (
        moments(tables, "episodes", name) for name in ("absent_from", "absent_until", "reported_at")
    )

    assert (began <= reported).all()
    assert (reported < ended).all()
    assert (moments(tables, "episodes", "recorded_at") > reported).all()


def test_some_records_are_typed_up_days_later(tables):
    lag = moments(tables, "episodes", "recorded_at") - moments(tables, "episodes", "reported_at")

    assert 0.01 < (lag > 86_400).mean() < 0.06


def test_an_episode_closes_after_the_child_is_back(tables):
    closed = moments(tables, "episodes", "closed_at")

    assert (closed > moments(tables, "episodes", "absent_until")).all()


def test_the_last_that_is_done_of_an_absence_is_not_still_to_come():
    """The record ends so long before today. Without a limit one of ten thousand is not over."""
    kent = country.country(country.Scope(date(2016, 1, 1), 10, within=("Kent",)))
    done = kent.aftermath

    for hours in (done.held_after, done.police_closed_after, done.finalised_after):
        assert hours.max() <= aftermath.LONGEST
    assert timedelta(hours=aftermath.LONGEST) < simulate.BEFORE_TODAY - timedelta(days=30)


def test_a_child_is_recorded_before_the_first_episode_is(tables):
    child = tables["episodes"]["child"].to_numpy()
    made = moments(tables, "children", "recorded_at")
    first = np.full(len(made), np.iinfo(np.int64).max)
    np.minimum.at(first, child, moments(tables, "episodes", "reported_at"))

    late = made > first

    assert late.mean() < 0.05  # a record made days later, as some are


def test_nobody_is_eighteen_when_they_go_missing(folder, tables):
    known = pq.read_table(folder / "truth" / "children.parquet")
    born = tables["children"]["date_of_birth"].cast("int32")
    child = tables["episodes"]["child"]
    days = moments(tables, "episodes", "absent_from") // 86_400
    there = born.take(child).is_valid().to_numpy()

    age = (days[there] - born.take(child).drop_null().to_numpy()) / 365.2425

    assert known.num_rows
    assert age.min() > 0
    assert age.max() < 18.1  # twins share a day of birth that one of them was not given


def test_the_truths_are_apart_and_the_record_does_not_hold_them(folder):
    said = json.loads((folder / "truth" / "truths.json").read_text())

    assert set(said["forces"]) == {"Cleveland", "Leicestershire"}
    names = {
        column for table in history.TABLES.values() for column in (each.name for each in table)
    }
    assert not names & {"severity", "ring", "frailty", "group", "is_false", "again"}


def test_children_known_twice_are_told_in_the_truths(folder, tables):
    truth = pq.read_table(folder / "truth" / "absences.parquet")
    child, row = truth["child"].to_numpy(), truth["row"].to_numpy()
    pairs = np.unique(np.stack([child, row]), axis=1)

    twice = np.bincount(pairs[0]) > 1

    assert twice.sum() > 0
    assert tables["children"].num_rows == len(np.unique(row))


def test_a_grade_is_given_by_the_officer_whom_the_truths_name(folder, tables):
    truth = pq.read_table(folder / "truth" / "absences.parquet")
    officer = np.empty(truth.num_rows, dtype=int)
    officer[truth["episode"].to_numpy()] = truth["officer"].to_numpy()

    side = np.array(tables["assessments"]["side"].to_pylist())
    by = tables["assessments"]["recorded_by"].to_numpy()[side == "police"]
    of = tables["assessments"]["episode"].to_numpy()[side == "police"]
    post = tables["people"]["post"].to_numpy()
    first = np.searchsorted(post, post[by])

    assert (by - first == officer[of]).all()


def test_a_folder_is_a_back_record_only_once_it_is_finished(tmp_path):
    begun = writing.Folder(tmp_path, name="begun")

    begun.write("posts", {"agency": np.zeros(0, dtype=int), "kind": "", "title": ""}, rows=0)

    assert not (tmp_path / "history.json").exists()
    begun.finish()
    assert json.loads((tmp_path / "history.json").read_text())["version"] == history.VERSION
    assert {each.stem for each in tmp_path.glob("*.parquet")} == set(history.TABLES)


def test_a_folder_that_is_written_anew_is_no_back_record_until_all_of_it_is(tmp_path):
    writing.Folder(tmp_path, name="before").finish()

    writing.Folder(tmp_path, name="after")

    assert not (tmp_path / history.MANIFEST).exists()


def test_an_area_nobody_knows_is_refused_by_name():
    with pytest.raises(areas.NoSuchArea, match="Narnia"):
        country.country(country.Scope(date(2022, 1, 1), 1, within=("Narnia",)))
