"""Past episodes come in from a force's and a council's files, whole, once, or not at all."""

import re

import pytest
from django.db import connection
from tests.interfaces.imports.conftest import EXAMPLES, NOW, POLICE_HEADING, rejects_of

from wayhome.interfaces.imports import taking
from wayhome.interfaces.jobs import import_episodes
from wayhome.journey import account, past_episode_imported
from wayhome.platform import clock
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode
from wayhome.rules.vocabulary import Capacity, DutyKind, EpisodeState, EpisodeType, Level
from wayhome.stages.intake import queries as intake

pytestmark = pytest.mark.django_db

ADA = (
    "N1,R1,Ada,Example,14/02/2010,03/03/2024 21:10,04/03/2024 02:15,A friend's flat,Police,"
    "Medium,High,Harrowfell Council"
)
BRAM = (
    "N2,R2,Bram,Sample,02/09/2011,2026-03-09T19:00,,,,Absent,No apparent risk (absent),"
    "Harrowfell Council"
)


def whole(episode):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return account.whole_of(episode, as_of=NOW)


def test_an_absence_that_is_over_comes_in_as_closed_history_with_its_labels(imported):
    code, printed, _ = imported("police", [ADA])

    history = whole(Episode.objects.get())
    assert code == 0
    assert "imported as closed history" in printed
    assert history.state is EpisodeState.CLOSED
    assert history.episode.level == history.level == Level.HIGH
    assert [made.label_as_recorded for made in history.risk.assessments] == ["Medium", "High"]
    assert [found.place for found in history.found.located] == ["A friend's flat"]
    assert history.found.returned == history.found.seen == history.response.duties == []
    assert history.episode.closed_by.username == "callum"
    assert "Imported from Northmoor Police" in history.episode.closing_summary


def test_an_absent_label_with_no_end_opens_with_its_label_and_a_review_at_once(imported):
    imported("police", [BRAM])

    opened = whole(Episode.objects.get())
    reviews = [duty for duty in opened.response.duties if duty.kind == DutyKind.REVIEW]
    assert opened.state is EpisodeState.REPORTED
    assert opened.episode.label_as_recorded == "Absent"
    assert opened.level is Level.MEDIUM
    assert opened.risk.assessments == []
    assert min(review.due_at for review in reviews) == NOW == opened.episode.review_due_at
    assert opened.episode.owner_post is not None
    assert opened.response.steps
    assert opened.response.notices


def test_a_dry_run_shows_what_would_happen_and_writes_nothing(imported):
    code, printed, file = imported("police", [ADA, BRAM, "N3,R3,,,,,,,,,,"], "--dry-run")

    assert code == import_episodes.NOT_ALL
    assert "“reported at” is blank" in printed
    assert "nothing was written" in printed
    assert not Episode.objects.exists()
    assert not Child.objects.exists()
    assert [path.name for path in file.parent.iterdir()] == ["file.csv"]


def test_every_rejected_row_is_kept_with_its_line_and_reason(imported):
    adult = ADA.replace("14/02/2010", "14/02/1990")
    long = ADA.replace("Ada", "A" * 10_000).replace("N1,R1", "N4,R4")
    short = "N5,R5,too,few"

    code, _, file = imported("police", [ADA.replace("R1", "R0"), adult, long, short])

    lines = rejects_of(file).splitlines()
    assert code == import_episodes.NOT_ALL
    assert Episode.objects.count() == 1
    assert [line.split(",")[0] for line in lines] == ["line", "3", "4", "5"]
    assert "18 or over" in lines[1]
    assert "“given name” is 10,000 characters long" in lines[2]
    assert "4 cells and the heading 12" in lines[3]


def test_a_second_run_doubles_nothing_and_removes_the_old_rejects(imported):
    imported("police", [ADA, "N3,R3,,,,,,,,,,"])
    code, printed, file = imported("police", [ADA])

    assert code == 0
    assert "imported before" in printed
    assert Episode.objects.count() == Child.objects.count() == 1
    assert not file.with_name("file.csv.rejected.csv").exists()


def test_an_import_that_was_killed_goes_on_where_it_stopped(imported, monkeypatch):
    rows = [
        ADA.replace("N1,R1", f"N{number},R{number}").replace("Ada", f"Ada{number}")
        for number in range(5)
    ]
    take_in, calls = past_episode_imported.record, []

    def killed(*given, **named):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return take_in(*given, **named)

    monkeypatch.setattr(taking, "AT_ONCE", 2)
    monkeypatch.setattr(taking.past_episode_imported, "record", killed)
    with pytest.raises(KeyboardInterrupt):
        imported("police", rows)
    assert Episode.objects.count() == 2

    _, printed, _ = imported("police", rows)

    assert Episode.objects.count() == Child.objects.count() == 5
    assert "│ imported before                    │ 2 │" in printed


