"""Who sees what is measured: exact in their own area, elsewhere nothing of a few; nobody else."""

import re
from dataclasses import astuple

import pytest
from tests.interfaces.pages import at_work

from wayhome.insight.results import actions, queries
from wayhome.insight.results.models import Result
from wayhome.insight.results.queries import Area
from wayhome.platform.audit.models import LedgerEntry, Verb
from wayhome.platform.row_security import transactions
from wayhome.records.practitioners import actions as practitioners
from wayhome.rules import access, breakdowns, disclosure, measures, outside
from wayhome.rules.breakdowns import Breakdown, Period
from wayhome.rules.disclosure import Audience, Behind, Counted
from wayhome.rules.measures import AreaKind, Measure, Shape
from wayhome.rules.outside import Cell

pytestmark = pytest.mark.django_db


LOOKS_BY = "the token of whoever looks"
THREE = Cell(Counted(3, None, 3, 3), disclosure.largest([Counted(3, None, 3, 3)]))
OF_WHOLE = Cell(Counted(40, 60, 30, 50, 4000.0, Behind(45, 15, 40, 10)))
PERIODS = (Period(2026), Period(2026, 1))


@pytest.fixture
def work(db):
    """A partnership in which something was counted of Harrowfell, its force and everywhere."""
    del db
    work = at_work.Work()
    with transactions.step():
        actions.keep(_series(work.cast.agencies), as_of=work.now, extract="x", at=work.now)
    return work


def _series(agencies):
    areas = (
        (AreaKind.EVERYWHERE, None),
        (AreaKind.COUNCIL, agencies["Harrowfell Council"]),
        (AreaKind.FORCE, agencies["Northmoor Police"]),
    )
    for measure, defined in measures.DEFINED.items():
        cell = THREE if defined.shape is Shape.COUNT else OF_WHOLE
        for by in defined.breakdowns:
            values = [str(value) for value in breakdowns.VALUES[by]][:2]
            for kind, area in areas:
                cells = {(period, value): cell for period in PERIODS for value in values}
                shown = outside.table(cells, values=values, adds_up=True)
                exact = {key: cell.counted for key, cell in cells.items()}
                yield actions.Series(measure, by, kind, area, _kept(exact), _kept(shown))


def _kept(cells):
    return [
        [
            *astuple(period),
            value,
            cell.number,
            cell.whole,
            cell.children,
            cell.complete,
            cell.middle,
        ]
        for (period, value), cell in sorted(cells.items())
    ]


def rows_of(response):
    """The table as it is read: the words of each row, and its numbers."""
    page = response.content.decode()
    return {
        re.sub(r"<[^>]+>", "", head).strip(): re.findall(r"<td[^>]*>([^<]*)</td>", cells)
        for head, cells in re.findall(r"<th scope=\"row\"[^>]*>(.*?)</th>(.*?)</tr>", page, re.S)
    }


def test_a_coordinator_sees_the_exact_numbers_of_their_own_council(work):
    page = work.sign_in("priya").get("/measures/")

    assert page.status_code == 200
    [numbers] = rows_of(page).values()
    assert numbers[:2] == ["3", "3"]
    assert "Harrowfell Council" in at_work.words(page)


@pytest.mark.parametrize("who", ["hana", "idris"])
def test_of_another_area_nobody_sees_a_number_of_a_few(work, who):
    harrowfell = work.cast.agencies["Harrowfell Council"]

    page = work.sign_in(who).get(f"/measures/?area={harrowfell}")

    [numbers] = rows_of(page).values()
    assert numbers[:2] == ["not shown", "not shown"]
    assert "A number from 1 to 7 is not shown" in at_work.words(page)


def test_a_force_sees_the_exact_numbers_of_its_own_area(work):
    page = work.sign_in("callum").get("/measures/")

    [numbers] = rows_of(page).values()
    assert numbers[:2] == ["3", "3"]


def test_everywhere_is_nobodys_own(work):
    page = work.sign_in("priya").get("/measures/?area=everywhere")

    [numbers] = rows_of(page).values()
    assert numbers[0] == "not shown"


