"""A database with so many rows that the planner's choice is a real one.

The demonstration, with the past of its agencies beside it, brought in as a back record is: children
who were away eight times each. What no back record tells of, and grows all the same, is multiplied
by the owner: rows like one that is there. Nobody is real.
"""

import pyarrow as pa
import pyarrow.parquet as pq
from bench import loading
from bench.bulk.making import Record
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from tests.plans import growing
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.records.agencies import queries as agencies

EPISODES, TIMES_AWAY = 18_000, 8
AWAY_NOW = 120
# The agencies of the demonstration whose past it is, by the names the back record gives them.
OURS = {
    "plans police 0": "Northmoor Police",
    "plans local_authority 0": "Harrowfell Council",
    "plans care_home 0": "Larch House",
    "plans interview_provider 0": "Homeward Voices",
    "plans police 1": "Eastvale Police",
    "plans local_authority 1": "Eastvale County Council",
    "plans care_home 1": "Tideway House",
    "plans interview_provider 1": "Open Road Interviews",
}
LARGE = 2_000  # rows, from which on a table is never to be read from end to end
TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
"""


def back_record(folder):
    """The past of the demonstration's agencies, to be brought in."""
    record = Record(folder, episodes=EPISODES, name="plans")
    record.children = EPISODES // TIMES_AWAY
    record.write()
    file = folder / "agencies.parquet"
    agencies = pq.read_table(file)
    names = [OURS.get(name, name) for name in agencies["name"].to_pylist()]
    place = agencies.schema.get_field_index("name")
    pq.write_table(agencies.set_column(place, "name", pa.array(names)), file)
    return folder


def open_episodes(*, now):
    """Children away now, so that a list of them goes on to another page."""
    people = {each.username: each.pk for each in get_user_model().objects.all()}
    bodies = {each.name: each.id for each in agencies.agencies()}
    loading.open_episodes(casting.Cast(bodies, people), count=AWAY_NOW, now=now)


def large():
    """The tables that are large here, as counted, and how many rows each has. As the owner."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        counted = {name: _rows(cursor, name) for (name,) in cursor.fetchall()}
    return {name: rows for name, rows in counted.items() if rows > LARGE}


def _rows(cursor, table):
    cursor.execute(f"SELECT count(*) FROM {table}")
    return cursor.fetchone()[0]


def multiply():
    """Make large what no back record tells of; have the planner know all tables. As the owner."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in growing.STATEMENTS:
            cursor.execute(statement, [])
        cursor.execute("ANALYZE")