def test_a_record_that_changed_since_is_rejected_and_says_where_to_change_it(imported):
    imported("police", [ADA])
    imported_before = Episode.objects.get().reference

    _, printed, _ = imported("police", [ADA.replace("A friend's flat", "Town park")])

    assert f"imported before as {imported_before} and now says something else" in printed


def test_a_councils_record_joins_the_absence_the_police_told_of(imported):
    imported("police", [ADA])
    imported("care", ["H1,14/02/2010,M,03/03/2024,04/03/2024,Ada,Example"], name="care.csv")

    episode = Episode.objects.get()
    reports = intake.everything(episode.id).reports
    assert [report.joined for report in reports] == [False, True]
    assert {report.reporter_name for report in reports} == {
        "Northmoor Police",
        "Harrowfell Council",
    }
    assert episode.parties.filter(capacity=Capacity.REPORTER).count() == 2
    assert Child.objects.get().identifiers.count() == 2


def test_both_types_of_absence_from_care_come_in_and_may_follow_on_one_day(imported):
    code, _, _ = imported(
        "care",
        [
            "H1,14/02/2010,A,03/03/2024,04/03/2024,Ada,Example",
            "H1,14/02/2010,M,04/03/2024,04/03/2024,Ada,Example",
            "H1,14/02/2010,M,04/03/2024,06/03/2024,Ada,Example",
        ],
    )

    types = list(
        Episode.objects.order_by("absent_from", "absent_until").values_list("type", flat=True)
    )
    assert code == import_episodes.NOT_ALL  # M twice from the same day is one record told twice
    assert types == [EpisodeType.AWAY_WITHOUT_AUTHORISATION, EpisodeType.MISSING]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("H1,14/02/2010,M,,04/03/2024,Ada,Example", "564: "),
        ("H1,14/02/2010,,03/03/2024,,Ada,Example", "565: "),
        ("H1,14/02/2010,,03/03/2024,04/03/2024,Ada,Example", "566: "),
        ("H1,14/02/2010,M,03/03/2024,02/03/2024,Ada,Example", "567: "),
        ("H1,14/02/2025,M,03/03/2024,04/03/2024,Ada,Example", "586: "),
        ("H1,14/02/2010,M,31/02/2024,04/03/2024,Ada,Example", "1004: "),
        ("H1,14/02/2010,M,03/03/2024,04/03/24,Ada,Example", "1005: "),
        ("H1,14/02/2010,X,03/03/2024,04/03/2024,Ada,Example", "not a known type"),
        ("H1,14/02/2010,M,03/03/2027,,Ada,Example", "has not come yet"),
        (",14/02/2010,M,03/03/2024,04/03/2024,Ada,Example", "“CHILD” is blank"),
        ("H1,14/02/2010,M,03/03/2024,04/03/2024,A\x07da,Example", "control characters"),
    ],
)
def test_a_row_that_cannot_be_is_rejected_by_the_number_of_the_rule(imported, row, reason):
    code, printed, _ = imported("care", [row])

    assert code == import_episodes.NOT_ALL
    assert reason in printed
    assert not Episode.objects.exists()


def test_rows_of_one_child_that_overlap_are_rejected(imported):
    _, printed, _ = imported(
        "care",
        [
            "H1,14/02/2010,M,03/03/2024,,Ada,Example",
            "H1,14/02/2010,M,05/03/2024,09/03/2024,Ada,Example",
            "H1,14/02/2010,M,08/03/2024,10/03/2024,Ada,Example",
        ],
    )

    assert "line 2: 574: this absence has no end" in printed
    assert "line 4: 574: the absence on line 3" in printed
    assert Episode.objects.count() == 1


def test_windows_letters_semicolons_and_formulas_are_kept_as_they_were_written(imported):
    imported(
        "police",
        "nominal id;reference;given name;family name;date of birth;reported at;located at;"
        "where found\n"
        'N1;R1;Zoë;D’Example;14/02/2010;03/03/2024 21:10;04/03/2024 02:15;"=HYPERLINK(""x"")"\n',
        encoding="cp1252",
    )

    history = whole(Episode.objects.get())
    assert history.child.child.full_name == "Zoë D’Example"
    assert history.found.located[0].place == '=HYPERLINK("x")'


def test_a_likeness_is_left_to_a_person_and_never_merged(imported):
    imported("police", [ADA])

    _, printed, _ = imported(
        "care", ["H1,14/02/2010,M,03/03/2024,04/03/2024,Adda,Example"], name="care.csv"
    )

    assert "a person decides whether this is also child" in printed
    assert Child.objects.count() == 2


