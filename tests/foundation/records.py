"""Back records for tests: written table by table, from rows or from what the database holds."""

import json

import pyarrow as pa
import pyarrow.parquet as pq

from wayhome.records.agencies.models import Agency
from wayhome.records.children.models import Child
from wayhome.records.practitioners.models import Practitioner
from wayhome.rules import history
from wayhome.rules.history import Holds

ARROW = {
    Holds.ROW: pa.int32(),
    Holds.TEXT: pa.string(),
    Holds.CODES: pa.list_(pa.string()),
    Holds.MOMENT: pa.timestamp("us", "UTC"),
    Holds.DAY: pa.date32(),
    Holds.YES_NO: pa.bool_(),
}


def write(folder, *, name, tables, version=history.VERSION):
    """A back record of these tables, each a list of rows; a table that is not given is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    said = {"version": version, "name": name}
    (folder / history.MANIFEST).write_text(json.dumps(said))
    for table in history.TABLES:
        pq.write_table(as_table(table, tables.get(table, [])), folder / f"{table}.parquet")
    return folder


def as_table(table, rows):
    """Rows as the columns of a table of the format."""
    columns = history.TABLES[table]
    schema = pa.schema([(each.name, ARROW[each.holds]) for each in columns])
    return pa.Table.from_pylist(rows, schema=schema)


def held(models_of):
    """Everything the database holds, as a back record tells it; and the rows, by table.

    Rows are in the order in which they were recorded.
    """
    rows, tables = {}, {}
    for table, columns in history.TABLES.items():
        model = models_of[table]
        names = {field.name for field in model._meta.concrete_fields}
        order = [name for name in ("recorded_at", "id") if name in names]
        rows[table] = list(model.objects.order_by(*order))
        places = {of: {row.pk: n for n, row in enumerate(rows[of])} for of in rows}
        tables[table] = [
            {each.name: _said(row, each, places) for each in columns} for row in rows[table]
        ]
    return tables, rows


def _said(row, column, places):
    if column.holds is not Holds.ROW:
        return _named(row, column.name)
    identifier = _identifier(row, column.name)
    return None if identifier is None else places[column.of][identifier]


def _identifier(row, name):
    """Whom a row names; of a child, who gave the first detail; of a person, the post they hold."""
    if isinstance(row, Practitioner) and name == "post":
        return row.holdings.first().post_id
    if isinstance(row, Child) and name == "recorded_by":
        return row.details.order_by("recorded_at").first().recorded_by_id
    return getattr(row, f"{name}_id")


def _named(row, name):
    value = getattr(row, name)
    if isinstance(row, Agency) and name == "partnership":
        return value.name if value else ""
    return value
