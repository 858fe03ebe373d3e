"""A back record comes in whole, once, and only where it fits; cut off, it goes on."""

import json
import os
import re
import subprocess
import sys
import time
from datetime import date

import pytest
from bench.bulk.making import Record
from django.db import connection
from tests.foundation import databases

from wayhome.simulation import country
from wayhome.simulation.told import writing_down

COUNTED = {
    "children_child": "children",
    "episodes_episode": "episodes",
    "episodes_party": "parties",
    "intake_missingreport": "reports",
    "risk_factoranswer": "factors",
    "response_notice": "notices",
    "interviews_interviewcovers": "covers",
    "support_planaction": "actions",
}
SHAPE = """
SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'constraint',
       concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND convalidated
UNION ALL SELECT 'trigger', concat_ws(' ', tgrelid::regclass, tgname, tgenabled)
  FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'wall', concat_ws(' ', relname, relrowsecurity, relforcerowsecurity, relacl)
  FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
UNION ALL SELECT 'default', concat_ws(' ', table_name, column_name, column_default)
  FROM information_schema.columns WHERE table_schema = 'public' AND column_default IS NOT NULL
"""


def command(*arguments, name):
    """A `wayhome` command against one database, as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "wayhome.config.command", *map(str, arguments)],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "wayhome.config.settings.test",
            "WAYHOME_DATABASE_URL": databases.address_of(name),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def done(*arguments, name):
    """What it ended with, printed, and complained of."""
    running = command(*arguments, name=name)
    printed, said = running.communicate(timeout=300)
    return running.returncode, printed, said


def asked(question):
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(question)
        return cursor.fetchall()


def shape():
    """What the database promises, however it says of what kind a word in a list is.

    What it promises of the part of a year it promises of any.
    """
    found = asked(SHAPE)
    return {
        (
            kind,
            re.sub(
                r"::character varying|::text|\[\]|[()]",
                "",
                re.sub(r"(response_notice|audit_ledgerentry)_\d{4}", r"\1_year", said),
            ),
        )
        for kind, said in found
    }


def counts():
    return {table: asked(f"SELECT count(*) FROM {table}")[0][0] for table in COUNTED}


@pytest.fixture
def record(tmp_path):
    """A back record of 30 absences; what its tables hold."""
    made = Record(tmp_path / "record", episodes=30, name="small")
    made.write()
    return made


def expected(record):
    from wayhome.platform.copying.reading import Folder

    folder = Folder(record.folder)
    return {ours: folder.count(table) for ours, table in COUNTED.items()}


@pytest.mark.parametrize("is_in_use", [False, True], ids=["an empty database", "one in use"])
def test_a_back_record_comes_in_whole_and_once_and_the_ledger_holds(
    fresh_database, record, is_in_use, tmp_path
):
    if is_in_use:
        Record(tmp_path / "before", episodes=3, name="before").write()
        assert done("import-history", tmp_path / "before", name=fresh_database)[0] == 0
    before, promised = counts(), shape()

    code, printed, said = done("import-history", record.folder, name=fresh_database)

    assert (code, said.strip()) == (0, ""), said
    summary = json.loads(printed.splitlines()[-1])
    assert summary["episodes"] == 30
    after = counts()
    assert {table: after[table] - before[table] for table in after} == expected(record)
    assert shape() == promised
    again = json.loads(done("import-history", record.folder, name=fresh_database)[1])
    assert again["added"] == 0
    assert counts() == after
    entries = "SELECT count(DISTINCT child_id), count(DISTINCT episode_id) FROM audit_ledgerentry "
    entries += "WHERE verb = 'collect' AND deed = 'import past records' AND reason = 'small'"
    assert asked(entries) == [(10, 30)]
    code, printed, _ = done("audit", "verify", name=fresh_database)
    assert code == 0
    assert "The ledger holds" in printed


def cut_off(record, *, name, when):
    """Bring it in, and kill it as by a power cut once `when` holds."""
    running = command("import-history", record.folder, name=name)
    deadline = time.monotonic() + 120
    while not when():
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    running.kill()
    running.communicate()


def came_to(table):
    return lambda: bool(asked(f"SELECT FROM copying_portion WHERE \"table\" = '{table}'"))


def putting_back():
    """Some of what was set aside has been put back, and some has not."""
    return asked("SELECT min(place) > 0 FROM copying_setaside") == [(True,)]


@pytest.mark.parametrize("when", [came_to("assessments"), putting_back], ids=["rows", "put back"])
@pytest.mark.parametrize("by", ["import-history", "migrate"])
def test_one_that_was_cut_off_goes_on_and_the_database_keeps_its_promises_again(
    fresh_database, tmp_path, when, by
):
    record = Record(tmp_path / "record", episodes=6000, name="cut off")
    record.write()
    promised = shape()
    cut_off(record, name=fresh_database, when=when)
    assert shape() != promised
    served = done("worker", "--once", name=fresh_database)
    assert served[0] == 1
    assert "wayhome migrate" in served[2]

    if by == "migrate":
        assert done("migrate", "--quiet", name=fresh_database)[0] == 0
        assert shape() == promised
    code, _, said = done("import-history", record.folder, name=fresh_database)

    assert code == 0, said
    assert shape() == promised
    assert not asked("SELECT FROM response_notice_other")
    assert counts() == expected(record)
    assert done("audit", "verify", name=fresh_database)[0] == 0


def test_an_invented_country_comes_in_whole_and_is_counted_as_its_makers_counted_it(
    tmp_path, fresh_database
):
    folder = tmp_path / "invented"
    made = country.country(country.Scope(date(2023, 1, 1), 2, seed=9, within=("Rutland", "Slough")))
    rows = writing_down.write(made, folder)

    code, printed, said = done("import-history", folder, name=fresh_database)

    assert code == 0, said
    told = json.loads(printed.splitlines()[-1])
    assert told["added"] == told["rows"]
    assert told["children"] == rows["children"]
    assert told["episodes"] == rows["episodes"] == len(made.absences)
