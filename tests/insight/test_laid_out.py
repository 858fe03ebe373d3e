"""What is counted over is laid out once for an extract and a moment, and found again."""

from datetime import timedelta

import pytest

from wayhome.insight import counting, laid_out
from wayhome.insight.extracts import building
from wayhome.insight.population import laying
from wayhome.insight.population.steps import Step
from wayhome.interfaces.rehearsal import situations

pytestmark = pytest.mark.django_db


def files(place):
    return {file.name: file.stat().st_ino for file in place.glob(f"{laid_out.NAMED}*")}


def count(scene, *, earlier=timedelta()):
    made = building.make(as_of=scene.now, now=scene.now)
    return [
        (each.measure, each.by, each.kind, each.area, each.exact, each.shown)
        for each in counting.count(made.folder, as_of=scene.now - earlier)
    ]


def test_whoever_asks_again_reads_what_is_there(scene, place):
    situations.reported_just_now(scene)
    first = count(scene)
    there = files(place)

    again = count(scene)

    assert first == again
    assert len(there) == 1
    assert files(place) == there


def test_as_of_another_moment_or_of_another_extract_it_is_laid_out_anew(scene, place):
    situations.reported_just_now(scene)
    count(scene)
    first = files(place)
    count(scene, earlier=timedelta(seconds=1))
    second = files(place)
    scene.later(hours=1)
    count(scene)

    assert len(second) == 2
    assert len(files(place)) == 2
    assert set(files(place)) & set(first) == set()  # the one asked of longest ago is gone


def test_what_was_laid_out_by_other_steps_is_not_read(scene, place, monkeypatch):
    situations.reported_just_now(scene)
    count(scene)
    before = laying.steps
    monkeypatch.setattr(laying, "steps", lambda as_of: (*before(as_of), Step("new", "SELECT 1")))

    count(scene)

    assert len(files(place)) == 2


def test_nobody_else_may_read_it_and_nothing_else_is_left(scene, place):
    situations.reported_just_now(scene)
    count(scene)

    [file] = place.glob(f"{laid_out.NAMED}*")
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(place.glob("counting-*")) == []


def test_one_that_cannot_be_read_is_laid_out_once_more(scene, place):
    situations.reported_just_now(scene)
    first = count(scene)
    [file] = place.glob(f"{laid_out.NAMED}*")
    file.write_bytes(b"no database")

    assert count(scene) == first
    assert [each.name for each in place.glob(f"{laid_out.NAMED}*")] == [file.name]


def test_what_a_killed_counter_left_beside_it_keeps_no_other_out(scene, place):
    situations.reported_just_now(scene)
    (place / f"{laid_out.NAMED}0123456789abcdef.duckdb.tmp").mkdir(parents=True)

    for seconds in range(3):
        count(scene, earlier=timedelta(seconds=seconds))

    assert len(list(place.glob(f"{laid_out.NAMED}*.duckdb"))) == 2
