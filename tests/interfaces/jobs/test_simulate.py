"""The command that invents a country: what it writes, what it prints, what it refuses."""

import json
from datetime import UTC, datetime

import pytest

from wayhome.interfaces.jobs import simulate
from wayhome.interfaces.jobs.live import people
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.records.agencies.models import Agency
from wayhome.records.practitioners.models import ApiToken
from wayhome.rules import history
from wayhome.simulation import areas


def last_line(capsys):
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_without_options_one_councils_year_is_written(tmp_path, capsys):
    assert simulate.main([str(tmp_path / "record")]) == 0

    said = last_line(capsys)
    assert set(said["of"]) == set(history.TABLES)
    assert said["of"]["episodes"] > 100
    assert (tmp_path / "record" / "history.json").exists()


def test_an_area_nobody_knows_is_named_and_nothing_is_written(tmp_path):
    with pytest.raises(areas.NoSuchArea, match="no area or force is called Narnia"):
        simulate.main([str(tmp_path / "record"), "--area", "Narnia"])

    assert not (tmp_path / "record").exists()


def test_a_report_names_what_is_not_within_and_ends_with_one(tmp_path, capsys):
    code = simulate.main([str(tmp_path), "--area", "Hartlepool", "--report"])

    said = last_line(capsys)
    assert code == 1
    assert said["not_within"]  # one council is not like the country
    assert "NOT WITHIN" in (tmp_path / "calibration.html").read_text()


def test_a_folder_is_asked_for(capsys):
    with pytest.raises(SystemExit):
        simulate.main([])

    assert "in which folder" in capsys.readouterr().err


@pytest.mark.django_db
def test_only_the_people_of_the_demonstration_tell_of_it_live():
    with pytest.raises(people.NoDemonstration, match="run wayhome seed-demo first"):
        simulate.main(["--live"])


@pytest.mark.django_db
def test_people_of_the_same_names_elsewhere_do_not_tell_of_it():
    cast = casting.assemble(now=datetime(2026, 3, 10, tzinfo=UTC))
    Agency.objects.filter(id=cast.agencies["Homeward Voices"]).update(name="Another charity")

    with pytest.raises(people.NoDemonstration, match="There is no Homeward Voices here"):
        simulate.main(["--live"])

    assert not ApiToken.objects.exists()
