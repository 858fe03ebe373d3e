"""What comes in as a back record is what comes in from a file: the same facts, the same page."""

import re
from uuid import UUID

import pytest
from django.db import connection
from tests.foundation import records
from tests.interfaces.imports.conftest import NOW

from wayhome.journey import history_loaded, history_tables
from wayhome.platform import clock
from wayhome.platform.copying.reading import Folder
from wayhome.records.children.models import Child, ChildDetail
from wayhome.records.episodes.models import Episode, TypeGiven

pytestmark = pytest.mark.django_db
ADA = (
    "N1,R1,Ada,Exámple,14/02/2010,03/03/2024 21:10,04/03/2024 02:15,A friend's flat,Police,"
    "Medium,High,Harrowfell Council"
)
AGAIN = ADA.replace("R1", "R2").replace("/03/2024", "/05/2024")
DERIVED = {"id", "reference"}


@pytest.fixture
def by_both_roads(imported, as_owner, tmp_path):
    """The rows that came in from a file, and the same that then came in as a back record."""
    assert imported("police", [ADA, AGAIN])[0] == 0
    with as_owner():
        tables, before = records.held(history_tables.MODELS)
        folder = records.write(tmp_path / "record", name="both roads", tables=tables)
        loading = history_loaded.begin(Folder(folder), now=NOW)
        assert sum(each.rows for each in history_loaded.go_on(loading)) == loading.rows()
        connection.check_constraints()
        _, after = records.held(history_tables.MODELS)
    return before, after


def named(value, places):
    return places.get(value, value) if isinstance(value, UUID) else value


def plain(row, places):
    """What a row says: others it names by their places among those of their road."""
    return {
        field.name: named(getattr(row, field.attname), places)
        for field in type(row)._meta.concrete_fields
        if field.name not in DERIVED
    }


def of_new(before, after):
    there = {row.pk for row in before}
    return [row for row in after if row.pk not in there]


def test_the_same_facts_come_in_by_both_roads(by_both_roads):
    before, after = by_both_roads
    new = {table: of_new(before[table], after[table]) for table in before}
    places = {}
    for side in (before, new):
        places |= {row.pk: (table, n) for table, rows in side.items() for n, row in enumerate(rows)}
    assert not new["agencies"] + new["posts"] + new["people"]

    for table in history_tables.RESTS:
        assert before[table] or table not in {"children", "episodes", "reports", "assessments"}
        ours = [plain(row, places) for row in before[table]]
        assert [plain(row, places) for row in new[table]] == ours, table


def test_each_detail_and_each_type_is_remembered_beside_them(by_both_roads):
    before, after = by_both_roads
    [child], [ours] = before["children"], of_new(before["children"], after["children"])

    def of(wanted):
        rows = ChildDetail.objects.filter(child=wanted).order_by("field")
        return list(rows.values_list("field", "value", "supplied_by", "learned_at", "recorded_by"))

    def types(wanted):
        rows = TypeGiven.objects.filter(episode__child=wanted).order_by("at")
        return list(rows.values_list("type", "at", "reason", "recorded_at", "recorded_by"))

    assert of(child) == of(ours) != []
    assert types(child) == types(ours) != []


@pytest.fixture
def page_of(client, cast):
    def page(episode, username):
        client.post("/sign-in", {"person": str(cast.people[username])})
        with clock.at(NOW):
            return client.get(f"/episodes/{episode.reference}/")

    return page


def test_the_page_is_the_same_and_is_shown_to_a_party_and_to_nobody_else(by_both_roads, page_of):
    before, after = by_both_roads
    pages = []
    for episode in (before["episodes"][0], of_new(before["episodes"], after["episodes"])[0]):
        answer = page_of(episode, "callum")
        assert answer.status_code == 200
        assert page_of(episode, "priya").status_code == 200
        assert page_of(episode, "lowri").status_code == 404
        pages.append(without_names(answer.content.decode(), episode))

    assert "A friend&#39;s flat" in pages[0]
    assert pages[0] == pages[1]


def without_names(page, episode):
    """A page without what tells one record from another."""
    for name in (episode.reference, episode.child.reference):
        page = page.replace(name, "…")
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|csrf\S+|value=\"\w{64}\"", "…", page)


def test_a_reference_is_one_that_can_be_read_aloud(by_both_roads):
    from wayhome.platform import references

    del by_both_roads
    for named in (*Child.objects.all(), *Episode.objects.all()):
        assert references.read(named.reference) == named.reference
