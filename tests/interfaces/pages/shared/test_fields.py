"""The questions of a form: what comes out, and what a person is told to do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict

from wayhome.interfaces.pages.shared import cleaning, fields, forms, moment_fields
from wayhome.interfaces.pages.shared.moments import Toward

NOW = datetime(2026, 7, 15, 13, 0, tzinfo=UTC)
SENT = {
    "submission_key": "0b8c7f0e-52b9-4a7b-9d2c-3b6d1c1a2f10",
    "name": "Wren",
    "why": "Left\r\nafter tea",
    "level": "high",
    "seen_at": "today 09:05",
    "born-day": "27",
    "born-month": "march",
    "born-year": "2011",
}


class Sample(forms.PlainForm):
    """One of each question."""

    submission_key = fields.SubmissionKeyField()
    name = fields.TextField(label="Name", max_length=20)
    why = fields.LongTextField(label="Why", required=False)
    level = fields.RadioField(label="Level", choices=[("high", "High"), ("low", "Low")])
    concerns = fields.CheckboxesField(label="Concerns", choices=[("a", "A"), ("b", "B")])
    seen_at = moment_fields.MomentField(label="Seen")
    due_at = moment_fields.MomentField(label="Due", required=False, toward=Toward.AHEAD)
    born = moment_fields.DayField(label="Born", required=False)
    found_at = moment_fields.DateAndTimeField(label="Found", required=False)


def sent(**changes):
    form = QueryDict(mutable=True)
    for name, value in (
        SENT | {key.replace("__", "-"): text for key, text in changes.items()}
    ).items():
        form.setlist(name, value if isinstance(value, list) else [value])
    return Sample(form, now=NOW)


def test_a_full_form_comes_out_cleaned_and_in_utc():
    form = sent(concerns=["a", "b"])

    assert form.is_valid(), form.errors
    assert form.cleaned_data["why"] == "Left\nafter tea"
    assert form.cleaned_data["seen_at"] == NOW - timedelta(hours=4, minutes=55)
    assert form.cleaned_data["born"] == date(2011, 3, 27)
    assert form.cleaned_data["found_at"] is None


@pytest.mark.parametrize(
    ("changes", "name", "said"),
    [
        ({"name": ""}, "name", "Enter an answer to “Name”"),
        ({"name": " \u0007 "}, "name", "Enter an answer"),
        ({"name": "x" * 10_000}, "name", "Use 20 characters or fewer. You have used 10,000"),
        ({"level": ""}, "level", "Choose an answer to “Level”"),
        ({"level": "absent"}, "level", "Choose one of the answers shown"),
        ({"concerns": ["z"]}, "concerns", "Choose only from"),
        ({"seen_at": ""}, "seen_at", "Enter a day and a time"),
        ({"seen_at": "today 23:00"}, "seen_at", "in the future"),
        ({"seen_at": "x" * 100}, "seen_at", "Enter only a day and a time"),
        ({"seen_at": "1/1/1801 09:00"}, "seen_at", "Check the year"),
        ({"seen_at": "29 March 2026 01:30"}, "seen_at", "clocks went forward"),
        ({"due_at": "yesterday 09:00"}, "due_at", "already passed"),
        ({"born__month": ""}, "born", "Enter the month too"),
        ({"born__day": "31", "born__month": "2"}, "born", "real date"),
        ({"born__year": "11"}, "born", "four numbers"),
        ({"found_at__day": "1"}, "found_at", "Enter the month too"),
        ({"submission_key": "no"}, "submission_key", "Check your answers"),
    ],
)
def test_what_is_wrong_says_what_to_do(changes, name, said):
    form = sent(**changes)

    assert not form.is_valid()
    assert said in form.errors[name][0]


def test_the_summary_of_errors_leads_to_each_first_box():
    form = sent(name="", born__day="")

    assert [problem["href"] for problem in form.problems] == ["#id_name", "#id_born-day"]


def test_a_key_is_made_for_each_new_form_and_kept_when_it_comes_back():
    first, second = (Sample(now=NOW)["submission_key"].value() for _ in range(2))

    assert first != second
    assert str(sent(name="")["submission_key"].value()) == SENT["submission_key"]


def test_a_draft_shows_what_was_typed_and_keeps_no_key():
    draft = forms.draft_of(sent(born__day="", concerns=["b"]).data)
    form = Sample(now=NOW, draft=draft)

    assert "submission_key" not in draft
    assert form.shown("name") == "Wren"
    assert form.shown("concerns") == ["b"]
    assert form.shown("born") == {"day": "", "month": "march", "year": "2011"}


def test_a_known_moment_is_shown_so_that_it_reads_back_the_same():
    at = datetime(2025, 10, 26, 1, 30, tzinfo=UTC)
    form = Sample(now=NOW, initial={"seen_at": at, "found_at": at, "born": date(2011, 3, 27)})

    assert form.shown("seen_at") == "26/10/2025 01:30 GMT"
    assert form.shown("found_at")["time"] == "01:30 GMT"
    assert form.shown("born") == {"day": "27", "month": "3", "year": "2011"}


def test_every_question_gives_its_component_what_it_needs():
    form = sent(level="", concerns=["a"])

    for name in form.fields:
        if name != "submission_key":
            assert form.question(name)["name"] == name
    assert form.question("level")["errorMessage"]["text"].startswith("Choose")
    assert [item["checked"] for item in form.question("concerns")["items"]] == [True, False]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("e\u0301", "é"),
        ("a\u0000b\u0085c", "abc"),
        ("ש\u202eabc", "שabc"),
        ("👩‍👧", "👩‍👧"),
        ("\ud800x", "x"),
        (" a\t\tb ", "a b"),
        ("Am\u200bi\ufeffra", "Amira"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
    ],
)
def test_text_is_composed_and_rid_of_what_cannot_be_seen(typed, kept):
    assert cleaning.line(typed) == kept


@pytest.mark.parametrize(
    "typed", ["\u200b", "\ufeff \u00a0", "\u200d\u200c", "\u2800", "\u3164\ufe0f", "\u2067\n\u2060"]
)
def test_text_in_which_nothing_can_be_seen_is_no_answer(typed):
    form = sent(name=typed, why=typed)

    assert form.problems == [
        {"text": "Enter an answer to “Name”", "href": "#id_name"},
    ]
    assert form.cleaned_data["why"] == ""


def test_words_in_a_draft_are_questioned():
    form = Sample(now=NOW, draft={"why": ["a misper"]})

    assert [asked.phrase for asked in form.questions("why")] == ["misper"]
