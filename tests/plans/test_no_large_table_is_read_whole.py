"""No page and no call has a large table read from end to end."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tests.canary import asking as addresses
from tests.foundation.databases import owner
from tests.plans import asked, filling, watching

# Tables that no list may ever go through, however few rows a small service has there.
ARE_LARGE = {
    "audit_ledgerentry",
    "children_child",
    "episodes_episode",
    "episodes_party",
    "response_notice",
    "response_duty",
    "looks_lookreview",
    "exports_export",
}
# Lists of which there is more here than one page shows.
GO_ON = {
    "/episodes/",
    "/interviews/",
    "/looks/",
    "/looks/review/",
    "/emergency-looks/",
    "/api/v1/episodes",
    "/api/v1/notices",
    "/api/v1/duties",
    "/api/v1/steps",
    "/api/v1/exports",
    "/api/v1/looks/mine",
    "/api/v1/looks/to-review",
}

# The indexes of a table that no promise stands on.
NO_PROMISE = """
SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = %s::regclass
   AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""


def whole_of(table):
    """The table of which one is a part, where it lies by year."""
    return re.sub(r"_(\d{4}|other)$", "", table)


@pytest.fixture(scope="module")
def walk(everybody, subjects, filled):
    """Everything that can be asked for has been."""
    walked = asked.Walk(everybody, subjects, watching.Watch(filled))
    walked.all()
    return walked


def test_no_page_and_no_call_reads_a_large_table_from_end_to_end(walk):
    found = walk.watch.findings

    assert not found, "\n\n".join(["", *map(str, found)])
    assert walk.watch.planned > len(walk.answers)


def test_whatever_can_be_asked_for_was_shown_to_somebody_or_is_said_to_be_no_list(walk):
    not_shown = {
        route: best
        for route, best in walk.answers.items()
        if best not in (asked.SHOWN, asked.NOT_ASKED_SO) and not asked.reason_of(route)
    }

    assert not_shown == {}
    assert set(walk.answers) == set(addresses.routes())


def test_each_reason_is_still_needed(walk):
    """A route that is shown by now, or is gone, needs no reason."""
    shown = {route for route, best in walk.answers.items() if best == asked.SHOWN}

    for begins in (*asked.NOT_SHOWN, *asked.EXACTLY):
        named = {each for each in walk.answers if asked.is_named_by(begins, each)}
        assert named - shown, begins


def test_lists_were_followed_to_another_page(walk, subjects):
    del subjects

    assert GO_ON - walk.went_on == set()
    assert any(each.startswith("/children/") and each.endswith("/looks") for each in walk.went_on)


def test_what_is_to_be_large_is(filled):
    assert ARE_LARGE - {whole_of(table) for table in filled} == set()
    assert min(filled.values()) > filling.LARGE


# ------------------------------------------------------------------ and it can fail


def test_a_planted_statement_is_named_with_its_table_and_its_plan(watch):
    reads_all = "SELECT count(*) FROM response_duty WHERE reason LIKE %s"
    with (
        transaction.atomic(),
        watch.watching("/planted/", by="nobody"),
        connection.cursor() as cursor,
    ):
        cursor.execute(reads_all, ["%x%"])

    (found,) = map(str, watch.findings)
    assert found.startswith("nobody: /planted/\n  reads all of response_duty (")
    assert "SELECT count(*) FROM response_duty" in found
    assert "Seq Scan response_duty" in found


def test_rows_that_are_looked_up_before_the_first_is_shown_are_noticed(watch):
    planted = (
        "SELECT id FROM response_notice WHERE post_id = %s AND (reason = 'support_asked'"
        " OR episode_id IN (SELECT id FROM episodes_episode WHERE absent_from > %s))"
    )
    long_ago = datetime(1999, 1, 1, tzinfo=UTC)
    with (
        transaction.atomic(),
        watch.watching("/planted/", by="nobody"),
        connection.cursor() as asks,
    ):
        asks.execute(planted, [uuid4(), long_ago])

    assert any("finds" in each.table and "SubPlan" in each.table for each in watch.findings)


@pytest.mark.parametrize(
    ("address", "table"),
    [
        ("/api/v1/steps", "response_step"),
        ("/looks/", "audit_ledgerentry"),  # which a function reads
    ],
)
def test_an_index_that_is_missing_is_noticed(everybody, watch, address, table):
    with transaction.atomic():
        with owner(), connection.cursor() as cursor:
            cursor.execute(NO_PROMISE, [table])
            for (index,) in cursor.fetchall():
                cursor.execute(f"DROP INDEX {index}")
        with watch.watching(address, by="ines"):
            answer = everybody["ines"].ask(address)
        transaction.set_rollback(True)

    assert answer.status_code == 200
    assert table in {whole_of(each.table.partition(" ")[0]) for each in watch.findings}


def test_a_question_told_by_name_is_planned_for_these_values_and_for_any(watch):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PREPARE planted (text) AS SELECT id FROM response_duty WHERE reason = $1")
        with watch.watching("/planted/", by="nobody"):
            cursor.execute("EXECUTE planted (%s)", ["x"])
        cursor.execute("DEALLOCATE planted")

    assert watch.planned == len(watching.BOTH_WAYS)
    assert [each.table.partition(" ")[0] for each in watch.findings] == ["response_duty"]