@pytest.mark.parametrize(
    "who", ["asha", "tomas", "nadia", "joss", "wendy", "isla", "grace", "zofia", "ben", "harri"]
)
def test_whoever_does_not_oversee_is_refused(work, who):
    page = work.sign_in(who).get("/measures/")

    assert page.status_code == 403
    assert "Harrowfell" not in at_work.words(page).replace("Harrowfell Council Sign out", "")


def test_it_is_in_the_navigation_of_those_who_may(work):
    assert 'href="/measures/"' in work.sign_in("priya").get("/episodes/").content.decode()
    assert 'href="/measures/"' not in work.sign_in("nadia").get("/episodes/").content.decode()


def test_nobody_who_has_not_signed_in_sees_anything(client):
    answer = client.get("/measures/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in")


def test_each_look_is_in_the_ledger_with_what_was_looked_at(work, as_owner):
    work.sign_in("priya").get("/measures/?measure=offered&by=sex")

    with as_owner():
        [entry] = LedgerEntry.objects.filter(deed=access.Deed.SEE_MEASURES)
    assert (entry.verb, entry.child_id) == (Verb.CONSULT, None)
    assert entry.practitioner_id == work.cast.people["priya"]
    assert entry.sections == ["offered", "sex"]


@pytest.mark.parametrize(
    "asked",
    [
        "measure=nothing",
        "by=nothing",
        "measure=looked_after&by=placement",
        "area=00000000-0000-4000-8000-000000000000",
        "area=x",
        "period=2026-9",
        "period=x-0",
        "period=9999-0",
    ],
)
def test_what_is_not_there_to_see_is_left_for_what_is(work, asked):
    assert work.sign_in("priya").get(f"/measures/?{asked}").status_code == 200


@pytest.mark.parametrize("period", ["quarters", "years", "2026-1"])
def test_every_measure_has_its_page_by_each_of_its_breakdowns(work, period):
    client = work.sign_in("priya")
    for measure, defined in measures.DEFINED.items():
        for by in defined.breakdowns:
            page = client.get(f"/measures/?measure={measure}&by={by}&period={period}")
            assert page.status_code == 200
            assert "<svg" in page.content.decode(), (measure, by)


def test_before_anything_is_counted_the_page_says_so(work):
    with transactions.step():
        Result.objects.all().delete()
        queries.Counting.objects.all().delete()

    assert "Nothing has been counted yet" in at_work.words(work.sign_in("priya").get("/measures/"))


# ---------------------------------------------------------------- the second wall


@pytest.mark.parametrize(
    ("who", "sees"), [("priya", True), ("hana", False), ("nadia", True), ("callum", False)]
)
def test_the_database_shows_exact_numbers_in_the_agency_of_the_area_alone(work, who, sees):
    practitioners.begin_sign_in(work.cast.people[who], token=LOOKS_BY, device="", at=work.now)
    harrowfell = Area(AreaKind.COUNCIL, work.cast.agencies["Harrowfell Council"])

    with transactions.as_nobody(), transactions.looking(LOOKS_BY):
        exact = queries.result(Measure.EPISODES, Breakdown.ALL, harrowfell, audience=Audience.OWN)
        told = queries.result(Measure.EPISODES, Breakdown.ALL, harrowfell, audience=Audience.OTHERS)
        assert not Result.objects.exclude(area_id=harrowfell.id).filter(
            audience=Audience.OWN, area__name="Harrowfell Council"
        )

    assert bool(exact.cells) is sees
    assert told.cells


def test_nobody_who_only_looks_can_change_a_result(work):
    priya = work.cast.people["priya"]
    practitioners.begin_sign_in(priya, token=LOOKS_BY, device="", at=work.now)

    with transactions.as_nobody(), transactions.looking(LOOKS_BY):
        assert Result.objects.update(cells=[]) == 0
        assert Result.objects.all().delete()[0] == 0


def test_a_page_says_as_of_when_it_was_counted(work):
    assert "As it was recorded by today" in at_work.words(work.sign_in("priya").get("/measures/"))
