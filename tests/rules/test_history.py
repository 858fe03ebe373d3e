"""The tables of a back record: each can be written once those before it are."""

import pytest

from wayhome.rules import history


@pytest.mark.parametrize("table", history.TABLES)
def test_a_table_names_rows_of_itself_or_of_tables_before_it(table):
    so_far = list(history.TABLES)[: list(history.TABLES).index(table) + 1]

    named = {each.of for each in history.TABLES[table] if each.holds is history.Holds.ROW}

    assert named <= set(so_far)


@pytest.mark.parametrize("table", history.TABLES)
def test_only_a_row_says_whose_row_it_is(table):
    assert all(bool(each.of) == (each.holds is history.Holds.ROW) for each in history.TABLES[table])


@pytest.mark.parametrize("table", history.TABLES)
def test_a_column_is_named_once(table):
    names = [each.name for each in history.TABLES[table]]

    assert len(names) == len(set(names))