def test_a_reason_names_the_columns_as_the_file_does(imported):
    _, printed, _ = imported(
        "police",
        ["7,03/03/2024 21:10,02/03/2024 02:15,Grade 2", "8,soon,,Grade 2"],
        heading="URN,Date  Reported,Located,Grade",
        mapping="columns: {number: urn, reported_at: date reported, located_at: located}\n",
    )

    assert "line 2: “Located” is before “Date  Reported”" in printed
    assert "line 3: “Date  Reported” is “soon”: give a date" in printed
    assert "_at" not in printed


def test_a_council_named_in_the_mapping_is_told_from_one_in_the_file(imported):
    unknown = ADA.replace("Harrowfell Council", "Nowhere")
    heading = POLICE_HEADING.replace("council", "Area")

    _, in_file, _ = imported(
        "police", [unknown], heading=heading, mapping="columns: {council: Area}"
    )
    _, in_mapping, _ = imported("police", [ADA], heading=heading, mapping="council: Nowhere")

    assert "“Area” is “Nowhere”, which is not a council here" in in_file
    assert "`council` in the mapping is “Nowhere”" in in_mapping


def test_a_dry_run_names_nothing_that_does_not_exist_afterwards(imported):
    alike = BRAM.replace("N2,R2", "N9,R9").replace("Bram", "Brammm")
    again = BRAM.replace("19:00", "18:00")

    _, dry, _ = imported("police", [BRAM, again, alike], "--dry-run")
    _, real, _ = imported("police", [BRAM, again, alike])

    reference = re.compile(r"[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]")
    assert "line 3: would open an episode, with a review at once" in dry
    assert "line 2: imported before as (new with this file)" in dry
    assert "this is also child (new with this file):" in dry
    assert "is open and needs a review" not in dry
    assert not reference.search(dry)
    assert reference.search(real)


def test_a_mapping_beside_the_file_says_what_its_columns_and_words_mean(imported):
    code, _, _ = imported(
        "police",
        ["7,03/03/2024 21:10,04/03/2024 02:15,Grade 2"],
        heading="URN,Called,Found,Grade",
        mapping=(
            "columns: {number: URN, reported_at: Called, located_at: Found, risk_initial: Grade}\n"
            "values: {risk: {Grade 2: medium}}\nscheme: urn\n"
        ),
    )

    assert code == 0
    assert Episode.objects.get().level == Level.MEDIUM


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [
        ("columns: [a]", "list of name: word"),
        ("colums: {}", "A mapping holds only"),
        ("columns: {nonsense: x}", "means nothing here"),
        ("columns: {number: Missing column}", "no column for number"),
        ("{", "not YAML"),
    ],
)
def test_a_mapping_that_cannot_be_followed_is_refused_before_anything_is_read(
    imported, mapping, reason
):
    with pytest.raises(ValueError, match=reason):
        imported("police", [ADA], mapping=mapping)


@pytest.mark.parametrize(
    ("agency", "by", "reason"),
    [
        ("Northmoor Police", "nobody", "Nobody signs in as"),
        ("Nope", "callum", "There is no agency called Nope."),
        ("Eastvale Police", "callum", "works for Northmoor Police"),
        ("Harrowfell Council", "priya", "police force whose file it is"),
        ("Northmoor Police", "tomas", "does not allow you to import"),
    ],
)
def test_only_somebody_of_the_agency_whose_post_allows_it_may_import(cast, agency, by, reason):
    del cast
    file = str(EXAMPLES / "police.csv")

    with pytest.raises(ValueError, match=reason), clock.at(NOW):
        import_episodes.main(["police", file, "--agency", agency, "--by", by])


@pytest.mark.parametrize(
    "heading",
    ["<html>" + "Amira Example " * 400, "\x1b[2J" * 400, '"' + "x" * 2_000_000],
    ids=["a page", "what a terminal obeys", "one cell without end"],
)
def test_a_file_that_is_no_csv_is_not_printed(imported, heading):
    with pytest.raises(ValueError, match=r"heading|column") as refused:
        imported("police", [ADA], heading=heading)

    assert len(str(refused.value)) < 600
    assert str(refused.value).isprintable()


def test_the_examples_come_in_as_their_page_says(imported):
    for kind in ("police", "care"):
        code, _, _ = imported(
            kind,
            (EXAMPLES / f"{kind}.csv").read_text(),
            name=f"{kind}.csv",
            mapping=(EXAMPLES / f"{kind}.csv.yaml").read_text(),
        )
        assert code == import_episodes.NOT_ALL

    assert Episode.objects.count() == 25
    assert Episode.objects.filter(closed_at__isnull=True).count() == 4
