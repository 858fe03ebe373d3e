"""What a migration has the database tell, and that it can be taken back."""

import psycopg
from tests.foundation import databases

from wayhome.platform.live import changes, telling
from wayhome.platform.models import new_id


def heard(connection, statement, *values):
    connection.execute(statement, values)
    return [each.payload for each in connection.notifies(timeout=0.3)]


def test_a_table_tells_of_whom_it_is_until_that_is_taken_back(fresh_database):
    told = telling.told_of_person("probe", command="INSERT", column="whose")
    whose = new_id()
    add = "INSERT INTO probe SELECT %s FROM generate_series(1, 3)"

    with psycopg.connect(databases.address_of(fresh_database), autocommit=True) as owner:
        owner.execute("CREATE TABLE probe (whose uuid)")
        owner.execute(f"LISTEN {changes.CHANNEL}")
        for statement in told.sql:
            owner.execute(statement)
        while_told = heard(owner, add, whose)
        of_nobody = heard(owner, "INSERT INTO probe VALUES (NULL)")
        for statement in told.reverse_sql:
            owner.execute(statement)
        afterwards = heard(owner, add, whose)

    assert while_told == [f"person {whose}"]
    assert of_nobody == afterwards == []
